package scrutable.lessons.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.lessons.course.CodeSections;
import scrutable.lessons.course.Recording;
import scrutable.lessons.course.TaskFolder;
import scrutable.lessons.course.Workbench;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Utf8;

/// What every task must keep, so that a student is graded fairly and told the truth.
final class TaskContract {
  private static final List<Long> SEEDS = List.of(11L, 12L, 13L);
  private static final int HINTS = 3;

  private final TaskFolder tasks;
  private final Task task;
  private final Exam exam;
  private final Workbench bench;
  private final Recording recording;
  private final CourseData data;

  TaskContract(TaskFolder tasks, String id, Path work) throws IOException {
    this.tasks = tasks;
    this.task = tasks.task(id);
    this.exam = Exams.of(id);
    this.bench = new Workbench(tasks, work);
    this.recording = new Recording(tasks, bench);
    this.data = recording.record("contract", 0, List.of(id), SEEDS);
  }

  void hasTextAndThreeHints() throws IOException {
    assertEquals(HINTS, task.hints().size(), () -> task.id() + ": three hints, from vague to plain");
    assertTrue(task.text().length() > 100, () -> task.id() + ": the text is too short");
    assertTrue(tasks.mistakes(task.id()).size() >= 2, () -> task.id() + ": at least two known mistakes");
  }

  void officialSolutionIsRight() throws IOException {
    Verdict verdict = verdict(bench.official(task.id(), seeds()));
    assertTrue(verdict.isComplete(), () -> task.id() + ", official: " + verdict);
    assertEquals(task.points(), verdict.points());
  }

  void printsAreUpToDate() throws IOException {
    assertEquals(Utf8.read(tasks.printsFile(task.id())), recording.prints(task.id()),
        () -> "lessons/course prints " + task.id());
  }

  void everyMistakeIsNamed() throws IOException {
    for (Map.Entry<String, CodeSections> mistake : tasks.mistakes(task.id()).entrySet()) {
      assertFalse(mistake.getValue().code().isEmpty(), () -> task.id() + ", " + mistake.getKey() + ": no code");
      for (String body : mistake.getValue().code()) {
        Verdict verdict = verdict(body);
        assertFalse(verdict.isComplete(), () -> task.id() + ", " + mistake.getKey() + " got full points");
        assertEquals(List.of(mistake.getKey()), verdict.mistakes(), () -> task.id() + ": " + verdict);
      }
    }
  }

  /// Of the further ways of writing each mistake, how many are named; all right ones must be complete.
  ///
  /// @return by mistake, the named ones and all
  Map<String, int[]> rewritings() throws IOException {
    Path file = tasks.root().resolve("lessons/src/test/resources/tasks/" + task.id() + ".rewritten.md");
    Map<String, int[]> counts = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return counts;
    }
    List<String> misnamed = new ArrayList<>();
    for (Map.Entry<String, CodeSections> section : CodeSections.parse(file.getFileName().toString(), Utf8.read(file))
        .entrySet()) {
      int named = 0;
      for (String body : section.getValue().code()) {
        Verdict verdict = verdict(body);
        boolean right = section.getKey().equals("right");
        if (right) {
          assertTrue(verdict.isComplete(), () -> task.id() + ", a right solution: " + verdict + "\n" + body);
        }
        boolean wellNamed = right || verdict.mistakes().equals(List.of(section.getKey()));
        named += wellNamed ? 1 : 0;
        if (!wellNamed) {
          misnamed.add(section.getKey() + ": " + verdict.messages() + " " + verdict.mistakes() + "\n" + body);
        }
      }
      counts.put(section.getKey(), new int[] {named, section.getValue().code().size()});
    }
    misnamed.forEach(one -> System.out.println(task.id() + ", not named: " + one));
    return counts;
  }

  Verdict verdict(String body) throws IOException {
    return verdict(bench.withBody(task.id(), body, seeds()));
  }

  private Verdict verdict(Map<String, Map<Long, Workbench.Asked>> answers) {
    Map<Sheet.Place, Sheet.Reply> replies = new HashMap<>();
    answers.forEach((part, bySeed) -> bySeed.forEach((seed, asked) ->
        replies.put(new Sheet.Place(part, seed), new Sheet.Reply(asked.answer(), "", asked.oracle(), asked.open()))));
    Sheet sheet = new Sheet(replies, Sheet.Ended.DONE, 0, "", "", "");
    return new Judgement(data, task, exam, sheet, places -> "").verdict();
  }

  private static List<String> seeds() {
    List<String> seeds = new ArrayList<>();
    seeds.add(Long.toString(Draw.FIXED));
    SEEDS.forEach(seed -> seeds.add(Long.toString(seed)));
    SEEDS.forEach(seed -> seeds.add("~" + (seed + 100)));
    return seeds;
  }
}
