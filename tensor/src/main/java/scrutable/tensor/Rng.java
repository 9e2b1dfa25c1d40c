package scrutable.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import scrutable.tensor.special.Special;

/// A random stream: the same seed gives the same numbers, on every machine and every JDK, for ever.
///
/// **Split by purpose.** A program that draws everything from one stream is fragile: one dropout layer more,
/// and every later shuffle changes. Instead give each purpose its own stream:
/// ```java
/// var rng = Rng.seed(42);
/// var shuffle = rng.split("shuffle");
/// var dropout = rng.split("dropout");
/// ```
/// A split depends on the stream's key and on the name, and on nothing else: not on how many numbers were
/// drawn, nor on other splits. So the same name twice gives the *same* stream twice; for many streams of one
/// kind use [#split(long)].
///
/// **The exact definition.** A stream is a 64-bit key; [#seed(long)] takes the seed itself as the key. The
/// stream's 32-bit words are the output blocks of [Philox], four words a block, of the counters (as four
/// words, lowest first) `(i mod 2^32, i / 2^32, 0, D)` with `i = 0, 1, 2, ...` and the domain `D = 0`. The
/// key of a split is words 0 (low) and 1 (high) of one more block of the same key, in a domain that no draw
/// ever reaches: `D = 1` and `i =` the 64-bit FNV-1a hash of the name's UTF-8 bytes for a split by name, `D
/// = 2` and `i = index` for a split by index. How words become numbers is said at each method.
///
/// A stream is not thread-safe: give every thread its own split.
public final class Rng {
  private static final long DRAW = 0L;
  private static final long SPLIT_BY_NAME = 1L << 32;
  private static final long SPLIT_BY_INDEX = 2L << 32;

  private static final double TWO_TO_MINUS_52 = 0x1p-52;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;
  private static final float TWO_TO_MINUS_24 = 0x1p-24f;

  private long key;
  private final int[] block = new int[Philox.WORDS];
  private long counter;
  private int position;

  private Rng(State state) {
    moveTo(state);
  }

  /// The stream of a seed, from its beginning.
  public static Rng seed(long seed) {
    return new Rng(new State(seed, 0, 0));
  }

  /// An independent stream for a purpose, such as `"shuffle"`; the same name gives the same stream again.
  public Rng split(String purpose) {
    Objects.requireNonNull(purpose, "split: the purpose is null; say what the stream is for: \"shuffle\"");
    return child(fnv1a(purpose.getBytes(StandardCharsets.UTF_8)), SPLIT_BY_NAME);
  }

  /// An independent stream for each index, such as one for every epoch; the same index gives the same again.
  public Rng split(long index) {
    return child(index, SPLIT_BY_INDEX);
  }

  private Rng child(long counterLow, long domain) {
    var words = new int[Philox.WORDS];
    Philox.block(counterLow, domain, key, words);
    return seed(Integer.toUnsignedLong(words[0]) | (long) words[1] << 32);
  }

  /// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923): xor a byte in, multiply, repeat. Philox then does the
  /// mixing.
  private static long fnv1a(byte[] bytes) {
    long hash = 0xCBF29CE484222325L;
    for (byte value : bytes) {
      hash ^= value & 0xFF;
      hash *= 0x100000001B3L;
    }
    return hash;
  }

  /// A uniform 32-bit integer: the next word of the stream.
  public int nextInt() {
    if (position == 0) {
      Philox.block(counter, DRAW, key, block);
    }
    int word = block[position++];
    if (position == Philox.WORDS) {
      position = 0;
      counter++;
    }
    return word;
  }

  /// A uniform integer in `[0, bound)`, without bias.
  ///
  /// A random word `x` times `bound` is a number of 64 bits whose high half is the answer. Where 2^32 is
  /// not a multiple of `bound`, some answers own one `x` more than others; the surplus lies at low halves
  /// below `2^32 mod bound` and is drawn again (Lemire, "Fast random integer generation in an interval",
  /// 2019).
  ///
  /// @throws IllegalArgumentException if `bound` is not positive
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("nextInt: bound must be at least 1, but is " + bound);
    }
    long product = Integer.toUnsignedLong(nextInt()) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long surplus = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < surplus) {
        product = Integer.toUnsignedLong(nextInt()) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /// A uniform 64-bit integer: the next word is its low half, the word after it the high half.
  public long nextLong() {
    long low = Integer.toUnsignedLong(nextInt());
    return low | (long) nextInt() << 32;
  }

  /// True or false with equal chance: the top bit of the next word.
  public boolean nextBoolean() {
    return nextInt() < 0;
  }

  /// A uniform number in `[0, 1)`: the top 24 bits of the next word, times 2^-24. Each value is exact in
  /// float.
  public float nextFloat() {
    return (nextInt() >>> 8) * TWO_TO_MINUS_24;
  }

  /// A uniform number in `[0, 1)`: the top 53 bits of [#nextLong()], times 2^-53. Each value is exact in
  /// double.
  public double nextDouble() {
    return (nextLong() >>> 11) * TWO_TO_MINUS_53;
  }

  /// A number of the standard normal distribution: the normal quantile of one uniform number in `(0, 1)`.
  ///
  /// The uniform number is `(u + 1/2) 2^-52`, where `u` is the top 52 bits of [#nextLong()]; it is never 0 or
  /// 1, and it is symmetric about 1/2. One uniform makes one normal, so the place in the stream is always
  /// known, and no sine or cosine of some library enters. Values reach to about +-8.1.
  public double nextGaussian() {
    return Special.inverseNormalCdf(((nextLong() >>> 12) + 0.5) * TWO_TO_MINUS_52);
  }

  /// The numbers `0 .. n-1` in random order; each of the `n!` orders is equally likely.
  ///
  /// @throws IllegalArgumentException if `n` is negative
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: n must not be negative, but is " + n);
    }
    return sampleWithoutReplacement(n, n);
  }

  /// `k` different numbers of `0 .. n-1` in random order: a Fisher-Yates shuffle, stopped after `k` places.
  ///
  /// Place `i` receives one of the numbers not yet given out, which are kept in the places from `i` on
  /// (Durstenfeld, "Algorithm 235: random permutation", 1964).
  ///
  /// @throws IllegalArgumentException unless `0 <= k <= n`
  public int[] sampleWithoutReplacement(int n, int k) {
    if (k < 0 || k > n) {
      throw new IllegalArgumentException(
          "sampleWithoutReplacement: cannot choose k = " + k + " different numbers of n = " + n
              + "; k must lie in 0 .. n");
    }
    var numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    var sample = new int[k];
    for (int i = 0; i < k; i++) {
      int chosen = i + nextInt(n - i);
      sample[i] = numbers[chosen];
      numbers[chosen] = numbers[i];
    }
    return sample;
  }

  /// An index drawn with chance `weights[index] / sum(weights)`.
  ///
  /// The weights are laid end to end on a line, and one uniform number ([#nextDouble()]) points at one of
  /// them.
  ///
  /// @param weights not negative, finite, not all zero; they need not sum to one
  /// @throws IllegalArgumentException if the weights are otherwise
  public int categorical(double[] weights) {
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0)) {
        throw new IllegalArgumentException(
            "categorical: weights must not be negative, but weights[" + i + "] = " + weights[i]);
      }
      total += weights[i];
    }
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "categorical: the weights must have a positive, finite sum, but the sum of the " + weights.length
              + " weights is " + total);
    }
    double target = nextDouble() * total;
    double sum = 0;
    int lastPossible = -1;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (target < sum) {
        return i;
      }
      lastPossible = weights[i] > 0 ? i : lastPossible;
    }
    return lastPossible; // reached only where the product above was rounded up to the total
  }

  /// A `float32` tensor of uniform numbers in `[0, 1)`: [#nextFloat()] for each element in row-major order.
  public Tensor uniform(int... shape) {
    var values = new float[Shape.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = nextFloat();
    }
    return Tensor.wrap(values, shape);
  }

  /// A `float32` tensor of uniform numbers in `[low, high)`; all are `low` where both are the same.
  ///
  /// @param low rounded to `float`, as is `high`
  /// @throws IllegalArgumentException unless `low <= high` and both are finite as `float`
  public Tensor uniformBetween(double low, double high, int... shape) {
    float first = (float) low;
    float end = (float) high;
    if (!(low <= high && Float.isFinite(first) && Float.isFinite(end))) {
      throw new IllegalArgumentException(
          "uniformBetween: the bounds must be finite with low <= high, but are low = " + low + ", high = " + high);
    }
    float last = first < end ? Math.nextDown(end) : first; // the sum below may be rounded up to the end
    var values = new float[Shape.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min((float) (first + ((double) end - first) * nextFloat()), last);
    }
    return Tensor.wrap(values, shape);
  }

  /// A `float32` tensor of standard normal numbers: [#nextGaussian()] for each element in row-major order.
  public Tensor normal(int... shape) {
    return normalAround(0, 1, shape);
  }

  /// A `float32` tensor of normal numbers.
  ///
  /// @throws IllegalArgumentException unless both parameters are finite and `standardDeviation >= 0`
  public Tensor normalAround(double mean, double standardDeviation, int... shape) {
    if (!(standardDeviation >= 0 && Double.isFinite(standardDeviation) && Double.isFinite(mean))) {
      throw new IllegalArgumentException(
          "normalAround: mean must be finite, standardDeviation finite and not negative, but mean = " + mean
              + ", standardDeviation = " + standardDeviation);
    }
    var values = new float[Shape.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + standardDeviation * nextGaussian());
    }
    return Tensor.wrap(values, shape);
  }

  /// The place in the stream, to be stored in a checkpoint.
  public State state() {
    return new State(key, counter, position);
  }

  /// A stream that continues, bit for bit, where [#state()] was taken.
  public static Rng restore(State state) {
    return new Rng(state);
  }

  /// Makes this stream continue where [#state()] was taken: for generators that others hold already, such as
  /// those of dropout layers when training is resumed.
  public void moveTo(State state) {
    key = state.key;
    counter = state.counter;
    position = state.position;
    if (position > 0) {
      Philox.block(counter, DRAW, key, block);
    }
  }

  /// Which stream this is, and where in it the next number lies.
  @Override
  public String toString() {
    return "Rng: stream " + Long.toHexString(key) + ", block " + counter + ", word " + position;
  }

  /// A place in a stream: the next word is word `position` (0 to 3) of block `counter` of the stream of
  /// `key`.
  public record State(long key, long counter, int position) {
    /// Checks the position.
    ///
    /// @throws IllegalArgumentException if `position` is not one of 0 .. 3
    public State {
      if (position < 0 || position >= Philox.WORDS) {
        throw new IllegalArgumentException(
            "Rng.State: position must be one of 0 .. 3, the words of a block, but is " + position);
      }
    }
  }
}
