package scrutable.lessons.modalities;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.nn.data.published.Tatoeba.SentencePair;
import scrutable.nn.model.Translation;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Sentences of people with their translations: short ones, of common words only.
///
/// A third of the English sentences have several translations, and some translations belong to several sentences. So a
/// pair of the test may share neither its source nor its target with the training: all pairs that do are left out.
///
/// @param train      what is learned from
/// @param validation other pairs, to choose settings by
/// @param test       others again; no two of the three share a source or a target, and no two pairs of the test do
/// @param known      the translations of each short source that stand in the whole collection
public record TatoebaPairs(List<Translation> train, List<Translation> validation, List<Translation> test,
    Map<List<String>, Set<List<String>>> known) {

  /// Which pairs are chosen.
  ///
  /// @param longest words and punctuation marks that each side may have
  /// @param common  each side is wholly inside so many commonest words
  /// @param train   pairs to learn from, at most
  /// @param test    pairs for validation, and as many for the test
  public record Choice(int longest, int common, int train, int test) {}

  /// Copies the lists.
  public TatoebaPairs {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    known = Map.copyOf(known);
  }

  /// Chooses pairs to translate into English.
  ///
  /// @throws IllegalArgumentException if there are too few
  public static TatoebaPairs intoEnglish(List<SentencePair> all, Choice choice, Rng rng) {
    return of(cut(all, false), choice, rng);
  }

  /// Chooses pairs to translate from English.
  ///
  /// @throws IllegalArgumentException if there are too few
  public static TatoebaPairs fromEnglish(List<SentencePair> all, Choice choice, Rng rng) {
    return of(cut(all, true), choice, rng);
  }

  private static List<Translation> cut(List<SentencePair> all, boolean fromEnglish) {
    Tokenizer words = Tokenizer.words();
    return all.stream().map(pair -> fromEnglish
        ? new Translation(words.tokens(pair.english()), words.tokens(pair.translation()))
        : new Translation(words.tokens(pair.translation()), words.tokens(pair.english()))).toList();
  }

  //: code split
  private static TatoebaPairs of(List<Translation> all, Choice choice, Rng rng) {
    List<Translation> brief = all.stream().filter(pair -> pair.source().size() <= choice.longest
        && pair.target().size() <= choice.longest).distinct().toList();
    Vocabulary sources = Vocabulary.of(brief.stream().map(Translation::source).toList(), 1, choice.common);
    Vocabulary targets = Vocabulary.of(brief.stream().map(Translation::target).toList(), 1, choice.common);
    List<Translation> pairs = brief.stream().filter(pair -> pair.source().stream().allMatch(sources::contains)
        && pair.target().stream().allMatch(targets::contains)).toList();
    Set<List<String>> held = new HashSet<>();
    List<Translation> test = new ArrayList<>();
    List<Translation> train = new ArrayList<>();
    for (int place : rng.permutation(pairs.size())) {
      Translation pair = pairs.get(place);
      boolean isNew = !held.contains(pair.source()) && !held.contains(pair.target());
      if (isNew && test.size() < 2 * choice.test) {
        test.add(pair);
        held.add(pair.source());
        held.add(pair.target());
      } else if (isNew) {
        train.add(pair);
      }
    }
    return new TatoebaPairs(train.subList(0, Math.min(choice.train, train.size())),
        requireEnough(test, choice).subList(choice.test, test.size()), test.subList(0, choice.test), known(brief));
  }
  //: end

  private static List<Translation> requireEnough(List<Translation> held, Choice choice) {
    if (held.size() < 2 * choice.test) {
      throw new IllegalArgumentException("TatoebaPairs: only " + held.size() + " pairs of at most " + choice.longest
          + " words are inside the " + choice.common + " commonest and share nothing, but 2 x " + choice.test
          + " are needed");
    }
    return held;
  }

  private static Map<List<String>, Set<List<String>>> known(List<Translation> pairs) {
    Map<List<String>, Set<List<String>>> known = new HashMap<>();
    pairs.forEach(pair -> known.computeIfAbsent(pair.source(), any -> new LinkedHashSet<>()).add(pair.target()));
    return known;
  }

  /// Whether somebody has translated a sentence so.
  public boolean isRight(List<String> source, List<String> translation) {
    return known.getOrDefault(source, Set.of()).contains(translation);
  }
}
