package scrutable.lessons.grader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import scrutable.tensor.io.Json;

/// Verdicts as `results.json`, the way Gradescope reads it; the tags name the mistakes.
///
/// See https://gradescope-autograders.readthedocs.io/en/latest/specs/.
public final class ResultsFile {
  private ResultsFile() {}

  /// The text of the file.
  public static String of(CourseData data, List<Verdict> verdicts) {
    List<Json> tests = new ArrayList<>();
    double score = 0;
    for (Verdict verdict : verdicts) {
      score += verdict.points();
      List<String> lines = new TextReport(true).of(verdict);
      tests.add(Json.object(
          "name", verdict.task().id() + " " + verdict.task().title(),
          "number", verdict.task().id(),
          "score", verdict.points(),
          "max_score", verdict.task().points(),
          "status", verdict.isComplete() ? "passed" : "failed",
          "output", String.join("\n", lines.subList(Math.min(1, lines.size() - 1), lines.size())),
          "tags", tags(verdict),
          "visibility", "visible"));
    }
    return Json.object("score", Math.round(score * 10) / 10.0, "output", "Assignment " + data.name(),
        "visibility", "visible", "stdout_visibility", "hidden", "tests", tests).write();
  }

  /// The text of the file when nothing could be graded.
  public static String ofFailure(String message) {
    return Json.object("score", 0, "output", message, "visibility", "visible", "tests", List.of()).write();
  }

  /// The line `result=...` that GitHub Classroom's reporter reads from a step: JSON in Base64.
  static String ofClassroom(List<Verdict> verdicts) {
    List<Json> tests = new ArrayList<>();
    int most = 0;
    boolean complete = true;
    for (Verdict verdict : verdicts) {
      most += verdict.task().points();
      complete &= verdict.isComplete();
      tests.add(Json.object(
          "name", verdict.task().id() + " " + verdict.task().title(),
          "status", verdict.isComplete() ? "pass" : "fail",
          "score", verdict.points(),
          "message", String.join("\n", new TextReport(true).of(verdict)),
          "test_code", "./grade " + verdict.task().id(),
          "filename", "",
          "line_no", 0,
          "execution_time", verdict.millis() / 1000.0 + "s"));
    }
    String json = Json.object("version", 1, "status", complete ? "pass" : "fail", "max_score", most, "tests", tests)
        .writeCompact();
    return "result=" + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)) + "\n";
  }

  private static List<String> tags(Verdict verdict) {
    List<String> tags = new ArrayList<>();
    tags.add("state:" + verdict.state().name().toLowerCase(Locale.ROOT));
    verdict.mistakes().forEach(mistake -> tags.add("mistake:" + mistake));
    return tags;
  }
}
