package scrutable.nn.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import scrutable.tensor.Tensor;

/// Texts as rows of numbers: for each word of a vocabulary, whether it occurs (1) or not (0). Order is
/// forgotten.
///
/// A word is a run of letters, in lower case. A run of digits becomes as many zeros, so that all telephone
/// numbers of a length look alike, and any other sign that is not white space stands for itself.
///
/// @param vocabulary the words, in the order of the numbers; words that are not in it are ignored
public record BagOfWords(List<String> vocabulary) {
  /// Copies the vocabulary.
  public BagOfWords {
    vocabulary = List.copyOf(vocabulary);
  }

  /// The words that occur in most of the texts, the most frequent first; equally frequent ones in
  /// alphabetical order.
  ///
  /// @param texts those to learn from, and no others: a word that only a test text has must stay unknown
  public static BagOfWords ofMostFrequent(Collection<String> texts, int words) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String text : texts) {
      for (String word : new LinkedHashSet<>(wordsOf(text))) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return new BagOfWords(counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())) // stable: ties stay alphabetical
        .limit(words).map(Map.Entry::getKey).toList());
  }

  /// The words of a text, in order.
  public static List<String> wordsOf(String text) {
    List<String> words = new ArrayList<>();
    int[] points = text.toLowerCase(Locale.ROOT).codePoints().toArray();
    int start = 0;
    while (start < points.length) {
      int end = start + 1;
      int kind = kind(points[start]);
      while (end < points.length && kind != OTHER && kind(points[end]) == kind) {
        end++;
      }
      if (kind == DIGIT) {
        words.add("0".repeat(end - start));
      } else if (kind != SPACE) {
        words.add(new String(points, start, end - start));
      }
      start = end;
    }
    return words;
  }

  private static final int LETTER = 0;
  private static final int DIGIT = 1;
  private static final int SPACE = 2;
  private static final int OTHER = 3;

  private static int kind(int point) {
    return Character.isLetter(point) ? LETTER
        : Character.isDigit(point) ? DIGIT : Character.isWhitespace(point) ? SPACE : OTHER;
  }

  /// The texts as `(N, words)`, `float32`.
  public Tensor of(List<String> texts) {
    Map<String, Integer> places = new HashMap<>();
    for (String word : vocabulary) {
      places.put(word, places.size());
    }
    float[] rows = new float[texts.size() * vocabulary.size()];
    for (int i = 0; i < texts.size(); i++) {
      for (String word : wordsOf(texts.get(i))) {
        Integer place = places.get(word);
        if (place != null) {
          rows[i * vocabulary.size() + place] = 1;
        }
      }
    }
    return Tensor.wrap(rows, texts.size(), vocabulary.size());
  }
}
