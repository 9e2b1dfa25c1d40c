package scrutable.lessons.grader.compile;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.Region;
import scrutable.lessons.source.Tokens;

/// Puts bodies into the clean files of an engine and compiles these files: classes that lie over those of the engine.
///
/// A body that does not compile, or uses what it may not, is left out, and the others are compiled without it.
public final class Overlay {
  private final Map<String, String> clean;
  private final List<Path> classPath;
  private final Function<String, List<String>> forbidden;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /// Why a body was left out.
  ///
  /// @param refused whether it uses what it may not; otherwise it does not compile
  /// @param line    the line, counted from the first mark of the task
  /// @param message one sentence
  public record Problem(boolean refused, int line, String message) {}

  /// @param clean     the files of the engine that hold tasks, by their names
  /// @param classPath the engine
  /// @param forbidden what each task forbids
  public Overlay(Map<String, String> clean, List<Path> classPath, Function<String, List<String>> forbidden) {
    this.clean = Map.copyOf(clean);
    this.classPath = List.copyOf(classPath);
    this.forbidden = forbidden;
  }

  /// Compiles the files that the bodies belong to.
  ///
  /// @param to the folder for the classes
  /// @return the problems, by task
  /// @throws IOException if the folder cannot be written
  public Map<String, Problem> compile(List<Body> bodies, Path to) throws IOException {
    problems.clear();
    List<Body> left = new ArrayList<>(bodies);
    for (Body body : bodies) {
      String unfinished = Tokens.unfinished(body.text());
      if (!unfinished.isEmpty()) {
        problems.put(body.task(), new Problem(false, 1, unfinished));
      }
    }
    do {
      left.removeIf(body -> problems.containsKey(body.task()));
    } while (!left.isEmpty() && !compiled(left, bodies, to));
    return Map.copyOf(problems);
  }

  /// The clean files that some bodies belong to, with these bodies in them.
  public Map<String, String> texts(List<Body> bodies) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Body body : bodies) {
      texts.put(body.file(), body.into(texts.getOrDefault(body.file(), clean.get(body.file()))));
    }
    return texts;
  }

  private boolean compiled(List<Body> left, List<Body> all, Path to) throws IOException {
    Map<String, String> texts = texts(left);
    all.forEach(body -> texts.putIfAbsent(body.file(), clean.get(body.file())));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new TaskException("this Java has no compiler: a JDK is needed, not a JRE");
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(to));
      List<SourceText> sources = texts.entrySet().stream()
          .map(file -> new SourceText(file.getKey(), file.getValue())).toList();
      JavacTask task = (JavacTask) compiler.getTask(null, files, diagnostics,
          List.of("-proc:none", "-Xlint:none", "-parameters", "-g"), null, sources);
      Iterable<? extends CompilationUnitTree> units = task.parse();
      task.analyze();
      if (!noteErrors(diagnostics, left, texts)) {
        return false;
      }
      if (!noteRefusals(Trees.instance(task), units, left, texts)) {
        return false;
      }
      task.generate();
      return noteErrors(diagnostics, left, texts);
    }
  }

  private boolean noteErrors(DiagnosticCollector<JavaFileObject> diagnostics, List<Body> left,
      Map<String, String> texts) {
    boolean fine = true;
    for (Diagnostic<? extends JavaFileObject> one : diagnostics.getDiagnostics()) {
      if (one.getKind() != Diagnostic.Kind.ERROR) {
        continue;
      }
      fine = false;
      String file = one.getSource() == null ? "" : SourceText.fileOf(one.getSource());
      Body body = before(file, one.getLineNumber(), left, texts).orElseThrow(() -> new TaskException(
          "the engine itself does not compile: " + one.getMessage(Locale.ROOT) + " in " + file));
      int begin = Body.region(file, texts.get(file), body.task()).begin();
      problems.putIfAbsent(body.task(), new Problem(false, (int) one.getLineNumber() - begin,
          one.getMessage(Locale.ROOT).strip()));
    }
    return fine;
  }

  /// The body that a line is in or comes after: the compiler complains of a missing return behind it.
  private static Optional<Body> before(String file, long line, List<Body> left, Map<String, String> texts) {
    Body nearest = null;
    int latest = 0;
    for (Body body : left) {
      int begin = body.file().equals(file) ? Body.region(file, texts.get(file), body.task()).begin() : 0;
      if (begin > latest && begin <= line) {
        latest = begin;
        nearest = body;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private boolean noteRefusals(Trees trees, Iterable<? extends CompilationUnitTree> units, List<Body> left,
      Map<String, String> texts) {
    boolean fine = true;
    for (CompilationUnitTree unit : units) {
      String file = SourceText.fileOf(unit.getSourceFile());
      for (Body body : left) {
        if (!body.file().equals(file)) {
          continue;
        }
        Region region = Body.region(file, texts.get(file), body.task());
        long begin = unit.getLineMap().getStartPosition(region.begin());
        var restrictions = new Restrictions(trees, begin, unit.getLineMap().getStartPosition(region.end()),
            forbidden.apply(body.task()));
        restrictions.scan(unit, null);
        if (!restrictions.found().isEmpty()) {
          fine = false;
          String[] found = restrictions.found().split("\t", 2);
          problems.put(body.task(), new Problem(true, Integer.parseInt(found[0]) - region.begin(), found[1]));
        }
      }
    }
    return fine;
  }
}
