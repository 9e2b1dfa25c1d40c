package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// Estimates how wide text will be; the font is the viewer's, so the estimate is on the wide side.
final class TextWidth {
  private TextWidth() {}

  /// The estimated width of text of this font size, in the same unit.
  static double of(String text, double fontSize) {
    return text.codePoints().mapToDouble(TextWidth::ofCharacter).sum() * fontSize;
  }

  private static double ofCharacter(int c) {
    if ("iljftr.,:;|!'()[] \u00A0".indexOf(c) >= 0) {
      return 0.38;
    }
    if (c == 'm' || c == 'w' || c == '%' || c == '@' || c > 0x2E7F) {
      return 0.95;
    }
    return c >= 'A' && c <= 'Z' ? 0.72 : 0.59;
  }

  /// The text in lines of at most this width; a longer word gets a line of its own.
  static List<String> wrap(String text, double fontSize, double width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    var words = new StringTokenizer(text);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && of(longer, fontSize) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }
}
