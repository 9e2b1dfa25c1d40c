package scrutable.tensor.io;

import java.util.stream.Collectors;

/// Texts that came from outside, made safe to stand in a message.
///
/// A name found in a file may hold whatever its author liked: an escape sequence that clears the terminal or
/// colours an error green, a character that turns the direction of reading, a line break that makes one
/// message look like two, a megabyte of `A`. Whoever puts such a name into a message takes it through here.
public final class Printable {
  private static final int LONGEST = 100;

  private Printable() {}

  /// The text with everything that does not print written as `\\u001b`: control and format characters,
  /// separators of lines and paragraphs, halves of surrogate pairs.
  public static String text(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, out));
    return out.toString();
  }

  /// As [#text], but line breaks stay: for a whole message, the last thing before it is printed.
  public static String lines(String text) {
    return text.lines().map(Printable::text).collect(Collectors.joining("\n"));
  }

  /// The text in quotation marks, no longer than about a line: what a name looks like in a message. Quotation
  /// marks and backslashes inside it have a backslash in front.
  public static String quoted(String text) {
    int end = Math.min(text.length(), LONGEST);
    var out = new StringBuilder("\"");
    text.substring(0, end).codePoints().forEach(c -> {
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      append(c, out);
    });
    return out.append(end < text.length() ? "...\"" : "\"").toString();
  }

  private static void append(int c, StringBuilder out) {
    switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char unit : Character.toChars(c)) {
          JsonWriter.appendEscape(unit, out);
        }
      }
      default -> out.appendCodePoint(c);
    }
  }
}
