package scrutable.tensor.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The files that [AtomicFile] fills before they get their names.
final class UnfinishedFiles {
  private static final Pattern NAME = Pattern.compile("\\.unfinished-[0-9a-f]{1,16}\\.tmp");
  private static final Duration ABANDONED = Duration.ofDays(1);

  private UnfinishedFiles() {}

  /// A name that no other writer uses.
  static Path in(Path directory) {
    return directory.resolve(
        ".unfinished-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
  }

  /// Deletes what killed programs left in a directory: files of such names into which nobody has written for
  /// a day. Tidying is a courtesy: what cannot be deleted stays, and no error comes of it.
  static void tidy(Path directory) {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ".unfinished-*.tmp")) {
      for (Path file : found) {
        deleteIfOlder(file, limit);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // the write that comes next says what is wrong with the directory, if it matters
    }
  }

  private static void deleteIfOlder(Path file, Instant limit) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (NAME.matcher(file.getFileName().toString()).matches() && attributes.isRegularFile()
          && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return; // it belongs to somebody else, or another writer was quicker
    }
  }
}
