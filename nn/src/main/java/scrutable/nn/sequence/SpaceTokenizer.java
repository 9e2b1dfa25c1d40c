package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.List;

/// What stands between white space, unchanged: for texts that were cut and written in lower case by somebody else.
public record SpaceTokenizer() implements Tokenizer {
  @Override
  public List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int[] points = text.codePoints().toArray();
    int start = 0;
    for (int i = 0; i <= points.length; i++) {
      if (i == points.length || WordTokenizer.isSpace(points[i])) {
        if (i > start) {
          tokens.add(new String(points, start, i - start));
        }
        start = i + 1;
      }
    }
    return tokens;
  }

  @Override
  public String text(List<String> tokens) {
    return String.join(" ", tokens);
  }
}
