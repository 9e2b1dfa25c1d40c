package scrutable.lessons.format;

/// Escaping: any text made safe to stand inside XML, HTML, CSV or a Markdown table.
public final class Markup {
  private Markup() {}

  /// Text for an XML or HTML element or a quoted attribute.
  ///
  /// Characters that XML 1.0 forbids altogether (control characters, lone surrogates) become U+FFFD,
  /// since no escape can carry them.
  public static String xml(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\r' -> out.append("&#13;");
        default -> out.appendCodePoint(allowedInXml(c) ? c : 0xFFFD);
      }
    });
    return out.toString();
  }

  private static boolean allowedInXml(int c) {
    return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
  }

  /// One CSV field (RFC 4180): quoted when it holds a comma, a quote, a line break or outer blanks.
  ///
  /// A field that a spreadsheet would run as a formula (it starts with `=`, `@`, or with a sign that does
  /// not begin a number) is preceded by an apostrophe inside its quotes.
  public static String csv(String field) {
    String safe = startsFormula(field) ? "'" + field : field;
    boolean quote = !safe.equals(field) || !safe.equals(safe.strip())
        || safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static boolean startsFormula(String field) {
    if (field.isEmpty()) {
      return false;
    }
    char first = field.charAt(0);
    if (first == '=' || first == '@' || first == '\t') {
      return true;
    }
    boolean sign = first == '+' || first == '-';
    return sign && !(field.length() > 1 && (Character.isDigit(field.charAt(1)) || field.equals("-Infinity")));
  }

  /// Text for one line of Markdown, also inside a table cell: markup characters are escaped and line
  /// breaks become blanks.
  public static String markdown(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '$' -> out.append('\\').append(c);
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '\n', '\r', '\t' -> out.append(' ');
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
