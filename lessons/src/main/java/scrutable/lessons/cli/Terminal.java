package scrutable.lessons.cli;

import java.io.PrintStream;

/// Where the program talks to its user.
///
/// @param out         for results
/// @param err         for errors, and for progress when nobody watches the screen
/// @param unicode     whether `out` can show more than ASCII
/// @param interactive whether `out` is a screen on which a line can be overwritten
public record Terminal(PrintStream out, PrintStream err, boolean unicode, boolean interactive) {}
