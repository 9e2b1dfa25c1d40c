package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Batch;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.nn.semisupervised.TrainingStep;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The exam of the loss of FixMatch: a linear network, and changes that are not random.
final class FixMatchExam {
  private static final Augmentation WEAK = (inputs, rng) -> inputs.add(0.25);
  private static final Augmentation STRONG = (inputs, rng) -> inputs.mul(-0.5);

  private FixMatchExam() {}

  static Exam exam() {
    return Exam.of("6.2",
        Part.of(Part.Kind.VALUES, "some are sure", draw -> losses(draw, 0.7)),
        Part.of(Part.Kind.VALUES, "all are sure", draw -> losses(draw, 0)),
        Part.of(Part.Kind.EDGES, "none is sure", draw -> losses(draw, 1.1)),
        Part.of(Part.Kind.EDGES, "it has a graph", draw -> Answer.ofNumbers(1,
            new FixMatch(0.7, 1).loss(step(draw)).isTracked() ? 1 : 0)));
  }

  /// The losses with two weights.
  private static Answer losses(Draw draw, double threshold) {
    TrainingStep step = step(draw);
    return Answer.ofNumbers(new FixMatch(threshold, 2).loss(step).item(), new FixMatch(threshold, 5).loss(step).item());
  }

  private static TrainingStep step(Draw draw) {
    int classes = draw.size(4, 2, 5);
    Linear network = Linear.of(draw.normal(classes, 3), Tensor.zeros(DType.FLOAT64, classes));
    var teacher = new ExponentialMovingAverage(List.of(network.weight(), network.bias()), 0.9);
    Batch labelled = new Batch(draw.normal(2, 3), Tensor.ofInts(new int[] {1, 0}, 2));
    Tensor unlabelled = draw.normal(draw.size(7, 6, 9), 3).mul(2);
    return new TrainingStep(network, teacher, labelled, unlabelled, WEAK, STRONG, 0.5, Rng.seed(draw.seed()));
  }
}
