package scrutable.tensor.kernel.reduce;

import java.util.function.IntToDoubleFunction;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// Sums over the channels of a contiguous (N, C, S) array: `out[c]` adds over all n and s.
///
/// N is the batch and S the positions of a channel (height x width, or 1). The order is fixed: for each
/// channel the runs of S neighbours are taken in the order of n; a run is summed like a row of [RowReductions],
/// and the totals of its chunks go one after another into a sum in double, which is rounded once. Runs of
/// fewer than 16 elements go into that sum element by element.
public final class ChannelReductions {

  private static final int CHUNK = ChunkReductions.CHUNK;
  private static final int SHORT = PlainReductions.LANES;
  private static final int GRAIN = 1 << 15;

  private ChannelReductions() {}

  /// `out[c]` = sum of x over channel c.
  public static void sumChannels(float[] x, int n, int channels, int size, float[] out) {
    check("sumChannels", n, channels, size, x.length, out.length);
    forChannels(n, channels, size, c -> out[c] = sum(x, n, channels, size, c));
  }

  /// The sum of one channel.
  public static float sum(float[] x, int n, int channels, int size, int channel) {
    float[] lanes = Scratch.borrow(PlainReductions.LANES);
    double total = 0;
    for (int image = 0; image < n; image++) {
      int start = (image * channels + channel) * size;
      for (int i = start; i < start + size && size < SHORT; i++) {
        total += x[i];
      }
      for (int i = 0; i < size && size >= SHORT; i += CHUNK) {
        total += ChunkReductions.sum(x, start + i, Math.min(CHUNK, size - i), lanes);
      }
    }
    Scratch.giveBack(lanes);
    return (float) total;
  }

  /// `out[c]` = sum of `(x - mean[c])^2` over channel c.
  public static void sumSquaredDeviationChannels(float[] x, int n, int channels, int size, float[] mean,
      float[] out) {
    check("sumSquaredDeviationChannels", n, channels, size, x.length, Math.min(mean.length, out.length));
    forChannels(n, channels, size, c -> out[c] = squaredDeviations(x, n, channels, size, c, mean[c]));
  }

  /// The sum of the squared deviations of one channel from a mean.
  public static float squaredDeviations(float[] x, int n, int channels, int size, int channel, float mean) {
    float[] lanes = Scratch.borrow(PlainReductions.LANES);
    double total = 0;
    for (int image = 0; image < n; image++) {
      int start = (image * channels + channel) * size;
      for (int i = start; i < start + size && size < SHORT; i++) {
        double deviation = (double) x[i] - mean;
        total += deviation * deviation;
      }
      for (int i = 0; i < size && size >= SHORT; i += CHUNK) {
        total += ChunkReductions.squaredDeviations(x, start + i, Math.min(CHUNK, size - i), mean, lanes);
      }
    }
    Scratch.giveBack(lanes);
    return (float) total;
  }

  /// `out[c]` = sum of x y over channel c.
  public static void dotChannels(float[] x, float[] y, int n, int channels, int size, float[] out) {
    check("dotChannels", n, channels, size, Math.min(x.length, y.length), out.length);
    forChannels(n, channels, size, c -> out[c] = dot(x, y, n, channels, size, c));
  }

  /// The sum of the products in one channel.
  public static float dot(float[] x, float[] y, int n, int channels, int size, int channel) {
    float[] lanes = Scratch.borrow(PlainReductions.LANES);
    double total = 0;
    for (int image = 0; image < n; image++) {
      int start = (image * channels + channel) * size;
      for (int i = start; i < start + size && size < SHORT; i++) {
        total += (double) x[i] * y[i];
      }
      for (int i = 0; i < size && size >= SHORT; i += CHUNK) {
        total += ChunkReductions.dot(x, start + i, y, start + i, Math.min(CHUNK, size - i), lanes);
      }
    }
    Scratch.giveBack(lanes);
    return (float) total;
  }

  /// `out[c]` = sum of x over channel c.
  public static void sumChannels(double[] x, int n, int channels, int size, double[] out) {
    check("sumChannels", n, channels, size, x.length, out.length);
    forChannels(n, channels, size, c -> out[c] = sumOfRuns(n, channels, size, c, i -> x[i],
        (start, length, lanes) -> PlainReductions.sum(x, start, length, lanes)));
  }

  /// `out[c]` = sum of `(x - mean[c])^2` over channel c.
  public static void sumSquaredDeviationChannels(double[] x, int n, int channels, int size, double[] mean,
      double[] out) {
    check("sumSquaredDeviationChannels", n, channels, size, x.length, Math.min(mean.length, out.length));
    forChannels(n, channels, size, c -> out[c] = sumOfRuns(n, channels, size, c,
        i -> (x[i] - mean[c]) * (x[i] - mean[c]),
        (start, length, lanes) -> PlainReductions.squaredDeviations(x, start, length, mean[c], lanes)));
  }

  /// `out[c]` = sum of x y over channel c.
  public static void dotChannels(double[] x, double[] y, int n, int channels, int size, double[] out) {
    check("dotChannels", n, channels, size, Math.min(x.length, y.length), out.length);
    forChannels(n, channels, size, c -> out[c] = sumOfRuns(n, channels, size, c, i -> x[i] * y[i],
        (start, length, lanes) -> PlainReductions.dot(x, start, y, start, length, lanes)));
  }

  private interface DoubleChunk {
    double reduce(int start, int n, double[] lanes);
  }

  /// Adds up the runs of one channel, short ones by their elements, others by their chunks.
  private static double sumOfRuns(int n, int channels, int size, int channel, IntToDoubleFunction element,
      DoubleChunk chunk) {
    double[] lanes = new double[PlainReductions.LANES];
    double total = 0;
    for (int image = 0; image < n; image++) {
      int start = (image * channels + channel) * size;
      for (int i = start; i < start + size && size < SHORT; i++) {
        total += element.applyAsDouble(i);
      }
      for (int i = 0; i < size && size >= SHORT; i += CHUNK) {
        total += chunk.reduce(start + i, Math.min(CHUNK, size - i), lanes);
      }
    }
    return total;
  }

  /// What to do for one channel.
  public interface ChannelBody {
    void run(int channel);
  }

  /// Does something for each channel, shared among threads.
  public static void forChannels(int n, int channels, int size, ChannelBody body) {
    int grain = (int) Math.max(1, GRAIN / Math.max(1, (long) n * size));
    Parallel.forRange(channels, grain, (from, to) -> {
      for (int channel = from; channel < to; channel++) {
        body.run(channel);
      }
    });
  }

  private static void check(String kernel, int n, int channels, int size, int inputLength, int outputLength) {
    if (n < 0 || channels < 0 || size < 0) {
      throw new IllegalArgumentException(
          kernel + ": negative size (" + n + ", " + channels + ", " + size + ")");
    }
    if ((long) n * channels * size > inputLength || channels > outputLength) {
      throw new IllegalArgumentException(kernel + ": (" + n + ", " + channels + ", " + size
          + ") does not fit: input has " + inputLength + " elements, output has " + outputLength
          + " channels");
    }
  }
}
