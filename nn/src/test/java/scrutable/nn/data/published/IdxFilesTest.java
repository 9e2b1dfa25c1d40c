package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.nn.data.Dataset;
import scrutable.tensor.io.MalformedFileException;

class IdxFilesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir private Path folder;

  static byte[] pictures(int count, int rows, int columns, int... pixels) {
    return idx(new int[] {0x803, count, rows, columns}, pixels);
  }

  static byte[] labels(int count, int... labels) {
    return idx(new int[] {0x801, count}, labels);
  }

  private static byte[] idx(int[] header, int[] content) {
    var bytes = ByteBuffer.allocate(4 * header.length + content.length); // highest byte first
    Arrays.stream(header).forEach(bytes::putInt);
    Arrays.stream(content).forEach(value -> bytes.put((byte) value));
    return bytes.array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static final byte[] TWO_PICTURES = pictures(2, 1, 3, 0, 51, 255, 102, 153, 204);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesBecomeNumbersFromZeroToOne(boolean packed) throws IOException {
    byte[] labels = labels(2, 2, 0);
    Path pictureFile = file("pictures", packed ? gzip(TWO_PICTURES) : TWO_PICTURES);
    Path labelFile = file("labels", packed ? gzip(labels) : labels);
    Dataset data = IdxFiles.read("two", pictureFile, labelFile, NAMES);
    assertArrayEquals(new int[] {2, 1, 1, 3}, data.inputs().shape());
    assertArrayEquals(new float[] {0, 0.2f, 1, 0.4f, 0.6f, 0.8f}, data.inputs().toFloatArray());
    assertArrayEquals(new int[] {2, 0}, data.labels().toIntArray());
  }

  @Test
  void cutAnywhereItIsRefusedWithThePlace() throws IOException {
    for (int length = 0; length < TWO_PICTURES.length; length++) {
      Path file = file("cut", Arrays.copyOf(TWO_PICTURES, length));
      var e = assertThrows(MalformedFileException.class, () -> IdxFiles.readPictures(file));
      assertTrue(e.offset() <= length && e.getMessage().contains("ends after"), e.getMessage());
    }
    byte[] labels = labels(3, 0, 1, 2);
    for (int length = 0; length < labels.length; length++) {
      Path file = file("cut", Arrays.copyOf(labels, length));
      assertThrows(MalformedFileException.class, () -> IdxFiles.readLabels(file, 3));
    }
  }

  @Test
  void packedAndCutAnywhereItIsRefused() throws IOException {
    byte[] packed = gzip(TWO_PICTURES);
    for (int length = 0; length < packed.length; length++) {
      Path file = file("cut.gz", Arrays.copyOf(packed, length));
      assertThrows(MalformedFileException.class, () -> IdxFiles.readPictures(file), "at " + length);
    }
  }

  @Test
  void aFlippedBitInPackedDataIsNoticed() throws IOException {
    byte[] packed = gzip(TWO_PICTURES);
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1; // in the checksum of gzip
    assertMalformed("gzip", () -> IdxFiles.readPictures(file("damaged.gz", damaged)));
  }

  @Test
  void bytesAfterTheEndAreRefused() throws IOException {
    byte[] longer = Arrays.copyOf(TWO_PICTURES, TWO_PICTURES.length + 1);
    assertMalformed("byte 22: the file goes on", () -> IdxFiles.readPictures(file("longer", longer)));
    assertMalformed("goes on", () -> IdxFiles.readLabels(file("longer", labels(1, 0, 0)), 3));
  }

  @Test
  void theWrongMagicIsNamedAndExchangedFilesAreRecognised() throws IOException {
    assertMalformed("IDX file of labels: were the two files exchanged",
        () -> IdxFiles.readPictures(file("labels", labels(1, 0))));
    assertMalformed("IDX file of pictures: were the two files exchanged",
        () -> IdxFiles.readLabels(file("pictures", TWO_PICTURES), 3));
    assertMalformed("0x3c68746d", () -> IdxFiles.readPictures(file("page", "<html>not found".getBytes())));
  }

  @Test
  void lengthsThatLieCostNoMemory() throws IOException {
    assertMalformed("needs 196000000 bytes, but the file ends after 3",
        () -> IdxFiles.readPictures(file("few", pictures(250_000, 28, 28, 1, 2, 3))));
    assertMalformed("not read", () -> IdxFiles.readPictures(file("huge", pictures(Integer.MAX_VALUE,
        Integer.MAX_VALUE, Integer.MAX_VALUE, 1))));
    assertMalformed("not read", () -> IdxFiles.readPictures(file("huge", pictures(1 << 28, 1, 2, 1))));
    assertMalformed("4294967295", () -> IdxFiles.readPictures(file("negative", pictures(-1, 28, 28, 1))));
    assertMalformed("not read", () -> IdxFiles.readLabels(file("huge", labels(Integer.MAX_VALUE, 1)), 3));
    assertMalformed("needs 200000000 bytes",
        () -> IdxFiles.readLabels(file("few", labels(200_000_000, 1)), 3));
  }

  @Test
  void aGzipBombIsLeftAfterThePromisedBytes() throws IOException {
    byte[] content = Arrays.copyOf(pictures(1, 2, 2), 64 << 20);
    assertMalformed("byte 20: the file goes on", () -> IdxFiles.readPictures(file("bomb.gz", gzip(content))));
  }

  @Test
  void labelsThatNameNoClassAreRefused() {
    assertMalformed("byte 9: label 3", () -> IdxFiles.readLabels(file("labels", labels(2, 2, 3)), 3));
    assertMalformed("byte 8: label 255", () -> IdxFiles.readLabels(file("labels", labels(1, 255)), 3));
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() throws IOException {
    Path pictures = file("pictures", TWO_PICTURES);
    Path labels = file("labels", labels(1, 0));
    assertMalformed("1 labels here, but 2 pictures", () -> IdxFiles.read("x", pictures, labels, NAMES));
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing");
    var e = assertThrows(FileNotFoundException.class, () -> IdxFiles.readPictures(missing));
    assertEquals("there is no file " + missing, e.getMessage());
  }

  static void assertMalformed(String reason, Executable reading) {
    String message = assertThrows(MalformedFileException.class, reading).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
