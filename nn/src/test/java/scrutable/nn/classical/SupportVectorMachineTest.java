package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class SupportVectorMachineTest {
  private static final Tensor TWO_LABELS = Tensor.ofInts(new int[] {0, 1}, 2);

  private static Kernel kernel(double gamma) {
    return gamma == 0 ? Kernel.linear() : Kernel.rbf(gamma);
  }

  private static double dualObjective(SupportVectorMachine machine) {
    double[] a = machine.alphas().toDoubleArray();
    double[] y = machine.signs().toDoubleArray();
    double value = 0;
    for (int i = 0; i < a.length; i++) {
      value += a[i];
      for (int j = 0; j < a.length; j++) {
        value -= 0.5 * a[i] * a[j] * y[i] * y[j] * machine.kernelMatrix().get(i, j);
      }
    }
    return value;
  }

  @Test
  void betweenTwoPointsTheBoundaryIsTheMiddle() {
    Tensor points = Tensor.of(new double[] {1, 2, 4, 6}, 2, 2); // 5 apart, along (3, 4)
    var machine = SupportVectorMachine.fit(points, TWO_LABELS, Kernel.linear(), 10);
    assertArrayEquals(new double[] {2 * 3 / 25.0, 2 * 4 / 25.0}, machine.normal().toDoubleArray(), 1e-9);
    assertArrayEquals(new double[] {2 / 25.0, 2 / 25.0}, machine.alphas().toDoubleArray(), 1e-9);
    assertArrayEquals(new double[] {-1, 1}, machine.decisionFunction(points).toDoubleArray(), 1e-9);
    assertArrayEquals(new int[] {0, 1}, machine.marginSet());
  }

  @Test
  void aSmallCKeepsBothWeightsAtCAndTheMarginWide() {
    Tensor points = Tensor.of(new double[] {1, 2, 4, 6}, 2, 2);
    var machine = SupportVectorMachine.fit(points, TWO_LABELS, Kernel.linear(), 0.01);
    assertArrayEquals(new double[] {0.01, 0.01}, machine.alphas().toDoubleArray());
    assertArrayEquals(new double[] {0.03, 0.04}, machine.normal().toDoubleArray(), 1e-12);
    assertArrayEquals(new int[] {0, 1}, machine.errorSet());
    assertEquals(0, machine.decisionFunction(Tensor.of(new double[] {2.5, 4}, 1, 2)).item(), 1e-12,
        "by symmetry; no example lies on the margin to say so");
  }

  @Test
  void rbfOfTwoPointsHasItsClosedForm() {
    Tensor points = Tensor.of(new double[] {0, 0, 1, 0}, 2, 2);
    var machine = SupportVectorMachine.fit(points, TWO_LABELS, Kernel.rbf(0.7), 100);
    double alpha = 1 / (1 - Math.exp(-0.7)); // 2 a - a^2 (1 - k) is largest there
    assertArrayEquals(new double[] {alpha, alpha}, machine.alphas().toDoubleArray(), 1e-6);
    assertEquals(0, machine.bias(), 1e-9);
  }

  /// The sets are those of LIBSVM with a tolerance of 1e-12 (through scikit-learn 1.9). It keeps its kernel
  /// in float32, so that its numbers are good to six digits; these come from its sets by solving the
  /// equations of the margin in double precision with NumPy.
  @ParameterizedTest
  @CsvSource({
      "0,   1,  42.670320392890,  -2.0962146485, -0.7634465119,  0.3302678581, 3, 45",
      "0,   20, 771.328023916423, -2.3865263497, -0.9229261531,  0.5121319178, 4, 37",
      "2,   1,  40.235537595802,  0.1706959956,  -1.0976746429,  -0.1186166985, 7, 40",
      "0.5, 10, 370.645795880932, 1.2650251524,  -1.2188896087,  0.1132021364, 7, 35"
  })
  void anIndependentSolverFindsTheSame(double gamma, double c, double objective, double bias, double first,
      double second,
      int onMargin, int inError) {
    var machine = SupportVectorMachine.fit(
        ReferencePoints.overlapping(), ReferencePoints.overlappingLabels(), kernel(gamma), c, 1e-11);
    assertEquals(objective, dualObjective(machine), 1e-9);
    assertEquals(bias, machine.bias(), 2e-10);
    Tensor queries = Tensor.of(new double[] {0.5, 0.5, 0.5, 0.9, 0.1, 0.4}, 2, 3);
    assertArrayEquals(new double[] {first, second}, machine.decisionFunction(queries).toDoubleArray(), 2e-10);
    assertEquals(onMargin, machine.marginSet().length);
    assertEquals(inError, machine.errorSet().length);
    assertEquals(onMargin + inError, machine.supportVectors().length);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.1", "0, 1", "3, 0.5", "20, 1000"})
  void everySetOfExamplesLiesWhereTheOptimumPutsIt(double gamma, double c) {
    Dataset blobs = Blobs.generate(120, 2, 0.7, Rng.seed(5));
    var machine = SupportVectorMachine.fit(blobs.inputs(), blobs.labels(), kernel(gamma), c, 1e-9);
    double[] a = machine.alphas().toDoubleArray();
    double[] y = machine.signs().toDoubleArray();
    double[] f = machine.decisionFunction(blobs.inputs()).toDoubleArray();
    double balance = 0;
    for (int i = 0; i < a.length; i++) {
      balance += a[i] * y[i];
      double margin = y[i] * f[i];
      if (a[i] == 0) {
        assertTrue(margin >= 1 - 1e-8, "outside of the margin, but y f = " + margin);
      } else if (a[i] == c) {
        assertTrue(margin <= 1 + 1e-8, "inside of the margin, but y f = " + margin);
      } else {
        assertEquals(1, margin, 1e-8, "on the margin");
      }
    }
    assertEquals(0, balance, 1e-9 * c * a.length);
    assertTrue(machine.gap() <= 1e-9);
  }

  /// Fifty examples at 25 places, so that most share theirs with some of the other class. The conditions of the optimum
  /// are checked place by place: on the margin where weights are between the ends, beyond it on the right side else.
  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.5, 1000", "10, 1000", "0.5, 100000", "10, 100000", "0, 0.1", "0, 100"})
  void examplesThatShareAPlaceDoNotKeepTheMachineFromItsOptimum(double gamma, double c) {
    for (int seed = 0; seed < 4; seed++) {
      Rng rng = Rng.seed(seed);
      float[] points = new float[100];
      int[] labels = new int[50];
      for (int i = 0; i < 50; i++) {
        points[2 * i] = (int) (5 * rng.nextDouble()) - 2;
        points[2 * i + 1] = (int) (5 * rng.nextDouble()) - 2;
        labels[i] = (int) (2 * rng.nextDouble());
      }
      Tensor inputs = Tensor.of(points, 50, 2);
      var machine = SupportVectorMachine.fit(inputs, Tensor.ofInts(labels, 50), kernel(gamma), c, 1e-9);
      assertTrue(machine.gap() <= 1e-9);
      double[] a = machine.alphas().toDoubleArray();
      double[] y = machine.signs().toDoubleArray();
      double[] f = machine.decisionFunction(inputs).toDoubleArray();
      double rounding = 1e-8 + 1e-13 * c * 50;
      for (int i = 0; i < 50; i++) {
        assertTrue(a[i] == 0 ? y[i] * f[i] >= 1 - rounding : a[i] == c ? y[i] * f[i] <= 1 + rounding
            : Math.abs(y[i] * f[i] - 1) <= rounding, a[i] + " of " + c + " at y f = " + y[i] * f[i]);
      }
    }
  }

  /// With a kernel of two dimensions and a price without sense, half a million steps are not enough.
  @Test
  void whatCannotBeReachedIsSaidInWords() {
    Rng rng = Rng.seed(0);
    Tensor inputs = rng.normal(50, 2);
    int[] labels = new int[50];
    for (int i = 0; i < 50; i++) {
      labels[i] = (int) (2 * rng.nextDouble());
    }
    var error = assertThrows(IllegalStateException.class, () -> SupportVectorMachine.fit(inputs,
        Tensor.ofInts(labels, 50), Kernel.linear(), 1e8, 1e-9));
    assertTrue(error.getMessage().contains("after 500000 steps the gap is still"), error.getMessage());
    assertTrue(error.getMessage().contains("a smaller C, scaled inputs or a larger tolerance may help"));
  }

  @Test
  void primalAndDualMeetAtTheOptimum() {
    Dataset blobs = Blobs.generate(80, 2, 0.8, Rng.seed(9));
    double c = 2;
    var machine = SupportVectorMachine.fit(blobs.inputs(), blobs.labels(), Kernel.linear(), c, 1e-9);
    double[] f = machine.decisionFunction(blobs.inputs()).toDoubleArray();
    double[] y = machine.signs().toDoubleArray();
    double primal = 0.5 * machine.normal().square().sum().item();
    for (int i = 0; i < f.length; i++) {
      primal += c * Math.max(0, 1 - y[i] * f[i]);
    }
    assertEquals(primal, dualObjective(machine), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"0", "1.5"})
  void theInputGradientIsThatOfFiniteDifferences(double gamma) {
    var machine = SupportVectorMachine.fit(
        ReferencePoints.overlapping(), ReferencePoints.overlappingLabels(), kernel(gamma), 5);
    double[] x = {0.6, 0.4, 0.3, 0.1, 0.9, 0.2};
    double[] gradient = machine.inputGradient(Tensor.of(x, 2, 3)).toDoubleArray();
    double h = 1e-5;
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += h;
      down[i] -= h;
      double difference = machine.decisionFunction(Tensor.of(up, 2, 3)).sum().item()
          - machine.decisionFunction(Tensor.of(down, 2, 3)).sum().item();
      assertEquals(difference / (2 * h), gradient[i], 1e-7, "number " + i);
    }
  }

  @Test
  void picturesAreFlattenedAndGradientsComeBackAsPictures() {
    Tensor pictures = Tensor.of(new float[] {0, 0, 0, 0, 1, 0, 0, 1}, 2, 1, 2, 2);
    var machine = SupportVectorMachine.fit(pictures, TWO_LABELS, Kernel.linear(), 10);
    Tensor gradient = machine.inputGradient(pictures);
    assertArrayEquals(new int[] {2, 1, 2, 2}, gradient.shape());
    assertArrayEquals(new double[] {1, 0, 0, 1, 1, 0, 0, 1}, gradient.toDoubleArray(), 1e-9);
  }

  @Test
  void threadsDoNotChangeABit() {
    Dataset blobs = Blobs.generate(100, 2, 0.7, Rng.seed(6));
    double[] one = Parallel.withThreads(1, () -> scores(blobs));
    assertArrayEquals(one, Parallel.withThreads(3, () -> scores(blobs)));
  }

  private static double[] scores(Dataset data) {
    return SupportVectorMachine.fit(data.inputs(), data.labels(), Kernel.rbf(1), 1)
        .decisionFunction(data.inputs()).toDoubleArray();
  }

  @Test
  void mistakesAreExplained() {
    Tensor points = Tensor.of(new double[] {1, 2, 4, 6}, 2, 2);
    assertThrows(IllegalArgumentException.class,
        () -> SupportVectorMachine.fit(points, Tensor.ofInts(new int[] {1, 1}, 2), Kernel.linear(), 1));
    assertThrows(IllegalArgumentException.class,
        () -> SupportVectorMachine.fit(points, Tensor.ofInts(new int[] {-1, 1}, 2), Kernel.linear(), 1));
    assertThrows(IllegalArgumentException.class,
        () -> SupportVectorMachine.fit(points, TWO_LABELS, Kernel.linear(), 0));
    assertThrows(IllegalArgumentException.class, () -> Kernel.rbf(0));
    var rbf = SupportVectorMachine.fit(points, TWO_LABELS, Kernel.rbf(1), 1);
    assertThrows(IllegalStateException.class, rbf::normal);
    assertThrows(IllegalArgumentException.class, () -> rbf.predict(Tensor.of(new double[3], 1, 3)));
  }
}
