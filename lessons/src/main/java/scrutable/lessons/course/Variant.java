package scrutable.lessons.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.Utf8;

/// The repository, with some of its files replaced: a changed formula or other constants, which a teacher keeps for
/// himself, since the repository and with it every solution is public.
///
/// A folder holds the changed files under the names that they have in the repository.
final class Variant {
  private final Path root;
  private final Path folder;
  private final List<String> files;

  private Variant(Path root, Path folder, List<String> files) {
    this.root = root;
    this.folder = folder;
    this.files = files;
  }

  /// The repository as it is.
  static Variant none(Path root) {
    return new Variant(root, root, List.of());
  }

  /// The repository with the files of a folder.
  ///
  /// @throws TaskException if the repository has no file of such a name
  static Variant of(Path root, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new TaskException("there is no folder " + folder);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> files = all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/')).sorted().toList();
      for (String file : files) {
        if (!Files.exists(root.resolve(file))) {
          throw new TaskException("the variant holds " + file + ", but the repository has no such file");
        }
      }
      return new Variant(root, folder, files);
    }
  }

  /// Where a file of the repository is.
  Path path(String file) {
    return files.contains(file) ? folder.resolve(file) : root.resolve(file);
  }

  /// The text of a file of the repository.
  String read(String file) throws IOException {
    return Utf8.read(path(file));
  }

  /// Whether a file is replaced.
  boolean replaces(String file) {
    return files.contains(file);
  }

  /// The sources that are replaced.
  List<Path> sources() {
    return files.stream().filter(file -> file.endsWith(".java")).map(folder::resolve).toList();
  }

  /// All files that are replaced.
  List<String> files() {
    return files;
  }
}
