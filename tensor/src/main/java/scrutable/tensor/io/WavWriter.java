package scrutable.tensor.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import scrutable.tensor.DType;

/// Writes the format described at [Wav].
final class WavWriter {
  private static final long LONGEST = 0xFFFFFFFFL;
  private static final int INTEGERS = 1;
  private static final int FLOATS = 3;
  /// `RIFF`, its length, `WAVE`; the head of `fmt `; the head of `data`.
  private static final int HEADS = 12 + 8 + 8;
  private static final int FORMAT_LENGTH = 16;
  /// Formats other than integers tell the length of their extension, and the number of samples in a chunk `fact`.
  private static final int EXTENSION_AND_FACT = 2 + 8 + 4;

  private final Wav wav;
  private final WavEncoding encoding;
  private final int channels;
  private final int count;
  private final int frameBytes;

  private WavWriter(Wav wav, WavEncoding encoding) {
    this.wav = wav;
    this.encoding = encoding;
    this.channels = wav.samples().size(0);
    this.count = wav.samples().size(1);
    this.frameBytes = channels * encoding.bytes();
  }

  static AtomicFile.Content content(Wav wav, WavEncoding encoding) {
    var writer = new WavWriter(wav, encoding);
    byte[] header = writer.header();
    Encoded samples = writer.encoded();
    return out -> {
      out.write(header);
      writer.writeSamples(samples, out);
    };
  }

  /// The samples, of which none may be infinite or NaN.
  static double[] finite(Wav wav) {
    double[] values = wav.samples().toDoubleArray();
    int count = wav.samples().size(1);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("wav: the sample at (" + i / count + ", " + i % count + ") is "
            + values[i] + ", which no integer stands for");
      }
    }
    return values;
  }

  /// The integer, or the bits of the `float`, that stands for sample `i` in row-major order.
  private interface Encoded {
    int at(int i);
  }

  private Encoded encoded() {
    if (encoding == WavEncoding.FLOAT_32) {
      float[] values = wav.samples().to(DType.FLOAT32).toFloatArray();
      return i -> Float.floatToRawIntBits(values[i]);
    }
    double[] values = finite(wav);
    return i -> encoding.toInteger(values[i]);
  }

  private byte[] header() {
    boolean floats = encoding == WavEncoding.FLOAT_32;
    int headLength = HEADS + FORMAT_LENGTH + (floats ? EXTENSION_AND_FACT : 0);
    long dataLength = (long) count * frameBytes;
    long all = headLength - 8 + dataLength + (dataLength & 1);
    long bytesPerSecond = (long) wav.sampleRate() * frameBytes;
    if (all > LONGEST || bytesPerSecond > LONGEST || frameBytes > 0xFFFF) {
      throw new IllegalArgumentException("wav: " + count + " samples of " + channels + " channels at "
          + wav.sampleRate() + " Hz are more than the format can tell: 4 GB, 4 GB a second, 64 KB a moment");
    }
    ByteBuffer head = ByteBuffer.allocate(headLength).order(ByteOrder.LITTLE_ENDIAN);
    head.put(name("RIFF")).putInt((int) all).put(name("WAVE"));
    head.put(name("fmt ")).putInt(floats ? FORMAT_LENGTH + 2 : FORMAT_LENGTH);
    head.putShort((short) (floats ? FLOATS : INTEGERS)).putShort((short) channels);
    head.putInt(wav.sampleRate()).putInt((int) bytesPerSecond);
    head.putShort((short) frameBytes).putShort((short) encoding.bits());
    if (floats) {
      head.putShort((short) 0).put(name("fact")).putInt(4).putInt(count);
    }
    return head.put(name("data")).putInt((int) dataLength).array();
  }

  private static byte[] name(String letters) {
    return letters.getBytes(StandardCharsets.US_ASCII);
  }

  private void writeSamples(Encoded samples, OutputStream out) throws IOException {
    ByteBuffer moment = ByteBuffer.allocate(frameBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      moment.clear();
      for (int channel = 0; channel < channels; channel++) {
        put(samples.at(channel * count + i), moment);
      }
      out.write(moment.array());
    }
    if (((long) count * frameBytes & 1) == 1) {
      out.write(0);
    }
  }

  private void put(int value, ByteBuffer out) {
    switch (encoding) {
      case PCM_8 -> out.put((byte) (value + 128));
      case PCM_16 -> out.putShort((short) value);
      case PCM_24 -> out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
      case PCM_32, FLOAT_32 -> out.putInt(value);
    }
  }
}
