package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.lessons.grader.task.Task;

/// From what the child said to a verdict.
final class Judgement {
  private final CourseData data;
  private final Task task;
  private final Exam exam;
  private final Sheet sheet;
  private final UnaryOperator<String> lines;
  private final Map<String, String> wrong = new LinkedHashMap<>();
  private final Set<String> blockers = new TreeSet<>(Task::compare);

  /// @param lines turns places in the compiled files into places in the student's files, and drops others
  Judgement(CourseData data, Task task, Exam exam, Sheet sheet, UnaryOperator<String> lines) {
    this.data = data;
    this.task = task;
    this.exam = exam;
    this.sheet = sheet;
    this.lines = lines;
  }

  Verdict verdict() {
    String where = lines.apply(sheet.places());
    return switch (sheet.ended()) {
      case TIMEOUT -> Verdict.unjudged(task, Verdict.State.UNUSABLE, sheet.millis(), "stopped after " + task.limit()
          + " s" + (where.isEmpty() ? "" : "; the code was at " + where) + ". Does it ever end?");
      case DIED -> Verdict.unjudged(task, Verdict.State.UNUSABLE, sheet.millis(), sheet.message()
          + (where.isEmpty() ? "" : ", at " + where));
      case GONE -> Verdict.unjudged(task, Verdict.State.UNUSABLE, sheet.millis(),
          "the process of the code has ended before the task was done.");
      case DONE -> judged();
    };
  }

  private Verdict judged() {
    exam.parts().forEach(this::look);
    if (!blockers.isEmpty()) {
      return blockers.contains(task.id())
          ? Verdict.unjudged(task, Verdict.State.OPEN, sheet.millis(), "open")
          : Verdict.unjudged(task, Verdict.State.BLOCKED, sheet.millis(), "blocked by " + String.join(", ", blockers));
    }
    List<Verdict.PartResult> results = new ArrayList<>();
    Map<String, Answer> unexplained = new LinkedHashMap<>();
    double share = 0;
    for (Part part : exam.parts()) {
      List<String> earlier = part.follows().stream().filter(wrong::containsKey).toList();
      boolean passed = !wrong.containsKey(part.name());
      share += passed ? exam.share(part) : 0;
      results.add(new Verdict.PartResult(part.name(), passed, passed || earlier.isEmpty() ? ""
          : "follows from " + String.join(" and ", earlier)));
      if (!passed && earlier.isEmpty()) {
        Sheet.Reply fixed = sheet.replies().get(new Sheet.Place(part.name(), Draw.FIXED));
        unexplained.put(part.name(), fixed == null ? Answer.NOTHING : fixed.answer());
      }
    }
    Diagnosis.Found found = new Diagnosis(data, task.id(), unexplained).found();
    List<String> messages = new ArrayList<>(found.messages());
    found.silent().forEach(part -> messages.add(part + ": " + wrong.get(part)));
    return new Verdict(task, Verdict.State.JUDGED, wrong.isEmpty() ? 1 : share, results, messages, found.mistakes(),
        sheet.millis(), sheet.printed());
  }

  private void look(Part part) {
    int blocked = blockers.size();
    int[] compared = {0};
    sheet.replies().forEach((place, reply) -> {
      if (!place.part().equals(part.name())) {
        return;
      }
      if (!reply.open().isEmpty()) {
        blockers.add(reply.open());
        return;
      }
      Answer right = reply.oracle() != null ? reply.oracle()
          : data.answers().get(new CourseData.Key(task.id(), part.name(), place.seed()));
      compared[0] += right == null ? 0 : 1;
      String difference = right == null ? "" : Comparison.difference(reply.answer(), right, part.tolerance());
      if (!difference.isEmpty()) {
        String where = reply.answer().isThrown() ? lines.apply(reply.places()) : "";
        wrong.putIfAbsent(part.name(), difference + (where.isEmpty() ? "" : ", at " + where));
      }
    });
    if (compared[0] == 0 && blockers.size() == blocked) {
      wrong.put(part.name(), "there was no answer that could be compared");
    }
  }
}
