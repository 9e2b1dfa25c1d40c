package scrutable.tensor.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/// What stands at a place that is to be written to, and what must not be lost there.
final class FilePlace {
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final int MOST_LINKS = 40; // as many as Linux follows

  private FilePlace() {}

  /// Whether the place takes bytes as they come: a device, a pipe, or an open file of a process. Through
  /// `/dev/stdout` a regular file may be reached; it is open already, so replacing it would part its name
  /// from what is being written.
  static boolean isStream(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Path step = file.toAbsolutePath().normalize();
    for (int links = 0; links < MOST_LINKS; links++) {
      if (step.startsWith("/proc") || step.startsWith("/dev/fd")) {
        return true;
      }
      if (!Files.isSymbolicLink(step)) {
        break;
      }
      step = step.resolveSibling(Files.readSymbolicLink(step)).normalize();
    }
    return !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /// Creates an empty file that nobody may read who must not read `model`.
  static void createLike(Path model, Path file) throws IOException {
    if (Files.exists(model) && hasView(model, "posix")) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(file);
    }
  }

  /// Whether a file may be moved to the place of another without loss: other names of that file would keep
  /// the old content, and a file of another owner would change hands.
  static boolean canBeTakenBy(Path newFile, Path oldFile) throws IOException {
    if (!Files.exists(oldFile) || !hasView(oldFile, "unix")) {
      return true;
    }
    Map<String, Object> old = Files.readAttributes(oldFile, "unix:nlink,uid,gid");
    Map<String, Object> present = Files.readAttributes(newFile, "unix:uid,gid");
    return (int) old.get("nlink") == 1 && old.get("uid").equals(present.get("uid"))
        && old.get("gid").equals(present.get("gid"));
  }

  static void copyPermissions(Path from, Path to) throws IOException {
    if (Files.exists(from) && hasView(from, "posix")) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  private static boolean hasView(Path file, String view) {
    return file.getFileSystem().supportedFileAttributeViews().contains(view);
  }
}
