package scrutable.lessons.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Table;
import scrutable.lessons.format.Numbers;

/// What a person reads in the terminal: the header before the run, the findings after it.
public final class TerminalReport {
  /// Lines of prose longer than this are hard to read, however wide the window is.
  private static final int LONGEST = 100;
  private static final int LABEL = 13;

  private final PrintStream out;
  private final boolean unicode;
  private final int columns;

  /// A report on this stream, in plain ASCII unless `unicode`.
  ///
  /// @param columns how many characters a line may have
  public TerminalReport(PrintStream out, boolean unicode, int columns) {
    this.out = out;
    this.unicode = unicode;
    this.columns = columns;
  }

  /// Prints what is about to be shown: the title, and all that is known before the run.
  public void header(Lesson lesson, LessonContext context) {
    title(lesson);
    settings(lesson, context);
  }

  /// Prints the first line of the header. It needs nothing but the lesson, and is the first thing a user sees.
  public void title(Lesson lesson) {
    broken("", lesson.code() + " " + lesson.id() + ": " + lesson.title());
    out.flush();
  }

  /// Prints the rest of the header.
  public void settings(Lesson lesson, LessonContext context) {
    lesson.slideLines().forEach(slide -> wrapped("slide", slide));
    wrapped("claim", lesson.claim());
    List<String> powers = new ArrayList<>();
    lesson.threatModel().parts().forEach((name, value) -> powers.add(name + ": " + value));
    wrapped("adversary", powers.isEmpty() ? "none" : String.join("; ", powers));
    String run = context.data() + ", seed " + context.seed() + ", "
        + (context.threads() == 1 ? "1 thread" : context.threads() + " threads");
    wrapped("data", context.profile() == Profile.QUICK ? run + ", quick" : run);
    if (context.sabotage()) {
      wrapped("SABOTAGE", lesson.sabotage() + "; this run must not pass");
    }
    if (context.sham()) {
      wrapped("SHAM", lesson.sham() + "; this run must not pass");
    }
    line("");
    out.flush();
  }

  /// Prints what was found.
  public void findings(LessonRun run) {
    LessonResult result = run.result();
    result.planted().forEach(planted -> wrapped("planted", planted));
    result.notes().forEach(note -> wrapped("note", note));
    if (!result.planted().isEmpty() || !result.notes().isEmpty()) {
      line("");
    }
    for (Table table : result.tables()) {
      broken("", table.title());
      TextTable.lines(table, columns - 2).forEach(row -> line("  " + row));
      line("");
    }
    criteria(result.criteria());
    line("");
    result.measured().forEach(measured -> wrapped(measured.name(),
        Numbers.significant(measured.value(), 3) + " " + measured.unit()));
    broken("", result.status() + ": " + result.status().meaning() + " ("
        + Numbers.fixed(run.elapsed().toNanos() / 1e9, 1) + " s)");
    out.flush();
  }

  private void criteria(List<Criterion> criteria) {
    List<List<String>> rows = new ArrayList<>();
    for (Criterion criterion : criteria) {
      String unit = criterion.unit().isEmpty() ? "" : " " + criterion.unit();
      rows.add(List.of(
          criterion.satisfied() ? unicode ? "✓" : "ok" : unicode ? "✗" : "NO",
          criterion.role().name().toLowerCase(Locale.ROOT),
          criterion.name(),
          criterion.shownValue(),
          unicode ? criterion.comparison().sign() : criterion.comparison().ascii(),
          criterion.shownThreshold() + unit));
    }
    TextTable.align(rows, new boolean[] {false, false, false, true, false, false}, columns)
        .forEach(this::line);
  }

  private void wrapped(String label, String text) {
    String indent = " ".repeat(Math.max(LABEL, label.length() + 4));
    broken("  " + label + " ".repeat(indent.length() - label.length() - 2), text);
  }

  /// Prints the text behind its label; what does not fit goes on below, with the label left blank.
  private void broken(String label, String text) {
    List<String> lines = TextTable.broken(text, Math.min(columns, LONGEST) - label.length());
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? label : " ".repeat(label.length())) + lines.get(i));
    }
  }

  private void line(String text) {
    out.println(unicode ? text : ascii(text));
  }

  /// The text with the usual typographic signs spelt in ASCII and every other foreign character as `?`.
  static String ascii(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints().forEach(c -> result.append(switch (c) {
      case '≥' -> ">=";
      case '≤' -> "<=";
      case '±' -> "+-";
      case '×' -> "x";
      case '−', '–', '—' -> "-";
      case '“', '”' -> "\"";
      case '‘', '’' -> "'";
      case '∞' -> "inf";
      case '→' -> "->";
      case 'ε' -> "eps";
      case '…' -> "...";
      default -> c < 0x80 ? Character.toString(c) : "?";
    }));
    return result.toString();
  }
}
