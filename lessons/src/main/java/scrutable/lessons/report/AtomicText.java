package scrutable.lessons.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import scrutable.tensor.io.AtomicFile;

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
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
