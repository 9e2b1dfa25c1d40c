package scrutable.nn;

import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

@DisplayName("Each loss agrees with a second implementation, forward and backward")
class LossesReferenceTest {
  private Reference reference;

  private void check(String variant, String predictions, Function<Variable, Variable> loss) {
    Variable x = Variable.tracked(reference.get(predictions));
    Variable value = loss.apply(x);
    reference.assertMatches(variant + ".loss", value.value());
    Variable total = value.rank() == 0 ? value
        : value.mul(Variable.constant(reference.get(variant + ".upstream"))).sum();
    reference.assertMatches(variant + ".gradient", Gradients.of(total, x).get(x));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void crossEntropy(DType dtype) {
    reference = Reference.read("losses", dtype);
    Tensor labels = reference.get("cross_entropy.labels");
    Tensor weights = reference.get("cross_entropy.class_weights");
    Tensor soft = reference.get("cross_entropy.soft_targets");
    String logits = "cross_entropy.logits";
    check("cross_entropy.mean", logits, z -> Losses.crossEntropy(z, labels));
    check("cross_entropy.none", logits, z -> Losses.crossEntropyPerExample(z, labels));
    check("cross_entropy.sum", logits, z -> Losses.crossEntropyPerExample(z, labels).sum());
    check("cross_entropy.soft", logits, z -> Losses.crossEntropy(z, soft));
    check("cross_entropy.smoothed", logits, z -> Losses.crossEntropy(z, labels, 0.1));
    check("cross_entropy.weighted", logits, z -> Losses.weightedCrossEntropy(z, labels, weights));
    check("cross_entropy.weighted_smoothed", logits,
        z -> Losses.weightedCrossEntropy(z, labels, weights, 0.1));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void binaryCrossEntropy(DType dtype) {
    reference = Reference.read("losses", dtype);
    Tensor targets = reference.get("binary_cross_entropy.targets");
    Tensor positive = reference.get("binary_cross_entropy.positive_weight");
    String logits = "binary_cross_entropy.logits";
    check("binary_cross_entropy.mean", logits, z -> Losses.bceWithLogits(z, targets));
    check("binary_cross_entropy.weighted", logits, z -> Losses.bceWithLogits(z, targets, positive));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void regression(DType dtype) {
    reference = Reference.read("losses", dtype);
    Tensor target = reference.get("regression.target");
    String predicted = "regression.predicted";
    check("regression.mse", predicted, p -> Losses.mse(p, target));
    check("regression.l1", predicted, p -> Losses.l1(p, target));
    check("regression.huber_1", predicted, p -> Losses.huber(p, target, 1));
    check("regression.huber_half", predicted, p -> Losses.huber(p, target, 0.5));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void hinge(DType dtype) {
    reference = Reference.read("losses", dtype);
    Tensor labels = reference.get("hinge.labels");
    check("hinge.binary", "hinge.scores", s -> Losses.hinge(s, reference.get("hinge.signs")));
    check("hinge.crammer_singer", "hinge.logits", z -> Losses.multiclassHinge(z, labels));
    check("hinge.weston_watkins", "hinge.logits", z -> Losses.summedHinge(z, labels));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void kullbackLeibler(DType dtype) {
    reference = Reference.read("losses", dtype);
    check("kl.batch_mean", "kl.input", q -> Losses.kl(q, reference.get("kl.target")));
  }
}
