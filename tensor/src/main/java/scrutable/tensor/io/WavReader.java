package scrutable.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Reads the format described at [Wav]: the list of chunks, the format, the samples.
///
/// No length is believed before it is compared with the bytes that there are.
final class WavReader {
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int INTEGERS = 1;
  private static final int FLOATS = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int EXTENSIBLE_LENGTH = 40;
  /// What follows the format's number in the 16 bytes that name it in `WAVE_FORMAT_EXTENSIBLE`.
  private static final byte[] EXTENSIBLE_TAIL = HexFormat.of().parseHex("000000001000800000aa00389b71");

  private final String name;
  private final byte[] bytes;
  private final ByteBuffer file;

  private record Chunk(int start, int length) {}

  private record Format(WavEncoding encoding, int channels, int sampleRate) {}

  WavReader(byte[] bytes, String name) {
    this.name = name;
    this.bytes = bytes;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Wav read() throws MalformedFileException {
    int end = riffEnd();
    Format format = null;
    Chunk data = null;
    int at = RIFF_HEAD;
    while (at < end) {
      Chunk chunk = chunk(at, end);
      switch (letters(at)) {
        case "fmt " -> {
          requireNone(format, "fmt ", at);
          format = format(chunk);
        }
        case "data" -> {
          requireNone(data, "data", at);
          data = chunk;
        }
        default -> { /* titles, marks and the like */ }
      }
      at = chunk.start + chunk.length + (chunk.length & 1);
    }
    if (bytes.length > Math.max(at, end)) {
      throw malformed(Math.max(at, end), "the file goes on after the last chunk; it should end here");
    }
    if (format == null || data == null) {
      throw malformed(end, "the file ends without a chunk \"" + (format == null ? "fmt " : "data") + "\"");
    }
    return new Wav(samples(format, data), format.sampleRate);
  }

  /// The place behind the last chunk, as the head of the file tells it.
  private int riffEnd() throws MalformedFileException {
    if (bytes.length < RIFF_HEAD) {
      throw malformed(bytes.length, "a WAV file begins with 12 bytes, RIFF, a length and WAVE, but this one has "
          + bytes.length + " bytes");
    }
    String kind = letters(0);
    if (!kind.equals("RIFF") || !letters(8).equals("WAVE")) {
      throw malformed(0, "not a WAV file: it should begin with RIFF, a length and WAVE, but begins with "
          + Printable.quoted(kind) + switch (kind) {
            case "RIFX" -> "; its numbers are big endian, which is not read";
            case "RF64" -> "; it is the form for more than 4 GB, which is not read";
            case "RIFF" -> "; it is another kind of RIFF file, " + Printable.quoted(letters(8));
            default -> ForeignFormat.hint(Arrays.copyOf(bytes, Math.min(bytes.length, ForeignFormat.HEAD)));
          });
    }
    long length = length(4);
    if (length == 0xFFFFFFFFL || length == 0) {
      throw malformed(4, "the file does not tell its length (" + length + "), as when sound is written to a pipe;"
          + " write it to a file");
    }
    if (length < 4 || length > bytes.length - CHUNK_HEAD) {
      throw malformed(4, "by its head the file has " + (length + CHUNK_HEAD) + " bytes, but it has " + bytes.length
          + (length < 4 ? "" : ": it is cut short"));
    }
    return (int) length + CHUNK_HEAD;
  }

  private Chunk chunk(int at, int end) throws MalformedFileException {
    if (end - at < CHUNK_HEAD) {
      throw malformed(at, "a chunk begins with 8 bytes, but only " + (end - at) + " are left");
    }
    long length = length(at + 4);
    int start = at + CHUNK_HEAD;
    if (length > end - start) {
      throw malformed(at + 4, "the chunk " + Printable.quoted(letters(at)) + " has " + length + " bytes by its"
          + " head, but only " + (end - start) + " are left");
    }
    return new Chunk(start, (int) length);
  }

  private void requireNone(Object before, String chunk, int at) throws MalformedFileException {
    if (before != null) {
      throw malformed(at, "a second chunk \"" + chunk + "\"");
    }
  }

  private Format format(Chunk chunk) throws MalformedFileException {
    int at = chunk.start;
    if (chunk.length < 16) {
      throw malformed(at, "the format needs 16 bytes or more, but has " + chunk.length);
    }
    int tag = unsigned(at);
    int channels = unsigned(at + 2);
    long rate = length(at + 4);
    long bytesPerSecond = length(at + 8);
    int frameBytes = unsigned(at + 12);
    int bits = unsigned(at + 14);
    if (tag == EXTENSIBLE) {
      tag = extended(chunk, bits);
    }
    WavEncoding encoding = encoding(tag, bits, at);
    if (channels == 0 || rate == 0 || rate > Integer.MAX_VALUE) {
      throw malformed(at + 2, channels + " channels at " + rate + " Hz; both must be at least 1");
    }
    if (frameBytes != channels * encoding.bytes() || bytesPerSecond != rate * frameBytes) {
      throw malformed(at + 8, "the format contradicts itself: " + channels + " channels of " + bits + " bits at "
          + rate + " Hz need " + channels * encoding.bytes() + " bytes a moment and "
          + rate * channels * encoding.bytes() + " a second, but it says " + frameBytes + " and " + bytesPerSecond);
    }
    return new Format(encoding, channels, (int) rate);
  }

  /// The format's number behind the mask of loudspeakers.
  private int extended(Chunk chunk, int bits) throws MalformedFileException {
    int at = chunk.start;
    if (chunk.length < EXTENSIBLE_LENGTH) {
      throw malformed(at, "an extensible format needs 40 bytes, but has " + chunk.length);
    }
    int validBits = unsigned(at + 18);
    if (validBits != bits) {
      throw malformed(at + 18, "samples of " + validBits + " bits in " + bits + " are not read");
    }
    if (!Arrays.equals(bytes, at + 26, at + EXTENSIBLE_LENGTH, EXTENSIBLE_TAIL, 0, EXTENSIBLE_TAIL.length)) {
      throw malformed(at + 24, "the extensible format "
          + HexFormat.of().formatHex(bytes, at + 24, at + EXTENSIBLE_LENGTH) + " is unknown");
    }
    return unsigned(at + 24);
  }

  private WavEncoding encoding(int tag, int bits, int at) throws MalformedFileException {
    for (WavEncoding encoding : WavEncoding.values()) {
      if (encoding.bits() == bits && tag == (encoding == WavEncoding.FLOAT_32 ? FLOATS : INTEGERS)) {
        return encoding;
      }
    }
    String kind = switch (tag) {
      case INTEGERS -> "integers";
      case 2, 0x11 -> "ADPCM";
      case FLOATS -> "floating-point numbers";
      case 6 -> "A-law";
      case 7 -> "mu-law";
      case 0x55 -> "MP3";
      default -> "an unknown format";
    };
    throw malformed(at, "samples are " + kind + " (format " + tag + ") of " + bits + " bits; read are"
        + " integers of 8, 16, 24 and 32 bits and float32; convert with: sox IN.wav -e signed -b 16 OUT.wav");
  }

  private Tensor samples(Format format, Chunk data) throws MalformedFileException {
    WavEncoding encoding = format.encoding;
    int frameBytes = format.channels * encoding.bytes();
    if (data.length % frameBytes != 0) {
      throw malformed(data.start + data.length - data.length % frameBytes, "the last " + data.length % frameBytes
          + " bytes of the samples are no whole moment, which takes " + frameBytes);
    }
    int count = data.length / frameBytes;
    if (encoding.dtype() == DType.FLOAT64) {
      var values = new double[count * format.channels];
      for (int i = 0; i < values.length; i++) {
        values[i % format.channels * count + i / format.channels] = sample(encoding, data.start + 4 * i);
      }
      return Tensor.wrap(values, format.channels, count);
    }
    var values = new float[count * format.channels];
    for (int i = 0; i < values.length; i++) {
      int at = data.start + encoding.bytes() * i;
      values[i % format.channels * count + i / format.channels] =
          encoding == WavEncoding.FLOAT_32 ? file.getFloat(at) : (float) sample(encoding, at);
    }
    return Tensor.wrap(values, format.channels, count);
  }

  private double sample(WavEncoding encoding, int at) {
    return encoding.toSample(switch (encoding) {
      case PCM_8 -> (bytes[at] & 0xFF) - 128;
      case PCM_16 -> file.getShort(at);
      case PCM_24 -> bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] << 16;
      case PCM_32, FLOAT_32 -> file.getInt(at);
    });
  }

  private String letters(int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  private int unsigned(int at) {
    return file.getShort(at) & 0xFFFF;
  }

  private long length(int at) {
    return file.getInt(at) & 0xFFFFFFFFL;
  }

  private MalformedFileException malformed(long at, String problem) {
    return new MalformedFileException(name, at, problem);
  }
}
