package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The files that hold tasks, packed to be handed in. Whole trees, zipped, can be handed in as well.
final class Submission {
  private Submission() {}

  static void write(Kit kit, Path tree, Path to) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(to))) {
      zip.putNextEntry(new ZipEntry("assignment.txt"));
      zip.write((kit.data().name() + "\n").getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      for (String file : kit.clean().keySet()) {
        if (Files.isRegularFile(tree.resolve(file))) {
          zip.putNextEntry(new ZipEntry(file));
          Files.copy(tree.resolve(file), zip);
          zip.closeEntry();
        }
      }
    }
  }
}
