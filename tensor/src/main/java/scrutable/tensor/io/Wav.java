package scrutable.tensor.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Sound, as in a WAV file: samples of one or more channels at a fixed rate.
///
/// The file is a list of chunks, each a name of four letters, a length in 4 bytes, and content; content of odd
/// length is followed by a byte of padding. All numbers are little endian.
///
/// | bytes | what |
/// |---|---|
/// | 0 .. 11 | `RIFF`, the length of all that follows, `WAVE` |
/// | chunk `fmt ` | how a sample is encoded, the number of channels, the rate |
/// | chunk `data` | the samples, those of one moment side by side |
/// | other chunks | titles, marks and the like: skipped, as the format demands |
///
/// Integers of `b` bits stand for `integer / 2^(b - 1)`, so samples lie in [-1, 1). Read are integers of 8, 16,
/// 24 and 32 bits and `float32`, plain or as `WAVE_FORMAT_EXTENSIBLE`; anything else is an error that names it.
/// What was read and is written in the same encoding has the same samples to the bit.
///
/// Source: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991;
/// Microsoft, "Multiple Channel Audio Data and WAVE Files", 2001.
///
/// @param samples `(channels, samples)`, `float32` or `float64`
/// @param sampleRate samples of a channel in a second
public record Wav(Tensor samples, int sampleRate) {
  private static final int MOST_CHANNELS = 0xFFFF;

  /// @throws IllegalArgumentException if `samples` are not as above, or the rate is below 1
  public Wav {
    if (samples.rank() != 2 || samples.dtype() == DType.INT32 || samples.size(0) < 1
        || samples.size(0) > MOST_CHANNELS) {
      throw new IllegalArgumentException("wav: samples must be floating-point numbers (channels, samples), not "
          + samples.dtype() + " " + Shape.text(samples.shape()));
    }
    if (sampleRate < 1) {
      throw new IllegalArgumentException("wav: a rate of " + sampleRate + " samples a second; at least 1 is needed");
    }
  }

  /// Sound of one channel.
  ///
  /// @param samples `(samples,)`
  public static Wav mono(Tensor samples, int sampleRate) {
    return new Wav(samples.unsqueeze(0), sampleRate);
  }

  /// Reads a file. No more memory is taken than about five times what the file has bytes.
  ///
  /// @return samples in `float32`; in `float64` where the file holds 32-bit integers
  /// @throws MalformedFileException if the file is not a WAV file as described above
  /// @throws IOException if it cannot be read
  public static Wav read(Path file) throws IOException {
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new MalformedFileException(file.toString(), 0, "the file has more than 2^31 bytes, the limit of a"
            + " Java array");
      }
      return decode(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + Printable.text(file.toString()) + ": there is no such file", e);
    }
  }

  /// Understands the bytes of a file.
  ///
  /// @param name names the file in errors
  /// @throws MalformedFileException if they are not a WAV file as described above
  public static Wav decode(byte[] file, String name) throws MalformedFileException {
    return new WavReader(file, name).read();
  }

  /// Writes a file, as [AtomicFile] does: all or not at all.
  ///
  /// Integers are rounded and clipped as [#rounded] says; `FLOAT_32` takes every sample as it is, rounded only
  /// if the samples are `float64`.
  ///
  /// @throws IllegalArgumentException if a sample is not finite and integers are to be written, naming the
  ///     first, or if the file would be longer than the 4 GB that its lengths can tell
  /// @throws IOException if the file cannot be written
  public void write(Path file, WavEncoding encoding) throws IOException {
    AtomicFile.write(file, WavWriter.content(this, encoding));
  }

  /// The bytes of the file that [#write] writes, and [#decode] understands.
  ///
  /// @throws IllegalArgumentException as [#write] does
  public byte[] encode(WavEncoding encoding) {
    try (var bytes = new ByteArrayOutputStream()) {
      WavWriter.content(this, encoding).writeTo(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);                    // an array of bytes cannot refuse them
    }
  }

  /// The sound that is read again after [#write] in the same encoding, without a file.
  ///
  /// A sample becomes the nearest multiple of `2^-(b - 1)` (of two equally near the one with the even
  /// integer), and then at least -1 and at most `1 - 2^-(b - 1)`.
  ///
  /// @throws IllegalArgumentException if a sample is not finite, naming the first, unless for `FLOAT_32`
  public Wav rounded(WavEncoding encoding) {
    if (encoding == WavEncoding.FLOAT_32) {
      return new Wav(samples.to(DType.FLOAT32), sampleRate);
    }
    double[] values = WavWriter.finite(this);
    for (int i = 0; i < values.length; i++) {
      values[i] = encoding.toSample(encoding.toInteger(values[i]));
    }
    return new Wav(Tensor.wrap(values, samples.shape()).to(encoding.dtype()), sampleRate);
  }
}
