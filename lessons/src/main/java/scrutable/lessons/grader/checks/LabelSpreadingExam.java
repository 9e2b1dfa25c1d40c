package scrutable.lessons.grader.checks;

import java.util.Arrays;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.classical.LabelSpreading;
import scrutable.nn.classical.NeighborGraph;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Labels spread over a chain and over a cloud.
final class LabelSpreadingExam {
  private static final int CHAIN = 70;
  private static final int END = 5;

  private LabelSpreadingExam() {}

  static Exam exam() {
    return Exam.of("4.5",
        Part.of(Part.Kind.VALUES, "the end of a chain", LabelSpreadingExam::endOfChain),
        Part.of(Part.Kind.VALUES, "scores", draw -> Answer.of(cloud(draw, draw.fixed() ? 0.8 : 0.9).scores()))
            .following("the end of a chain"),
        Part.of(Part.Kind.EDGES, "edges", LabelSpreadingExam::unusual).following("the end of a chain", "scores"));
  }

  /// Examples in a row, a label at one end: which class do those at the other end get?
  private static Answer endOfChain(Draw draw) {
    Tensor places = Tensor.range(CHAIN).to(DType.FLOAT64).reshape(CHAIN, 1);
    int[] labels = new int[CHAIN];
    Arrays.fill(labels, LabelSpreading.UNLABELED);
    labels[0] = 1;
    labels[1] = 1;
    Tensor classes = LabelSpreading.over(NeighborGraph.of(places, 2, 0.83), Tensor.ofInts(labels, CHAIN), 2).predict();
    return Answer.of(classes.slice(0, CHAIN - END, CHAIN));
  }

  /// Rows of three examples, none of them quite in its place.
  private static LabelSpreading cloud(Draw draw, double alpha) {
    int n = draw.size(9, 7, 12);
    double[] places = draw.between(-0.1, 0.1, n, 2).toDoubleArray();
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      places[2 * i] += i % 3;
      places[2 * i + 1] += i / 3;
      labels[i] = i < 4 ? i % 2 : LabelSpreading.UNLABELED;
    }
    return LabelSpreading.over(NeighborGraph.of(Tensor.of(places, n, 2), 3, 0.6), Tensor.ofInts(labels, n), 2, alpha);
  }

  /// A small alpha, a class without examples, two islands of which one has no label.
  private static Answer unusual(Draw draw) {
    Tensor near = draw.between(0, 1, 4, 2);
    double[] places = new double[16];
    for (int i = 0; i < 16; i++) {
      places[i] = i < 8 ? near.toDoubleArray()[i] : 100 + near.toDoubleArray()[i - 8];
    }
    int[] labels = {0, 2, -1, -1, -1, -1, -1, -1};
    LabelSpreading islands = LabelSpreading.over(NeighborGraph.of(Tensor.of(places, 8, 2), 2, 1),
        Tensor.ofInts(labels, 8), 3, 0.5);
    return Answer.of(cloud(draw, 0.1).scores(), islands.scores(), islands.predict());
  }
}
