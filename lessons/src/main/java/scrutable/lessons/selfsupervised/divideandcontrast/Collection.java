package scrutable.lessons.selfsupervised.divideandcontrast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.data.generate.Letters;
import scrutable.nn.data.generate.Patterns;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Pictures without labels, of which the first are digits.
///
/// @param pictures `(N, 1, 14, 14)`
/// @param digits how many of them are digits
record Collection(Tensor pictures, int digits) {
  static final int SIDE = 14;
  private static final Glyphs.Options HAND = Glyphs.Options.standard().withSize(SIDE);

  /// Digits with labels.
  static Dataset labelled(int count, Rng rng) {
    return Glyphs.generate(count, HAND, rng);
  }

  /// Chosen by somebody: digits and nothing else.
  static Collection chosen(int size, Rng rng) {
    return new Collection(Glyphs.generate(size, HAND, rng.split("chosen")).inputs(), size);
  }

  /// Collected without looking: one picture in ten is a digit, the others are patterns that are far from all writing.
  static Collection asItComes(int size, Rng rng) {
    return among(Patterns.generate(size - size / 10, SIDE, rng.split("patterns")).inputs(), size / 10, rng);
  }

  /// The same digits among letters by the same hand.
  static Collection amongLetters(int size, Rng rng) {
    return among(Letters.generate(size - size / 10, HAND, rng.split("letters")).inputs(), size / 10, rng);
  }

  private static Collection among(Tensor others, int digits, Rng rng) {
    Tensor own = Glyphs.generate(digits, HAND, rng.split("digits")).inputs();
    return new Collection(Joining.concat(0, own, others), digits);
  }

  /// Its digits and nothing else.
  Collection digitsAlone() {
    return new Collection(pictures.slice(0, 0, digits), digits);
  }

  int size() {
    return pictures.size(0);
  }

  /// The collection as one part: everything may meet everything.
  List<int[]> undivided() {
    return List.of(rows(0, size()));
  }

  /// The best division there is, by who knows what is a digit.
  List<int[]> byTruth() {
    return List.of(rows(0, digits), rows(digits, size()));
  }

  /// The parts that are named by numbers from 0 on; empty ones are left out.
  static List<int[]> parts(int[] numbers) {
    List<List<Integer>> parts = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      while (parts.size() <= numbers[i]) {
        parts.add(new ArrayList<>());
      }
      parts.get(numbers[i]).add(i);
    }
    return parts.stream().filter(part -> !part.isEmpty())
        .map(part -> part.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  private static int[] rows(int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }
}
