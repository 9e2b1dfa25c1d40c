package scrutable.lessons.cli;

import java.io.PrintStream;
import scrutable.lessons.report.TerminalReport;

/// Where the program talks to its user.
///
/// @param out         for results
/// @param err         for errors, and for progress when nobody watches the screen
/// @param unicode     whether `out` can show more than ASCII
/// @param interactive whether `out` is a screen on which a line can be overwritten
/// @param columns     how many characters a line may have
public record Terminal(PrintStream out, PrintStream err, boolean unicode, boolean interactive, int columns) {
  /// The width of a window nobody has made wider, and of a printed page.
  public static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 40;

  /// No line can be made narrower than some words are.
  public Terminal {
    columns = Math.max(columns, LEAST_COLUMNS);
  }

  /// A terminal of the usual width.
  public Terminal(PrintStream out, PrintStream err, boolean unicode, boolean interactive) {
    this(out, err, unicode, interactive, USUAL_COLUMNS);
  }

  /// What lessons print here.
  TerminalReport report() {
    return new TerminalReport(out, unicode, columns);
  }
}
