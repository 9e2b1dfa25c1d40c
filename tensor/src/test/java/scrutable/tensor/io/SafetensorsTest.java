package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.tensor.DType;
import scrutable.tensor.Recycler;
import scrutable.tensor.Tensor;

class SafetensorsTest {
  @TempDir
  Path folder;

  private Path written(String header, byte[] numbers) throws IOException {
    return written(header.getBytes(StandardCharsets.UTF_8), numbers);
  }

  private Path written(byte[] header, byte[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).put(numbers);
    return Files.write(folder.resolve("hostile.safetensors"), bytes.array());
  }

  private static String problemOf(Path file) {
    String message = assertThrows(IOException.class, () -> Safetensors.read(file)).getMessage();
    assertTrue(message.contains(file.getFileName().toString()), message);
    return message;
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
  }

  @Test
  void readsAHandWrittenFileByteByByte() throws IOException {
    byte[] numbers = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(-0.5).putFloat(1).putFloat(2).putFloat(3).putInt(7).putInt(-8).putLong(9).array();
    Safetensors content = Safetensors.read(written("""
        { "half": {"dtype": "F64", "shape": [], "data_offsets": [0, 8]},
          "row": {"shape": [1, 3], "dtype": "F32", "data_offsets": [8, 20]},
          "__metadata__": {"caf\\u00e9": "\\ud83d\\ude00\\n", "b": "ü"},
          "none": {"dtype": "F32", "shape": [0, 4], "data_offsets": [20, 20]},
          "labels": {"dtype": "I32", "shape": [2], "data_offsets": [20, 28]},
          "count": {"dtype": "I64", "shape": [1], "data_offsets": [28, 36]}}\s\s""", numbers));
    assertEquals("[half, row, none, labels, count]", content.tensors().keySet().toString());
    assertEquals(-0.5, content.tensor("half").item());
    assertArrayEquals(new int[] {1, 3}, content.tensor("row").shape());
    assertArrayEquals(new float[] {1, 2, 3}, content.tensor("row").toFloatArray());
    assertEquals(0, content.tensor("none").elementCount());
    assertArrayEquals(new int[] {7, -8}, content.tensor("labels").toIntArray());
    assertEquals(DType.INT32, content.tensor("count").dtype());
    assertEquals(9, content.tensor("count").item());
    assertEquals(Map.of("café", "\uD83D\uDE00\n", "b", "ü"), content.metadata());
  }

  @Test
  void whatIsWrittenIsReadBackToTheBit() throws IOException {
    float signallingNan = Float.intBitsToFloat(0x7F800001);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    float[] odd = {signallingNan, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
    tensors.put("b", Tensor.of(odd, 2, 2));
    tensors.put("a \"quoted\" \\ näme \u0001", Tensor.of(new double[] {Double.NaN, -0.0, Math.PI}, 3, 1));
    tensors.put("transposed", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
    tensors.put("spread", Tensor.full(4, DType.FLOAT64, 3, 2));
    tensors.put("counter", Tensor.ofInts(new int[] {Integer.MIN_VALUE}));
    tensors.put("empty", Tensor.zeros(2, 0));
    tensors.put("long", Tensor.range(20_000).to(DType.FLOAT32));
    Path file = folder.resolve("all.safetensors");
    new Safetensors(tensors, Map.of("epoch", "3", "note", "tab\t")).write(file, "counter");
    Safetensors back = Safetensors.read(file);
    assertEquals(Map.of("epoch", "3", "note", "tab\t"), back.metadata());
    assertEquals(tensors.keySet(), back.tensors().keySet());
    tensors.forEach((name, tensor) -> {
      Tensor other = back.tensor(name);
      assertEquals(tensor.dtype(), other.dtype(), name);
      assertArrayEquals(tensor.shape(), other.shape(), name);
      assertArrayEquals(bits(tensor), bits(other), name);
    });
  }

  private static long[] bits(Tensor tensor) {
    long[] bits = new long[tensor.elementCount()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = tensor.dtype() == DType.FLOAT32 ? Float.floatToRawIntBits(tensor.toFloatArray()[i])
          : Double.doubleToRawLongBits(tensor.toDoubleArray()[i]);
      if (i == 50) {
        break;
      }
    }
    return bits;
  }

  @Test
  void theSameContentGivesTheSameAlignedBytesInWhateverOrderItComes() throws IOException {
    Map<String, Tensor> forwards = new LinkedHashMap<>();
    forwards.put("a", Tensor.zeros(3));
    forwards.put("b", Tensor.zeros(DType.FLOAT64, 1));
    forwards.put("c", Tensor.zeros(0));
    Map<String, Tensor> backwards = new LinkedHashMap<>();
    backwards.put("c", forwards.get("c"));
    backwards.put("b", forwards.get("b"));
    backwards.put("a", forwards.get("a"));
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Safetensors.of(forwards).write(one);
    Safetensors.of(backwards).write(two);
    byte[] bytes = Files.readAllBytes(one);
    assertArrayEquals(bytes, Files.readAllBytes(two));
    String header = new String(bytes, 8, bytes[0] & 0xFF, StandardCharsets.UTF_8);
    assertEquals("{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[8,20]},"
        + "\"c\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[20,20]}}", header.strip());
    assertEquals(0, header.length() % 8);
  }

  /// No more escapes than needed: the bytes are those that other writers of the format make.
  @Test
  void theHeaderEscapesOnlyWhatJsonDemands() throws IOException {
    var out = new ByteArrayOutputStream();
    new Safetensors(Map.of("a/\u2028\uD83D\uDE00é", Tensor.ofInts(new int[] {1}, 1)),
        Map.of("k\"\\", "1\n\t\u0000")).write(out, "a/\u2028\uD83D\uDE00é");
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals("{\"__metadata__\":{\"k\\\"\\\\\":\"1\\u000a\\u0009\\u0000\"},"
        + "\"a/\u2028\uD83D\uDE00é\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        text.substring(8, text.length() - 8).strip());
  }

  @Test
  void whatIsReadInARecycledRunLasts() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.of(Map.of("w", Tensor.ones(64))).write(file);
    var memory = new Recycler();
    Tensor read = memory.run(() -> {
      try {
        return Safetensors.read(file).tensor("w");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    memory.run(() -> Tensor.zeros(64).add(7).sum().item());
    assertEquals(64, read.sum().item());
  }

  @Test
  void aNameThatWouldCommandTheTerminalIsShownEscaped() throws IOException {
    String header = "{\"a\\u001b[2Jb\":7}";
    assertContains("\"a\\u001b[2Jb\"", problemOf(written(header, new byte[0])));
  }

  @Test
  void aFileCutAnywhereIsRefusedAndSaysWhere() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    new Safetensors(Map.of("w", Tensor.of(new float[] {1, 2}, 2), "n", Tensor.ofInts(new int[] {1}, 1)),
        Map.of("k", "v")).write(whole, "n");
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, length));
      assertContains("byte ", problemOf(cut));
    }
    Path longer = folder.resolve("longer.safetensors");
    Files.write(longer, Arrays.copyOf(bytes, bytes.length + 1));
    assertContains("something follows the numbers", problemOf(longer));
  }

  @ParameterizedTest
  @CsvSource({"-1, 18446744073709551615", "100000001, 100000001", "9223372036854775807, 9223372036854775807",
      "50, only 42 bytes follow"})
  void aHeaderLengthThatLiesIsRefused(long claimed, String part) throws IOException {
    Path file = folder.resolve("liar.safetensors");
    Files.write(file, ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed).array());
    assertContains(part, problemOf(file));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}|there is a gap",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|they overlap",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|they overlap",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|something follows",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}|cut short",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[12,0]}}|enclose -12",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|expected 12 bytes",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[-3],\"data_offsets\":[0,12]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3.0],\"data_offsets\":[0,12]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3e0],\"data_offsets\":[0,12]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"3\"],\"data_offsets\":[0,12]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,99999999999999999999]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,999999999999999999]}}|enclose",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}|more than 2^31",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],"
          + "\"data_offsets\":[0,12]}}|more than 2^31",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967299],\"data_offsets\":[0,12]}}|whole numbers",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}|cut short",
      "{\"a\":{\"dtype\":\"BF16\",\"shape\":[6],\"data_offsets\":[0,12]}}|\"BF16\"",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3]}}|exactly",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12,12]}}|exactly",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12],\"x\":1}}|exactly",
      "{\"a\":7}|exactly",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}|second time",
      "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}|second time",
      "{\"__metadata__\":{\"a\":1}}|to be a text",
      "{\"__metadata__\":[]}|to be an object",
      "[]|begin with '{'",
      "' {}'|begin with '{'",
      "{}x|should end",
      "{\"a\":1,}|expected '\"'",
      "{\"a\":01}|expected ','",
      "{\"a\":NaN}|a digit",
      "{\"a\":tru}|perhaps true",
      "{\"a\":-}|a digit",
      "{\"a\":\"\\x\"}|no such escape",
      "{\"a\":\"\\u12g4\"}|hexadecimal",
      "{\"a\":\"\\ud800\"}|surrogate",
      "{\"a\":\"\\udc00\\ud800\"}|surrogate",
      "{\"a\":[[[[[[[[[[]]]]]]]]]]}|nested",
      "{\"a\":[|the end",
      "{|the end",
  })
  void aHeaderThatLiesIsRefusedWithTheReason(String header, String part) throws IOException {
    assertContains(part, problemOf(written(header, new byte[12])));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() throws IOException {
    byte[] header = "{\"a?\":1}".getBytes(StandardCharsets.UTF_8);
    for (int invalid : new int[] {0x80, 0xC0, 0xFF, 0xE2}) {
      header[3] = (byte) invalid;
      assertContains("byte 11: expected the header to be UTF-8", problemOf(written(header, new byte[0])));
    }
    assertContains("UTF-8", problemOf(written(new byte[] {'{', (byte) 0xE2, (byte) 0x82}, new byte[0])));
  }

  @Test
  void thePlaceOfASyntaxErrorIsCountedInBytes() throws IOException {
    assertContains("byte 16:", problemOf(written("{\"ü€\"x1}", new byte[0])));
  }

  @Test
  void aNestedHeaderOfMegabytesIsRefusedWithoutAStackOverflow() throws IOException {
    String deep = "{\"a\":" + "[".repeat(5_000_000);
    assertContains("nested", problemOf(written(deep, new byte[0])));
    String wide = "{\"a\":[0" + ",0".repeat(1_500_000) + "]}";
    assertContains("too many values", problemOf(written(wide, new byte[0])));
  }

  @Test
  void aWholeNumberThatDoesNotFitIsRefusedWithItsPlace() throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1).putLong(1L << 31);
    String header = "{\"n\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}";
    String problem = problemOf(written(header, numbers.array()));
    assertContains("element 1 of \"n\" is 2147483648", problem);
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAFileIsMade() {
    Path file = folder.resolve("never");
    Tensor one = Tensor.zeros(1);
    Safetensors good = Safetensors.of(Map.of("a", one));
    assertThrows(IllegalArgumentException.class, () -> good.write(file, "a"));
    assertThrows(IllegalArgumentException.class, () -> good.write(file, "b"));
    for (String name : new String[] {"__metadata__", "\ud800"}) {
      Safetensors bad = Safetensors.of(Map.of(name, one));
      assertThrows(IllegalArgumentException.class, () -> bad.write(file));
    }
    assertTrue(Files.notExists(file));
  }
}
