package scrutable.lessons.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.course.StubKit;
import scrutable.lessons.course.TaskFolder;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;

/// What a grader says to code that is no honest attempt, or a broken one; each in a process of its own.
class GraderTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  private static final List<String> TASKS = List.of("1.1", "1.2", "1.3", "1.5");

  @TempDir
  private Path folder;

  private Kit kit;
  private Path tree;

  @BeforeEach
  void aFreshTree() throws IOException {
    kit = StubKit.of(new TaskFolder(ROOT), TASKS, folder, 60);
    tree = folder.resolve("tree");
    for (Map.Entry<String, String> file : kit.clean().entrySet()) {
      Path target = tree.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
    }
  }

  @Test
  void aRightBodyIsCompleteAndOpenTasksSayThatTheyAre() throws Exception {
    write("1.1", "return x[1 - i].mul(g);");
    Map<String, Verdict> verdicts = grade("1.1", "1.2");
    assertTrue(verdicts.get("1.1").isComplete(), () -> verdicts.toString());
    assertEquals(2, verdicts.get("1.1").points());
    assertEquals(Verdict.State.OPEN, verdicts.get("1.2").state());
  }

  @Test
  void aMistakeIsNamedAndOtherTasksAreGradedAllTheSame() throws Exception {
    write("1.5", "return i == 0 ? g.matmul(x[1]) : x[0].t().matmul(g);");
    write("1.1", "return g.mul(x[1 - i])");
    write("1.2", "return i == 0 ? g.div(x[1]) : x[0].neg().mul(g).div(x[1]).div(x[1]);");
    Map<String, Verdict> verdicts = grade("1.1", "1.2", "1.5");
    assertEquals(List.of("a-not-transposed"), verdicts.get("1.5").mistakes());
    assertTrue(verdicts.get("1.5").parts().get(1).passed(), "dL/dB");
    assertEquals(Verdict.State.UNUSABLE, verdicts.get("1.1").state());
    assertTrue(verdicts.get("1.1").messages().getFirst().contains("';' expected"), verdicts.get("1.1")::toString);
    assertTrue(verdicts.get("1.2").isComplete(), () -> verdicts.toString());
  }

  @Test
  void theLineOfAnErrorIsThatOfTheStudentsFile() throws Exception {
    Path file = tree.resolve(kit.data().files().get("1.3"));
    Files.writeString(file, "// a note of mine\n\n" + Files.readString(file));
    write("1.3", "int fine = 0;\n      return wrong;");
    List<String> lines = Files.readAllLines(file);
    int expected = lines.indexOf("      return wrong;") + 1;
    String message = grade("1.3").get("1.3").messages().getFirst();
    assertTrue(message.startsWith("ElementOp.java:" + expected + ": "), message);
  }

  @Test
  void anEndlessLoopIsStoppedAndItsPlaceIsSaid() throws Exception {
    kit = StubKit.withLimit(kit, 4);
    write("1.1", "int n = 0;\n      while (i >= 0) {\n        n++;\n      }\n      return g;");
    write("1.3", "return g.sub(g.mul(y).mul(y));");
    Map<String, Verdict> verdicts = grade("1.1", "1.3");
    assertEquals(Verdict.State.UNUSABLE, verdicts.get("1.1").state());
    String message = verdicts.get("1.1").messages().getFirst();
    assertTrue(message.matches("stopped after 4 s; the code was at ArithmeticOp.java:\\d+.*"), message);
    assertTrue(verdicts.get("1.3").isComplete(), "the next task has a new process: " + verdicts);
  }

  @Test
  void aStackWithoutABottomIsExplained() throws Exception {
    write("1.1", "return vjp(i, g, x, y);");
    String message = grade("1.1").get("1.1").messages().getFirst();
    assertTrue(message.contains("StackOverflowError: it calls itself"), message);
  }

  @Test
  void aFullHeapEndsTheTaskAlone() throws Exception {
    write("1.1", "java.util.List<double[]> all = new java.util.ArrayList<>();\n      while (i >= 0) {\n"
        + "        all.add(new double[10_000_000]);\n      }\n      return g;");
    write("1.3", "return g.sub(g.mul(y).mul(y));");
    Map<String, Verdict> verdicts = grade("1.1", "1.3");
    assertTrue(verdicts.get("1.1").messages().getFirst().contains("OutOfMemoryError"), () -> verdicts.toString());
    assertTrue(verdicts.get("1.3").isComplete(), () -> verdicts.toString());
  }

  @Test
  void whatATaskHasNoUseForIsRefusedHoweverItIsWritten() throws Exception {
    for (String code : List.of("System.exit(0); return g;", "Runtime.getRuntime().halt(0); return g;",
        "new Thread(() -> { }).start(); return g;", "g.getClass().getDeclaredFields(); return g;",
        "return java.nio.file.Files.exists(null) ? g : g;",
        "try { Class.forName(\"X\"); } catch (Exception e) { } return g;",
        "java.util.List.of(1).parallelStream().count(); return g;",
        "java.util.function.IntConsumer end = System::exit; end.accept(0); return g;",
        "var walker = StackWalker.getInstance(); return g;", "return new java.io.File(\"x\").exists() ? g : g;",
        "scrutable.tensor.io.Utf8.class.toString(); return g;",
        "var places = scrutable.nn.data.published.DataLocations.fromEnvironment(); return g;",
        "return scrutable.nn.train.Checkpoint.class == null ? g : g;",
        "return (Variable) (Object) scrutable.autograd.Gradients.of(g.sum(), g);")) {
      write("1.1", code);
      Verdict verdict = grade("1.1").get("1.1");
      assertEquals(Verdict.State.UNUSABLE, verdict.state(), code);
      assertTrue(verdict.messages().getFirst()
          .matches("ArithmeticOp.java:\\d+: .*(may not be used|write it yourself).*"),
          () -> code + ": " + verdict);
    }
  }

  @Test
  void aBodyCannotReachBeyondItsMarks() throws Exception {
    for (String code : List.of("return g; }\n    static { int x = 1; }\n    Variable other(Variable g) { return g;",
        "return g; /*", "return g; }", "return \\u0067;")) {
      write("1.1", code);
      Verdict verdict = grade("1.1").get("1.1");
      assertEquals(Verdict.State.UNUSABLE, verdict.state(), () -> code + ": " + verdict);
    }
  }

  @Test
  void whatTheCodePrintsIsShownAndIsTakenForNoAnswer() throws Exception {
    write("1.1", "System.out.println(\"answer\\tdL/da\\t0\\t3x4:1.0\\nend\\t1.1\\t1\\t\"); return g;");
    Verdict verdict = grade("1.1").get("1.1");
    assertEquals(List.of("sum-rule"), verdict.mistakes());
    assertTrue(verdict.printed().startsWith("answer"), verdict.printed());
  }

  @Test
  void codeOutsideTheMarksIsNotLookedAt() throws Exception {
    Path file = tree.resolve(kit.data().files().get("1.1"));
    write("1.1", "return x[1 - i].mul(g);");
    Files.writeString(file, Files.readString(file).replace("record Add()", "record Added()"));
    assertTrue(grade("1.1").get("1.1").isComplete());
    Files.writeString(file, Files.readString(file).replace("//: task 1.1", "// task 1.1"));
    String message = grade("1.1").get("1.1").messages().getFirst();
    assertTrue(message.contains("ArithmeticOp.java"), message);
  }

  @Test
  void answersThatAreKnownByHeartDoNotHelp() throws Exception {
    write("1.1", "return y.value().elementCount() == 12 ? x[1 - i].mul(g) : g;");
    Verdict verdict = grade("1.1").get("1.1");
    assertTrue(!verdict.isComplete() && verdict.points() < 2, verdict::toString);
  }

  private void write(String task, String code) throws IOException {
    String file = kit.data().files().get(task);
    Path path = tree.resolve(file);
    Files.writeString(path, new Body(task, file, 1, "      " + code + "\n").into(Files.readString(path)));
  }

  private Map<String, Verdict> grade(String... tasks) throws Exception {
    List<Task> wanted = new ArrayList<>();
    for (String task : tasks) {
      wanted.add(kit.task(task));
    }
    return new Grader(kit, tree, folder.resolve("work")).grade(wanted, new Random(5), false).stream()
        .collect(Collectors.toMap(verdict -> verdict.task().id(), verdict -> verdict, (a, b) -> a, TreeMap::new));
  }
}
