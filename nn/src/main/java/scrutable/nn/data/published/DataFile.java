package scrutable.nn.data.published;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import scrutable.tensor.io.CheckedInput;
import scrutable.tensor.io.MalformedFileException;

/// Opens the files of data sets, packed with gzip or not, and keeps hostile ones in bounds.
///
/// A small gzip file can unpack to a thousand times its size, so nobody here reads "to the end": each reader
/// says how many bytes it is prepared to take, and stops there.
final class DataFile {
  /// No data set may have more values than this (as `float32` a gigabyte); MNIST has a fifth of it.
  static final int MOST_VALUES = 1 << 28;

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private DataFile() {}

  /// What to do with the content.
  @FunctionalInterface
  interface Reader<T> {
    T read(CheckedInput input) throws IOException;
  }

  /// Reads a file; whether it is packed is seen by its first two bytes, not by its name.
  ///
  /// @throws MalformedFileException if the packed data are damaged; its offset counts *unpacked* bytes
  /// @throws IOException if there is no such file, or it cannot be read
  static <T> T read(Path file, Reader<T> reader) throws IOException {
    requireFile(file);
    try (var buffered = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream unpacked = unpacked(file, buffered)) {
      var input = new CheckedInput(unpacked, file.toString());
      try {
        return reader.read(input);
      } catch (ZipException | EOFException e) {
        throw damaged(file, input.offset(), e);
      }
    }
  }

  /// Reads all unpacked bytes.
  ///
  /// @throws MalformedFileException if there are more than `most`
  static byte[] readAll(Path file, int most) throws IOException {
    requireFile(file);
    try (var buffered = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream unpacked = unpacked(file, buffered)) {
      byte[] bytes = unpacked.readNBytes(most);
      if (unpacked.read() >= 0) {
        throw new MalformedFileException(file.toString(), most,
            "the file goes on; no more than " + most + " (unpacked) bytes are read of this kind of file");
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw damaged(file, 0, e);
    }
  }

  private static void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("there is no file " + file);
    }
  }

  private static InputStream unpacked(Path file, BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean packed = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    in.reset();
    try {
      return packed ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (ZipException | EOFException e) {
      throw damaged(file, 0, e);
    }
  }

  private static MalformedFileException damaged(Path file, long offset, IOException cause) {
    var exception = new MalformedFileException(file.toString(), offset,
        "the gzip data are damaged or cut off (" + cause.getMessage()
            + "); the byte is counted in the unpacked data. Fetch the file again");
    exception.initCause(cause);
    return exception;
  }
}
