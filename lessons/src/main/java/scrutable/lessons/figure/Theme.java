package scrutable.lessons.figure;

/// Colours for light and dark ground.
///
/// The series colours are those of Okabe and Ito, which people with any common colour blindness can tell
/// apart (Okabe and Ito, "Color Universal Design", 2008); series also differ by marker, never by colour
/// alone. Plain rules with a media query are used instead of CSS variables, because image viewers
/// understand them, too.
final class Theme {
  /// How many series can be told apart.
  static final int COLOURS = 7;

  private static final String[] LIGHT = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444"};
  private static final String[] DARK = {
    "#56b4e9", "#e8743b", "#2fbf8f", "#dd92bb", "#f0b62e", "#4f8fd6", "#c8c8c8"};

  private Theme() {}

  /// The class that sets the current colour to that of a series; colours repeat after [#COLOURS].
  static String colour(int series) {
    return "c" + Math.floorMod(series, COLOURS);
  }

  static String styleSheet(String scope) {
    var css = new StringBuilder();
    css.append(rule(scope, "", "font-family:system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,sans-serif;"
        + "font-size:13px;max-width:100%;height:auto"));
    css.append(rule(scope, " .title", "font-size:15px;font-weight:600"));
    css.append(rule(scope, " .small", "font-size:11.5px"));
    css.append(rule(scope, " .line", "fill:none;stroke:currentColor;stroke-width:2;"
        + "stroke-linejoin:round;stroke-linecap:round"));
    css.append(rule(scope, " .dashed", "stroke-dasharray:6 5"));
    css.append(rule(scope, " .solid", "fill:currentColor"));
    css.append(rule(scope, " .band", "fill:currentColor;opacity:.18"));
    css.append(rule(scope, " .point", "fill:currentColor;opacity:.7"));
    css.append(rule(scope, " .pixels", "image-rendering:pixelated"));
    css.append(rule(scope, " .frame", "fill:none;stroke-width:1"));
    css.append(rule(scope, " .reference", "fill:none;stroke-width:1.3;stroke-dasharray:2 4"));
    css.append(rule(scope, " .grid", "fill:none;stroke-width:1"));
    css.append(rule(scope, " .mark", "fill:none;stroke:currentColor;stroke-width:2.5"));
    css.append(rule(scope, " .halo", "paint-order:stroke;stroke-width:4;stroke-linejoin:round"));
    css.append(rule(scope, " .onlight", "fill:#111"));
    css.append(rule(scope, " .ondark", "fill:#fff"));
    css.append(ground(scope, "#ffffff", "#1b1f24", "#57606a", "#e3e6ea", "#8b949e", LIGHT));
    css.append("@media (prefers-color-scheme:dark){\n");
    css.append(ground(scope, "#15181c", "#e6e8eb", "#a0a8b2", "#2d333b", "#6b7480", DARK));
    css.append("}\n");
    return css.toString();
  }

  /// Black on white becomes white on black where the page is dark; paper and ink stay a little off both.
  static String drawings(String scope) {
    return "@media (prefers-color-scheme:dark){\n" + rule(scope, " .drawing", "filter:invert(.92)") + "}\n";
  }

  private static String ground(
      String scope, String paper, String ink, String dim, String grid, String frame, String[] colours) {
    var css = new StringBuilder();
    css.append(rule(scope, " .paper", "fill:" + paper));
    css.append(rule(scope, " .halo", "stroke:" + paper));
    css.append(rule(scope, " .ink", "fill:" + ink));
    css.append(rule(scope, " .dim", "fill:" + dim));
    css.append(rule(scope, " .grid", "stroke:" + grid));
    css.append(rule(scope, " .frame", "stroke:" + frame));
    css.append(rule(scope, " .reference", "stroke:" + dim));
    for (int i = 0; i < COLOURS; i++) {
      css.append(rule(scope, " ." + colour(i), "color:" + colours[i]));
    }
    return css.toString();
  }

  private static String rule(String scope, String selector, String declarations) {
    return "." + scope + selector + "{" + declarations + "}\n";
  }
}
