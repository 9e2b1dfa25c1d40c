package scrutable.lessons.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Utf8;

/// Thirty generated submissions, graded in one call: who wrote what is known, and so are the marks and the mistakes.
@EnabledIfSystemProperty(named = "scrutable.course", matches = "all")
class ClassOfThirtyTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  private static final int STUDENTS = 30;

  @TempDir
  private Path folder;

  @Test
  void everybodyGetsWhatHeWroteAndMistakesAreCounted() throws Exception {
    TaskFolder tasks = new TaskFolder(ROOT);
    List<String> chosen = tasks.tasks().stream().map(Task::id).toList();
    Path assignment = folder.resolve("hw");
    new Course(ROOT).write("hw", chosen.getFirst() + "-" + chosen.getLast(), assignment);
    Map<String, Integer> mistakes = new TreeMap<>();
    Map<String, String> complete = new TreeMap<>();
    List<Path> submissions = new ArrayList<>();
    Random random = new Random(30);
    for (int student = 1; student <= STUDENTS; student++) {
      String who = "student-%02d".formatted(student);
      Map<String, String> bodies = new TreeMap<>();
      var expected = new StringBuilder();
      for (String task : chosen) {
        String body = body(tasks, task, student, random, mistakes);
        if (body != null) {
          bodies.put(task, body);
        }
        boolean right = body != null && body.equals(tasks.solution(task));
        expected.append(right ? task + " " : "");
      }
      complete.put(who, expected.toString());
      submissions.add(pack(who, tasks, bodies, assignment.resolve("student")));
    }
    Path out = folder.resolve("out");
    List<String> table = Course.grade(submissions, assignment.resolve("teacher"), out, who -> { });
    table.forEach(System.out::println);
    Map<String, String> full = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("marks.csv")).subList(1, STUDENTS + 1)) {
      String[] cells = line.split(",");
      var right = new StringBuilder();
      for (int i = 0; i < chosen.size(); i++) {
        right.append(Double.parseDouble(cells[i + 1]) == tasks.task(chosen.get(i)).points() ? chosen.get(i) + " " : "");
      }
      full.put(cells[0].replace("\"", ""), right.toString());
      assertTrue(Files.exists(out.resolve("students").resolve(cells[0].replace("\"", "")).resolve("feedback.txt")));
    }
    assertEquals(complete, full);
    Map<String, Integer> counted = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("mistakes.csv")).stream().skip(1).toList()) {
      String[] cells = line.split(",");
      counted.put(cells[0] + " " + cells[1], Integer.parseInt(cells[2]));
    }
    assertEquals(mistakes, counted);
  }

  /// Half right, a quarter with a known mistake, the rest open or broken; one never ends.
  private static String body(TaskFolder tasks, String task, int student, Random random, Map<String, Integer> mistakes)
      throws IOException {
    if (student == 13 && task.equals("1.1")) {
      return "while (i >= 0) {\n  i = 1 - i;\n}\nreturn g;\n";
    }
    double kind = random.nextDouble();
    if (kind < 0.5) {
      return tasks.solution(task);
    }
    if (kind < 0.8) {
      Map<String, CodeSections> known = tasks.mistakes(task);
      String name = List.copyOf(known.keySet()).get(random.nextInt(known.size()));
      mistakes.merge(task + " " + name, 1, Integer::sum);
      return known.get(name).code().getFirst();
    }
    return kind < 0.95 ? null : "this does not compile\n";
  }

  private Path pack(String who, TaskFolder tasks, Map<String, String> bodies, Path student) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      String file = tasks.file(body.getKey());
      String text = texts.containsKey(file) ? texts.get(file) : Utf8.read(student.resolve(file));
      texts.put(file, new Body(body.getKey(), file, 1, body.getValue()).into(text));
    }
    Path archive = folder.resolve(who + ".zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry(who + "-main/README.md"));
      zip.closeEntry();
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(who + "-main/" + text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return archive;
  }
}
