package scrutable.attacks.text;

import java.util.List;

/// A reader whose insides are known: how its answer would change if the vector of a word did.
public interface TextGradient {
  /// The gradient of [TextGoal#score] by the vector of each word: `[place][dimension]`.
  double[][] gradient(List<String> text, TextGoal goal);

  /// The vector of a word.
  double[] vector(String word);
}
