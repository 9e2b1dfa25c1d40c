package scrutable.lessons.modalities.seq2sick;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.SequenceGoal.Keyword;
import scrutable.attacks.sequence.SequenceProblem;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.sequence.IbmModel1;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Which sentences are attacked, what should stand in their translations, and what must not be written for it.
sealed interface Seq2SickSentences {
  int ATTEMPTS = 50;

  /// Who translates them.
  SmallTranslator made();

  /// All words of the source that can mean a word of the target.
  Set<String> meaning(String keyword);

  /// Whether a word is worth being wanted in the translation of a sentence that has nothing to do with it.
  boolean isKeyword(String word, Translation pair);

  boolean isRight(List<String> source, List<String> translation);

  /// Whether a text might have been written by somebody, if it differs from a sentence in one place.
  Predicate<List<String>> sentence(int changed);

  //: code problems
  /// Sentences of the test, first those that are translated rightly, each with a keyword: a word of the translation of
  /// some other sentence, of which no form stands in its own.
  default List<SequenceProblem> problems(int count, int changes, Rng rng) {
    List<Translation> test = made().test();
    List<List<String>> written = made().translator().translate(test.stream().map(Translation::source).toList(),
        SmallTranslator.LONGEST);
    List<Integer> order = IntStream.range(0, test.size()).boxed()
        .sorted(Comparator.comparing(i -> !isRight(test.get(i).source(), written.get(i)))).toList();
    List<SequenceProblem> problems = new ArrayList<>();
    for (int i : order) {
      for (int attempt = 0; attempt < ATTEMPTS && problems.size() < count; attempt++) {
        List<String> other = test.get(rng.nextInt(test.size())).target();
        String keyword = other.get(rng.nextInt(other.size()));
        if (isKeyword(keyword, test.get(i)) && !written.get(i).contains(keyword)
            && Collections.disjoint(meaning(keyword), test.get(i).source())) {
          problems.add(new SequenceProblem(test.get(i).source(), new Keyword(keyword), meaning(keyword), changes));
          break;
        }
      }
    }
    return problems;
  }
  //: end

  //: code fitting
  /// For each place of a sentence the words that can stand there instead.
  default List<Set<String>> fitting(List<String> sentence) {
    List<Set<String>> fitting = new ArrayList<>();
    for (int place = 0; place < sentence.size(); place++) {
      Predicate<List<String>> isSentence = sentence(place);
      List<String> changed = new ArrayList<>(sentence);
      Set<String> here = new LinkedHashSet<>();
      for (String word : made().words().words().words()) {
        changed.set(place, word);
        if (!word.equals(sentence.get(place)) && isSentence.test(changed)) {
          here.add(word);
        }
      }
      fitting.add(here);
    }
    return fitting;
  }
  //: end

  /// Sentences of an invented language: what means what, and what is a sentence, is known.
  record Invented(ToyTranslator made) implements Seq2SickSentences {
    //: code meaning
    /// Also those that mean another form of the word, and those that mean it in an idiom.
    @Override
    public Set<String> meaning(String keyword) {
      Set<String> forms = made.language().forms().get(keyword);
      return made.language().lexicon().entrySet().stream()
          .filter(entry -> !Collections.disjoint(entry.getValue(), forms)).map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
    //: end

    @Override
    public boolean isKeyword(String word, Translation pair) {
      return made.language().forms().containsKey(word) && made.translator().target().contains(word)
          && Collections.disjoint(made.language().forms().get(word), pair.target());
    }

    @Override
    public boolean isRight(List<String> source, List<String> translation) {
      return made.language().translate(source).equals(translation);
    }

    /// Each place by itself, and so any places together.
    @Override
    public Predicate<List<String>> sentence(int changed) {
      return words -> isSentence(made.language(), words);
    }

    private static boolean isSentence(ToyLang language, List<String> words) {
      try {
        language.translate(words);
        return true;
      } catch (IllegalArgumentException notOne) {
        return false;
      }
    }
  }

  /// German sentences of people: what means what is guessed from all that is learned from.
  ///
  /// @param meanings   with their probabilities
  /// @param small      words that are in too many translations to be worth anything
  /// @param neighbours all pairs of neighbouring words that are learned from, begin and end of a sentence among them
  record German(TatoebaTranslator made, IbmModel1 meanings, Set<String> small, Set<List<String>> neighbours)
      implements Seq2SickSentences {
    private static final int ROUNDS = 10;
    private static final double LIKELY = 0.05;
    private static final int SMALL = 50;
    private static final String EDGE = "";

    static German of(TatoebaTranslator made) {
      List<List<String>> sources = made.train().stream().map(Translation::source).toList();
      List<List<String>> targets = made.train().stream().map(Translation::target).toList();
      Set<List<String>> neighbours = new HashSet<>();
      for (List<String> source : sources) {
        IntStream.rangeClosed(0, source.size()).forEach(place -> neighbours.add(before(source, place)));
      }
      return new German(made, IbmModel1.learn(sources, targets, ROUNDS),
          Set.copyOf(Vocabulary.of(targets, 1, SMALL).words()), neighbours);
    }

    private static List<String> before(List<String> words, int place) {
      return List.of(place == 0 ? EDGE : words.get(place - 1), place == words.size() ? EDGE : words.get(place));
    }

    //: code guessed-meaning
    /// Those by which a word is explained with a probability of more than 0.05.
    @Override
    public Set<String> meaning(String keyword) {
      return meanings.sourcesOf(keyword, LIKELY);
    }
    //: end

    @Override
    public boolean isKeyword(String word, Translation pair) {
      return Character.isLetter(word.codePointAt(0)) && !small.contains(word)
          && made.translator().target().contains(word)
          && made.pairs().known().get(pair.source()).stream().noneMatch(known -> known.contains(word));
    }

    @Override
    public boolean isRight(List<String> source, List<String> translation) {
      return made.pairs().isRight(source, translation);
    }

    /// A word fits if somebody has written it behind the word before, and the word after it behind it.
    @Override
    public Predicate<List<String>> sentence(int changed) {
      return words -> neighbours.contains(before(words, changed)) && neighbours.contains(before(words, changed + 1));
    }
  }
}
