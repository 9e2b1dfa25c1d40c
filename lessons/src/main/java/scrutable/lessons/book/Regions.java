package scrutable.lessons.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Table;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.format.Markup;
import scrutable.lessons.report.LessonRun;

/// What a page may have generated, as Markdown lines:
/// `status`, `claim`, `criteria`, `threat-model`, `planted`, `fresh`, `real`, `table NAME`, `figure NAME`,
/// `code FILE#REGION`.
final class Regions {
  /// The region that says on how many fresh seeds the lesson holds.
  static final String FRESH = "fresh";
  /// The region that says what the lesson finds in published data sets.
  static final String REAL = "real";

  private final LessonRun run;
  private final LessonResult result;
  private final CodeRegions code;
  private final List<String> fresh;
  private final List<String> real;

  /// @param fresh what is said of fresh seeds
  /// @param real  what is said of published data sets
  Regions(LessonRun run, CodeRegions code, List<String> fresh, List<String> real) {
    this.run = run;
    this.result = run.result();
    this.code = code;
    this.fresh = fresh;
    this.real = real;
  }

  /// The lines of the region that is asked for.
  ///
  /// @throws BookException if there is no such thing; the message lists what there is
  List<String> lines(String wanted) {
    return switch (wanted) {
      case "status" -> List.of("**" + result.status() + "**: " + result.status().meaning() + ".");
      case FRESH -> fresh;
      case REAL -> real;
      case "claim" -> List.of(Markup.markdown(run.lesson().claim()));
      case "criteria" -> criteria(result);
      case "threat-model" -> threatModel(run.lesson().threatModel());
      case "planted" -> result.planted().isEmpty() ? List.of("Nothing is planted.")
          : result.planted().stream().map(planted -> "- " + Markup.markdown(planted)).toList();
      default -> named(wanted);
    };
  }

  /// The text of an inline number.
  ///
  /// @throws BookException if the run has no headline of that name
  String number(String name) {
    return result.headlines().stream().filter(headline -> headline.name().equals(name)).findFirst()
        .orElseThrow(() -> new BookException("the run has no headline \"" + name + "\"; it has "
            + names(result.headlines().stream().map(headline -> headline.name()).toList())))
        .shown();
  }

  private List<String> named(String wanted) {
    if (wanted.startsWith(CodeRegions.PREFIX)) {
      return code.lines(wanted);
    }
    if (wanted.startsWith("table ")) {
      return result.tables().stream().filter(table -> wanted.equals("table " + table.name())).findFirst()
          .map(Regions::table).orElseThrow(() -> unknown(wanted));
    }
    if (wanted.startsWith("figure ")) {
      return result.figures().stream().filter(figure -> wanted.equals("figure " + figure.name())).findFirst()
          .map(this::figure).orElseThrow(() -> unknown(wanted));
    }
    throw unknown(wanted);
  }

  private BookException unknown(String wanted) {
    return new BookException("nothing generates \"" + wanted + "\"; there are status, claim, criteria, "
        + "threat-model, planted, fresh, real, code FILE#REGION, " + names(available(result)));
  }

  /// The names of all tables and figures, as they are asked for.
  static List<String> available(LessonResult result) {
    List<String> names = new ArrayList<>();
    result.tables().forEach(table -> names.add("table " + table.name()));
    result.figures().forEach(figure -> names.add("figure " + figure.name()));
    return names;
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static List<String> threatModel(ThreatModel model) {
    List<String> parts = new ArrayList<>();
    model.parts().forEach((name, value) -> parts.add("- **" + name + "**: " + Markup.markdown(value)));
    return parts.isEmpty() ? List.of("There is no adversary.") : parts;
  }

  /// The table of the criteria.
  static List<String> criteria(LessonResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("| | criterion | measured | required |");
    lines.add("| --- | --- | ---: | :--- |");
    for (Criterion criterion : result.criteria()) {
      String unit = criterion.unit().isEmpty() ? "" : " " + Markup.markdown(criterion.unit());
      lines.add("| " + (criterion.satisfied() ? "✓ " : "✗ ")
          + criterion.role().name().toLowerCase(Locale.ROOT)
          + " | " + Markup.markdown(criterion.name()) + " | " + criterion.shownValue() + unit + " | "
          + criterion.comparison().sign().replace("<", "&lt;").replace(">", "&gt;") + " "
          + criterion.shownThreshold() + unit + " |");
    }
    return lines;
  }

  private static List<String> table(Table table) {
    List<String> lines = new ArrayList<>();
    lines.add(row(table.columns().stream().map(Column::name).toList()));
    lines.add(table.columns().stream().map(column -> column.isNumeric() ? "---:" : ":---")
        .collect(Collectors.joining(" | ", "| ", " |")));
    table.shownRows().forEach(row -> lines.add(row(row)));
    lines.add("");
    lines.add("*" + Markup.markdown(table.title()) + "*");
    return lines;
  }

  private static String row(List<String> cells) {
    return cells.stream().map(Markup::markdown).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private List<String> figure(Illustration figure) {
    String caption = Markup.markdown(figure.caption());
    return List.of("![" + caption + "](" + Book.FIGURES + "/" + Book.figureFile(run.lesson(), figure) + ")",
        "",
        "*" + caption + "*");
  }
}
