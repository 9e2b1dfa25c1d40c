package scrutable.tensor.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file all or not at all: whoever reads it sees the old content or the new one, never a half.
///
/// The content goes to a temporary file in the same directory (moving is atomic only within a file system).
/// It is forced to the disk *before* it takes the final name: a file system may otherwise write the name
/// first, and a power failure would leave the right name on an empty file. If anything fails, or the
/// program is killed, the file of that name is as it was. What a killed program left (`.unfinished-*.tmp`)
/// is deleted by the first write in that folder that comes a day or more later.
///
/// Moving puts another file in the place of the old one, so it depends on what has the name:
///
/// - nothing: a new file;
/// - a regular file: it is replaced, and its permissions (such as `rw-------`) stay;
/// - a file with several names (hard links), or of another owner or group: its bytes are overwritten when the
///   whole content is there, so that the names stay one file and the owner stays. This last copy is not atomic;
/// - a symbolic link: the file it points to is meant, and the link stays;
/// - a device, a pipe, `/dev/stdout`: the content is written into it as it comes;
/// - a directory, a read-only file, a link that points nowhere: an error.
public final class AtomicFile {
  private AtomicFile() {}

  /// What to write.
  @FunctionalInterface
  public interface Content {
    /// Writes everything to `out`, which is buffered and is closed by the caller.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Creates or replaces `file`.
  ///
  /// @throws IOException naming the file and the cause, if it cannot be written; an old file is then
  ///     untouched and no temporary file is left. What `content` throws other than `IOException` is passed
  ///     on, likewise.
  public static void write(Path file, Content content) throws IOException {
    try {
      if (FilePlace.isStream(file)) {
        fill(file, content, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return;
      }
      Path target = requireWritable(file);
      UnfinishedFiles.tidy(target.getParent());
      replace(target, content);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static IOException unwritable(Path file, IOException cause) {
    return new IOException("cannot write " + Printable.text(file.toString()) + ": " + causeOf(cause), cause);
  }

  /// Creates or replaces `file` with a text in UTF-8, and makes its folder if there is none.
  ///
  /// Half a surrogate pair, which UTF-8 cannot express, becomes `?`: one odd character must not cost the
  /// report of a long run.
  ///
  /// @throws IOException if the folder cannot be made or the file cannot be written, as [#write] says
  public static void writeText(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The file that is really meant: the one behind a symbolic link, which would be replaced by the move.
  private static Path requireWritable(Path file) throws IOException {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new IOException("it is a symbolic link to " + Files.readSymbolicLink(file)
          + ", which does not exist");
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null || Files.isDirectory(target)) {
      throw new IOException("it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no directory " + directory + "; create it first");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new IOException("the file is read-only");
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("the directory " + directory + " is read-only for this user");
    }
    return target;
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = UnfinishedFiles.in(target.getParent());
    try {
      // Beside a file that only its owner may read, the temporary one must not be open to all either.
      FilePlace.createLike(target, temporary);
      fill(temporary, content, StandardOpenOption.WRITE);
      take(temporary, target);
    } finally {
      Files.deleteIfExists(temporary); // gone already after a successful move
    }
  }

  /// An empty temporary file beside `file`, which must be writable; see [StagedFiles].
  static Path stage(Path file) throws IOException {
    try {
      Path model = FilePlace.isStream(file) ? file : requireWritable(file);
      Path temporary = UnfinishedFiles.in(file.toAbsolutePath().getParent());
      FilePlace.createLike(model, temporary);
      return temporary;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /// Gives the content of a finished temporary file the name `file`, by the rules above.
  static void replace(Path file, Path finished) throws IOException {
    try {
      if (FilePlace.isStream(file)) {
        fill(file, out -> Files.copy(finished, out), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      } else {
        take(finished, requireWritable(file));
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void take(Path finished, Path target) throws IOException {
    if (FilePlace.canBeTakenBy(finished, target)) {
      FilePlace.copyPermissions(target, finished);
      move(finished, target);
    } else {
      fill(target, out -> Files.copy(finished, out), StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static void fill(Path file, Content content, StandardOpenOption... options) throws IOException {
    try (var channel = FileChannel.open(file, options);
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      content.writeTo(out);
      out.flush();
      if (Files.isRegularFile(file)) {
        channel.force(true);
      }
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// The messages of these exceptions are bare paths, or begin with the temporary one.
  private static String causeOf(IOException e) {
    String message = switch (e) {
      case AccessDeniedException denied -> "access denied to " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
    return Printable.text(message);
  }
}
