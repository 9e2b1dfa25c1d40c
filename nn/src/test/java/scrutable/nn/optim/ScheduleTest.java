package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.ReferenceFiles;
import scrutable.tensor.Tensor;

class ScheduleTest {

  private static void assertRates(String name, Schedule schedule) {
    Tensor expected = ReferenceFiles.read("schedules").tensor(name);
    for (int step = 0; step < 50; step++) {
      assertEquals(expected.get(step), schedule.rate(step), 1e-12, name + " at step " + step);
    }
  }

  @Test
  void theRatesAreThoseOfTheReference() {
    assertRates("step", Schedule.step(0.1, 0.5, 15));
    assertRates("cosine", Schedule.cosine(0.1, 0.001, 50));
    assertRates("warmup_cosine", Schedule.linear(0.01, 0.1, 5).then(5, Schedule.cosine(0.1, 0.001, 45)));
  }

  @Test
  void theEndPointsAreMetExactlyAndHeldEverAfter() {
    Schedule cosine = Schedule.cosine(0.3, 0.07, 11);
    assertEquals(0.3, cosine.rate(0));
    assertEquals(0.07, cosine.rate(11));
    assertEquals(0.07, cosine.rate(1000));
    assertEquals((0.3 + 0.07) / 2, Schedule.cosine(0.3, 0.07, 10).rate(5), 1e-16);
    Schedule linear = Schedule.linear(0, 1, 4);
    assertEquals(0, linear.rate(0));
    assertEquals(0.75, linear.rate(3));
    assertEquals(1, linear.rate(4));
    assertEquals(1, linear.rate(Long.MAX_VALUE));
    assertEquals(0.2, Schedule.constant(0.2).rate(123));
  }

  @Test
  void aStepScheduleFallsAtWholeMultiples() {
    Schedule step = Schedule.step(8, 0.5, 3);
    double[] expected = {8, 8, 8, 4, 4, 4, 2};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], step.rate(i));
    }
  }

  @Test
  void composedSchedulesCountFromZeroAgain() {
    Schedule composed = Schedule.constant(1).then(2, Schedule.step(10, 0.1, 2).then(3, Schedule.constant(7)));
    double[] expected = {1, 1, 10, 10, 1, 7, 7};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], composed.rate(i));
    }
  }

  @Test
  void aWarmUpEndsAtThePeakAndACosineFollows() {
    Schedule schedule = Schedule.warmUpThenCosine(0.5, 0.1, 4, 14);
    for (int step = 0; step < 4; step++) {
      assertEquals(0.5 * (step + 1) / 4, schedule.rate(step), 1e-15);
    }
    assertEquals(0.5, schedule.rate(4));
    assertEquals(0.3, schedule.rate(9), 1e-15);
    assertEquals(0.1, schedule.rate(14));
    assertThrows(IllegalArgumentException.class, () -> Schedule.warmUpThenCosine(0.5, 0.1, 14, 14));
  }

  @Test
  void cosineNeverRises() {
    Schedule cosine = Schedule.cosine(1, 0, 97);
    for (int step = 0; step < 200; step++) {
      assertTrue(cosine.rate(step + 1) <= cosine.rate(step));
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(-1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.step(0.1, 0.5, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, Double.NaN, 5));
    assertThrows(IllegalArgumentException.class, () -> Schedule.linear(0.1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(1).then(0, Schedule.constant(1)));
  }
}
