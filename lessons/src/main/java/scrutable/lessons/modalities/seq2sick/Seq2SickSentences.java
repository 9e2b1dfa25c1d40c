package scrutable.lessons.modalities.seq2sick;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.SequenceGoal.Keyword;
import scrutable.attacks.sequence.SequenceProblem;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.tensor.Rng;

/// Which sentences are attacked, what should stand in their translations, and what must not be written for it.
final class Seq2SickSentences {
  private static final int ATTEMPTS = 50;

  private Seq2SickSentences() {}

  //: code problems
  /// Sentences of the test, first those that are translated rightly, each with a keyword: a word of the translation of
  /// some other sentence, of which no form stands in its own.
  static List<SequenceProblem> problems(ToyTranslator made, int count, int changes, Rng rng) {
    List<Translation> test = made.test();
    List<List<String>> written = made.translator().translate(test.stream().map(Translation::source).toList(),
        ToyTranslator.LONGEST);
    List<Integer> order = IntStream.range(0, test.size()).boxed()
        .sorted(Comparator.comparing(i -> !written.get(i).equals(test.get(i).target()))).toList();
    List<SequenceProblem> problems = new ArrayList<>();
    for (int i : order) {
      for (int attempt = 0; attempt < ATTEMPTS && problems.size() < count; attempt++) {
        List<String> other = test.get(rng.nextInt(test.size())).target();
        String keyword = other.get(rng.nextInt(other.size()));
        if (isKeyword(made, keyword, test.get(i)) && !written.get(i).contains(keyword)) {
          problems.add(new SequenceProblem(test.get(i).source(), new Keyword(keyword),
              meaning(made.language(), keyword), changes));
          break;
        }
      }
    }
    return problems;
  }

  /// All words of the source that can mean a word of the target or another form of it, also in an idiom.
  static Set<String> meaning(ToyLang language, String keyword) {
    Set<String> forms = language.forms().get(keyword);
    return language.lexicon().entrySet().stream().filter(entry -> !Collections.disjoint(entry.getValue(), forms))
        .map(Map.Entry::getKey).collect(Collectors.toSet());
  }
  //: end

  //: code fitting
  /// For each place of a sentence the words that can stand there instead, and leave a sentence of the language.
  static List<Set<String>> fitting(ToyLang language, List<String> sentence, List<String> words) {
    List<Set<String>> fitting = new ArrayList<>();
    for (int place = 0; place < sentence.size(); place++) {
      List<String> changed = new ArrayList<>(sentence);
      Set<String> here = new LinkedHashSet<>();
      for (String word : words) {
        changed.set(place, word);
        if (!word.equals(sentence.get(place)) && isSentence(language, changed)) {
          here.add(word);
        }
      }
      fitting.add(here);
    }
    return fitting;
  }

  private static boolean isSentence(ToyLang language, List<String> words) {
    try {
      language.translate(words);
      return true;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }
  //: end

  private static boolean isKeyword(ToyTranslator made, String word, Translation pair) {
    return made.language().forms().containsKey(word) && made.translator().target().contains(word)
        && Collections.disjoint(made.language().forms().get(word), pair.target())
        && Collections.disjoint(meaning(made.language(), word), pair.source());
  }
}
