package scrutable.lessons.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.grader.Kit;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Utf8;

/// A whole assignment with all tasks, as it is handed out: compiled, packed, graded by its own scripts.
@EnabledIfSystemProperty(named = "scrutable.course", matches = "all")
class StudentTreeTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();

  @TempDir
  private static Path folder;

  private static TaskFolder tasks;
  private static Path assignment;

  @BeforeAll
  static void writeAnAssignment() throws IOException {
    tasks = new TaskFolder(ROOT);
    assignment = folder.resolve("hw");
    new Course(ROOT).write("hw", ids().getFirst() + "-" + ids().getLast(), assignment);
  }

  @Test
  void noSolutionIsFoundInSourcesPagesClassesArchivesOrTheHistory() throws Exception {
    Map<String, String> solutions = new HashMap<>();
    for (String id : ids()) {
      solutions.put(id, tasks.solution(id));
    }
    var leaks = new Leaks(solutions);
    List<String> found = new ArrayList<>();
    int entries = 0;
    for (Path file : files(assignment.resolve("student"))) {
      byte[] content = Files.readAllBytes(file);
      found.addAll(leaks.in(file.toString(), new String(content, StandardCharsets.ISO_8859_1)));
      if (file.toString().endsWith(".jar")) {
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
          for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            entries++;
            found.addAll(leaks.in(file + "!" + entry, new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1)));
          }
        }
      }
    }
    assertTrue(entries > 500, "the archive was looked into");
    Ran history = run(assignment.resolve("student"), Map.of(), "git", "cat-file", "--batch", "--batch-all-objects");
    assertTrue(history.out().contains("//: task"), "the history was looked into");
    found.addAll(leaks.in("git", history.out()));
    assertEquals(List.of(), found);
    Ran commits = run(assignment.resolve("student"), Map.of(), "git", "rev-list", "--all", "--count");
    assertEquals("1", commits.out().strip());
  }

  @Test
  void withNothingWrittenEverythingIsOpen() throws Exception {
    Path tree = copy("untouched");
    Ran ran = run(tree, Map.of(), "./grade");
    assertEquals(1, ran.code(), ran::out);
    assertTrue(ran.out().contains("\n0 of "), ran::out);
    assertEquals(ids().size(), ran.out().lines().filter(line -> line.endsWith(" open")).count(), ran::out);
  }

  @Test
  void withTheOfficialSolutionsEverythingIsRight() throws Exception {
    Path tree = copy("solved");
    for (String line : Files.readAllLines(assignment.resolve("teacher/keys.txt"))) {
      String[] key = line.split(" ");
      assertEquals(0, run(tree, Map.of(), "./course", "open", key[0], key[1]).code(), key[0]);
    }
    Ran ran = run(tree, Map.of(), "./grade", "--seed", "5");
    int points = tasks.tasks().stream().mapToInt(Task::points).sum();
    assertTrue(ran.out().contains("\n" + points + " of " + points + " points"), ran::out);
    assertEquals(0, ran.code());
    Json results = Json.parse(Utf8.read(tree.resolve("results.json")));
    assertEquals(points, results.get("score").number());
    assertTrue(results.get("tests").items().stream().allMatch(test -> test.get("status").text().equals("passed")));

    // The same on one thread and in another language, without a home and without a network, and with Java 17 as the
    // Java of the computer.
    Path home = Files.createDirectories(folder.resolve("home"));
    Path old = oldJava();
    List<String> command = new ArrayList<>(withoutNetwork());
    command.addAll(List.of("./grade", "--seed", "5"));
    Ran other = run(tree, Map.of("HOME", home.toString(), "JAVA_HOME", old.toString(), "JAVA25_HOME",
        System.getProperty("java.home"), "PATH", old.resolve("bin") + ":" + System.getenv("PATH"), "JAVA_TOOL_OPTIONS",
        "-Dscrutable.threads=1 -Duser.language=tr -Duser.country=TR", "LC_ALL", "C.UTF-8"),
        command.toArray(String[]::new));
    assertEquals(withoutTimes(ran.out()), withoutTimes(other.out()));
    try (Stream<Path> inHome = Files.list(home)) {
      assertEquals(0, inHome.count(), "nothing is written to the home");
    }
  }

  /// A folder that says that it is a JDK 17; whoever starts its Java is told off.
  private static Path oldJava() throws IOException {
    Path jdk = folder.resolve("jdk-17");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.writeString(java, "#!/bin/sh\necho 'this is Java 17' >&2\nexit 1\n");
    assertTrue(java.toFile().setExecutable(true));
    return jdk;
  }

  /// What must stand before a command so that it sees no network; nothing where the system has no such thing.
  private static List<String> withoutNetwork() throws Exception {
    List<String> alone = List.of("unshare", "--map-root-user", "--net");
    try {
      List<String> attempt = new ArrayList<>(alone);
      attempt.add("true");
      return run(folder, Map.of(), attempt.toArray(String[]::new)).code() == 0 ? alone : List.of();
    } catch (IOException noSuchProgram) {
      return List.of();
    }
  }

  /// A loop without an end, a full heap, an exit and a stack without a bottom: each task has its verdict, a right one
  /// beside them its points, and the results are written.
  @Test
  void codeThatRunsAwayCostsItsOwnTaskOnly() throws Exception {
    Path tree = copy("runaway");
    write(tree, "1.1", "for (;;) {\n}\n");
    write(tree, "1.2", "java.util.List<double[]> all = new java.util.ArrayList<>();\nfor (;;) {\n"
        + "  all.add(new double[10_000_000]);\n}\n");
    write(tree, "1.3", "System.exit(0);\nreturn g;\n");
    write(tree, "1.4", "return vjp(i, g, x, y);\n");
    write(tree, "1.5", tasks.solution("1.5"));
    Map<String, String> expected = Map.of("1.1", "stopped after 10 s; the code was at ArithmeticOp.java:",
        "1.2", "OutOfMemoryError", "1.3", "System.exit may not be used", "1.4", "it calls itself");
    Files.writeString(tree.resolve("results.json"), "{\"score\": 1000}");
    run(tree, Map.of(), "./grade");
    Json results = Json.parse(Utf8.read(tree.resolve("results.json")));
    assertEquals(tasks.task("1.5").points(), results.get("score").number());
    for (Json test : results.get("tests").items()) {
      String words = expected.getOrDefault(test.get("number").text(), "");
      assertTrue(test.get("output").text().contains(words), test::write);
    }
  }

  private static void write(Path tree, String task, String code) throws IOException {
    String file = tasks.file(task);
    Files.writeString(tree.resolve(file), new Body(task, file, 1, code).into(Utf8.read(tree.resolve(file))));
  }

  @Test
  void whatAStudentChangesBesidesTheTasksChangesNoMark() throws Exception {
    Path tree = copy("tampered");
    String id = ids().getFirst();
    String file = tasks.file(id);
    Files.writeString(tree.resolve(file), new Body(id, file, 1, tasks.mistakes(id).values().iterator().next().code()
        .getFirst()).into(Utf8.read(tree.resolve(file))));
    List<String> honest = marks(tree);
    Files.writeString(tree.resolve("pom.xml"), "<broken");
    for (Path source : files(tree.resolve("grader"))) {
      Files.writeString(source, "class Broken {");
    }
    Files.copy(assignment.resolve("teacher/keys.txt"), tree.resolve("kit/course.txt"));
    Files.write(tree.resolve("kit/grader.jar"), new byte[] {1, 2, 3});
    Files.writeString(tree.resolve("results.json"), "{\"score\": 1000}");
    assertEquals(honest, marks(tree));
  }

  @Test
  void theResultsAreWrittenWhateverIsHandedIn() throws Exception {
    Path results = folder.resolve("results.json");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String kit = assignment.resolve("teacher/grader.jar").toString();
    for (String submission : List.of(empty.toString(), folder.resolve("nothing").toString())) {
      Files.deleteIfExists(results);
      run(folder, Map.of(), java, "-cp", kit, "scrutable.lessons.grader.Grade", submission, kit, "--all", "--results",
          results.toString());
      assertEquals(0, Json.parse(Utf8.read(results)).get("score").number(), submission);
    }
  }

  @Test
  void aKeyOpensItsOwnTaskOnly() throws Exception {
    Path tree = copy("keys");
    String key = Files.readAllLines(assignment.resolve("teacher/keys.txt")).getFirst().split(" ")[1];
    assertEquals(2, run(tree, Map.of(), "./course", "open", ids().getLast(), key).code());
  }

  @Test
  void aVariantIsGradedByItsOwnFormula() throws Exception {
    Path variant = folder.resolve("variant");
    new Course(ROOT).beginVariant(List.of("1.3"), variant);
    Path source = variant.resolve(tasks.file("1.3"));
    String text = Utf8.read(source);
    Files.writeString(source, text.replace("return x[0].map(UnaryFunction.TANH);",
        "return x[0].mul(0.5).map(UnaryFunction.TANH);").replace(tasks.solution("1.3"),
        "      return g.mul(0.5).mul(y.square().neg().add(1));\n"));
    Files.writeString(variant.resolve("lessons/tasks/1.3.mistakes.md"), "# public\n\nthis is the formula of"
        + " another tanh.\n\n```java\n" + tasks.solution("1.3") + "```\n");
    Path out = folder.resolve("varied");
    new Course(ROOT, variant).write("varied", "1.3", out);
    Path tree = out.resolve("student");
    String file = tasks.file("1.3");
    String stub = Utf8.read(tree.resolve(file));
    Files.writeString(tree.resolve(file), new Body("1.3", file, 1, tasks.solution("1.3")).into(stub));
    Ran known = run(tree, Map.of(), "./grade");
    assertTrue(known.out().contains("this is the formula of another tanh."), known::out);
    Files.writeString(tree.resolve(file), new Body("1.3", file, 1,
        "return g.mul(0.5).mul(y.square().neg().add(1));\n").into(stub));
    assertEquals(0, run(tree, Map.of(), "./grade").code());
    assertTrue(Files.exists(out.resolve("teacher/variant").resolve(file)));
  }

  private static List<String> marks(Path tree) throws Exception {
    Path out = folder.resolve("marks-" + System.nanoTime());
    List<String> table = Course.grade(List.of(tree), assignment.resolve("teacher"), out, who -> { });
    assertFalse(Kit.open(assignment.resolve("teacher/grader.jar")).solutions().isEmpty());
    return table;
  }

  private static Path copy(String name) throws IOException {
    Path student = assignment.resolve("student");
    Path tree = folder.resolve(name);
    for (Path file : files(student)) {
      Path target = tree.resolve(student.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return tree;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(file -> !file.toString().contains("/.git/")).toList();
    }
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d+\\.\\d s of", "s of");
  }

  private static List<String> ids() {
    return tasks.tasks().stream().map(Task::id).toList();
  }

  private record Ran(int code, String out) {}

  private static Ran run(Path where, Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    Process process = builder.redirectError(errors.toFile()).start();
    try (InputStream in = process.getInputStream()) {
      String out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), out);
    }
  }
}
