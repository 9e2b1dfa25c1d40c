package scrutable.nn.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Numbers that are normal with mean M and deviation S: then everything about their diffusion is known.
class DiffusionTest {
  private static final double M = 0.4;
  private static final double S = 0.3;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  /// The best possible denoiser: `x_t` is normal with mean `sqrt(ab) M` and variance `ab S^2 + 1 - ab`, and noise
  /// and `x_t` have the covariance `sqrt(1 - ab)`.
  private static Denoiser exact(NoiseSchedule schedule) {
    return (x, t) -> {
      double ab = schedule.alphaBar(t);
      return x.sub(Math.sqrt(ab) * M).mul(Math.sqrt(1 - ab) / (ab * S * S + 1 - ab));
    };
  }

  @Test
  void theLinearScheduleOfAThousandStepsMultipliesInDouble() {
    NoiseSchedule schedule = NoiseSchedule.linear(1000, 1e-4, 0.02);
    BigDecimal product = BigDecimal.ONE;
    for (int i = 0; i < 1000; i++) {
      double beta = 1e-4 + (0.02 - 1e-4) * i / 999;
      product = product.multiply(BigDecimal.ONE.subtract(new BigDecimal(beta)), MathContext.DECIMAL128);
    }
    assertEquals(1, schedule.alphaBar(0));
    assertEquals(0.9999, schedule.alphaBar(1), 1e-16);
    assertEquals(product.doubleValue(), schedule.alphaBar(1000), 1e-12 * product.doubleValue());
    assertEquals(4.04e-5, schedule.alphaBar(1000), 0.005e-5);              // as known from Ho et al.
  }

  @Test
  void theCosineScheduleIsItsFormulaUpToTheLastStep() {
    NoiseSchedule schedule = NoiseSchedule.cosine(100);
    double start = Math.cos(0.008 / 1.008 * Math.PI / 2);
    for (int t = 1; t < 100; t++) {
      double now = Math.cos((t / 100.0 + 0.008) / 1.008 * Math.PI / 2);
      assertEquals(now * now / (start * start), schedule.alphaBar(t), 1e-13);
    }
    assertEquals(schedule.alphaBar(99) * 0.001, schedule.alphaBar(100), 1e-18);
  }

  @Test
  void badSchedulesAreRefused() {
    assertThrows(IllegalArgumentException.class, NoiseSchedule::of);
    assertThrows(IllegalArgumentException.class, () -> NoiseSchedule.of(0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> NoiseSchedule.of(0.1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> NoiseSchedule.cosine(0));
    assertThrows(IllegalArgumentException.class, () -> NoiseSchedule.cosine(10).alphaBar(11));
  }

  @Test
  void pictureAndNoiseAreMixedByTheirOwnTimes() {
    NoiseSchedule schedule = NoiseSchedule.of(0.36, 0.75);                 // alphaBar 0.64, 0.16
    Tensor clean = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Tensor noise = Tensor.of(new double[] {1, -1, 1, -1, 1, -1}, 3, 2);
    Tensor noisy = schedule.noisy(clean, new int[] {0, 1, 2}, noise);
    assertArrayEquals(new double[] {1, 2, 2.4 + 0.6, 3.2 - 0.6, 2 + Math.sqrt(0.84), 2.4 - Math.sqrt(0.84)},
        noisy.toDoubleArray(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> schedule.noisy(clean, new int[] {1}, noise));
    assertThrows(IllegalArgumentException.class, () -> schedule.noisy(clean, new int[] {1, 2, 3}, noise));
  }

  @Test
  void whatIsDrawnToLearnFromIsMixedAsItSaysAndTimesAreUniform() {
    NoiseSchedule schedule = NoiseSchedule.cosine(4);
    Tensor clean = Rng.seed(1).normal(4_000, 2);
    Rng rng = Rng.seed(2);
    NoiseSchedule.Noised drawn = schedule.draw(clean, rng);
    assertArrayEquals(schedule.noisy(clean, drawn.times(), drawn.noise()).toFloatArray(),
        drawn.pictures().toFloatArray());
    int[] counts = new int[5];
    for (int time : drawn.times()) {
      counts[time]++;
    }
    assertEquals(0, counts[0]);
    for (int t = 1; t <= 4; t++) {
      assertEquals(1_000, counts[t], 4 * Math.sqrt(4_000 * 0.25 * 0.75));
    }
    assertEquals(1, drawn.noise().square().mean().item(), 0.06);
    NoiseSchedule.Noised next = schedule.draw(clean, rng);
    assertTrue(next.noise().sub(drawn.noise()).abs().min().item() > 0, "the next draw is another one");
  }

  /// Bayes' rule for normal numbers: the precisions of `x_s` given `x_0`, and of `x_t` given `x_s`, add up.
  @Test
  void aStepHasMeanAndVarianceOfThePosterior() {
    NoiseSchedule schedule = NoiseSchedule.linear(10, 0.01, 0.3);
    AncestralSampler sampler = AncestralSampler.everyStep(schedule, -NO_LIMIT, NO_LIMIT);
    double clean = 0.7;
    double noise = -1.3;
    for (int[] step : new int[][] {{10, 9}, {10, 4}, {2, 1}, {7, 3}}) {
      double now = schedule.alphaBar(step[0]);
      double then = schedule.alphaBar(step[1]);
      double keep = Math.sqrt(now / then);
      double x = Math.sqrt(now) * clean + Math.sqrt(1 - now) * noise;
      double precision = 1 / (1 - then) + keep * keep / (1 - keep * keep);
      double mean = (Math.sqrt(then) * clean / (1 - then) + keep * x / (1 - keep * keep)) / precision;
      assertEquals(mean, sampler.mean(Tensor.of(new double[] {x}, 1, 1), Tensor.of(new double[] {noise}, 1, 1),
          step[0], step[1]).item(), 1e-13);
      assertEquals(Math.sqrt(1 / precision), sampler.deviation(step[0], step[1]), 1e-14);
    }
  }

  /// One step from pure noise x: the sample is `E[x_0 | x_1 = x]`, with no noise added.
  @Test
  void aSingleStepGivesThePosteriorMeanOfTheGaussian() {
    NoiseSchedule schedule = NoiseSchedule.of(0.7);
    AncestralSampler sampler = AncestralSampler.everyStep(schedule, -NO_LIMIT, NO_LIMIT);
    List<Tensor> start = new ArrayList<>();
    Tensor made = sampler.sample((x, t) -> {
      start.add(x);
      return exact(schedule).noise(x, t);
    }, 50, Rng.seed(1), 2);
    double ab = 0.3;
    for (int i = 0; i < 50; i++) {
      double x = start.getFirst().get(i, 0);
      double expected = M + Math.sqrt(ab) * S * S / (ab * S * S + 1 - ab) * (x - Math.sqrt(ab) * M);
      assertEquals(expected, made.get(i, 0), 1e-6);
    }
  }

  /// Every step is linear in x, so mean and variance of the samples can be followed through all steps.
  @Test
  void aGaussianIsSampledWithTheMeanAndVarianceThatTheStepsImply() {
    NoiseSchedule schedule = NoiseSchedule.cosine(20);
    for (int steps : new int[] {20, 7, 1}) {
      AncestralSampler sampler = AncestralSampler.strided(schedule, steps, -NO_LIMIT, NO_LIMIT);
      double mean = 0;
      double variance = 1;
      int[] times = sampler.times();
      for (int i = 0; i < steps; i++) {
        int to = i + 1 < steps ? times[i + 1] : 0;
        double now = schedule.alphaBar(times[i]);
        double then = schedule.alphaBar(to);
        double keep = Math.sqrt(now / then);
        double gain = Math.sqrt(now) * S * S / (now * S * S + 1 - now);    // E[x_0 | x] = M + gain (x - sqrt(ab) M)
        double ofGuess = Math.sqrt(then) * (1 - keep * keep) / (1 - now);
        double slope = ofGuess * gain + keep * (1 - then) / (1 - now);
        mean = slope * mean + ofGuess * (M - gain * Math.sqrt(now) * M);
        variance = slope * slope * variance + (1 - keep * keep) * (1 - then) / (1 - now);
      }
      double[] made = sampler.sample(exact(schedule), 20_000, Rng.seed(3), 1).toDoubleArray();
      double sum = 0;
      double squares = 0;
      for (double value : made) {
        sum += value / made.length;
        squares += (value - mean) * (value - mean) / made.length;
      }
      assertEquals(mean, sum, 4 * Math.sqrt(variance / made.length), steps + " steps");
      assertEquals(variance, squares, 4 * variance * Math.sqrt(2.0 / made.length), steps + " steps");
    }
  }

  @Test
  void manyStepsGiveTheDistributionOfTheData() {
    NoiseSchedule schedule = NoiseSchedule.cosine(200);
    Tensor made = AncestralSampler.everyStep(schedule, -NO_LIMIT, NO_LIMIT)
        .sample(exact(schedule), 3_000, Rng.seed(4), 1);
    double mean = made.mean().item();
    assertEquals(M, mean, 4 * S / Math.sqrt(3_000));
    assertEquals(S, Math.sqrt(made.sub(mean).square().mean().item()), 0.02);
  }

  /// What the denoiser calls noise is all of the last picture but the guess: no random number is left in it.
  @Test
  void theLastStepAddsNoNoise() {
    NoiseSchedule schedule = NoiseSchedule.linear(5, 0.1, 0.5);
    AncestralSampler sampler = AncestralSampler.everyStep(schedule, -NO_LIMIT, NO_LIMIT);
    assertEquals(0, sampler.deviation(1, 0));
    List<Tensor> seen = new ArrayList<>();
    Tensor made = sampler.sample((x, t) -> {
      seen.add(x);
      return x.mul(0.5);
    }, 3, Rng.seed(5), 2, 2);
    assertEquals(5, seen.size());
    double ab = schedule.alphaBar(1);
    Tensor guess = seen.getLast().sub(seen.getLast().mul(0.5).mul(Math.sqrt(1 - ab))).div(Math.sqrt(ab));
    assertArrayEquals(guess.toFloatArray(), made.toFloatArray());
  }

  @Test
  void guessesAreClippedToTheLimits() {
    AncestralSampler sampler = AncestralSampler.everyStep(NoiseSchedule.cosine(10), -1, 1);
    Tensor made = sampler.sample((x, t) -> x.mul(-3), 4, Rng.seed(6), 5);
    assertEquals(1, made.abs().max().item());
  }

  @Test
  void aPictureDoesNotDependOnHowManyAreMadeWithIt() {
    NoiseSchedule schedule = NoiseSchedule.cosine(6);
    AncestralSampler sampler = AncestralSampler.strided(schedule, 3, -1, 1);
    Tensor many = sampler.sample(exact(schedule), 5, Rng.seed(7), 2, 3);
    Tensor few = sampler.sample(exact(schedule), 2, Rng.seed(7), 2, 3);
    assertArrayEquals(few.toFloatArray(), many.slice(0, 0, 2).toFloatArray());
    assertTrue(many.select(0, 0).sub(many.select(0, 1)).abs().max().item() > 0.01);
  }

  @Test
  void stridedTimesEndAtTheLastTimeAndAreEvenlySpaced() {
    NoiseSchedule schedule = NoiseSchedule.cosine(100);
    int[] times = AncestralSampler.strided(schedule, 50, -1, 1).times();
    assertEquals(100, times[0]);
    assertEquals(2, times[49]);
    assertArrayEquals(new int[] {100, 66, 33}, AncestralSampler.strided(schedule, 3, -1, 1).times());
    assertThrows(IllegalArgumentException.class, () -> AncestralSampler.strided(schedule, 101, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> AncestralSampler.strided(schedule, 0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> AncestralSampler.everyStep(schedule, 1, -1));
  }

  @Test
  void withWeightZeroGuidanceIsTheConditionalSamplerBitForBit() {
    NoiseSchedule schedule = NoiseSchedule.cosine(12);
    AncestralSampler sampler = AncestralSampler.everyStep(schedule, -1, 1);
    Denoiser other = (x, t) -> x.mul(-0.3).add(t);
    Tensor plain = sampler.sample(exact(schedule), 6, Rng.seed(8), 3);
    Tensor guided = sampler.sample(new GuidedDenoiser(exact(schedule), other, 0), 6, Rng.seed(8), 3);
    assertArrayEquals(plain.toFloatArray(), guided.toFloatArray());
    Tensor zero = Tensor.of(new float[] {-0f}, 1, 1);
    Tensor minus = Tensor.of(new float[] {-1f}, 1, 1);
    float bit = new GuidedDenoiser((x, t) -> zero, (x, t) -> minus, 0).noise(zero, 1).toFloatArray()[0];
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(bit));
  }

  @Test
  void guidanceGoesOnFromTheUnconditionalThroughTheConditional() {
    Denoiser with = (x, t) -> Tensor.of(new double[] {3, -1}, 1, 2);
    Denoiser without = (x, t) -> Tensor.of(new double[] {1, 1}, 1, 2);
    Tensor any = Tensor.zeros(DType.FLOAT64, 1, 2);
    assertArrayEquals(new double[] {7, -5}, new GuidedDenoiser(with, without, 2).noise(any, 1).toDoubleArray());
    assertArrayEquals(new double[] {1, 1}, new GuidedDenoiser(with, without, -1).noise(any, 1).toDoubleArray());
    assertThrows(IllegalArgumentException.class, () -> new GuidedDenoiser(with, without, Double.NaN));
  }
}
