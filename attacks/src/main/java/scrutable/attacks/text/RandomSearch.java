package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.Rng;

/// What questions alone are worth: random replacements are drawn anew and anew, the victim is asked about each, and the
/// best is kept. It ends with the first that reaches the goal, or when all questions are asked.
///
/// A search that does no better than this with as many questions owes its success to them, not to how it looks.
///
/// @param count how many words are replaced in each draw; fewer if no more may be
/// @param questions how many texts the victim may be asked about
public record RandomSearch(int count, long questions) implements TextSearch {
  private static final int TOGETHER = 20;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is negative
  public RandomSearch {
    if (count < 0 || questions < 0) {
      throw new IllegalArgumentException("RandomSearch: words and questions must not be negative, but are " + count
          + " and " + questions);
    }
  }

  //: code random-search
  @Override
  public List<String> search(TextProblem problem, Rng rng) {
    RandomReplacements draw = new RandomReplacements(count);
    List<String> best = problem.original();
    double highest = Double.NEGATIVE_INFINITY;
    for (long asked = 0; asked < questions && highest <= 0; asked += TOGETHER) {
      List<List<String>> drawn = new ArrayList<>();
      for (int i = 0; i < Math.min(TOGETHER, questions - asked); i++) {
        drawn.add(draw.search(problem, rng));
      }
      double[] scores = problem.scores(drawn);
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] > highest) {
          highest = scores[i];
          best = drawn.get(i);
        }
      }
    }
    return best;
  }
  //: end
}
