package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Box;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The gradient through the training, against machines trained again a little to either side.
class SupportVectorPoisonTest {
  private static final double NEAR = 1e-4;

  /// Two overlapping clouds, widened to `dimensions` by noise.
  private static Dataset clouds(int count, int dimensions, long seed) {
    Dataset flat = Blobs.generate(count, 2, 0.6, Rng.seed(seed));
    Tensor noise = Rng.seed(seed + 100).normal(count, dimensions - 2).mul(0.5);
    return new Dataset("clouds", Joining.concat(1, flat.inputs(), noise), flat.labels(), flat.classNames());
  }

  /// The loss after training with the last example moved, and whether the same examples are on the margin.
  private record Retrained(double loss, int[] margin) {
    static Retrained at(double[] example, Dataset clean, Dataset validation, Kernel kernel, double c, int label) {
      Tensor row = Tensor.of(example, 1, example.length);
      // In float64, or a step of 1e-4 would drown in the rounding of the inputs.
      Tensor inputs = Joining.concat(0, clean.inputs().to(DType.FLOAT64), row);
      Tensor labels = Joining.concat(0, clean.labels(), Tensor.ofInts(new int[] {label}, 1));
      SupportVectorMachine machine = SupportVectorMachine.fit(inputs, labels, kernel, c, 1e-11);
      return new Retrained(SupportVectorGradient.hingeLoss(machine, validation), machine.marginSet());
    }
  }

  private static double[] gradient(double[] example, Dataset clean, Dataset validation, Kernel kernel, double c,
      int label) {
    Dataset training = Neighbours.append(clean, Tensor.of(example, 1, example.length)
        .to(DType.FLOAT32), label);
    SupportVectorMachine machine =
        SupportVectorMachine.fit(training.inputs(), training.labels(), kernel, c, 1e-11);
    return SupportVectorGradient.of(machine, training, clean.size(), validation).toDoubleArray();
  }

  /// Central differences; null where the margin set changes, for there is no derivative there.
  private static double[] differences(double[] example, Dataset clean, Dataset validation, Kernel kernel, double c,
      int label) {
    double[] slopes = new double[example.length];
    int[] margin = null;
    for (int i = 0; i < example.length; i++) {
      double[] up = example.clone();
      double[] down = example.clone();
      up[i] += NEAR;
      down[i] -= NEAR;
      Retrained above = Retrained.at(up, clean, validation, kernel, c, label);
      Retrained below = Retrained.at(down, clean, validation, kernel, c, label);
      margin = margin == null ? above.margin : margin;
      if (!Arrays.equals(above.margin, margin) || !Arrays.equals(below.margin, margin)) {
        return null;
      }
      slopes[i] = (above.loss - below.loss) / (2 * NEAR);
    }
    return slopes;
  }

  private static double cosine(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  /// The cosines at random places, in both classes, of those that move the loss at all; and how often the
  /// moving example lay on the margin itself.
  private record Agreement(double[] cosines, double[] ratios, int onMargin) {
    static Agreement of(Kernel kernel, double c) {
      Dataset clean = clouds(40, 4, 1);
      Dataset validation = clouds(60, 4, 2);
      List<Double> cosines = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      int onMargin = 0;
      for (int trial = 0; trial < 40; trial++) {
        // Rounded to float32, as the gradient sees it.
        double[] example = Rng.seed(trial).normal(4).toDoubleArray();
        int label = trial % 2;
        double[] exact = gradient(example, clean, validation, kernel, c, label);
        double[] slopes = differences(example, clean, validation, kernel, c, label);
        if (slopes == null || Arrays.stream(exact).allMatch(g -> g == 0)) {
          continue;
        }
        cosines.add(cosine(exact, slopes));
        ratios.add(Math.sqrt(Arrays.stream(exact).map(g -> g * g).sum()
            / Arrays.stream(slopes).map(g -> g * g).sum()));
        int[] margin = Retrained.at(example, clean, validation, kernel, c, label).margin;
        onMargin += Arrays.binarySearch(margin, 40) >= 0 ? 1 : 0;
      }
      return new Agreement(sorted(cosines), sorted(ratios), onMargin);
    }

    private static double[] sorted(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    double median(double[] sorted) {
      return sorted[sorted.length / 2];
    }
  }

  @Test
  void theGradientIsThatOfRetrainedMachinesWithALinearKernel() {
    Agreement agreement = Agreement.of(Kernel.linear(), 1);
    assertTrue(agreement.cosines.length >= 15, agreement.cosines.length + " places with a gradient");
    assertTrue(agreement.onMargin >= 2, agreement.onMargin + " times the example was on the margin itself");
    assertEquals(1, agreement.median(agreement.cosines), 1e-4);
    assertEquals(1, agreement.median(agreement.ratios), 1e-3);
    assertTrue(agreement.cosines[agreement.cosines.length / 10] > 0.99, Arrays.toString(agreement.cosines));
  }

  @Test
  void theGradientIsThatOfRetrainedMachinesWithAGaussianKernel() {
    Agreement agreement = Agreement.of(Kernel.rbf(0.3), 2);
    assertTrue(agreement.cosines.length >= 15, agreement.cosines.length + " places with a gradient");
    assertEquals(1, agreement.median(agreement.cosines), 1e-4);
    assertEquals(1, agreement.median(agreement.ratios), 1e-3);
    assertTrue(agreement.cosines[agreement.cosines.length / 10] > 0.99, Arrays.toString(agreement.cosines));
  }

  /// The bias is then the middle of an interval, and its ends move with the poison.
  @Test
  void theGradientIsRightWhereNoExampleLiesOnTheMargin() {
    int seen = 0;
    for (double c : new double[] {0.02, 0.1, 1}) {
      for (int trial = 0; trial < 60; trial++) {
        Dataset clean = clouds(12, 2, 10 + trial);
        Dataset validation = clouds(30, 2, 200 + trial);
        double[] example = Rng.seed(trial).normal(2).toDoubleArray();
        int label = trial % 2;
        Retrained here = Retrained.at(example, clean, validation, Kernel.linear(), c, label);
        double[] slopes = differences(example, clean, validation, Kernel.linear(), c, label);
        if (here.margin.length > 0 || slopes == null) {
          continue;
        }
        double[] exact = gradient(example, clean, validation, Kernel.linear(), c, label);
        boolean differs = Math.abs(exact[0] - slopes[0]) + Math.abs(exact[1] - slopes[1])
            > 1e-3 * (1 + Math.abs(slopes[0]) + Math.abs(slopes[1]));
        seen++;
        assertFalse(differs, () -> Arrays.toString(exact) + " against " + Arrays.toString(slopes));
      }
    }
    assertTrue(seen >= 10, seen + " machines without an example on the margin");
  }

  @Test
  void anExampleThatIsNoSupportVectorHasNoGradient() {
    double[] farOnItsOwnSide = {9, 0, 0, 0};
    double[] gradient = gradient(farOnItsOwnSide, clouds(40, 4, 1), clouds(60, 4, 2), Kernel.linear(), 1, 0);
    assertArrayEquals(new double[4], gradient);
  }

  @Test
  void climbingRaisesTheValidationLossAndKeepsToTheBox() {
    Dataset clean = clouds(40, 4, 1);
    ManyErrors goal = new ManyErrors(clouds(60, 4, 2));
    Box box = new Box(-3, 3);
    SupportVectorPoison poison = new SupportVectorPoison(Kernel.linear(), 1, 0, 0.2, 40, box);
    Tensor start = poison.start(clean, Rng.seed(1));
    List<SupportVectorPoison.Place> way = poison.climb(clean, goal.on(), start);
    double best = SupportVectorPoison.best(way).validationLoss();
    assertTrue(best > way.getFirst().validationLoss() * 1.2, way.getFirst().validationLoss() + " to " + best);
    way.forEach(place -> box.require(place.example()));
    assertEquals(best, way.stream().mapToDouble(SupportVectorPoison.Place::validationLoss).max().orElseThrow());
  }

  @Test
  void onePointOfTheBudgetIsOneNewExampleWithTheOtherLabel() {
    Dataset clean = clouds(40, 4, 1);
    SupportVectorPoison poison = new SupportVectorPoison(Kernel.linear(), 1, 0, 0.2, 5, new Box(-3, 3));
    Poisoned<Dataset> poisoned = poison.craft(clean, new ManyErrors(clouds(60, 4, 2)), new Budget(2), Rng.seed(1));
    assertArrayEquals(new int[] {40, 41}, poisoned.indices());
    assertEquals(1, (int) poisoned.data().labels().get(41));
  }
}
