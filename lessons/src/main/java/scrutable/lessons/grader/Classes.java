package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.compile.Overlay;

/// The classes of bodies, a folder for each file; a file is compiled only if a body in it has changed.
final class Classes {
  private static final int KEPT = 60;

  private final Kit kit;
  private final Path work;
  private final Overlay overlay;

  /// @param work where the folders are
  Classes(Kit kit, Path work) {
    this.kit = kit;
    this.work = work;
    this.overlay = new Overlay(kit.clean(), kit.engine(), task -> kit.task(task).forbidden());
  }

  /// Bodies, compiled.
  ///
  /// @param classPath the folders, then the engine
  /// @param used      the bodies that could be compiled
  /// @param problems  why the others could not
  /// @param texts     the files with the bodies in them
  record Compiled(List<Path> classPath, List<Body> used, Map<Body, Overlay.Problem> problems,
      Map<String, String> texts) {}

  /// Compiles bodies.
  Compiled of(List<Body> bodies) throws IOException {
    tidy();
    List<Path> classPath = new ArrayList<>();
    Map<Body, Overlay.Problem> problems = new LinkedHashMap<>();
    for (List<Body> ofFile : bodies.stream().collect(Collectors.groupingBy(Body::file, LinkedHashMap::new,
        Collectors.toList())).values()) {
      classPath.add(compiled(ofFile, problems));
    }
    classPath.addAll(kit.engine());
    List<Body> used = bodies.stream().filter(body -> !problems.containsKey(body)).toList();
    return new Compiled(classPath, used, problems, overlay.texts(used));
  }

  private Path compiled(List<Body> bodies, Map<Body, Overlay.Problem> problems) throws IOException {
    Path classes = work.resolve("classes-" + digest(bodies));
    if (Files.isDirectory(classes)) {
      return classes;
    }
    Path fresh = Files.createTempDirectory(Files.createDirectories(work), "compiling");
    Map<String, Overlay.Problem> found = overlay.compile(bodies, fresh);
    bodies.stream().filter(body -> found.containsKey(body.task()))
        .forEach(body -> problems.put(body, found.get(body.task())));
    return found.isEmpty() ? Files.move(fresh, classes) : fresh;
  }

  private String digest(List<Body> bodies) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Body body : bodies) {
        digest.update((body.task() + "\n" + body.text() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      digest.update(kit.clean().get(bodies.getFirst().file()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Deletes the classes of earlier versions; the latest stay.
  private void tidy() throws IOException {
    if (!Files.isDirectory(work)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(work)) {
      folders = all.filter(Files::isDirectory).sorted(Comparator.comparing(
          (Path folder) -> folder.toFile().lastModified()).reversed()).toList();
    }
    for (Path old : folders.stream().skip(KEPT).toList()) {
      try (Stream<Path> inside = Files.walk(old)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
