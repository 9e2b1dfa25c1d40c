package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// A control: random words are replaced by random ones of those that an attack would try, as many as it replaced, and
/// nobody asks the victim.
///
/// @param count how many words; fewer if no more may be replaced
public record RandomReplacements(int count) implements TextSearch {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is negative
  public RandomReplacements {
    if (count < 0) {
      throw new IllegalArgumentException("RandomReplacements: the number of words must not be negative, but is "
          + count);
    }
  }

  @Override
  public List<String> search(TextProblem problem, Rng rng) {
    List<String> text = problem.original();
    int left = count;
    for (int place : rng.permutation(text.size())) {
      List<List<String>> neighbours = left > 0 ? problem.neighbours(text, place) : List.of();
      if (!neighbours.isEmpty()) {
        text = neighbours.get(rng.nextInt(neighbours.size()));
        left--;
      }
    }
    return text;
  }
}
