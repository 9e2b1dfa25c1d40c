package scrutable.tensor.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Several files that belong together, written in two steps: first each under a temporary name beside its place,
/// then, when all are on the disk, they take their names one after the other.
///
/// ```java
/// try (var files = new StagedFiles()) {
///   Npy.write(files.stage(folder.resolve("inputs.npy")), inputs);
///   AtomicFile.writeText(files.stage(folder.resolve("about.json")), text);
///   files.exchange();
/// }
/// ```
///
/// [AtomicFile] keeps one file whole; with several, a disk that fills between two of them would leave half of the
/// new work and half of the old. Here whatever fails before [#exchange] leaves all old files as they were. The
/// exchange itself needs no space, and takes as long as some renames; only a crash in that moment can part them.
/// For every single file the rules of [AtomicFile] hold: permissions stay, links are followed.
public final class StagedFiles implements AutoCloseable {
  private record Staged(Path temporary, Path file) {}

  private final List<Staged> staged = new ArrayList<>();

  /// The place to write the content of `file` to, a new and empty file; the folder must exist.
  ///
  /// @throws IOException if `file` cannot be written
  public Path stage(Path file) throws IOException {
    Path temporary = AtomicFile.stage(file);
    staged.add(new Staged(temporary, file));
    return temporary;
  }

  /// Puts all files in their places, in the order in which they were staged.
  ///
  /// @throws IOException if one cannot be put there; those before it are there already
  public void exchange() throws IOException {
    for (Staged one : staged) {
      AtomicFile.replace(one.file, one.temporary);
    }
  }

  /// Deletes what has not taken its place.
  @Override
  public void close() throws IOException {
    for (Staged one : staged) {
      Files.deleteIfExists(one.temporary);
    }
  }
}
