package scrutable.lessons.course;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import scrutable.lessons.grader.task.TaskException;

/// Compiles a tree of sources and packs it.
final class Engine {
  private static final long TIME = 1_767_225_600_000L;                // 2026-01-01: the same bytes for the same sources

  private Engine() {}

  /// Compiles sources, without warnings.
  ///
  /// @param classPath what they use
  /// @throws TaskException if they do not compile
  /// @throws IOException   if classes cannot be written
  static void compile(List<Path> sources, List<Path> classPath, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      var messages = new StringWriter();
      boolean compiled = compiler.getTask(messages, files, null, List.of("-proc:none", "-Xlint:none", "-nowarn",
          "-parameters", "-g", "--add-modules", "jdk.incubator.vector"), null,
          files.getJavaFileObjectsFromPaths(sources)).call();
      if (!compiled) {
        throw new TaskException("the assignment does not compile:\n" + messages);
      }
    }
  }

  /// All Java files below a folder.
  static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /// Packs classes and texts.
  static void pack(Path classes, Map<String, String> texts, Path archive) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    texts.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    List<String> names = new ArrayList<>(entries.keySet());
    try (var jar = new JarOutputStream(Files.newOutputStream(archive))) {
      JarEntry first = new JarEntry("META-INF/MANIFEST.MF");
      first.setTime(TIME);
      jar.putNextEntry(first);
      manifest.write(jar);
      jar.closeEntry();
      for (String name : names) {
        JarEntry entry = new JarEntry(name);
        entry.setTime(TIME);
        jar.putNextEntry(entry);
        jar.write(entries.get(name));
        jar.closeEntry();
      }
    }
  }
}
