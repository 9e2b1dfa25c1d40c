package scrutable.lessons.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.tensor.io.Utf8;

/// The Java sources of the repository, found by their names.
public final class SourceTree {
  private static final List<String> ROOMS = List.of("tensor", "autograd", "nn", "attacks", "lessons", "bench");

  private final Path root;
  private final Map<String, List<Path>> byName;

  private SourceTree(Path root, Map<String, List<Path>> byName) {
    this.root = root;
    this.byName = byName;
  }

  /// The sources below the root of the repository, without the tests.
  ///
  /// @throws IOException if they cannot be read
  public static SourceTree of(Path root) throws IOException {
    Map<String, List<Path>> byName = new TreeMap<>();
    for (String room : ROOMS) {
      Path sources = root.resolve(room).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            byName.computeIfAbsent(file.getFileName().toString(), none -> new ArrayList<>()).add(file);
            return FileVisitResult.CONTINUE;
          }
        });
      }
    }
    return new SourceTree(root, byName);
  }

  /// All files, by name.
  public List<Path> files() {
    return byName.values().stream().flatMap(List::stream).filter(file -> file.toString().endsWith(".java")).toList();
  }

  /// The file of this name, like `FastGradientSign.java`; where several have it, with as many folders before it as
  /// tell them apart, like `evasion/FastGradientSign.java`.
  ///
  /// @throws MarkException if no file or more than one has the name
  public Path file(String name) {
    List<Path> found = byName.getOrDefault(Path.of(name).getFileName().toString(), List.of()).stream()
        .filter(file -> file.endsWith(name)).toList();
    if (found.size() != 1) {
      throw new MarkException(found.isEmpty() ? "there is no source file " + name + " in " + root
          : name + " may be " + found.stream().map(root::relativize).toList() + "; write a folder before the name");
    }
    return found.getFirst();
  }

  /// The marks of a file.
  ///
  /// @throws MarkException if they are wrong
  /// @throws IOException   if it cannot be read
  public Marks marks(Path file) throws IOException {
    return Marks.of(root.relativize(file).toString(), Utf8.read(file));
  }

  /// The file as seen from the root, with slashes.
  public String path(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
