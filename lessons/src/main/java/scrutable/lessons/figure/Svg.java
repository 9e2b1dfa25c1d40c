package scrutable.lessons.figure;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import scrutable.lessons.format.Markup;
import scrutable.lessons.format.Numbers;

/// Writes one SVG element: escapes all text, rounds all coordinates to a hundredth, adds the style sheet.
///
/// The style sheet of an SVG inside an HTML page applies to the whole page. So every rule is confined to a
/// class derived from the content; two figures on a page share it only if they are equal. No ids are used.
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final String title;
  private boolean drawings;

  Svg(String title) {
    this.title = title;
  }

  /// A coordinate: at most two decimals, no trailing zeros.
  static String number(double value) {
    String text = Numbers.fixed(value, 2);
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /// An element without content; attributes as names and values in turn, numbers as coordinates.
  Svg element(String tag, Object... attributes) {
    start(tag, attributes);
    body.insert(body.length() - 1, '/');
    body.append('\n');
    return this;
  }

  /// The start of an element that [#close] ends.
  Svg open(String tag, Object... attributes) {
    start(tag, attributes);
    body.append('\n');
    return this;
  }

  /// The end of an element.
  Svg close(String tag) {
    body.append("</").append(tag).append(">\n");
    return this;
  }

  /// A line of text; the anchor is `start`, `middle` or `end`.
  Svg text(double x, double y, String anchor, String style, String text) {
    start("text", "x", x, "y", y, "text-anchor", anchor, "class", style);
    body.append(Markup.xml(text)).append("</text>\n");
    return this;
  }

  private void start(String tag, Object... attributes) {
    body.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = switch (attributes[i + 1]) {
        case Integer whole -> whole.toString();
        case Number number -> number(number.doubleValue());
        case Object other -> Markup.xml(other.toString());
      };
      body.append(' ').append(attributes[i]).append("=\"").append(value).append('"');
    }
    body.append('>');
  }

  /// Says that the figure has elements of the class `drawing`, which need a rule of their own.
  void hasDrawings() {
    drawings = true;
  }

  /// The whole figure.
  String finish(double width, double height) {
    var crc = new CRC32();
    crc.update((title + body).getBytes(StandardCharsets.UTF_8));
    String scope = "fig-" + Long.toHexString(crc.getValue());
    String w = number(width);
    String h = number(height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"" + scope + "\" viewBox=\"0 0 " + w + " " + h
        + "\" width=\"" + w + "\" height=\"" + h + "\" role=\"img\" aria-label=\"" + Markup.xml(title)
        + "\">\n"
        + "<style>\n" + Theme.styleSheet(scope) + (drawings ? Theme.drawings(scope) : "") + "</style>\n"
        + "<rect class=\"paper\" width=\"" + w + "\" height=\"" + h + "\"/>\n"
        + body + "</svg>\n";
  }
}
