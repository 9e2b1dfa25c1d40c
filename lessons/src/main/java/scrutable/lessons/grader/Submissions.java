package scrutable.lessons.grader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Takes the files that hold tasks out of what was handed in: what `./grade --submit` packs, a whole tree in an
/// archive, or a folder. Nothing else of it is looked at.
public final class Submissions {
  private static final int MOST_BYTES = 1 << 20;

  private Submissions() {}

  /// Who handed in: the name of the archive or folder.
  public static String who(Path submission) {
    return submission.getFileName().toString().replaceFirst("\\.zip$", "");
  }

  /// Copies the files to a folder.
  ///
  /// @param files their names, as seen from the root of a tree; each is taken from the place nearest to the top
  /// @return how many of them were there
  /// @throws IOException if the submission cannot be read
  public static int unpack(Path submission, Set<String> files, Path to) throws IOException {
    int found = 0;
    for (String file : files) {
      byte[] content = Files.isDirectory(submission) ? inFolder(submission, file) : inArchive(submission, file);
      if (content != null) {
        Path target = to.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, content);
        found++;
      }
    }
    return found;
  }

  private static byte[] inFolder(Path folder, String file) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Path nearest = all.filter(path -> path.endsWith(file)).min((a, b) -> a.getNameCount() - b.getNameCount())
          .orElse(null);
      return nearest == null || Files.size(nearest) > MOST_BYTES ? null : Files.readAllBytes(nearest);
    }
  }

  private static byte[] inArchive(Path archive, String file) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry nearest = zip.stream().map(ZipEntry.class::cast)
          .filter(entry -> entry.getName().equals(file) || entry.getName().endsWith("/" + file))
          .min((a, b) -> a.getName().length() - b.getName().length()).orElse(null);
      if (nearest == null) {
        return null;
      }
      try (InputStream in = zip.getInputStream(nearest)) {
        byte[] content = in.readNBytes(MOST_BYTES + 1);
        return content.length > MOST_BYTES ? null : content;
      }
    }
  }
}
