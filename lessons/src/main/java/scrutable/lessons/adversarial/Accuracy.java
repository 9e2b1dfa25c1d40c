package scrutable.lessons.adversarial;

import scrutable.attacks.Score;
import scrutable.nn.data.Dataset;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The share of a data set that a victim classifies rightly.
final class Accuracy {
  private Accuracy() {}

  static double of(Score victim, Dataset data) {
    Tensor predicted = victim.logits(data.inputs()).argmax(1);
    return predicted.with(data.labels(), BinaryFunction.EQUAL).to(DType.FLOAT64).mean().item();
  }
}
