package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;

/// What putting tokens into a sentence achieved, found out by translating it again, alone: a search may be
/// mistaken, or lie.
///
/// [#judge] is the only way to get one.
public final class InsertionResult {
  private final List<String> sentence;
  private final List<String> translation;
  private final int tries;
  private final List<Hallucination> hallucinations;
  private final long queries;

  private InsertionResult(List<String> sentence, List<String> translation, int tries,
      List<Hallucination> hallucinations, long queries) {
    this.sentence = sentence;
    this.translation = translation;
    this.tries = tries;
    this.hallucinations = hallucinations;
    this.queries = queries;
  }

  /// What derails the translator.
  ///
  /// @param insertions  the tokens and their places, each counted in the sentence with those before
  /// @param source      the sentence with them
  /// @param translation what is written then
  public record Hallucination(List<Insertion> insertions, List<String> source, List<String> translation) {
    /// Copies the lists.
    public Hallucination {
      insertions = List.copyOf(insertions);
      source = List.copyOf(source);
      translation = List.copyOf(translation);
    }
  }

  /// Translates the sentence as it is and with the tokens that were found, one sentence at a time, and keeps what are
  /// hallucinations indeed.
  ///
  /// @param tries   how many sentences with tokens were tried, those that were found among them
  /// @param found   what is claimed: the tokens put into the sentence, one after the other
  /// @param queries how many sentences the search had translated, for the record
  /// @throws IllegalArgumentException if more was found than tried
  public static InsertionResult judge(SentenceTranslator victim, List<String> sentence, int tries,
      List<List<Insertion>> found, Detachment detachment, long queries) {
    if (found.size() > tries) {
      throw new IllegalArgumentException("InsertionResult: " + found.size() + " were found, but only " + tries
          + " tried");
    }
    List<String> before = victim.translate(List.of(sentence)).getFirst();
    List<Hallucination> real = new ArrayList<>();
    for (List<Insertion> insertions : found) {
      List<String> source = sentence;
      for (Insertion insertion : insertions) {
        source = insertion.into(source);
      }
      List<String> after = victim.translate(List.of(source)).getFirst();
      if (detachment.isHallucination(before, after)) {
        real.add(new Hallucination(insertions, source, after));
      }
    }
    return new InsertionResult(List.copyOf(sentence), List.copyOf(before), tries, List.copyOf(real), queries);
  }

  /// The sentence without any token.
  public List<String> sentence() {
    return sentence;
  }

  /// The translation of the sentence without any token.
  public List<String> translation() {
    return translation;
  }

  /// How many sentences with tokens were tried.
  public int tries() {
    return tries;
  }

  /// All that derails the translator; empty if nothing does.
  public List<Hallucination> hallucinations() {
    return hallucinations;
  }

  /// Whether anything does.
  public boolean success() {
    return !hallucinations.isEmpty();
  }

  /// How many sentences the search had translated.
  public long queries() {
    return queries;
  }
}
