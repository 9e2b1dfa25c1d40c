package scrutable.nn.generative;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How a picture becomes noise in T small steps: at time t a share of its variance is left, the rest is noise.
///
/// Step t keeps the share `alpha_t = 1 - beta_t` of the variance, so after t steps `alphaBar_t = alpha_1 ... alpha_t`
/// is left, and the noisy picture can be drawn at once:
///
/// `x_t = sqrt(alphaBar_t) x_0 + sqrt(1 - alphaBar_t) noise`, with standard normal noise
///
/// Time runs from 0 (the picture, `alphaBar_0 = 1`) to T (nearly pure noise). Products are formed in double: in
/// float32 a thousand factors near 1 lose the digits that tell the last times apart.
///
/// Source: Ho, Jain and Abbeel, "Denoising diffusion probabilistic models" (2020), section 2, equation 4.
public final class NoiseSchedule {
  private final double[] alphaBars;                    // [t], t from 0 to T

  private NoiseSchedule(double[] alphaBars) {
    this.alphaBars = alphaBars;
  }

  /// The schedule with the given `beta_1 .. beta_T`.
  ///
  /// @throws IllegalArgumentException if there is none, or one does not lie in (0, 1)
  public static NoiseSchedule of(double... betas) {
    double[] alphaBars = new double[betas.length + 1];
    alphaBars[0] = 1;
    for (int t = 1; t <= betas.length; t++) {
      if (!(betas[t - 1] > 0 && betas[t - 1] < 1)) {
        throw new IllegalArgumentException("NoiseSchedule: beta must lie between 0 and 1, but that of step " + t
            + " is " + betas[t - 1]);
      }
      alphaBars[t] = alphaBars[t - 1] * (1 - betas[t - 1]);
    }
    if (betas.length == 0 || alphaBars[betas.length] == 0) {
      throw new IllegalArgumentException("NoiseSchedule: there must be a step, and something of the picture must be"
          + " left at the end, but of " + betas.length + " steps the last leaves " + alphaBars[betas.length]);
    }
    return new NoiseSchedule(alphaBars);
  }

  /// Betas that rise in equal steps from `first` to `last`; Ho et al. take 1e-4 and 0.02 for 1000 steps.
  public static NoiseSchedule linear(int steps, double first, double last) {
    double[] betas = new double[Math.max(steps, 0)];
    Arrays.setAll(betas, i -> steps == 1 ? first : first + (last - first) * i / (steps - 1));
    return of(betas);
  }

  /// `alphaBar_t = f(t) / f(0)` with `f(t) = cos^2((t/T + 0.008) / 1.008 pi/2)`, each beta at most 0.999: pictures
  /// fade evenly, where the linear schedule has destroyed small ones long before the end (Nichol and Dhariwal,
  /// "Improved denoising diffusion probabilistic models", 2021, section 3.2, equation 17).
  public static NoiseSchedule cosine(int steps) {
    double[] betas = new double[Math.max(steps, 0)];
    Arrays.setAll(betas, i -> Math.min(1 - squaredCosine(i + 1, steps) / squaredCosine(i, steps), 0.999));
    return of(betas);
  }

  private static double squaredCosine(int t, int steps) {
    double cosine = StrictMath.cos((t / (double) steps + 0.008) / 1.008 * Math.PI / 2);
    return cosine * cosine;
  }

  /// T, the number of steps.
  public int steps() {
    return alphaBars.length - 1;
  }

  /// The share of the picture's variance that is left at time `t`.
  ///
  /// @param t from 0 to T
  public double alphaBar(int t) {
    if (t < 0 || t > steps()) {
      throw new IllegalArgumentException("NoiseSchedule: time " + t + " does not lie in 0 .. " + steps());
    }
    return alphaBars[t];
  }

  /// Noisy pictures: row i is `x_t` of picture i at time `times[i]`, made with the noise of row i.
  ///
  /// @param clean `(N, ...)`, of variance about 1: pixels in [-1, 1], not in [0, 1]
  /// @param times N numbers from 0 to T
  /// @param noise standard normal numbers of the shape of the pictures
  public Tensor noisy(Tensor clean, int[] times, Tensor noise) {
    if (clean.rank() < 2 || clean.size(0) != times.length || !clean.sameShape(noise)) {
      throw new IllegalArgumentException("NoiseSchedule: pictures (N, ...) need N times and noise of their shape,"
          + " but they are " + Shape.text(clean.shape()) + ", " + times.length + " times and "
          + Shape.text(noise.shape()));
    }
    double[] kept = new double[times.length];
    double[] added = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      kept[i] = Math.sqrt(alphaBar(times[i]));
      added[i] = Math.sqrt(1 - alphaBar(times[i]));
    }
    return clean.mul(perExample(kept, clean)).add(noise.mul(perExample(added, clean)));
  }

  private static Tensor perExample(double[] numbers, Tensor batch) {
    int[] shape = new int[batch.rank()];
    Arrays.fill(shape, 1);
    shape[0] = numbers.length;
    return Tensor.wrap(numbers, shape).to(batch.dtype());
  }

  /// Pictures to learn from: each at a random time from 1 to T, with random noise; takes one number from `rng`.
  ///
  /// The loss of the method is the mean squared error of the noise that a network reads out of [Noised#pictures]:
  /// `Losses.mse(network(pictures, times), noise)` (Ho et al., section 3.4, equation 14).
  public Noised draw(Tensor clean, Rng rng) {
    Rng stream = Rng.seed(rng.nextLong());
    Rng clock = stream.split("times");
    int[] times = new int[clean.size(0)];
    Arrays.setAll(times, i -> 1 + clock.nextInt(steps()));
    Tensor noise = stream.split("noise").normal(clean.shape()).to(clean.dtype());
    return new Noised(noisy(clean, times, noise), times, noise);
  }

  /// Pictures with what was done to them.
  ///
  /// @param pictures `(N, ...)`, `x_t`
  /// @param times t of each
  /// @param noise what was mixed in, before it was scaled
  public record Noised(Tensor pictures, int[] times, Tensor noise) {}
}
