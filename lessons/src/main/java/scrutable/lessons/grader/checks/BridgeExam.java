package scrutable.lessons.grader.checks;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The bridge from a labelled example to a target: where its examples lie, on a line and in space.
final class BridgeExam {
  private BridgeExam() {}

  static Exam exam() {
    return Exam.of("6.3",
        Part.of(Part.Kind.VALUES, "places", draw -> Answer.ofNumbers(places(draw.size(7, 3, 12)))),
        Part.of(Part.Kind.VALUES, "equal parts", draw -> areas(places(draw.size(5, 3, 12))))
            .checkedBy(draw -> middles(draw.size(5, 3, 12))).following("places"),
        Part.of(Part.Kind.EDGES, "one and none", draw -> Answer.ofNumbers(places(1)).and(Answer.ofNumbers(places(0))))
            .following("places"),
        Part.of(Part.Kind.EDGES, "two targets", BridgeExam::inSpace).following("places"));
  }

  /// The places of a bridge from 0 to 1 are the places themselves.
  private static double[] places(int count) {
    ChosenTargets goal = new ChosenTargets(Tensor.of(new float[] {1}, 1, 1), Tensor.ofInts(new int[] {0}, 1));
    Tensor all = bridge(Tensor.of(new float[] {0, 5}, 2, 1), goal, count);
    return all.reshape(all.size(0)).to(DType.FLOAT64).toDoubleArray();
  }

  /// The examples that are inserted; the first of the labelled ones is of class 0, the others of class 1.
  private static Tensor bridge(Tensor labelled, ChosenTargets goal, int budget) {
    int[] labels = new int[labelled.size(0)];
    Arrays.fill(labels, 1, labels.length, 1);
    var poison = new Interpolation(new Dataset("ends", labelled, Tensor.ofInts(labels, labels.length),
        List.of("a", "b")));
    Tensor pool = Tensor.zeros(2, labelled.size(1));
    Tensor all = poison.craft(pool, goal, new Budget(budget), Rng.seed(1)).data();
    return all.slice(0, 2, all.size(0));
  }

  /// How much of the density lies before each place.
  private static Answer areas(double[] places) {
    return Answer.ofNumbers(Arrays.stream(places).map(a -> a * (3 - a) / 2).toArray());
  }

  private static Answer middles(int count) {
    double[] middles = new double[count];
    Arrays.setAll(middles, i -> (2 * i + 1) / (2.0 * count));
    return Answer.ofNumbers(middles);
  }

  private static Answer inSpace(Draw draw) {
    ChosenTargets goal = new ChosenTargets(draw.rng().normal(2, 3), Tensor.ofInts(new int[] {0, 1}, 2));
    return Answer.of(bridge(draw.rng().normal(3, 3), goal, 7));
  }
}
