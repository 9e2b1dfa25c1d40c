package scrutable.attacks.sequence;

import java.util.List;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Tensor;

/// Which word is nearest to a vector, of those that a problem allows.
final class NearestWords {
  private final Tensor table;
  private final double[] squares;
  private final boolean[][][] allowed;

  NearestWords(SequenceVictim victim, List<SequenceProblem> problems) {
    Vocabulary words = victim.sources();
    this.table = victim.table();
    this.squares = table.square().sum(false, 1).toDoubleArray();
    this.allowed = new boolean[problems.size()][][];
    for (int n = 0; n < allowed.length; n++) {
      SequenceProblem problem = problems.get(n);
      allowed[n] = new boolean[problem.original().size()][words.size()];
      for (int s = 0; s < allowed[n].length; s++) {
        allowed[n][s][words.id(problem.original().get(s))] = true;   // a word that is not known keeps its own vector
        for (String word : problem.replacements(victim, s)) {
          allowed[n][s][words.id(word)] = true;
        }
      }
    }
  }

  /// The words `[N][S]` nearest to vectors `(N, S, D)`, the first of equals; padding behind the end of a sentence.
  ///
  /// `|v - w|^2 = |v|^2 - 2 v . w + |w|^2`, and the first part is the same for all words.
  int[][] of(Tensor vectors) {
    int places = vectors.size(1);
    float[] products = vectors.reshape(-1, vectors.size(2)).matmul(table.t()).toFloatArray();
    int[][] nearest = new int[vectors.size(0)][places];
    for (int n = 0; n < nearest.length; n++) {
      for (int s = 0; s < allowed[n].length; s++) {
        nearest[n][s] = nearest(products, (n * places + s) * squares.length, allowed[n][s]);
      }
    }
    return nearest;
  }

  private int nearest(float[] products, int from, boolean[] among) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int word = 0; word < among.length; word++) {
      double distance = squares[word] - 2.0 * products[from + word];
      if (among[word] && distance < least) {
        best = word;
        least = distance;
      }
    }
    if (best < 0) {
      throw new IllegalStateException("no word is near: the vectors are not finite; take smaller steps");
    }
    return best;
  }
}
