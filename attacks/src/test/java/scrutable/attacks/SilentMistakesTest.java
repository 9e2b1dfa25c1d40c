package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.evasion.CarliniWagner;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Softmax;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingCheck;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What beginners do without noticing, from the first tensor to the last attack: each gets a word, or does no harm.
class SilentMistakesTest {
  private static final int COUNT = 40;

  private final Rng rng = Rng.seed(1);
  private final Dataset data = new Dataset("noise", rng.split("data").uniform(COUNT, 5),
      Tensor.ofInts(IntStream.range(0, COUNT).map(i -> i % 3).toArray(), COUNT), List.of("a", "b", "c"));

  private static void assertSays(String words, Executable mistake) {
    String message = assertThrows(RuntimeException.class, mistake).getMessage();
    assertTrue(message.contains(words), message);
  }

  private static void assertFound(String words, TrainingCheck check) {
    assertTrue(check.findings().stream().anyMatch(found -> found.contains(words)), check.toString());
  }

  private Module withSoftmax() {
    return new Sequential(new Linear(5, 3, rng.split("linear")), new Softmax());
  }

  @Test
  void softmaxBeforeTheCrossEntropyInTraining() {
    assertFound("they are probabilities already", TrainingCheck.of(withSoftmax(), data));
  }

  @Test
  void softmaxBeforeTheCrossEntropyUnderAttack() {
    Module network = withSoftmax();
    assertFound("they are probabilities already", TrainingCheck.ofEvaluation(network, data.inputs()));
    Goal goal = new Untargeted(data.labels());
    assertSays("like probabilities; leave out the softmax", () -> new CarliniWagner().run(Classifier.of(network),
        data.inputs(), goal, Norm.L2, Box.UNIT, rng.split("attack")));
  }

  @Test
  void backwardTwiceOnTheSameLeavesWithoutClearing() {
    Parameter weight = new Parameter(Tensor.of(new float[] {1, 2}, 2));
    weight.square().sum().backward();
    weight.assign(Tensor.of(new float[] {3, 4}, 2));
    assertSays("still holds its gradient from before, to which the new one would be added; call clearGradient()",
        () -> weight.square().sum().backward());
  }

  /// Judges and attacks switch the network themselves, and back; code of one's own can ask.
  @Test
  void attackAndEvaluationInTrainingMode() {
    Module network = new Sequential(new Linear(5, 4, rng.split("first")), new BatchNorm1d(4),
        new Dropout(0.5, rng.split("dropout")), new Linear(4, 3, rng.split("second")));
    Metrics judged = Metrics.of(network.eval(), data, 8);
    float[] attacked = attack(network.eval());
    assertEquals(judged, Metrics.of(network.train(), data, 8));
    assertArrayEquals(attacked, attack(network.train()));
    assertTrue(network.modeDependent().stream().allMatch(module -> module.isTraining()));
    assertFound("the network is in training mode, where BatchNorm1d, Dropout answer otherwise; call network.eval()",
        TrainingCheck.ofEvaluation(network.train(), data.inputs()));
  }

  private float[] attack(Module network) {
    return new ProjectedGradientDescent(3, 0.05).run(Classifier.of(network), data.inputs(),
        new Untargeted(data.labels()), Ball.linf(0.1), Rng.seed(2)).adversarial().toFloatArray();
  }

  @Test
  void aRadiusOfEightInABoxOfOne() {
    assertSays("a change of 8 levels of 255 is 8 / 255.0 where pixels lie in [0, 1]",
        () -> new ProjectedGradientDescent(3, 2).run(Classifier.of(new Linear(5, 3, rng.split("linear"))),
            data.inputs(), new Untargeted(data.labels()), Ball.linf(8), rng.split("attack")));
  }

  @Test
  void aChildThatDescribeForgets() {
    Linear forgotten = new Linear(5, 5, rng.split("forgotten"));
    Linear named = new Linear(5, 3, rng.split("named"));
    assertFound("that describe does not name", TrainingCheck.of(new Module() {
      @Override
      public Variable forward(Variable x) {
        return named.forward(forgotten.forward(x));
      }

      @Override
      public void describe(Parts parts) {
        parts.child("named", named);
      }
    }, data));
  }

  @Test
  void aColumnMinusARow() {
    Linear network = new Linear(5, 1, rng.split("linear"));
    assertFound("every example meets every other", TrainingCheck.of(network, data, batch ->
        network.forward(batch.inputs()).sub(Variable.constant(batch.inputs().sum(false, 1))).square().mean()));
  }

  @Test
  void aLabelThatIsNone() {
    assertSays("oneHot: label 10 at position 1, but there are 10 classes; labels begin at 0 and end at 9",
        () -> Indexing.oneHot(Tensor.ofInts(new int[] {0, 10}, 2), 10, DType.FLOAT32));
  }

  @Test
  void twoTypesOfNumbers() {
    assertSays("convert one of the tensors with Tensor.to(DType), before it becomes a variable if it is to be one",
        () -> Variable.tracked(Tensor.zeros(2)).add(Variable.constant(Tensor.zeros(DType.FLOAT64, 2))));
  }

  @Test
  void parametersThatNobodyNamed() {
    Linear hidden = new Linear(5, 3, rng.split("hidden"));
    Module network = hidden::forward;
    assertSays("its describe(Parts) must name each of them", () -> new Sgd(network.parameters(), 0.1));
  }

  @Test
  void aStepOutOfTheBox() {
    FixedBudgetAttack<WhiteBox> careless = new FixedBudgetAttack<>() {
      @Override
      public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
        return examples.images().add(0.1);
      }
    };
    assertSays("; clip after every step", () -> careless.run(Classifier.of(new Linear(5, 3, rng.split("linear"))),
        data.inputs(), new Untargeted(data.labels()), Ball.linf(0.1), rng.split("attack")));
    assertSays("the attack left the box [0.0, 1.0]: its result at (", () -> Ball.linf(0.2).requireInside(
        Tensor.ones(1, 2), Tensor.of(new float[] {1, 1.0122f}, 1, 2)));
  }
}
