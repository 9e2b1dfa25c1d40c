package scrutable.attacks.sequence;

import java.util.List;
import scrutable.tensor.Rng;

/// A way to look for sources whose translations are at their goals. It works on all problems side by side, since
/// networks read many sentences faster than one after the other.
public interface SequenceSearch {
  /// Looks for a source for each problem, and leaves the problems as they are.
  ///
  /// @throws IllegalArgumentException if there is no problem
  List<Attempt> search(SequenceVictim victim, List<SequenceProblem> problems, Rng rng);

  /// Searches, and judges what was found.
  default List<SequenceResult> run(SequenceVictim victim, List<SequenceProblem> problems, Rng rng) {
    return SequenceResult.judge(victim, problems, search(victim, problems, rng));
  }

  /// What a search found.
  ///
  /// @param words    the original where nothing was found
  /// @param readings how many times the victim was given a version of the sentence to read
  record Attempt(List<String> words, int readings) {
    /// Copies the list.
    public Attempt {
      words = List.copyOf(words);
    }
  }
}
