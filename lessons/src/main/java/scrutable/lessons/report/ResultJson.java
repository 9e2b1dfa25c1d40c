package scrutable.lessons.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Sound;
import scrutable.lessons.contract.Table;
import scrutable.tensor.io.Json;

/// The content of result.json: what a run found, and nothing that differs between two equal runs.
///
/// Threads, times and the machine are not in it; see [EnvironmentJson].
public final class ResultJson {
  private ResultJson() {}

  /// The result of this run as JSON.
  public static Json of(LessonRun run) {
    Lesson lesson = run.lesson();
    LessonResult result = run.result();
    return Json.object(
        "format", 1,
        "lesson", lesson.id(),
        "number", lesson.number(),
        "title", lesson.title(),
        "claim", lesson.claim(),
        "slideLines", lesson.slideLines(),
        "data", run.context().data(),
        "seed", run.context().seed(),
        "profile", run.context().profile().name().toLowerCase(Locale.ROOT),
        "sabotage", sabotage(run),
        "status", result.status().name(),
        "threatModel", threatModel(lesson),
        "planted", result.planted(),
        "criteria", result.criteria().stream().map(ResultJson::criterion).toList(),
        "headlines", result.headlines().stream().map(ResultJson::headline).toList(),
        "tables", tables(result),
        "figures", result.figures().stream().map(ResultJson::figure).toList(),
        "sounds", result.sounds().stream().map(ResultJson::sound).toList(),
        "notes", result.notes());
  }

  private static String sabotage(LessonRun run) {
    return switch (run.context().sabotaged()) {
      case NONE -> null;
      case ATTACK -> run.lesson().sabotage();
      case CONTROL -> run.lesson().sham();
    };
  }

  /// The file name of a table: the first of a lesson is `table.csv`.
  public static String fileName(LessonResult result, Table table) {
    return table == result.tables().getFirst() ? "table.csv" : "table-" + table.name() + ".csv";
  }

  /// The file name of a figure.
  public static String fileName(Illustration figure) {
    return figure.name() + ".svg";
  }

  /// The file name of a sound.
  public static String fileName(Sound sound) {
    return sound.name() + ".wav";
  }

  private static Json threatModel(Lesson lesson) {
    var namesAndValues = new ArrayList<Object>();
    lesson.threatModel().parts().forEach((name, value) -> {
      namesAndValues.add(name);
      namesAndValues.add(value);
    });
    return Json.object(namesAndValues.toArray());
  }

  private static Json criterion(Criterion criterion) {
    return Json.object(
        "role", criterion.role().name().toLowerCase(Locale.ROOT),
        "name", criterion.name(),
        "value", criterion.value(),
        "comparison", criterion.comparison().ascii(),
        "threshold", criterion.threshold(),
        "unit", criterion.unit(),
        "shownValue", criterion.shownValue(),
        "shownThreshold", criterion.shownThreshold(),
        "satisfied", criterion.satisfied());
  }

  private static Json headline(Headline headline) {
    return Json.object("name", headline.name(), "value", headline.value(), "shown", headline.shown(),
        "unit", headline.unit());
  }

  private static List<Json> tables(LessonResult result) {
    return result.tables().stream().map(table -> Json.object(
        "name", table.name(),
        "title", table.title(),
        "file", fileName(result, table),
        "columns", table.columns().stream().map(Column::name).toList(),
        "numeric", table.columns().stream().map(Column::isNumeric).toList(),
        "rows", table.shownRows())).toList();
  }

  private static Json figure(Illustration figure) {
    return Json.object("name", figure.name(), "caption", figure.caption(), "file", fileName(figure));
  }

  private static Json sound(Sound sound) {
    return Json.object("name", sound.name(), "caption", sound.caption(), "file", fileName(sound));
  }
}
