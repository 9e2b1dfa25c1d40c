package scrutable.nn.data.published;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;

/// A ZIP archive that is only looked into: nothing of it is ever written to the disk, wherever its names point.
final class ZipArchive implements AutoCloseable {
  private final Path file;
  private final ZipFile zip;

  /// @throws MalformedFileException if the file is no ZIP archive, or cut off
  ZipArchive(Path file) throws IOException {
    this.file = file;
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("there is no file " + Printable.text(file.toString()));
    }
    try {
      this.zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw damaged("this is no whole ZIP archive", e);
    }
  }

  /// The names of all files in it, sorted.
  List<String> names() {
    return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
        .sorted(Comparator.naturalOrder()).toList();
  }

  /// The content of one file.
  ///
  /// @param most how many bytes it may have: a small archive can unpack to a thousand times its size
  /// @throws MalformedFileException if it is not there, is longer, or is damaged
  byte[] read(String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw malformed("there is no " + Printable.quoted(name) + " in this archive, but "
          + names().stream().limit(5).map(Printable::quoted).toList());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw malformed(Printable.quoted(name) + " goes on; no more than " + most + " bytes are read of it");
      }
      var sum = new CRC32();
      sum.update(bytes);
      if (sum.getValue() != entry.getCrc()) {
        throw malformed(Printable.quoted(name) + " is damaged: its checksum does not fit. Fetch the file again");
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw damaged(Printable.quoted(name) + " is damaged", e);
    }
  }

  /// An error about the archive as a whole.
  MalformedFileException malformed(String problem) {
    return new MalformedFileException(file.toString(), 0, problem);
  }

  private MalformedFileException damaged(String problem, IOException cause) {
    var exception = malformed(problem + " (" + cause.getMessage() + "). Fetch the file again");
    exception.initCause(cause);
    return exception;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
