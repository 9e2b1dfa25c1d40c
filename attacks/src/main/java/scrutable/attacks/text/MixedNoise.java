package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// Several kinds of noise: each word suffers from one of them, drawn by chance.
///
/// @param kinds all equally likely; [SpellingNoise#none] may be one of them
public record MixedNoise(List<SpellingNoise> kinds) implements SpellingNoise {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if it is empty
  public MixedNoise {
    kinds = List.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("MixedNoise: there is no kind of noise to choose from");
    }
  }

  /// Deletions, insertions, substitutions and swaps, all equally likely (Karpukhin et al. 2019).
  public static MixedNoise balancedDiet() {
    return new MixedNoise(List.of(LetterNoise.DELETE, LetterNoise.INSERT, LetterNoise.SUBSTITUTE, LetterNoise.SWAP));
  }

  @Override
  public String misspell(String word, Rng rng) {
    return kinds.get(rng.nextInt(kinds.size())).misspell(word, rng);
  }
}
