package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.tensor.Rng;

/// Exchanges the opinion words of [Reviews] among all texts.
///
/// Words of one class fit into the same gap of a sentence: adjectives, verbs in the past, verbs in their base form, and
/// the few others with their opposite. All occurrences of a class are shuffled together.
final class ReviewExchange {
  private static final Map<String, String> OTHERS =
      Map.of("best", "degree", "worst", "degree", "joy", "noun", "waste", "noun");

  private ReviewExchange() {}

  private record Place(int text, int token) {}

  static List<List<String>> exchange(List<List<String>> texts, Rng rng) {
    List<List<String>> result = new ArrayList<>();
    Map<String, List<Place>> places = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      List<String> tokens = texts.get(i);
      result.add(new ArrayList<>(tokens));
      for (int t = 0; t < tokens.size(); t++) {
        if (ReviewWords.OPINIONS.containsKey(tokens.get(t))) {
          places.computeIfAbsent(classOf(tokens.get(t)), name -> new ArrayList<>()).add(new Place(i, t));
        }
      }
    }
    for (List<Place> same : places.values()) {
      int[] from = rng.permutation(same.size());
      for (int k = 0; k < from.length; k++) {
        Place source = same.get(from[k]);
        Place target = same.get(k);
        result.get(target.text).set(target.token, texts.get(source.text).get(source.token));
      }
    }
    return result;
  }

  private static String classOf(String opinionWord) {
    return OTHERS.containsKey(opinionWord) ? OTHERS.get(opinionWord) : ReviewWords.classOf(opinionWord);
  }
}
