package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import scrutable.nn.validation.AdjustedBleu;
import scrutable.tensor.Rng;

/// Looks for tokens that make a translator hallucinate when they are put into a sentence. Nothing of the translator is
/// known but what it writes.
///
/// First each of a list of tokens is tried at each of a few places (Lee, Firat, Agarwal, Fannjiang and Sussillo 2018,
/// "Hallucinations in neural machine translation"). If none does it, and more are allowed, the search goes on from the
/// few longer sentences whose translations are farthest from the first, and puts another token into those.
///
/// @param tokens what is put in
/// @param places where; each token is tried at each
/// @param most   how many tokens may be put into one sentence
/// @param width  from how many sentences the search goes on
public record InsertionSearch(List<String> tokens, List<Insertion.Place> places, int most, int width) {
  private static final int SHORTEST = 3;

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is nothing to try
  public InsertionSearch {
    if (tokens.isEmpty() || places.isEmpty() || most < 1 || width < 1) {
      throw new IllegalArgumentException("InsertionSearch: there is nothing to try: tokens " + tokens + ", places "
          + places + ", at most " + most + " of them, going on from " + width);
    }
    tokens = List.copyOf(tokens);
    places = List.copyOf(places);
  }

  /// A sentence with tokens in it.
  private record Longer(List<String> sentence, List<Insertion> insertions) {
    Longer with(Insertion next) {
      List<Insertion> all = new ArrayList<>(insertions);
      all.add(next);
      return new Longer(next.into(sentence), all);
    }
  }

  /// What is tried on a sentence: every token at every place; the middle is drawn once for all of them.
  ///
  /// @throws IllegalArgumentException if the sentence has no middle
  public List<Insertion> tries(List<String> sentence, Rng rng) {
    if (sentence.size() < SHORTEST) {
      throw new IllegalArgumentException("InsertionSearch: a sentence needs " + SHORTEST + " words to have a middle,"
          + " but this is " + sentence);
    }
    List<Insertion> tries = new ArrayList<>();
    for (Insertion.Place place : places) {
      int at = place.in(sentence.size(), rng);
      tokens.forEach(token -> tries.add(new Insertion(token, at)));
    }
    return tries;
  }

  //: code search
  /// Searches, and lets the judge translate again whatever looks like a hallucination. Takes one number from `rng`.
  public InsertionResult run(SentenceTranslator victim, List<String> sentence, Detachment detachment, Rng rng) {
    Rng stream = Rng.seed(rng.nextLong());
    List<String> before = victim.translate(List.of(sentence)).getFirst();
    List<List<Insertion>> found = new ArrayList<>();
    List<Longer> from = List.of(new Longer(sentence, List.of()));
    int tries = 0;
    for (int put = 1; put <= most && found.isEmpty(); put++) {
      List<Longer> tried = from.stream()
          .flatMap(one -> tries(one.sentence, stream).stream().map(one::with)).toList();
      List<List<String>> written = victim.translate(tried.stream().map(Longer::sentence).toList());
      tries += tried.size();
      List<Scored> scores = new ArrayList<>();
      for (int i = 0; i < tried.size(); i++) {
        List<String> after = written.get(i);
        scores.add(new Scored(tried.get(i), AdjustedBleu.of(before, after), detachment.likelihood(after)));
        if (detachment.isHallucination(before, after)) {
          found.add(tried.get(i).insertions);
        }
      }
      from = scores.stream().sorted(Scored.FARTHEST).limit(width).map(Scored::longer).toList();
    }
    return InsertionResult.judge(victim, sentence, tries, found, detachment, tries + 1);
  }
  //: end

  /// How far a translation is from that of before, and how likely in itself.
  private record Scored(Longer longer, double adjustedBleu, double likelihood) {
    private static final Comparator<Scored> FARTHEST = Comparator.comparingDouble(Scored::adjustedBleu)
        .thenComparing(Comparator.comparingDouble(Scored::likelihood).reversed());
  }
}
