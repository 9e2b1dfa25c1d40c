package scrutable.tensor.signal;

import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Triangular filters that gather the bins of a spectrum into bands as wide as the ear's.
///
/// On the mel scale, `mel(f) = 2595 log10(1 + f / 700)`, equal steps sound equally far apart. `bands + 2`
/// frequencies `e[0] .. e[bands + 1]` divide the range from `lowest` to `highest` into equal steps of mel. Band
/// `b` rises from 0 at `e[b]` to 1 at `e[b + 1]` and falls to 0 at `e[b + 2]`, along straight lines over the
/// frequency in Hz. (Slaney's toolbox takes another scale and gives each triangle the same area; results
/// differ.)
///
/// Sources: the scale is O'Shaughnessy, "Speech Communication", 1987, as in the HTK Book, section 5.4; the
/// triangles are Davis and Mermelstein, "Comparison of parametric representations for monosyllabic word
/// recognition", IEEE Transactions on Acoustics, Speech, and Signal Processing 28(4), 1980.
///
/// @param bands the number of filters
/// @param frameLength samples in a frame, see [Dft]
/// @param sampleRate samples in a second
/// @param lowest where the first filter begins, in Hz
/// @param highest where the last filter ends, in Hz
public record MelFilters(int bands, int frameLength, int sampleRate, double lowest, double highest) {
  private static final double SCALE = 2595;
  private static final double CORNER = 700;

  /// @throws IllegalArgumentException if a number is not positive, or the range is empty or reaches above half
  ///     the sample rate, where there is no spectrum
  public MelFilters {
    if (bands < 1 || frameLength < 1 || sampleRate < 1) {
      throw new IllegalArgumentException("mel: " + bands + " bands of frames of " + frameLength + " samples at "
          + sampleRate + " Hz; each must be at least 1");
    }
    if (!(lowest >= 0 && lowest < highest && highest <= sampleRate / 2.0)) {
      throw new IllegalArgumentException("mel: the range from " + lowest + " to " + highest
          + " Hz must begin at 0 or above and end at " + sampleRate / 2.0 + " Hz, half the sample rate, or below");
    }
  }

  /// A frequency in Hz on the mel scale.
  public static double mel(double hertz) {
    return SCALE * StrictMath.log10(1 + hertz / CORNER);
  }

  /// The frequency in Hz at a place on the mel scale.
  public static double hertz(double mel) {
    return CORNER * (StrictMath.pow(10, mel / SCALE) - 1);
  }

  /// The frequencies `(bands + 2,)` in Hz between which the filters rise and fall.
  public double[] edges() {
    double from = mel(lowest);
    double step = (mel(highest) - from) / (bands + 1);
    var edges = new double[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hertz(from + i * step);
    }
    edges[0] = lowest;
    edges[bands + 1] = highest;
    return edges;
  }

  /// `(bins, bands)`: a spectrum of powers `(..., bins)` times this gives the bands. Worked out in `float64`.
  ///
  /// @throws IllegalArgumentException if a filter is so narrow that it holds no bin: its band would always be 0
  public Tensor matrix(DType dtype) {
    int bins = new Dft(frameLength).bins();
    double[] edges = edges();
    var weights = new double[bins * bands];
    for (int band = 0; band < bands; band++) {
      boolean empty = true;
      for (int bin = 0; bin < bins; bin++) {
        double weight = triangle((double) bin * sampleRate / frameLength, edges, band);
        weights[bin * bands + band] = weight;
        empty &= weight == 0;
      }
      if (empty) {
        throw new IllegalArgumentException("mel: band " + band + ", from " + edges[band] + " to " + edges[band + 2]
            + " Hz, lies between two bins of the spectrum, which are " + (double) sampleRate / frameLength
            + " Hz apart; take fewer bands or longer frames");
      }
    }
    return Tensor.wrap(weights, bins, bands).to(dtype);
  }

  private static double triangle(double hertz, double[] edges, int band) {
    double rising = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
    double falling = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
    return Math.max(0, Math.min(rising, falling));
  }
}
