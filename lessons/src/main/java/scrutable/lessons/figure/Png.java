package scrutable.lessons.figure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/// The smallest PNG writer (PNG specification, third edition): 8-bit grey, RGB or RGBA.
///
/// The pixels are stored, not compressed: what a compressor emits depends on the zlib of the JDK, and a
/// figure must have the same bytes everywhere. A 28 x 28 digit takes 0.9 kB so, against some 30 kB as SVG
/// rectangles.
final class Png {
  private static final int MAX_STORED = 65535;

  private Png() {}

  /// A PNG as the URI that embeds it in a page.
  static String dataUri(int width, int height, int channels, byte[] pixels) {
    return "data:image/png;base64,"
        + Base64.getEncoder().encodeToString(encode(width, height, channels, pixels));
  }

  /// Encodes pixels in rows from the top, channels interleaved.
  static byte[] encode(int width, int height, int channels, byte[] pixels) {
    if (pixels.length != width * height * channels) {
      throw new IllegalArgumentException("png: " + width + " x " + height + " pixels of " + channels
          + " channels need " + width * height * channels + " bytes; " + pixels.length + " were given");
    }
    byte colourType = switch (channels) {
      case 1 -> 0;
      case 3 -> 2;
      case 4 -> 6;
      default -> throw new IllegalArgumentException("png: 1, 3 or 4 channels are possible; not " + channels);
    };
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    var header = new ByteArrayOutputStream();
    appendInt(header, width);
    appendInt(header, height);
    header.writeBytes(new byte[] {8, colourType, 0, 0, 0});
    appendChunk(out, "IHDR", header.toByteArray());
    appendChunk(out, "IDAT", stored(filtered(width * channels, height, pixels)));
    appendChunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /// Each row is preceded by the number of its filter: 0, none.
  private static byte[] filtered(int rowLength, int height, byte[] pixels) {
    byte[] rows = new byte[(rowLength + 1) * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(pixels, row * rowLength, rows, row * (rowLength + 1) + 1, rowLength);
    }
    return rows;
  }

  /// A zlib stream (RFC 1950) of stored blocks (RFC 1951, section 3.2.4).
  private static byte[] stored(byte[] data) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x78, 0x01});
    int from = 0;
    do {
      int length = Math.min(MAX_STORED, data.length - from);
      boolean last = from + length == data.length;
      out.writeBytes(new byte[] {(byte) (last ? 1 : 0), (byte) length, (byte) (length >> 8), (byte) ~length,
        (byte) (~length >> 8)});
      out.write(data, from, length);
      from += length;
    } while (from < data.length);
    var checksum = new Adler32();
    checksum.update(data);
    appendInt(out, (int) checksum.getValue());
    return out.toByteArray();
  }

  private static void appendChunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    appendInt(out, data.length);
    out.writeBytes(name);
    out.writeBytes(data);
    appendInt(out, (int) checksum.getValue());
  }

  private static void appendInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8),
        (byte) value});
  }
}
