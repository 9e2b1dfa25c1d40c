package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A world of facts to be learned by heart: each key has a value that follows from nothing, and a few keys are asked
/// for all the time while most are hardly ever.
///
/// Keys are asked for by [Zipf]; values are drawn evenly, once and for all. There is nothing to understand, so whoever
/// does not know a fact can only guess, and is wrong with the probability `(V - 1) / V`. What a memoriser of any size
/// loses is therefore known exactly: [#errorAfter] for one who has seen n examples, [#errorWithRooms] for one who has
/// room for N facts. Both fall as power laws of n and N, which is one explanation of scaling laws (Hutter 2021,
/// "Learning curve theory").
///
/// Planted: frequencies, values and the codes of the keys, which tell nothing about the values.
public final class ZipfFacts {
  /// The length of a key's code in bits.
  public static final int BITS = 24;

  private final Zipf frequencies;
  private final int[] values;
  private final int valueCount;
  private final int[] codes;

  /// Draws the facts; takes one number from `rng`.
  ///
  /// @param keys       K, at most 2^20
  /// @param exponent   of the frequencies; 0 asks for all keys alike
  /// @param valueCount V, how many different values there are
  /// @throws IllegalArgumentException if there are too few or too many of something
  public ZipfFacts(int keys, double exponent, int valueCount, Rng rng) {
    if (keys < 1 || keys > 1 << 20 || valueCount < 2) {
      throw new IllegalArgumentException("ZipfFacts: there should be 1 to 2^20 keys and at least 2 values, not " + keys
          + " and " + valueCount);
    }
    this.frequencies = new Zipf(keys, exponent);
    this.valueCount = valueCount;
    Rng stream = Rng.seed(rng.nextLong());
    Rng ofValues = stream.split("values");
    Rng ofCodes = stream.split("codes");
    this.values = new int[keys];
    this.codes = new int[keys];
    Set<Integer> taken = new HashSet<>();
    for (int key = 0; key < keys; key++) {
      values[key] = ofValues.nextInt(valueCount);
      do {
        codes[key] = ofCodes.nextInt(1 << BITS);
      } while (!taken.add(codes[key]));
    }
  }

  /// K.
  public int keys() {
    return values.length;
  }

  /// V.
  public int valueCount() {
    return valueCount;
  }

  /// The value of a key; keys are numbered from the most frequent, 0, on.
  public int value(int key) {
    return values[key];
  }

  /// How often a key is asked for.
  public double probability(int key) {
    return frequencies.probability(key);
  }

  /// Draws the keys of `count` questions.
  public int[] draw(int count, Rng rng) {
    int[] keys = new int[count];
    for (int i = 0; i < count; i++) {
      keys[i] = frequencies.draw(rng);
    }
    return keys;
  }

  /// Questions as a data set: inputs `(N, 24)`, the bits of each key's code as -1 and 1; labels are the values.
  public Dataset dataset(int... keys) {
    float[] inputs = new float[keys.length * BITS];
    int[] labels = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      for (int bit = 0; bit < BITS; bit++) {
        inputs[i * BITS + bit] = (codes[keys[i]] >> bit & 1) == 1 ? 1 : -1;
      }
      labels[i] = values[keys[i]];
    }
    List<String> names = new ArrayList<>();
    for (int value = 0; value < valueCount; value++) {
      names.add("value " + value);
    }
    return new Dataset("zipf facts", Tensor.wrap(inputs, keys.length, BITS), Tensor.wrap(labels, keys.length), names);
  }

  /// The expected error, on a new question, of a memoriser who has seen n questions with their answers and has room for
  /// all: `(V - 1) / V sum_i p_i (1 - p_i)^n`.
  public double errorAfter(int n) {
    double unseen = 0;
    for (int key = 0; key < values.length; key++) {
      double p = frequencies.probability(key);
      unseen += p * StrictMath.exp(n * StrictMath.log1p(-p));
    }
    return unseen * (valueCount - 1) / valueCount;
  }

  /// The expected error of a memoriser who knows the `rooms` most frequent facts and no others:
  /// `(V - 1) / V sum_{i >= rooms} p_i`.
  public double errorWithRooms(int rooms) {
    double unknown = 0;
    for (int key = values.length - 1; key >= rooms; key--) {
      unknown += frequencies.probability(key);
    }
    return unknown * (valueCount - 1) / valueCount;
  }
}
