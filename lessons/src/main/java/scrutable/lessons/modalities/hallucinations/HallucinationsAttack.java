package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.attacks.sequence.Detachment;
import scrutable.attacks.sequence.Insertion;
import scrutable.attacks.sequence.InsertionResult;
import scrutable.attacks.sequence.InsertionSearch;
import scrutable.attacks.sequence.SentenceTranslator;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// The same attack on several translators: the same sentences, the same tokens, the same places.
///
/// @param sentences  what is attacked
/// @param search     which tokens, where
/// @param detachment what counts as a hallucination
/// @param rng        of the places in the middle
record HallucinationsAttack(List<List<String>> sentences, InsertionSearch search, Detachment detachment, Rng rng,
    Progress progress) {
  private static final int EACH = 10;
  private static final List<String> MARKS = List.of(".", "!", "?");

  /// The words that are put in, in classes by how often they are met in training. The filler is in none.
  static Map<String, List<String>> tokens(Vocabulary words) {
    List<String> all = words.words().stream()
        .filter(word -> !word.equals(ToyLang.FILLER) && !MARKS.contains(word)).toList();
    int middle = (all.size() - EACH) / 2;
    Map<String, List<String>> classes = new LinkedHashMap<>();
    classes.put("common words", all.subList(0, EACH));
    classes.put("words between", all.subList(middle, middle + EACH));
    classes.put("rare words", all.subList(all.size() - EACH, all.size()));
    classes.put("end marks", MARKS);
    return classes;
  }

  /// The results of one translator, a sentence each.
  ///
  /// @param fillers the most fillers that every sentence was given; 0 if it was given other tokens
  record Results(List<InsertionResult> each, int fillers) {
    /// Of what was not tried.
    static final Results NONE = new Results(List.of(), 0);

    /// The share of the sentences in which something derails the translator.
    double perSentence() {
      return (double) each.stream().filter(InsertionResult::success).count() / each.size();
    }

    /// The share of the sentences in which so few tokens do.
    double by(int tokens) {
      return (double) each.stream().filter(result -> result.success()
          && result.hallucinations().getFirst().insertions().size() <= tokens).count() / each.size();
    }

    /// How many sentences with tokens were tried.
    long tries() {
      return each.stream().mapToLong(InsertionResult::tries).sum();
    }

    /// How many of these are hallucinations.
    long hits() {
      return each.stream().mapToLong(result -> result.hallucinations().size()).sum();
    }

    /// The share of the tries that are hallucinations.
    double perTry() {
      return (double) hits() / tries();
    }

    long queries() {
      return each.stream().mapToLong(InsertionResult::queries).sum();
    }
  }

  /// The same attack on the first sentences only.
  HallucinationsAttack onFirst(int count) {
    return new HallucinationsAttack(sentences.subList(0, Math.min(count, sentences.size())), search, detachment, rng,
        progress);
  }

  /// Searches for tokens that derail a translator.
  Results on(String victim, SentenceTranslator translator) {
    List<InsertionResult> results = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      results.add(search.run(translator, sentences.get(i), detachment, rng.split(i)));
      progress.update("putting tokens before " + victim, i + 1, sentences.size());
    }
    return new Results(results, 0);
  }

  //: code fillers
  /// Tries all ways to put up to `most` fillers where training has one: before the verb.
  Results withFillers(SentenceTranslator translator, int most) {
    List<InsertionResult> results = new ArrayList<>();
    int fewest = most;
    for (List<String> sentence : sentences) {
      Map<List<String>, List<Insertion>> ways = new LinkedHashMap<>(Map.of(sentence, List.of()));
      Set<List<String>> last = new LinkedHashSet<>(ways.keySet());
      for (int put = 1; put <= most; put++) {
        Set<List<String>> next = new LinkedHashSet<>();
        for (List<String> from : last) {
          for (int at = 0; at < from.size() - 1; at++) {
            Insertion filler = new Insertion(ToyLang.FILLER, at);
            List<Insertion> insertions = new ArrayList<>(ways.get(from));
            insertions.add(filler);
            ways.putIfAbsent(filler.into(from), insertions);
            next.add(filler.into(from));
          }
        }
        last = next;
      }
      fewest = Math.min(fewest, last.iterator().next().size() - sentence.size());
      ways.remove(sentence);
      results.add(tried(translator, sentence, ways));
    }
    return new Results(results, fewest);
  }
  //: end

  //: code random
  /// Puts `tokens` tokens into each sentence, `draws` times: which and where is drawn, anywhere before the last word.
  /// It depends on no translation, so that every translator is given the same. What is drawn twice is tried once.
  Results atRandom(String victim, SentenceTranslator translator, int tokens, int draws) {
    List<InsertionResult> results = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      Rng stream = rng.split("at random").split(i);
      Map<List<String>, List<Insertion>> ways = new LinkedHashMap<>();
      for (int draw = 0; draw < draws; draw++) {
        List<String> longer = sentences.get(i);
        List<Insertion> insertions = new ArrayList<>();
        for (int put = 0; put < tokens; put++) {
          Insertion next = new Insertion(search.tokens().get(stream.nextInt(search.tokens().size())),
              stream.nextInt(longer.size()));
          insertions.add(next);
          longer = next.into(longer);
        }
        ways.putIfAbsent(longer, insertions);
      }
      results.add(tried(translator, sentences.get(i), ways));
      progress.update("putting tokens drawn at random before " + victim, i + 1, sentences.size());
    }
    return new Results(results, 0);
  }
  //: end

  private InsertionResult tried(SentenceTranslator translator, List<String> sentence,
      Map<List<String>, List<Insertion>> ways) {
    List<String> before = translator.translate(List.of(sentence)).getFirst();
    List<List<String>> sources = List.copyOf(ways.keySet());
    List<List<String>> written = translator.translate(sources);
    List<List<Insertion>> found = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (detachment.isHallucination(before, written.get(i))) {
        found.add(ways.get(sources.get(i)));
      }
    }
    return InsertionResult.judge(translator, sentence, sources.size(), found, detachment, sources.size() + 1);
  }
}
