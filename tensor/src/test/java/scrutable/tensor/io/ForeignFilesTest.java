package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.tensor.Tensor;

/// Files that people take for another format: the error says what they are and what to do.
class ForeignFilesTest {
  @TempDir Path folder;

  private static byte[] zip(String member) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(new byte[200]);
    }
    return out.toByteArray();
  }

  private static byte[] gzip() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(new byte[200]);
    }
    return out.toByteArray();
  }

  private static byte[] file(String kind) throws IOException {
    return switch (kind) {
      case "npz" -> zip("arr_0.npy");
      case "pt" -> zip("archive/data.pkl");
      case "zip" -> zip("readme.txt");
      case "gzip" -> gzip();
      case "pickle" -> new byte[] {(byte) 0x80, 4, (byte) 0x95, 1, 2, 3, 4, 5, 6, 7, 8};
      case "hdf5" -> new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10, 0, 0, 0};
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({"npz, unpack it with unzip", "pt, safetensors.torch.save_file", "zip, it is a ZIP archive",
      "gzip, unpack it with gunzip", "pickle, can run code", "hdf5, it is an HDF5 file"})
  void aFileOfAnotherFormatIsNamedWithWhatToDo(String kind, String advice) throws IOException {
    Path file = Files.write(folder.resolve("file"), file(kind));
    for (String message : new String[] {
        assertThrows(MalformedFileException.class, () -> Npy.read(file)).getMessage(),
        assertThrows(MalformedFileException.class, () -> Safetensors.read(file)).getMessage(),
        assertThrows(MalformedFileException.class, () -> Utf8.read(file)).getMessage()}) {
      assertTrue(message.startsWith(file + ", byte 0: ") && message.contains(advice), message);
    }
  }

  @Test
  void anArrayWhereWeightsAreExpectedIsNamed() throws IOException {
    Path file = folder.resolve("array.npy");
    Npy.write(file, Tensor.zeros(3));
    String message = assertThrows(MalformedFileException.class, () -> Safetensors.read(file)).getMessage();
    assertTrue(message.endsWith("; it is an array of NumPy (.npy)"), message);
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1, 6, 'line 2 stand the bytes E4 20 3A 0A; if it is in Latin-1'",
      "UTF-16, 0, 'it is a text in UTF-16'", "UTF-16LE, 1, 'if it is in UTF-16'",
      "UTF-16BE, 0, 'if it is in UTF-16'"})
  void textInAnotherEncodingIsNamedWithItsPlace(String encoding, long offset, String advice)
      throws IOException {
    Path file = folder.resolve("text.txt");
    Files.write(file, "first\nä :\n".getBytes(Charset.forName(encoding)));
    var error = assertThrows(MalformedFileException.class, () -> Utf8.read(file));
    assertTrue(error.getMessage().contains(advice), error.getMessage());
    assertEquals(offset, error.offset());
  }

  @Test
  void aByteOrderMarkIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("bom.json"), "\ufeff{}");
    String message = assertThrows(MalformedFileException.class, () -> Utf8.read(file)).getMessage();
    assertEquals(file + ", byte 0: this should be a text in UTF-8; it is a text with a byte order mark: save"
        + " it as UTF-8 without one", message);
  }

  @Test
  void aTextThatEndsInTheMiddleOfACharacterIsNamed() throws IOException {
    byte[] cut = {'a', (byte) 0xE2, (byte) 0x82};
    assertEquals(1, assertThrows(MalformedFileException.class, () -> Utf8.decode(cut, "cut.txt")).offset());
    assertEquals("a€\uD83D\uDE00", Utf8.decode("a€\uD83D\uDE00".getBytes(StandardCharsets.UTF_8), "good"));
    assertEquals("", Utf8.decode(new byte[0], "empty"));
  }
}
