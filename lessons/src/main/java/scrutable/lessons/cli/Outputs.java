package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a command reads, it never writes over.
final class Outputs {
  private Outputs() {}

  /// Checks that a place has a name: an empty one, as of a variable that was never set, would silently be the
  /// working directory.
  ///
  /// @param place null if the option was not given
  /// @throws UsageException naming the option
  static void requireName(String option, Path place) {
    if (place != null && place.toString().isEmpty()) {
      throw new UsageException(option + " is empty; the name of a file or folder is needed (\".\" is the working"
          + " directory).");
    }
  }

  /// Checks places to be written to against the files that are read, also through links.
  ///
  /// @throws UsageException naming the first file that is both
  static void requireApart(List<Path> outputs, List<Path> inputs) throws IOException {
    for (Path output : outputs) {
      for (Path input : inputs) {
        if (isSame(output, input)) {
          throw new UsageException(output + " is a file that this command reads; it would be overwritten."
              + " Choose another place for the result.");
        }
      }
    }
  }

  /// Checks before the work that its results can be written, and makes their folder.
  ///
  /// @throws IOException naming what is in the way
  static void requireWritable(Path folder) throws IOException {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at) && !Files.isDirectory(at)) {
        throw new IOException(at + " is a file where a folder is needed");
      }
    }
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, ".unfinished-", ".tmp"));
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
        || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }
}
