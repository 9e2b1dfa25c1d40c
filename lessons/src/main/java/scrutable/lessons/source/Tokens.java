package scrutable.lessons.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a Java text: names, numbers, strings and single signs, without comments and blanks.
///
/// Good enough to compare two texts and to see whether a piece of code closes every bracket that it opens; the
/// compiler judges the rest.
public final class Tokens {
  private static final Pattern TOKEN = Pattern.compile("(?<blank>\\s+|//[^\\n]*|/\\*.*?\\*/)"
      + "|(?<token>\"\"\".*?(?<!\\\\)\"\"\""
      + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'"
      + "|[\\p{L}_$][\\p{L}\\p{N}_$]*|\\p{N}[\\p{L}\\p{N}_]*(?:\\.\\p{N}[\\p{L}\\p{N}_]*)?|.)", Pattern.DOTALL);

  private Tokens() {}

  /// All words in order.
  public static List<String> of(String code) {
    List<String> tokens = new ArrayList<>();
    Matcher next = TOKEN.matcher(code);
    while (next.find()) {
      if (next.group("token") != null) {
        tokens.add(next.group("token"));
      }
    }
    return tokens;
  }

  /// What makes a text no piece of code that could stand alone between two others.
  ///
  /// @return one sentence, or an empty string if it can
  public static String unfinished(String code) {
    if (code.contains("\\u")) {
      return "write letters as they are, not as \\u and their number";
    }
    List<String> tokens = of(code);
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.equals("\"") || token.equals("'")) {
        return "a quotation mark has no partner";
      }
      if (token.equals("/") && i + 1 < tokens.size() && tokens.get(i + 1).equals("*")) {
        return "a comment that begins here does not end here";
      }
      depth += token.equals("{") ? 1 : token.equals("}") ? -1 : 0;
      if (depth < 0) {
        return "a brace } is closed that was not opened here";
      }
    }
    return depth > 0 ? "a brace { is opened that is not closed here" : "";
  }
}
