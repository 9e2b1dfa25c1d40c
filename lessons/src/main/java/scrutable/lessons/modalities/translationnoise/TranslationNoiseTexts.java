package scrutable.lessons.modalities.translationnoise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.attacks.text.ListedNoise;
import scrutable.lessons.modalities.TatoebaPairs;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Misspellings;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.data.published.Codespell;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.Tatoeba;
import scrutable.nn.model.Translation;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Sentences with their translations, and how the words are misspelled: in an invented language, or by people in
/// English.
///
/// @param train   to learn from
/// @param test    to be judged by
/// @param learned misspellings that may be met in training
/// @param unseen  other misspellings of the same words, for the test
record TranslationNoiseTexts(List<Translation> train, List<Translation> test, ListedNoise learned,
    ListedNoise unseen) {
  /// How many words of the source are used: the commonest.
  static final int COMMON = 100;
  /// Words of fewer letters are not misspelled by people.
  private static final int SHORTEST = 3;
  private static final int EACH = 4;
  private static final int MOST_DRAWN = 60_000;

  TranslationNoiseTexts {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /// Invents a language, and keeps the sentences that are wholly inside its [#COMMON] commonest words: a word that is
  /// met twice in training is not learned, and what noise does to it cannot be seen.
  static TranslationNoiseTexts drawn(int train, int test, Rng rng) {
    List<ToyLang.Pair> all = new ToyLang(rng.split("language")).generate(MOST_DRAWN, rng.split("pairs"));
    Vocabulary common = Vocabulary.of(all.stream().map(ToyLang.Pair::source).toList(), 1, COMMON);
    List<Translation> pairs = all.stream().filter(pair -> pair.source().stream().allMatch(common::contains))
        .map(pair -> new Translation(pair.source(), pair.target())).limit(train + test).toList();
    Map<String, List<String>> learned = new HashMap<>();
    Map<String, List<String>> unseen = new HashMap<>();
    Misspellings.invent(common.words(), SHORTEST, 2 * EACH, rng.split("misspellings")).forEach((word, list) -> {
      int half = list.size() / 2;
      if (half > 0) {
        learned.put(word, list.subList(0, half));
        unseen.put(word, list.subList(half, list.size()));
      }
    });
    return new TranslationNoiseTexts(pairs.subList(0, train), pairs.subList(train, train + test),
        new ListedNoise(learned), new ListedNoise(unseen));
  }

  /// English sentences of people with German translations, and the misspellings that people have made of their words.
  static TranslationNoiseTexts published(TatoebaPairs.Choice choice, Rng rng, Progress progress) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment();
    TatoebaPairs pairs = TatoebaPairs.fromEnglish(Tatoeba.load(Tatoeba.Language.GERMAN, locations, progress), choice,
        rng);
    return withMisspellings(pairs.train(), pairs.test(), Codespell.load(locations, progress));
  }

  //: code halves
  /// Deals out the misspellings of each word: the first is for the test, the second may be met in training, and so on.
  /// One that may stand for several words is for the same side everywhere.
  static TranslationNoiseTexts withMisspellings(List<Translation> train, List<Translation> test,
      List<Codespell.Misspelling> all) {
    Map<String, List<String>> written = new HashMap<>();
    all.forEach(each -> each.meant().forEach(word ->
        written.computeIfAbsent(word, any -> new ArrayList<>()).add(each.written())));
    Map<String, Boolean> unseen = new HashMap<>();
    Map<String, List<String>> learnedLists = new HashMap<>();
    Map<String, List<String>> unseenLists = new HashMap<>();
    for (String word : Vocabulary.of(train.stream().map(Translation::source).toList()).words()) {
      for (String misspelling : written.getOrDefault(word, List.of())) {
        boolean side = unseen.computeIfAbsent(misspelling, any ->
            count(unseenLists, word) <= count(learnedLists, word));
        (side ? unseenLists : learnedLists).computeIfAbsent(word, any -> new ArrayList<>()).add(misspelling);
      }
    }
    return new TranslationNoiseTexts(train, test, new ListedNoise(learnedLists), new ListedNoise(unseenLists));
  }
  //: end

  private static int count(Map<String, List<String>> lists, String word) {
    return lists.getOrDefault(word, List.of()).size();
  }

  List<List<String>> sources() {
    return test.stream().map(Translation::source).toList();
  }

  /// How many sentences of the test are also in the training, on either side.
  int sharedSentences() {
    Set<List<String>> known = new HashSet<>();
    train.forEach(pair -> {
      known.add(pair.source());
      known.add(pair.target());
    });
    return (int) test.stream().filter(pair -> known.contains(pair.source()) || known.contains(pair.target())).count();
  }

  /// How many misspellings of the test may also be met in the training.
  int sharedMisspellings() {
    Set<String> known = new HashSet<>();
    learned.misspellings().values().forEach(known::addAll);
    return (int) unseen.misspellings().values().stream().flatMap(List::stream).filter(known::contains).count();
  }
}
