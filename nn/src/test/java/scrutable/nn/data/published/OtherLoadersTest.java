package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static scrutable.nn.data.published.IdxFilesTest.assertMalformed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.nn.data.Dataset;
import scrutable.tensor.io.MalformedFileException;

/// [Cifar10Binary] and [Optdigits].
class OtherLoadersTest {
  private static final int RECORD = 3073;

  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] twoRecords() {
    byte[] bytes = new byte[2 * RECORD];
    bytes[0] = 9;
    bytes[1] = (byte) 255; // red, upper left
    bytes[1 + 1024 + 31] = (byte) 51; // green, upper right
    bytes[RECORD + 1 + 2048 + 31 * 32] = (byte) 102; // blue, lower left, of the second picture
    return bytes;
  }

  @Test
  void cifarRecordsAreChannelRowColumn() throws IOException {
    Dataset data = Cifar10Binary.read("cifar10", file(twoRecords()));
    assertArrayEquals(new int[] {2, 3, 32, 32}, data.inputs().shape());
    assertArrayEquals(new int[] {9, 0}, data.labels().toIntArray());
    assertEquals(1, data.inputs().get(0, 0, 0, 0));
    assertEquals(0.2f, (float) data.inputs().get(0, 1, 0, 31));
    assertEquals(0.4f, (float) data.inputs().get(1, 2, 31, 0));
    assertEquals(1.6, data.inputs().sum().item(), 1e-6);
    Dataset packed = Cifar10Binary.read("cifar10", file(IdxFilesTest.gzip(twoRecords())));
    assertArrayEquals(data.inputs().toFloatArray(), packed.inputs().toFloatArray());
  }

  @Test
  void cifarFilesMustEndWithARecord() throws IOException {
    for (int length : new int[] {0, 1, RECORD - 1, RECORD + 1, 2 * RECORD - 1}) {
      Path cut = file(Arrays.copyOf(twoRecords(), length));
      assertMalformed("instead of 3073", () -> Cifar10Binary.read("cut", cut));
    }
    assertEquals(1, Cifar10Binary.read("one", file(Arrays.copyOf(twoRecords(), RECORD))).size());
  }

  @Test
  void cifarLabelsGoToNine() throws IOException {
    byte[] bytes = twoRecords();
    bytes[RECORD] = 10;
    assertMalformed("byte 3073: label 10 of record 1", () -> Cifar10Binary.read("bad", file(bytes)));
  }

  private static String line(int digit) {
    return IntStream.range(0, 64).mapToObj(i -> String.valueOf(i % 17)).collect(Collectors.joining(","))
        + "," + digit;
  }

  @Test
  void digitsAreLinesOfNumbers() throws IOException {
    for (String end : new String[] {"\n", "\r\n", ""}) {
      Dataset data = Optdigits.read("digits", file(line(7) + (end.isEmpty() ? "\n" : end) + line(0) + end));
      assertArrayEquals(new int[] {2, 1, 8, 8}, data.inputs().shape());
      assertArrayEquals(new int[] {7, 0}, data.labels().toIntArray());
      assertEquals(1, data.inputs().get(0, 0, 2, 0), "pixel 16 is black");
      assertEquals(3 / 16.0, data.inputs().get(1, 0, 0, 3));
    }
  }

  /// The format has no length: a file cut at the end of a line is a shorter, good file.
  @Test
  void digitsCutAnywhereAreRefusedOrWhole() throws IOException {
    String text = line(7) + "\n" + line(1) + "\n";
    for (int length = 0; length < text.length(); length++) {
      Path cut = file(text.substring(0, length));
      int firstLine = line(7).length();
      if (length == firstLine || length == firstLine + 1) {
        assertEquals(1, Optdigits.read("cut", cut).size());
      } else if (length == text.length() - 1) {
        assertEquals(2, Optdigits.read("cut", cut).size());
      } else {
        assertThrows(MalformedFileException.class, () -> Optdigits.read("cut", cut), "at " + length);
      }
    }
  }

  @Test
  void digitsOutOfRangeAreNamed() {
    assertMalformed("byte 3: number 2 of line 1 is \"x\"",
        () -> Optdigits.read("bad", file("16,x," + line(1).substring(4))));
    assertMalformed("is \"17\"", () -> Optdigits.read("bad", file("17" + line(1).substring(1))));
    assertMalformed("is \"-1\"", () -> Optdigits.read("bad", file("-1" + line(1).substring(1))));
    assertMalformed("is \"\"", () -> Optdigits.read("bad", file(line(1).substring(1))));
    assertMalformed("is \"10\", but must be a whole number from 0 to 9",
        () -> Optdigits.read("bad", file(line(10))));
    assertMalformed("line 2 has 1 numbers", () -> Optdigits.read("bad", file(line(1) + "\n\n" + line(2))));
    assertMalformed("is \"\u0661\"".replace("\u0661", "\uFFFD\uFFFD"),
        () -> Optdigits.read("bad", file("\u0661" + line(1).substring(1))));
  }

  @Test
  void endlessLinesAndFilesAreLeftEarly() throws IOException {
    assertMalformed("line 1 has 262 numbers", () -> Optdigits.read("bad", file(",".repeat(10_000_000))));
    byte[] bomb = IdxFilesTest.gzip(new byte[32 << 20]);
    assertMalformed("no more than 16777216", () -> Optdigits.read("bomb", file(bomb)));
  }
}
