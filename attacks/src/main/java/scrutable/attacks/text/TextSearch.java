package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// How to look for a text that reaches the goal.
@FunctionalInterface
public interface TextSearch {
  /// The best text that was found, the original if there was no better. Whether it reaches the goal is not the search's
  /// to say.
  List<String> search(TextProblem problem, Rng rng);
}
