package scrutable.nn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

/// The words of a batch of sentences, each once: whoever spells words out does so once for all places where a word
/// stands.
///
/// @param words  M different words, in the order in which they first stand there
/// @param places `(N T,)`, `int32`: which word stands in each place; M for none
/// @param count  N, the number of sentences
/// @param steps  T, the length of the longest
record DistinctWords(List<String> words, Tensor places, int count, int steps) {
  static DistinctWords of(List<List<String>> sentences) {
    requireSentences(sentences);
    int steps = sentences.stream().mapToInt(List::size).max().orElseThrow();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] places = new int[sentences.size() * steps];
    Arrays.fill(places, -1);
    for (int n = 0; n < sentences.size(); n++) {
      List<String> sentence = sentences.get(n);
      for (int t = 0; t < sentence.size(); t++) {
        Integer known = numbers.putIfAbsent(sentence.get(t), numbers.size());
        places[n * steps + t] = known == null ? numbers.size() - 1 : known;
      }
    }
    int none = numbers.size();
    int[] filled = Arrays.stream(places).map(place -> place < 0 ? none : place).toArray();
    return new DistinctWords(new ArrayList<>(numbers.keySet()), Tensor.wrap(filled, filled.length), sentences.size(),
        steps);
  }

  /// The vectors `(M, D)` of the words, put in all places: `(N, T, D)`, zeros where there is no word.
  Variable spread(Variable vectors) {
    int width = vectors.size(1);
    Variable none = Variable.constant(Tensor.zeros(vectors.dtype(), 1, width));
    return Variable.concat(0, vectors, none).selectAll(0, places).reshape(count, steps, width);
  }

  static void requireSentences(List<List<String>> sentences) {
    if (sentences.isEmpty() || sentences.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("word vectors: needed is at least one sentence, and a word in each; there are "
          + sentences.size() + ", of which " + sentences.stream().filter(List::isEmpty).count() + " are empty");
    }
  }
}
