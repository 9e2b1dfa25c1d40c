package scrutable.attacks.audio;

import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How loud a change is beside the sound that it changes: `20 log10 max|d| - 20 log10 max|x|`, in dB.
///
/// -20 dB is a tenth of the greatest sample, -40 dB a hundredth; a change that is not there is at -infinity. It says
/// nothing about the ear: the same change hides under a loud sound and is heard in a pause. And loud sounds make it
/// look better. Carlini and Wagner 2018, "Audio adversarial examples", section II.
public final class Decibels {
  private Decibels() {}

  /// The level of each change.
  ///
  /// @param changes `(N, T)`
  /// @param sounds `(N, T)`, before they were changed
  /// @throws IllegalArgumentException if the shapes differ, a number is not finite, or a sound is silent
  public static double[] of(Tensor changes, Tensor sounds) {
    if (!changes.sameShape(sounds)) {
      throw new IllegalArgumentException("Decibels: changes " + Shape.text(changes.shape()) + " and sounds "
          + Shape.text(sounds.shape()) + " should have the same shape");
    }
    double[] quiet = peaks(changes);
    double[] loud = peaks(sounds);
    double[] levels = new double[loud.length];
    for (int n = 0; n < levels.length; n++) {
      if (loud[n] == 0) {
        throw new IllegalArgumentException("Decibels: sound " + n + " is silent; nothing can be quieter than it");
      }
      levels[n] = level(quiet[n]) - level(loud[n]);
    }
    return levels;
  }

  private static double level(double peak) {
    return 20 * StrictMath.log10(peak);
  }

  /// The greatest absolute sample of each of the sounds `(N, T)`.
  ///
  /// @throws IllegalArgumentException if they are no such sounds, or a sample is not finite
  public static double[] peaks(Tensor sounds) {
    if (sounds.rank() != 2 || sounds.size(1) == 0 || sounds.dtype() == DType.INT32) {
      throw new IllegalArgumentException("sounds should be floating-point numbers (N, T) with at least one sample, not "
          + sounds.dtype() + " " + Shape.text(sounds.shape()));
    }
    double[] samples = sounds.toDoubleArray();
    double[] peaks = new double[sounds.size(0)];
    for (int i = 0; i < samples.length; i++) {
      int sound = i / sounds.size(1);
      if (!Double.isFinite(samples[i])) {
        throw new IllegalArgumentException("sample " + i % sounds.size(1) + " of sound " + sound + " is " + samples[i]);
      }
      peaks[sound] = Math.max(peaks[sound], Math.abs(samples[i]));
    }
    return peaks;
  }
}
