package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Files that NumPy wrote (see PROVENANCE.md beside them) are read as they were meant, and ours are the
/// same bytes. Files that nobody should have written: see [HostileNpyTest].
class NpyTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"f4", "f4_fortran", "f4_big_endian", "f4_version_2", "f4_version_3", "f8"})
  void halvesAreReadInEveryDisguise(String name) throws IOException {
    Tensor tensor = readResource(name);
    assertEquals(name.startsWith("f4") ? DType.FLOAT32 : DType.FLOAT64, tensor.dtype());
    assertArrayEquals(new int[] {2, 3}, tensor.shape());
    assertArrayEquals(new double[] {-1, -0.5, 0, 0.5, 1, 1.5}, tensor.toDoubleArray());
    assertTrue(tensor.isContiguous());
  }

  @Test
  void fortranOrderOfThreeAxesInBigEndianIsTurned() throws IOException {
    Tensor tensor = readResource("f8_big_endian_fortran_rank_3");
    assertArrayEquals(new int[] {2, 3, 4}, tensor.shape());
    assertArrayEquals(IntStream.range(0, 24).asDoubleStream().toArray(), tensor.toDoubleArray());
  }

  @Test
  void specialFloatsKeepTheirBits() throws IOException {
    float[] values = readResource("f4_special").toFloatArray();
    assertTrue(Float.isNaN(values[0]));
    assertArrayEquals(
        new float[] {1 / 0f, -1 / 0f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE},
        Arrays.copyOfRange(values, 1, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"i4", "i4_big_endian"})
  void integersAreRead(String name) throws IOException {
    Tensor tensor = readResource(name);
    assertEquals(DType.INT32, tensor.dtype());
    assertArrayEquals(new int[] {2, 2}, tensor.shape());
    assertArrayEquals(new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}, tensor.toIntArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"i8", "i8_big_endian"})
  void longIntegersThatFitAreRead(String name) throws IOException {
    assertArrayEquals(
        new int[] {Integer.MIN_VALUE, -1, Integer.MAX_VALUE}, readResource(name).toIntArray());
  }

  @Test
  void aLongIntegerThatDoesNotFitIsNamedWithItsPlace() {
    var error = assertThrows(MalformedFileException.class, () -> readResource("i8_too_large"));
    assertEquals(
        "i8_too_large, byte 136: element 1 is 2147483648, which does not fit into int32; supported are i8"
            + " values from -2^31 to 2^31 - 1",
        error.getMessage());
  }

  @Test
  void bytesAreReadAsUnsigned() throws IOException {
    assertArrayEquals(new int[] {0, 1, 127, 128, 255}, readResource("u1").toIntArray());
  }

  @Test
  void scalarsAndEmptyArraysAreRead() throws IOException {
    assertEquals(0, readResource("f8_rank_0").rank());
    assertEquals(3.5, readResource("f8_rank_0").item());
    assertEquals(-7, readResource("i4_rank_0").item());
    assertArrayEquals(new int[] {0, 3}, readResource("f4_empty").shape());
    assertArrayEquals(new int[] {2, 0, 3}, readResource("f8_empty_fortran").shape());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "unsupported_b1; dtype '|b1' is not supported", "unsupported_f2; dtype '<f2' is not supported",
    "unsupported_i2; dtype '<i2' is not supported", "unsupported_u4; dtype '<u4' is not supported",
    "unsupported_c8; dtype '<c8' is not supported", "unsupported_text; dtype '<U3' is not supported",
    "unsupported_structured; structured dtypes are not supported",
    "unsupported_object; dtype '|O' is not supported"
  })
  void otherTypesAreRejectedByName(String name, String message) {
    var error = assertThrows(MalformedFileException.class, () -> readResource(name));
    String supported =
        "; supported are f4 (read as float32), f8 (float64), i4, i8 and u1 (int32), in either byte order";
    assertTrue(error.getMessage().startsWith(name + ", byte 20: " + message + supported), error.getMessage());
    assertEquals(name.equals("unsupported_b1"), error.getMessage().endsWith("save a.astype('uint8')"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f4", "f8", "i4", "f8_rank_0", "i4_rank_0", "f4_empty", "f4_special", "f4_empty_rank_15"
      })
  void whatIsWrittenIsTheBytesOfNumPy(String name) throws IOException {
    Path file = directory.resolve("written.npy");
    Npy.write(file, readResource(name));
    assertArrayEquals(resource(name), Files.readAllBytes(file));
  }

  @Test
  void viewsAreWrittenInTheirOwnOrder() throws IOException {
    Path file = directory.resolve("view.npy");
    Npy.write(file, readResource("f4").t());
    assertArrayEquals(new float[] {-1, 0.5f, -0.5f, 1, 0, 1.5f}, Npy.read(file).toFloatArray());
  }

  @Test
  void arraysOfManyPiecesSurviveTheRoundTrip() throws IOException {
    Path file = directory.resolve("large.npy");
    Tensor tensor = Rng.seed(1).normal(67, 1001);
    for (DType dtype : DType.values()) {
      Npy.write(file, tensor.to(dtype));
      Tensor read = Npy.read(file);
      assertEquals(dtype, read.dtype());
      assertArrayEquals(new int[] {67, 1001}, read.shape());
      assertArrayEquals(tensor.to(dtype).toDoubleArray(), read.toDoubleArray());
    }
  }

  @Test
  void arraysCanFollowOneAnotherInAStreamButNotInAFile() throws IOException {
    byte[] first = resource("f4");
    byte[] second = resource("u1");
    var both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    var stream = new ByteArrayInputStream(both);
    assertEquals(6, Npy.read(stream, "first").elementCount());
    assertEquals(5, Npy.read(stream, "second").elementCount());
    Path file = Files.write(directory.resolve("both.npy"), both);
    var error = assertThrows(MalformedFileException.class, () -> Npy.read(file));
    assertEquals(
        file + ", byte 152: the file goes on after the last element; it should end here", error.getMessage());
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = directory.resolve("missing.npy");
    var error = assertThrows(IOException.class, () -> Npy.read(file));
    assertEquals("cannot read " + file + ": there is no such file", error.getMessage());
  }

  static Tensor readResource(String name) throws IOException {
    return Npy.read(new ByteArrayInputStream(resource(name)), name);
  }

  static byte[] resource(String name) throws IOException {
    try (var stream = NpyTest.class.getResourceAsStream(name + ".npy")) {
      return stream.readAllBytes();
    }
  }
}
