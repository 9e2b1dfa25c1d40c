package scrutable.lessons.grader.checks;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.attacks.poisoning.SupportVectorGradient;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The gradient of a machine's loss by a training example: one that is inside of the margin, one that lies on it.
final class SupportVectorExam {
  private static final Kernel CURVED = Kernel.rbf(0.4);
  private static final double TOLERANCE = 1e-10;
  private static final int TRIES = 200;

  private SupportVectorExam() {}

  static Exam exam() {
    return Exam.of("6.4",
        Part.of(Part.Kind.GRADIENT, "inside of the margin",
            draw -> gradient(draw, CURVED, 1, SupportVectorMachine::errorSet)),
        Part.of(Part.Kind.GRADIENT, "on the margin",
            draw -> gradient(draw, CURVED, 1, SupportVectorMachine::marginSet)),
        Part.of(Part.Kind.GRADIENT, "on the margin, linear",
            draw -> gradient(draw, Kernel.linear(), 0.5, SupportVectorMachine::marginSet)),
        Part.of(Part.Kind.EDGES, "nobody on the margin", SupportVectorExam::bound));
  }

  /// The gradient by an example of one of the sets: of class 0 in the fixed draw, of either in others.
  private static Answer gradient(Draw draw, Kernel kernel, double c, Function<SupportVectorMachine, int[]> set) {
    int features = draw.size(3, 2, 4);
    int sign = draw.fixed() || draw.rng().nextInt(2) == 0 ? -1 : 1;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Rng rng = draw.rng().split(attempt);
      Dataset training = clouds(7, features, rng.split("training"));
      SupportVectorMachine machine =
          SupportVectorMachine.fit(training.inputs(), training.labels(), kernel, c, TOLERANCE);
      int[] chosen = IntStream.of(set.apply(machine)).filter(i -> machine.signs().get(i) == sign).toArray();
      if (machine.marginSet().length > 0 && chosen.length > 0) {
        Dataset others = clouds(6, features, rng.split("others"));
        return Answer.of(SupportVectorGradient.of(machine, training, chosen[0], others));
      }
    }
    throw new IllegalStateException("no machine of " + TRIES + " has such an example");
  }

  /// With a tiny C every example has its full weight, and two of them bound the bias.
  private static Answer bound(Draw draw) {
    Dataset training = clouds(5, 2, draw.rng().split("training"));
    SupportVectorMachine machine =
        SupportVectorMachine.fit(training.inputs(), training.labels(), CURVED, 0.01, TOLERANCE);
    Dataset others = clouds(6, 2, draw.rng().split("others"));
    Answer answer = Answer.NOTHING;
    for (int moving : machine.biasSet()) {
      answer = answer.and(Answer.of(SupportVectorGradient.of(machine, training, moving, others)));
    }
    return answer;
  }

  /// So many examples of each class, in clouds that overlap.
  private static Dataset clouds(int ofEach, int features, Rng rng) {
    int[] labels = IntStream.range(0, 2 * ofEach).map(i -> i % 2).toArray();
    Tensor shift = Tensor.ofInts(labels, labels.length, 1).to(DType.FLOAT32).mul(1.5);
    return new Dataset("clouds", rng.normal(labels.length, features).add(shift),
        Tensor.ofInts(labels, labels.length), List.of("zero", "one"));
  }
}
