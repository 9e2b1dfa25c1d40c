package scrutable.tensor.signal;

import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The discrete Fourier transform of real frames as two matrix products.
///
/// A frame `x` of `length` samples has the spectrum `X[k] = sum over n of x[n] exp(-2 pi i k n / length)`.
/// For real samples `X[length - k]` is the conjugate of `X[k]`, so the bins `k = 0 .. length / 2` say all.
/// Their real parts are `x . cosines()`, their imaginary parts `x . sines()`; bin `k` stands for the frequency
/// `k * sampleRate / length` Hz. Energy is kept (Parseval): `sum x[n]^2 = sum |X[k]|^2 / length` over all
/// `length` bins, that is, with each bin but 0 and `length / 2` counted twice.
///
/// For frames of some hundred samples two products are as fast as a fast Fourier transform and much easier to
/// follow; and their derivative is that of a product.
///
/// Source: Oppenheim and Schafer, "Discrete-Time Signal Processing", chapter 8.
///
/// @param length samples in a frame
public record Dft(int length) {

  /// @throws IllegalArgumentException if `length` is below 1, or the matrices would not fit into an array
  public Dft {
    if (length < 1 || (long) length * (length / 2 + 1) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("dft: frames of " + length + " samples; possible are 1 to 65535");
    }
  }

  /// The number of bins, `length / 2 + 1`.
  public int bins() {
    return length / 2 + 1;
  }

  /// `(length, bins)` with `cos(2 pi k n / length)` in row `n` and column `k`, worked out in `float64`.
  public Tensor cosines(DType dtype) {
    return matrix(dtype, Turn::cos, 1);
  }

  /// `(length, bins)` with `-sin(2 pi k n / length)` in row `n` and column `k`, worked out in `float64`.
  public Tensor sines(DType dtype) {
    return matrix(dtype, Turn::sin, -1);
  }

  private interface Wave {
    double at(long part, long whole);
  }

  private Tensor matrix(DType dtype, Wave wave, int sign) {
    int bins = bins();
    var values = new double[length * bins];
    for (int n = 0; n < length; n++) {
      for (int k = 0; k < bins; k++) {
        values[n * bins + k] = sign * wave.at((long) k * n, length) + 0.0; // + 0.0 makes -0.0 a plain zero
      }
    }
    return Tensor.wrap(values, length, bins).to(dtype);
  }
}
