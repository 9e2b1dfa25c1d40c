package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.NoisyXor;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DecisionTreeTest {
  private static final List<String> XYZ = List.of("x", "y", "z");
  private static final List<String> NO_YES = List.of("no", "yes");

  private static double errors(DecisionTree tree, Tensor inputs, Tensor labels) {
    int[] predicted = tree.predict(inputs).toIntArray();
    int[] truth = labels.toIntArray();
    double errors = 0;
    for (int i = 0; i < truth.length; i++) {
      errors += predicted[i] == truth[i] ? 0 : 1;
    }
    return errors / truth.length;
  }

  private static Tensor bits(int... rows) {
    double[] numbers = new double[rows.length * 3];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < 3; d++) {
        numbers[3 * i + d] = rows[i] >> (2 - d) & 1;
      }
    }
    return Tensor.wrap(numbers, rows.length, 3);
  }

  /// The thresholds of the trees that scikit-learn 1.9 grows by entropy; it keeps its examples in float32.
  @Test
  void anIndependentLearnerAsksTheSameQuestions() {
    Tensor points = ReferencePoints.overlapping();
    Tensor labels = ReferencePoints.overlappingLabels();
    DecisionTree three = DecisionTree.grow(points, labels, 2, 3);
    String[] lines = three.describe(XYZ, NO_YES).split("\n");
    assertEquals(7, lines.length, "three questions and four leaves");
    assertQuestion("x > ", 0.9624711871147156, lines[0]);
    assertQuestion("  no:  x > ", 0.3783380538225174, lines[1]);
    assertQuestion("  no:    yes: y > ", -0.013968681916594505, lines[3]);
    assertEquals(0.25, errors(DecisionTree.grow(points, labels, 2, 1), points, labels));
    assertEquals(0.2, errors(three, points, labels), 1e-12);
    assertEquals(5 / 60.0, errors(DecisionTree.grow(points, labels, 2, 6), points, labels), 1e-12);
    assertEquals(12, DecisionTree.grow(points, labels, 2, 100).size());
  }

  private static void assertQuestion(String start, double threshold, String line) {
    assertTrue(line.startsWith(start), line);
    assertEquals(threshold, Double.parseDouble(line.substring(start.length(), line.length() - 1)), 1e-7);
  }

  @Test
  void theQuestionOfMostInformationComesFirst() {
    // x says the class but for one of eight examples (gain 0.55 bits); y and z say nothing alone
    Tensor inputs = bits(0, 1, 2, 3, 4, 5, 6, 7);
    Tensor labels = Tensor.ofInts(new int[] {0, 0, 0, 0, 1, 1, 1, 0}, 8);
    DecisionTree tree = DecisionTree.grow(inputs, labels, 2, 1);
    assertEquals("x > 0.5?\n  no:  no\n  yes: yes\n", tree.describe(XYZ, NO_YES));
  }

  @Test
  void growthIsBreadthFirst() {
    Tensor inputs = bits(0, 1, 2, 3, 4, 5, 6, 7);
    Tensor parity = Tensor.ofInts(new int[] {0, 1, 1, 0, 1, 0, 0, 1}, 8);
    DecisionTree three = DecisionTree.grow(inputs, parity, 2, 3);
    assertEquals("""
        x > 0.5?
          no:  y > 0.5?
          no:    no:  no
          no:    yes: no
          yes: y > 0.5?
          yes:   no:  no
          yes:   yes: no
        """, three.describe(XYZ, NO_YES), "both children of the root before any grandchild");
  }

  @Test
  void questionsWithoutGainAreAskedWhereTheyAreNeeded() {
    Tensor inputs = bits(0, 1, 2, 3, 4, 5, 6, 7);
    Tensor parity = Tensor.ofInts(new int[] {0, 1, 1, 0, 1, 0, 0, 1}, 8);
    DecisionTree tree = DecisionTree.grow(inputs, parity, 2, 100);
    assertEquals(7, tree.size());
    assertArrayEquals(parity.toIntArray(), tree.predict(inputs).toIntArray());
  }

  @Test
  void aLargerTreeNeverFitsItsExamplesWorse() {
    Dataset data = NoisyXor.generate(150, 0.2, Rng.seed(4));
    double before = 1;
    for (int size = 0; size <= 60; size++) {
      DecisionTree tree = DecisionTree.grow(data.inputs(), data.labels(), 2, size);
      double error = errors(tree, data.inputs(), data.labels());
      assertTrue(error <= before, "size " + size);
      before = error;
    }
    assertEquals(0, errors(DecisionTree.grow(data.inputs(), data.labels(), 2, 150), data.inputs(), data.labels()));
  }

  @Test
  void examplesAllAlikeOrOfOneClassAreNotAskedAbout() {
    Tensor alike = bits(5, 5, 5);
    assertEquals(0, DecisionTree.grow(alike, Tensor.ofInts(new int[] {1, 0, 1}, 3), 2, 9).size());
    assertEquals(0, DecisionTree.grow(bits(1, 2, 3), Tensor.ofInts(new int[] {1, 1, 1}, 3), 2, 9).size());
    assertArrayEquals(new int[] {1},
        DecisionTree.grow(alike, Tensor.ofInts(new int[] {1, 0, 1}, 3), 2, 9).predict(bits(0)).toIntArray());
  }

  @Test
  void mistakesAreExplained() {
    Tensor labels = Tensor.ofInts(new int[] {0, 1}, 2);
    assertThrows(IllegalArgumentException.class, () -> DecisionTree.grow(bits(1, 2), labels, 2, -1));
    assertThrows(IllegalArgumentException.class, () -> DecisionTree.grow(bits(1, 2, 3), labels, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> DecisionTree.grow(bits(1, 2), labels, 1, 1));
    assertThrows(IllegalArgumentException.class,
        () -> DecisionTree.grow(bits(1, 2), labels, 2, 1).predict(Tensor.ones(1, 2)));
  }
}
