package scrutable.nn.sequence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which words mean which, learned from nothing but pairs of sentences: a dictionary with probabilities.
///
/// IBM Model 1 says that each target word was written because of one word of its source, any of them as likely as
/// another, and that a source word s is translated by t with the probability p(t | s). Expectation-maximisation finds
/// these: guess for each target word which word it came from, then count the guesses.
///
/// ```
/// guess   g(t, s) = p(t | s) / sum over s' of the source of p(t | s')        in each pair of sentences
/// count   p(t | s) = sum of g(t, s) over all pairs / sum of g(t', s) over all pairs and t'
/// ```
///
/// The first guess is that all are equal. The likelihood has one maximum, and no round lowers it. There is no empty
/// source word here, to which words could go that nothing in the source means: they stay with the words that they occur
/// beside, so that a list of what may mean a word is rather too long than too short.
///
/// Brown, Della Pietra, Della Pietra and Mercer 1993, "The mathematics of statistical machine translation"; Koehn 2010,
/// "Statistical machine translation", section 4.2.
public final class IbmModel1 {
  private final Map<String, Map<String, Double>> table;

  private IbmModel1(Map<String, Map<String, Double>> table) {
    this.table = table;
  }

  /// Learns from sentences and their translations.
  ///
  /// @param sources the words of each sentence
  /// @param targets the words of its translation
  /// @param rounds  how often is guessed and counted, at least once
  /// @throws IllegalArgumentException if there is no sentence, a sentence without a word, or not one target a source
  public static IbmModel1 learn(List<List<String>> sources, List<List<String>> targets, int rounds) {
    requirePairs(sources, targets);
    if (rounds < 1) {
      throw new IllegalArgumentException("IbmModel1: learning takes at least one round, not " + rounds);
    }
    IbmModel1 model = new IbmModel1(Map.of());
    for (int round = 0; round < rounds; round++) {
      model = model.better(sources, targets, round == 0);
    }
    return model;
  }

  private static void requirePairs(List<List<String>> sources, List<List<String>> targets) {
    if (sources.isEmpty() || sources.size() != targets.size()) {
      throw new IllegalArgumentException("IbmModel1: each sentence needs one translation, and there must be one; there"
          + " are " + sources.size() + " sentences and " + targets.size() + " translations");
    }
    for (int n = 0; n < sources.size(); n++) {
      if (sources.get(n).isEmpty() || targets.get(n).isEmpty()) {
        throw new IllegalArgumentException("IbmModel1: both sides need a word, but pair " + n + " is " + sources.get(n)
            + " and " + targets.get(n));
      }
    }
  }

  //: code round
  /// One round of expectation-maximisation.
  private IbmModel1 better(List<List<String>> sources, List<List<String>> targets, boolean first) {
    Map<String, Map<String, Double>> counts = new LinkedHashMap<>();
    for (int n = 0; n < sources.size(); n++) {
      for (String target : targets.get(n)) {
        double sum = 0;
        for (String source : sources.get(n)) {
          sum += first ? 1 : probability(target, source);
        }
        for (String source : sources.get(n)) {
          double guess = (first ? 1 : probability(target, source)) / sum;
          counts.computeIfAbsent(source, any -> new LinkedHashMap<>()).merge(target, guess, Double::sum);
        }
      }
    }
    for (Map<String, Double> row : counts.values()) {
      double sum = row.values().stream().reduce(0.0, Double::sum);
      row.replaceAll((target, count) -> count / sum);
    }
    return new IbmModel1(counts);
  }
  //: end

  /// p(target | source): 0 if the two words were never met in one pair.
  public double probability(String target, String source) {
    return table.getOrDefault(source, Map.of()).getOrDefault(target, 0.0);
  }

  /// What a source word may be translated by, with the probabilities, which add up to 1; nothing if it was never met.
  public Map<String, Double> translations(String source) {
    return Collections.unmodifiableMap(table.getOrDefault(source, Map.of()));
  }

  /// The source words that are translated by a word with a probability above a bound.
  ///
  /// @throws IllegalArgumentException unless the bound lies in [0, 1)
  public Set<String> sourcesOf(String target, double above) {
    if (!(above >= 0 && above < 1)) {
      throw new IllegalArgumentException("sourcesOf: the bound must lie in [0, 1), but is " + above);
    }
    return table.keySet().stream().filter(source -> probability(target, source) > above)
        .collect(Collectors.toUnmodifiableSet());
  }
}
