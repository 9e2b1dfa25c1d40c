package scrutable.nn.generative;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// From noise to a picture, step by step: guess the picture, go a little way towards it, and add fresh noise.
///
/// With what the denoiser takes for noise, the picture at time t is guessed as
/// `x_0 = clip((x_t - sqrt(1 - alphaBar_t) noise) / sqrt(alphaBar_t))`. If that guess were right, the picture at an
/// earlier time s would be normal, with
///
/// ```
/// beta = 1 - alphaBar_t / alphaBar_s
/// mean = (sqrt(alphaBar_s) beta x_0 + sqrt(alphaBar_t / alphaBar_s) (1 - alphaBar_s) x_t) / (1 - alphaBar_t)
/// variance = beta (1 - alphaBar_s) / (1 - alphaBar_t)
/// ```
///
/// and `x_s` is drawn from that. At s = 0 the mean is the guess and the variance is 0: the last step adds no noise.
///
/// Steps may skip times, s = t - 2 say; the formula is that of the schedule with the skipped times left out.
///
/// Sources: Ho, Jain and Abbeel (2020), equations 6, 7 and 15, algorithm 2; for skipped times Nichol and Dhariwal
/// (2021), section 4.
public final class AncestralSampler {
  private final NoiseSchedule schedule;
  private final int[] times;
  private final double low;
  private final double high;

  private AncestralSampler(NoiseSchedule schedule, int[] times, double low, double high) {
    this.schedule = schedule;
    this.times = times;
    this.low = low;
    this.high = high;
    if (!(low < high)) {
      throw new IllegalArgumentException("AncestralSampler: guesses are clipped to [low, high], which cannot be ["
          + low + ", " + high + "]");
    }
  }

  /// A sampler that visits every time from T down to 1.
  ///
  /// @param low the least value that a pixel can have, such as -1; negative infinity for no limit
  /// @param high the largest, such as 1
  public static AncestralSampler everyStep(NoiseSchedule schedule, double low, double high) {
    return strided(schedule, schedule.steps(), low, high);
  }

  /// A sampler of fewer steps, at evenly spaced times from T on.
  ///
  /// @param steps how many, from 1 to T
  /// @throws IllegalArgumentException if there are not so many times, or the limits are not in order
  public static AncestralSampler strided(NoiseSchedule schedule, int steps, double low, double high) {
    if (steps < 1 || steps > schedule.steps()) {
      throw new IllegalArgumentException("AncestralSampler: " + steps + " steps cannot be taken of the "
          + schedule.steps() + " steps of the schedule");
    }
    int[] times = new int[steps];
    Arrays.setAll(times, i -> (int) ((long) (steps - i) * schedule.steps() / steps));
    return new AncestralSampler(schedule, times, low, high);
  }

  /// The times that are visited, from T downwards; a copy.
  public int[] times() {
    return times.clone();
  }

  /// Makes pictures.
  ///
  /// Picture i draws from `rng.split(i)`: it does not depend on how many others are made with it.
  ///
  /// @param count N
  /// @param shape of one picture, such as `3, 12, 12`
  /// @return `(count, shape...)`, `float32`, within the limits
  public Tensor sample(Denoiser denoiser, int count, Rng rng, int... shape) {
    if (count < 1) {
      throw new IllegalArgumentException("AncestralSampler: count must be at least 1, but is " + count);
    }
    Rng[] streams = new Rng[count];
    Arrays.setAll(streams, rng::split);
    Tensor x = normal(streams, shape);
    for (int i = 0; i < times.length; i++) {
      int to = i + 1 < times.length ? times[i + 1] : 0;
      Tensor mean = mean(x, denoiser.noise(x, times[i]), times[i], to);
      x = to == 0 ? mean : mean.add(normal(streams, shape).mul(deviation(times[i], to)));
    }
    return x;
  }

  /// The mean of the pictures at an earlier time.
  ///
  /// @param noisy `(N, ...)`, at time `from`
  /// @param noise what the denoiser takes for noise in them
  /// @param from t, from 1 to T
  /// @param to s, from 0 to t - 1
  public Tensor mean(Tensor noisy, Tensor noise, int from, int to) {
    requireBackwards(from, to);
    if (!noisy.sameShape(noise)) {
      throw new IllegalArgumentException("AncestralSampler: the noise " + Shape.text(noise.shape())
          + " should have the shape of the pictures, " + Shape.text(noisy.shape()));
    }
    double now = schedule.alphaBar(from);
    double then = schedule.alphaBar(to);
    Tensor guess = noisy.sub(noise.mul(Math.sqrt(1 - now))).div(Math.sqrt(now)).clamp(low, high);
    if (to == 0) {
      return guess;
    }
    double beta = 1 - now / then;
    double ofGuess = Math.sqrt(then) * beta / (1 - now);
    double ofNoisy = Math.sqrt(now / then) * (1 - then) / (1 - now);
    return guess.mul(ofGuess).add(noisy.mul(ofNoisy));
  }

  /// The standard deviation of the fresh noise on the way from time t to time s; 0 at s = 0.
  public double deviation(int from, int to) {
    requireBackwards(from, to);
    double now = schedule.alphaBar(from);
    double then = schedule.alphaBar(to);
    return Math.sqrt((1 - now / then) * (1 - then) / (1 - now));
  }

  private void requireBackwards(int from, int to) {
    if (!(0 <= to && to < from && from <= schedule.steps())) {
      throw new IllegalArgumentException("AncestralSampler: a step leads back in time, from 1 .. "
          + schedule.steps() + " to something earlier, not from " + from + " to " + to);
    }
  }

  private static Tensor normal(Rng[] streams, int... shape) {
    int length = Shape.elementCount(shape);
    float[] numbers = new float[Math.multiplyExact(streams.length, length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) streams[i / length].nextGaussian();
    }
    int[] batch = new int[shape.length + 1];
    batch[0] = streams.length;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return Tensor.wrap(numbers, batch);
  }
}
