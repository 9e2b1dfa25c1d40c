package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import scrutable.tensor.io.Utf8;

/// Files of reports, as they are found: a folder of reports may have been passed on, unpacked or half written by
/// anybody. A pipe would let the reader wait for ever, a link may lead anywhere, a name with a separator as well.
final class ReportFile {
  private static final long LARGEST = 1 << 26;

  private ReportFile() {}

  /// Whether a name is that of a file in its folder, and not `/`, `..`, a path, or nothing.
  static boolean isPlainName(String name) {
    return !name.isEmpty() && !name.equals(".") && !name.equals("..") && !name.contains("/")
        && !name.contains("\\") && name.indexOf('\0') < 0;
  }

  /// Whether this is a file in itself: no folder, pipe, device or link.
  static boolean isPlain(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /// The text of a file.
  ///
  /// @throws IOException if it is no plain file, is larger than 64 MB, or no text in UTF-8
  static String read(Path file) throws IOException {
    requireOurs(file);
    return Utf8.read(file);
  }

  /// The bytes of a file.
  ///
  /// @throws IOException if it is no plain file, or is larger than 64 MB
  static byte[] bytes(Path file) throws IOException {
    requireOurs(file);
    return Files.readAllBytes(file);
  }

  private static void requireOurs(Path file) throws IOException {
    if (!isPlain(file)) {
      throw new IOException(file.getFileName() + " is no plain file");
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException(file.getFileName() + " is larger than any of ours");
    }
  }
}
