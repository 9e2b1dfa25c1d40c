package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Verdicts as lines for the terminal.
public final class TextReport {
  private static final int WIDTH = 100;
  private static final int TITLE = 36;

  private final boolean unicode;

  /// @param unicode whether the terminal can show ticks and crosses
  public TextReport(boolean unicode) {
    this.unicode = unicode;
  }

  /// One task: a line of its own, one for its parts, one for each thing that is wrong.
  public List<String> of(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    String title = verdict.task().id() + " " + verdict.task().title();
    String head = title + " ".repeat(Math.max(1, TITLE - title.length()));
    switch (verdict.state()) {
      case OPEN, BLOCKED -> lines.add(head + verdict.messages().getFirst());
      case UNUSABLE -> {
        lines.add(head + "0/" + verdict.task().points());
        verdict.messages().forEach(message -> lines.addAll(wrapped(message)));
      }
      case JUDGED -> {
        lines.add(head + points(verdict.points()) + "/" + verdict.task().points() + "   "
            + String.format(Locale.ROOT, "%.1f s of %d s", verdict.millis() / 1000.0, verdict.task().limit()));
        lines.add("  " + String.join("   ", verdict.parts().stream().map(this::part).toList()));
        verdict.messages().forEach(message -> lines.addAll(wrapped(message)));
        if (!verdict.isComplete()) {
          lines.add("  hint: ./grade " + verdict.task().id() + " --hint");
        }
      }
    }
    return lines;
  }

  private String part(Verdict.PartResult part) {
    return (part.passed() ? unicode ? "\u2713" : "ok" : unicode ? "\u2717" : "no") + " " + part.name()
        + (part.remark().isEmpty() ? "" : " (" + part.remark() + ")");
  }

  /// A message in lines of at most a hundred characters.
  private static List<String> wrapped(String message) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : message.lines().toList()) {
      var line = new StringBuilder(" ");
      for (String word : paragraph.split(" ")) {
        if (line.length() + word.length() >= WIDTH && line.length() > 1) {
          lines.add(line.toString());
          line = new StringBuilder(" ");
        }
        line.append(' ').append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  static String points(double points) {
    return points == Math.rint(points) ? Long.toString((long) points) : Double.toString(points);
  }
}
