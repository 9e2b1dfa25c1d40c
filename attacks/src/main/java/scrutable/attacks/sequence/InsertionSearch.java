package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.Rng;

/// Looks for one token that makes a translator hallucinate when it is put into a sentence: each of a list of tokens, at
/// each of a few places. Nothing of the translator is known but what it writes.
///
/// Lee, Firat, Agarwal, Fannjiang and Sussillo 2018, "Hallucinations in neural machine translation".
///
/// @param tokens what is put in
/// @param places where; each token is tried at each
public record InsertionSearch(List<String> tokens, List<Insertion.Place> places) {
  private static final int SHORTEST = 3;

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if one is empty
  public InsertionSearch {
    if (tokens.isEmpty() || places.isEmpty()) {
      throw new IllegalArgumentException("InsertionSearch: there is nothing to try: tokens " + tokens + ", places "
          + places);
    }
    tokens = List.copyOf(tokens);
    places = List.copyOf(places);
  }

  //: code search
  /// What is tried on a sentence: every token at every place; the middle is drawn once for all of them.
  public List<Insertion> tries(List<String> sentence, Rng rng) {
    if (sentence.size() < SHORTEST) {
      throw new IllegalArgumentException("InsertionSearch: a sentence needs " + SHORTEST + " words to have a middle, but"
          + " this is " + sentence);
    }
    List<Insertion> tries = new ArrayList<>();
    for (Insertion.Place place : places) {
      int at = place.in(sentence.size(), rng);
      tokens.forEach(token -> tries.add(new Insertion(token, at)));
    }
    return tries;
  }

  /// Tries all, and lets the judge translate again whatever looks like a hallucination.
  public InsertionResult run(SentenceTranslator victim, List<String> sentence, Detachment detachment, Rng rng) {
    List<Insertion> tries = tries(sentence, rng);
    List<List<String>> given = new ArrayList<>(List.of(sentence));
    tries.forEach(insertion -> given.add(insertion.into(sentence)));
    List<List<String>> written = victim.translate(given);
    List<Insertion> found = new ArrayList<>();
    for (int i = 0; i < tries.size(); i++) {
      if (detachment.isHallucination(written.getFirst(), written.get(i + 1))) {
        found.add(tries.get(i));
      }
    }
    return InsertionResult.judge(victim, sentence, tries.size(), found, detachment, given.size());
  }
  //: end
}
