package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.Rng;

/// Files that lie: each ends in an error that names the file, the byte and the lie, never in another
/// exception and never in an allocation of the size that was claimed.
class HostileNpyTest {
  @ParameterizedTest
  @ValueSource(strings = {"f4", "f8_big_endian_fortran_rank_3", "i8", "u1", "f8_rank_0", "f4_version_2"})
  void truncationAtEveryByteIsNoticed(String name) throws IOException {
    byte[] whole = NpyTest.resource(name);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      var error = assertThrows(
          MalformedFileException.class, () -> Npy.read(new ByteArrayInputStream(part), "cut.npy"));
      String expected = "cut.npy, byte \\d+: .* needs \\d+ bytes, but the file ends after \\d+ of them";
      assertTrue(error.getMessage().matches(expected), error.getMessage());
      assertTrue(error.offset() <= length);
    }
  }

  @Test
  void truncatedDataIsDescribed() throws IOException {
    byte[] part = Arrays.copyOf(NpyTest.resource("f4"), 128 + 23);
    assertMessage("the data of shape (2, 3) needs 24 bytes, but the file ends after 23 of them", 128, part);
  }

  @Test
  void anyChangedByteGivesATensorOrAClearError() throws IOException {
    byte[] whole = NpyTest.resource("f4");
    var rng = Rng.seed(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      for (int changes = rng.nextInt(3); changes >= 0; changes--) {
        changed[rng.nextInt(128)] = (byte) rng.nextInt();
      }
      try {
        Npy.read(new ByteArrayInputStream(changed), "changed.npy");
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
      }
    }
  }

  @Test
  void anotherFileIsNotMistakenForAnArray() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    assertMessage("not a .npy file: it should begin with the bytes 93 'NUMPY'", 0, png);
  }

  @Test
  void anUnknownVersionIsNamed() throws IOException {
    for (int major : new int[] {0, 4, 255}) {
      byte[] file = NpyTest.resource("f4");
      file[6] = (byte) major;
      assertMessage("format version " + major + ".0 is unknown; known are 1.0, 2.0 and 3.0", 6, file);
    }
  }

  @Test
  void headerLengthsThatLieAreNoticed() throws IOException {
    byte[] tooShort = NpyTest.resource("f4");
    tooShort[8] = 20;
    assertThrows(MalformedFileException.class, () -> read(tooShort));
    byte[] huge = NpyTest.resource("f4_version_2");
    Arrays.fill(huge, 8, 12, (byte) 0xFF);
    assertMessage("a header of 4294967295 bytes; the longest accepted is 65536", 8, huge);
    byte[] pastTheEnd = NpyTest.resource("f4");
    pastTheEnd[9] = 1;
    assertMessage("the header needs 374 bytes, but the file ends after 142 of them", 10, pastTheEnd);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
    "(65536, 65536); shape (65536, 65536) has more than 2^31 - 1 elements, the limit of a Java array",
    "(4294967296, 4294967296); a size of more than 2^31 - 1, the limit of a Java array",
    "(99999999999999999999999999,); a size of more than 2^31 - 1, the limit of a Java array",
    "(1000000000,); the data of shape (1000000000,) needs 4000000000 bytes, but the file ends after 24"
        + " of them",
    "(-1, 3); expected a size, an integer not below 0, but here is '-1, 3), }'",
    "(2.5, 3); expected ',' or ')' after a size, but here is '.5, 3), }'",
    "(2 3); expected ',' or ')' after a size, but here is '3), }'",
    "((2, 3)); expected a size, an integer not below 0, but here is '(2, 3)), }'",
    "(,); expected a size, an integer not below 0, but here is ',), }'",
    "[2, 3]; expected a shape as (2, 3), but here is '[2, 3], }'",
    "6; expected a shape as (2, 3), but here is '6, }'",
    "(2, 3; expected a size, an integer not below 0, but here is '}'",
  })
  void shapesThatLieAreNoticed(String shape, String problem) {
    byte[] file = withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }");
    var error = assertThrows(MalformedFileException.class, () -> read(file));
    assertTrue(error.getMessage().endsWith(": " + problem), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
    "``# 0# expected a dictionary as {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), },"
        + " but here is the end",
    "import os# 0# expected a dictionary as {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), },"
        + " but here is 'import os'",
    "{# 1# expected a key in quotes, but here is the end",
    "{}# 0# the key 'descr' is missing",
    "{'descr': '<f4'}# 0# the key 'fortran_order' is missing",
    "{'descr': '<f4', 'fortran_order': False}# 0# the key 'shape' is missing",
    "{'descr': '<f4', 'descr': '<f4'}# 17# the key 'descr' appears twice",
    "{'colour': 'red'}# 1# unknown key 'colour'; the keys are 'descr', 'fortran_order' and 'shape'",
    "{'descr' '<f4'}# 9# expected ':' after the key 'descr', but here is ''<f4'}'",
    "{'descr': <f4}# 10# expected a dtype in quotes, such as '<f4', but here is '<f4}'",
    "{'descr': '<f4}# 10# expected a dtype in quotes, such as '<f4', but here is ''<f4}'",
    "{'descr': '<f4' 'shape': ()}# 16# expected ',' or '}' after an entry of the dictionary,"
        + " but here is ''shape': ()}'",
    "{'fortran_order': 1}# 18# expected True or False, but here is '1}'",
    "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x# 54# the dictionary should be followed by spaces"
        + " only, but here is 'x'",
  })
  void garbageInTheHeaderIsNoticedAtItsPlace(String header, int place, String problem) {
    assertMessage(problem, 10 + place, withHeader(header));
  }

  @Test
  void deepNestingAndManyAxesAreNoticed() {
    String start = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
    assertMessage(
        "expected a size, an integer not below 0, but here is '(((((((((((('", 10 + 51,
        withHeader(start + "(".repeat(60_000)));
    assertMessage(
        "the shape has more than 64 axes", 10 + 50, withHeader(start + "(" + "1,".repeat(65) + ")}"));
    assertMessage(
        "structured dtypes are not supported; supported are f4 (read as float32), f8 (float64), i4, i8 and u1"
            + " (int32), in either byte order",
        10 + 10,
        withHeader("{'descr': " + "[(".repeat(30_000)));
  }

  @Test
  void aByteOrderThatIsMissingIsNoticed() {
    for (String descr : new String[] {"f4", "=f4", "|f4", "", "<f", "<f44", "<F4"}) {
      byte[] file = withHeader("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2, 3), }");
      var error = assertThrows(MalformedFileException.class, () -> read(file), descr);
      assertTrue(error.getMessage().contains("dtype '" + descr + "' is not supported"), error.getMessage());
    }
  }

  @Test
  void unusualButValidHeadersAreRead() throws IOException {
    for (String header : new String[] {
      "{\"shape\":(2,3),\"descr\":\"<f4\",\"fortran_order\":False}",
      "  { 'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 2 , 3 , ) , }  \n",
    }) {
      assertEquals(1.5, Npy.read(new ByteArrayInputStream(withHeader(header)), "odd").get(1, 2));
    }
  }

  private static byte[] withHeader(String header) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    var file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.writeBytes(new byte[] {(byte) text.length, (byte) (text.length >>> 8)});
    file.writeBytes(text);
    for (float value : new float[] {-1, -0.5f, 0, 0.5f, 1, 1.5f}) {
      int bits = Integer.reverseBytes(Float.floatToIntBits(value));
      file.writeBytes(new byte[] {
        (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
      });
    }
    return file.toByteArray();
  }

  private static void read(byte[] file) throws IOException {
    Npy.read(new ByteArrayInputStream(file), "bad.npy");
  }

  private static void assertMessage(String problem, long offset, byte[] file) {
    var error = assertThrows(MalformedFileException.class, () -> read(file));
    assertEquals("bad.npy, byte " + offset + ": " + problem, error.getMessage());
    assertEquals("bad.npy", error.file());
    assertEquals(offset, error.offset());
  }
}
