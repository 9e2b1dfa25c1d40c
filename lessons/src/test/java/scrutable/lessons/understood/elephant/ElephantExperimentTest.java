package scrutable.lessons.understood.elephant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;

/// The fit of a closed curve by waves, against the closed form of its coefficients.
class ElephantExperimentTest {
  private static final int POINTS = 200;

  private static ElephantOutline animal(long seed) {
    return ElephantOutline.of(Rng.seed(seed).normalAround(0, 25, 20).toDoubleArray(), POINTS);
  }

  /// Of one coordinate: the mean of twice the coordinate times each wave (Fourier).
  private static double[] projections(double[] coordinate) {
    double[] projections = new double[10];
    for (int frequency = 1; frequency <= 5; frequency++) {
      for (int i = 0; i < POINTS; i++) {
        double angle = 2 * Math.PI * frequency * i / POINTS;
        projections[2 * frequency - 2] += 2 * coordinate[i] * StrictMath.cos(angle) / POINTS;
        projections[2 * frequency - 1] += 2 * coordinate[i] * StrictMath.sin(angle) / POINTS;
      }
    }
    return projections;
  }

  @Test
  void descentFindsTheProjectionsOnTheWavesFromAnyStart() {
    ElephantOutline animal = animal(1);
    double[] found = ElephantExperiment.fit(animal, ElephantExperiment.STEPS, Rng.seed(2));
    assertArrayEquals(projections(animal.x()), IntStream.range(0, 10).mapToDouble(i -> found[i]).toArray(), 1e-9);
    assertArrayEquals(projections(animal.y()), IntStream.range(10, 20).mapToDouble(i -> found[i]).toArray(), 1e-9);
    assertArrayEquals(found, ElephantExperiment.fit(animal, ElephantExperiment.STEPS, Rng.seed(3)), 1e-9);
  }

  @Test
  void whatIsLeftOutOfACurveIsTheDistanceToIt() {
    double[] all = ElephantOutline.coefficients();
    double[] kept = ElephantExperiment.largest(all, 6);                                 // without 8 and 10
    double distance = ElephantOutline.of(kept, POINTS).distance(ElephantOutline.of(all, POINTS));
    assertEquals(Math.sqrt((8 * 8 + 10 * 10) / 2.0), distance, 1e-9, "a wave of height h has the mean square h^2 / 2");
  }

  @Test
  void noOtherTwoOfTwentyNumbersComeNearerThanTheTwoLargest() {
    ElephantOutline animal = animal(4);
    double[] found = ElephantExperiment.fit(animal, ElephantExperiment.STEPS, Rng.seed(5));
    double best = ElephantOutline.of(ElephantExperiment.largest(found, 2), POINTS).distance(animal);
    for (int a = 0; a < 20; a++) {
      for (int b = 0; b < a; b++) {
        double[] kept = new double[20];
        kept[a] = found[a];
        kept[b] = found[b];
        assertTrue(ElephantOutline.of(kept, POINTS).distance(animal) >= best - 1e-9, "with " + a + " and " + b);
      }
    }
  }

  @Test
  void theElephantIsItsEightNumbersAndTwelveZeros() {
    double[] coefficients = ElephantOutline.coefficients();
    assertEquals(8, IntStream.range(0, 20).filter(i -> coefficients[i] != 0).count());
    ElephantOutline elephant = ElephantOutline.of(coefficients, 4);                     // t = 0, pi/2, pi, 3 pi/2
    assertArrayEquals(new double[] {-60, 30 - 10, 60, -30 + 10}, elephant.x(), 1e-9);
    assertArrayEquals(new double[] {-12 + 14, 50, 12 - 14, -50}, elephant.y(), 1e-9);
  }

  @Test
  void theTrunkMovesAsFarAsTheFifthParameterSaysAndTheRestStays() {
    ElephantOutline elephant = ElephantExperiment.ELEPHANT;
    ElephantOutline moved = elephant.wiggled(0.5);
    assertArrayEquals(elephant.x(), moved.x());
    for (int i = 0; i < POINTS; i++) {
      double along = (elephant.x()[i] - 45) / 39;
      double up = along > 0 ? 0.5 * 40 * along * along : 0;
      assertEquals(up, moved.y()[i] - elephant.y()[i], 1e-12);
    }
  }
}
