package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// Replaces the word that the gradient says is worth most, one after the other, until the goal is reached.
///
/// The score after replacing the word at place t, whose vector is e, by one whose vector is e', is to first order
/// `(e' - e) . g_t` larger, with g_t the gradient by the vector at t. One gradient so ranks every replacement, and the
/// victim is asked once for each word that is replaced.
///
/// Source: Ebrahimi et al. 2018, "HotFlip: white-box adversarial examples for text classification", section 3.
///
/// @param seen whose gradient is followed
public record HotFlipSearch(TextGradient seen) implements TextSearch {
  //: code hotflip
  @Override
  public List<String> search(TextProblem problem, Rng rng) {
    List<String> text = problem.original();
    double score = problem.scores(List.of(text))[0];
    while (score <= 0) {
      double[][] gradient = seen.gradient(text, problem.goal());
      List<String> best = text;
      double most = 0;
      for (int place = 0; place < text.size(); place++) {
        for (List<String> flipped : problem.neighbours(text, place)) {
          double gain = gain(gradient[place], seen.vector(text.get(place)), seen.vector(flipped.get(place)));
          best = gain > most ? flipped : best;
          most = Math.max(most, gain);
        }
      }
      if (best == text) {
        return text;
      }
      text = best;
      score = problem.scores(List.of(text))[0];
    }
    return text;
  }

  private static double gain(double[] gradient, double[] from, double[] to) {
    double gain = 0;
    for (int d = 0; d < gradient.length; d++) {
      gain += gradient[d] * (to[d] - from[d]);
    }
    return gain;
  }
  //: end
}
