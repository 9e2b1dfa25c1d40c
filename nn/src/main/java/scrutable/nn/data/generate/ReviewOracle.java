package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What a review of [Reviews] says, worked out from its words by rule, without knowing how it was made.
///
/// A sentence is cut into clauses at `,`, `and`, `but` and `yet`. What comes before `but` or `yet` is admitted and does
/// not count; nor does what comes after `even though`, nor the first clause of a sentence that begins with `although`,
/// `though` or `despite`. In the clauses that are left, each opinion word counts, turned round by every negator before
/// it in its clause.
final class ReviewOracle {
  private ReviewOracle() {}

  /// 1 for praise, 0 for blame; nothing if no opinion is expressed, or several that disagree.
  static OptionalInt judge(List<String> tokens) {
    int sum = 0;
    int count = 0;
    List<String> sentence = new ArrayList<>();
    for (int i = 0; i <= tokens.size(); i++) {
      boolean end = i == tokens.size() || tokens.get(i).equals(".") || tokens.get(i).equals("!");
      if (!end) {
        sentence.add(tokens.get(i));
        continue;
      }
      for (int opinion : opinions(sentence)) {
        sum += opinion;
        count++;
      }
      sentence.clear();
    }
    return count == 0 || Math.abs(sum) != count ? OptionalInt.empty() : OptionalInt.of(sum > 0 ? 1 : 0);
  }

  /// The opinions of a sentence that count, 1 or -1 each.
  private static List<Integer> opinions(List<String> sentence) {
    List<Integer> opinions = new ArrayList<>();
    boolean admitted = !sentence.isEmpty() && List.of("although", "though", "despite").contains(sentence.getFirst());
    int sign = 1;
    for (int i = 0; i < sentence.size(); i++) {
      String word = sentence.get(i);
      if (word.equals("but") || word.equals("yet")) {
        opinions.clear();
      }
      if (List.of(",", "and", "but", "yet").contains(word)) {
        sign = 1;
        admitted = false;
      }
      if (word.equals("even") && i + 1 < sentence.size() && sentence.get(i + 1).equals("though")) {
        break;
      }
      sign = ReviewWords.NEGATORS.contains(word) ? -sign : sign;
      Integer opinion = ReviewWords.OPINIONS.get(word);
      if (opinion != null && !admitted) {
        opinions.add(sign * opinion);
      }
    }
    return opinions;
  }
}
