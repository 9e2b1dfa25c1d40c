package scrutable.lessons.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes text files so that a reader, or a killed process, never sees half of one.
public final class AtomicText {
  private AtomicText() {}

  /// Writes the text as UTF-8 to a neighbouring temporary file and moves it into place.
  ///
  /// A lone surrogate, which UTF-8 cannot express, becomes `?`: one odd character must not cost the report
  /// of a long run.
  ///
  /// @throws IOException if the folder cannot be made or written; the message of the cause names the file
  public static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
