package scrutable.attacks.sequence;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Tensor;

/// A network that reads a sequence of words and writes another, known through and through.
public interface SequenceVictim {
  /// The words that it can read.
  Vocabulary sources();

  /// The words that it can write.
  Vocabulary targets();

  /// The vectors `(V, D)` of the words that it can read, in the order of [#sources].
  Tensor table();

  /// What it writes by itself, sentence by sentence.
  List<List<String>> translate(List<List<String>> sentences);

  /// Reads vectors, which need not belong to any words, and writes by itself; whichever words it chose, the logits from
  /// which it chose them are functions of the vectors.
  ///
  /// @param vectors `(N, S, D)`
  /// @param lengths how many of the S places each sentence has
  Written write(Variable vectors, int[] lengths);

  /// What was written.
  ///
  /// @param words  the chosen words with their ends, N sequences of at most T
  /// @param logits `(N, T, W)`, of W words
  record Written(PaddedBatch words, Variable logits) {
    /// The logits `(T, W)` of one sentence, without what stands behind its end.
    Variable logits(int row) {
      return logits.select(0, row).slice(0, 0, words.lengths()[row]);
    }

    /// The numbers of the words of one sentence, with its end.
    int[] words(int row) {
      return words.ids().select(0, row).slice(0, 0, words.lengths()[row]).toIntArray();
    }
  }
}
