package scrutable.tensor.signal;

import scrutable.tensor.Tensor;

/// Weights that let a frame fade in and out, so that its cut edges do not show in the spectrum.
public final class Windows {
  private Windows() {}

  /// The Hann window `w[n] = (1 - cos(2 pi n / length)) / 2`, `(length,)` in `float64`.
  ///
  /// This is the periodic form for spectra: `w[0]` is 0 and the next 0 would be `w[length]`. Copies shifted by
  /// `length / 2` add up to 1.
  ///
  /// Source: Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
  /// Proceedings of the IEEE 66(1), 1978, section V.
  ///
  /// @throws IllegalArgumentException if `length` is below 1
  public static Tensor hann(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("hann: a window of " + length + " samples; at least 1 is needed");
    }
    var weights = new double[length];
    for (int n = 0; n < length; n++) {
      weights[n] = 0.5 - 0.5 * Turn.cos(n, length);
    }
    return Tensor.wrap(weights, length);
  }
}
