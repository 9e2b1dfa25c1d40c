package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words and punctuation, in lower case.
///
/// The rule: a word is a run of letters, digits and combining marks; an apostrophe (`'` or `’`, which becomes `'`) or
/// a hyphen between two of them belongs to the word, as in `wasn't` and `well-made`. White space separates. Every other
/// character is a token of its own.
///
/// Putting tokens together writes single spaces between them: spacing and capitals of the original are lost.
public record WordTokenizer() implements Tokenizer {
  private static final int APOSTROPHE = '\'';
  private static final int TYPOGRAPHIC_APOSTROPHE = '\u2019';

  @Override
  public List<String> tokens(String text) {
    int[] points = text.toLowerCase(Locale.ROOT).codePoints()
        .map(point -> point == TYPOGRAPHIC_APOSTROPHE ? APOSTROPHE : point).toArray();
    List<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < points.length) {
      int end = isOfWord(points[start]) ? endOfWord(points, start) : start + 1;
      if (!isSpace(points[start])) {
        tokens.add(new String(points, start, end - start));
      }
      start = end;
    }
    return tokens;
  }

  private static int endOfWord(int[] points, int start) {
    int end = start + 1;
    while (end < points.length && (isOfWord(points[end]) || joins(points, end))) {
      end++;
    }
    return end;
  }

  private static boolean joins(int[] points, int at) {
    boolean joiner = points[at] == APOSTROPHE || points[at] == '-';
    return joiner && isOfWord(points[at - 1]) && at + 1 < points.length && isOfWord(points[at + 1]);
  }

  private static boolean isOfWord(int point) {
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point) || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /// White space in the wide sense: the no-break spaces as well.
  static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point);
  }

  @Override
  public String text(List<String> tokens) {
    return String.join(" ", tokens);
  }
}
