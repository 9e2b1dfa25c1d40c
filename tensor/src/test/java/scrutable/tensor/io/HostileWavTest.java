package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.Rng;

/// Unusual files that must be read, and files that lie and must not.
class HostileWavTest {
  private static final byte[] DATA = {0, 64, 0, -64};

  private static byte[] format(int tag, int channels, int rate, int bytesPerSecond, int frameBytes, int bits) {
    return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putShort((short) tag).putShort((short) channels)
        .putInt(rate).putInt(bytesPerSecond).putShort((short) frameBytes).putShort((short) bits).array();
  }

  private static byte[] format() {
    return format(1, 1, 8000, 16_000, 2, 16);
  }

  private static byte[] extensible(int validBits, String code) {
    return ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).put(format(0xFFFE, 1, 8000, 16_000, 2, 16))
        .putShort((short) 22).putShort((short) validBits).putInt(4).put(HexFormat.of().parseHex(code)).array();
  }

  private static byte[] chunk(String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + content.length + (content.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(name.getBytes(StandardCharsets.ISO_8859_1)).putInt(content.length).put(content).array();
  }

  private static byte[] riff(byte[]... chunks) {
    var all = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      all.writeBytes(chunk);
    }
    return ByteBuffer.allocate(12 + all.size()).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes())
        .putInt(4 + all.size()).put("WAVE".getBytes()).put(all.toByteArray()).array();
  }

  private static byte[] whole() {
    return riff(chunk("fmt ", format()), chunk("data", DATA));
  }

  private static void assertRefused(long offset, String part, byte[] file) {
    var error = assertThrows(MalformedFileException.class, () -> Wav.decode(file, "bad.wav"));
    assertTrue(error.getMessage().contains(part), error.getMessage());
    assertEquals(offset, error.offset(), error.getMessage());
  }

  private static void assertRead(byte[] file) throws IOException {
    assertArrayEquals(new float[] {0.5f, -0.5f}, Wav.decode(file, "good.wav").samples().toFloatArray());
  }

  @Test
  void unusualButValidFilesAreRead() throws IOException {
    assertRead(whole());
    byte[] odd = "INFO?".getBytes();
    assertRead(riff(chunk("LIST", odd), chunk("fmt ", format()), chunk("junk", new byte[0]), chunk("data", DATA),
        chunk("LIST", odd)));
    assertRead(riff(chunk("data", DATA), chunk("fmt ", Arrays.copyOf(format(), 18))));
    assertRead(riff(chunk("fmt ", extensible(16, "0100000000001000800000aa00389b71")), chunk("data", DATA)));
    byte[] paddingNotCounted = riff(chunk("fmt ", format()), chunk("data", DATA), chunk("LIST", odd));
    paddingNotCounted[4]--;
    assertRead(paddingNotCounted);
    assertRead(Arrays.copyOf(paddingNotCounted, paddingNotCounted.length - 1));
  }

  @Test
  void aFileCutAnywhereIsRefusedAndSaysWhere() {
    byte[] whole = riff(chunk("LIST", "abc".getBytes()), chunk("fmt ", format()), chunk("data", DATA));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      var error = assertThrows(MalformedFileException.class, () -> Wav.decode(cut, "cut.wav"));
      assertTrue(error.offset() <= length, error.getMessage());
      if (length >= 12) {                                    // the same, with a head that fits the shorter file
        ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length - 8);
        assertThrows(MalformedFileException.class, () -> Wav.decode(cut, "cut.wav"));
      }
    }
  }

  @Test
  void lengthsThatLieAreNoticed() {
    byte[] file = whole();
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertRefused(48, "the file goes on after the last chunk", Arrays.copyOf(file, 49));
    numbers.putInt(4, 41);
    assertRefused(4, "by its head the file has 49 bytes, but it has 48: it is cut short", file);
    numbers.putInt(4, -1);
    assertRefused(4, "does not tell its length (4294967295)", file);
    numbers.putInt(4, 0);
    assertRefused(4, "does not tell its length (0)", file);
    numbers.putInt(4, 3);
    assertRefused(4, "by its head the file has 11 bytes, but it has 48", file);
    numbers.putInt(4, 30);
    assertRefused(36, "a chunk begins with 8 bytes, but only 2 are left", file);
    for (int length : new int[] {5, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -8}) {
      numbers.putInt(4, 40).putInt(40, length);
      assertRefused(40, "the chunk \"data\" has " + Integer.toUnsignedString(length) + " bytes by its head, but"
          + " only 4 are left", file);
    }
    numbers.putInt(40, 4).putInt(16, -1);
    assertRefused(16, "the chunk \"fmt \" has 4294967295 bytes", file);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 8000, 0, 0, 16, 22, 0 channels at 8000 Hz", "1, 1, 0, 0, 2, 16, 22, 1 channels at 0 Hz",
      "1, 1, -1, -2, 2, 16, 22, 1 channels at 4294967295 Hz",
      "1, 1, 8000, 8000, 2, 16, 28, need 2 bytes a moment and 16000 a second",
      "1, 2, 8000, 16000, 2, 16, 28, need 4 bytes a moment", "1, 1, 8000, 16000, 2, 12, 20, of 12 bits",
      "2, 1, 8000, 4000, 1, 4, 20, ADPCM (format 2) of 4 bits", "7, 1, 8000, 8000, 1, 8, 20, mu-law",
      "85, 1, 8000, 8000, 1, 0, 20, MP3", "3, 1, 8000, 64000, 8, 64, 20, floating-point numbers (format 3) of 64",
      "3, 1, 8000, 16000, 2, 16, 20, floating-point", "77, 1, 8000, 16000, 2, 16, 20, an unknown format (format 77)"})
  void formatsThatAreNotReadOrCannotBeAreNamed(int tag, int channels, int rate, int bytesPerSecond, int frameBytes,
      int bits, int offset, String part) {
    byte[] format = format(tag, channels, rate, bytesPerSecond, frameBytes, bits);
    assertRefused(offset, part, riff(chunk("fmt ", format), chunk("data", DATA)));
  }

  @Test
  void extensibleFormatsThatAreNotReadAreNamed() {
    byte[] data = chunk("data", DATA);
    String integers = "0100000000001000800000aa00389b71";
    assertRefused(38, "samples of 12 bits in 16 are not read", riff(chunk("fmt ", extensible(12, integers)), data));
    assertRefused(44, "the extensible format 0100000000001000800000aa00389b72 is unknown",
        riff(chunk("fmt ", extensible(16, "0100000000001000800000aa00389b72")), data));
    assertRefused(20, "A-law", riff(chunk("fmt ", extensible(16, "06" + integers.substring(2))), data));
    assertRefused(20, "an extensible format needs 40 bytes, but has 24",
        riff(chunk("fmt ", Arrays.copyOf(extensible(16, integers), 24)), data));
  }

  @Test
  void chunksThatAreMissingRepeatedOrShortAreNamed() {
    byte[] format = chunk("fmt ", format());
    byte[] data = chunk("data", DATA);
    assertRefused(12, "without a chunk \"fmt \"", riff());
    assertRefused(24, "without a chunk \"fmt \"", riff(data));
    assertRefused(36, "without a chunk \"data\"", riff(format));
    assertRefused(36, "a second chunk \"fmt \"", riff(format, format, data));
    assertRefused(48, "a second chunk \"data\"", riff(format, data, data));
    assertRefused(20, "the format needs 16 bytes or more, but has 14",
        riff(chunk("fmt ", Arrays.copyOf(format(), 14)), data));
    assertRefused(46, "the last 1 bytes of the samples are no whole moment, which takes 2",
        riff(format, chunk("data", new byte[3])));
    byte[] file = whole();
    file[36] = 27;
    assertRefused(48, "without a chunk \"data\"", file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RIFX", "RF64", "OggS", "fLaC", "\u001b[2J"})
  void otherFilesAreNamed(String kind) {
    byte[] file = whole();
    System.arraycopy(kind.getBytes(StandardCharsets.ISO_8859_1), 0, file, 0, 4);
    assertRefused(0, "but begins with " + Printable.quoted(kind), file);
  }

  @Test
  void anyChangedByteGivesSoundOrAClearError() {
    byte[] whole = riff(chunk("LIST", "abc".getBytes()), chunk("fmt ", format()), chunk("data", DATA));
    Rng rng = Rng.seed(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      for (int changes = rng.nextInt(3); changes >= 0; changes--) {
        changed[rng.nextInt(whole.length)] = (byte) rng.nextInt();
      }
      try {
        Wav.decode(changed, "changed.wav");
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), e.getMessage());
      }
    }
  }
}
