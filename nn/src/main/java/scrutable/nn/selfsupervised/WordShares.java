package scrutable.nn.selfsupervised;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.tensor.Tensor;

/// Sentences as the share of each word in them: order does not count.
///
/// @param places the place of each known word in a bag
public record WordShares(Map<String, Integer> places) {

  /// The words of these sentences, in the order in which they first occur.
  public static WordShares ofWordsIn(List<String> sentences) {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String sentence : sentences) {
      for (String word : words(sentence)) {
        places.putIfAbsent(word, places.size());
      }
    }
    return new WordShares(places);
  }

  /// How many words are known, V.
  public int size() {
    return places.size();
  }

  /// One row for each sentence, `(N, V)`: the share of each word among the words known. A sentence without
  /// any is a row of zeros.
  public Tensor of(List<String> sentences) {
    int width = size();
    float[] bags = new float[sentences.size() * width];
    for (int row = 0; row < sentences.size(); row++) {
      List<Integer> known = new ArrayList<>();
      for (String word : words(sentences.get(row))) {
        if (places.containsKey(word)) {
          known.add(places.get(word));
        }
      }
      for (int place : known) {
        bags[row * width + place] += 1f / known.size();
      }
    }
    return Tensor.wrap(bags, sentences.size(), width);
  }

  private static String[] words(String sentence) {
    return sentence.isBlank() ? new String[0] : sentence.strip().split(" +");
  }
}
