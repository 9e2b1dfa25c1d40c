package scrutable.attacks.poisoning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Training data after an attack, with an account of what was done to them.
///
/// The account is not the attack's own: it comes from comparing the data before and after, example by example
/// and bit by bit, and a poison that spends more than its budget is refused. Only data whose examples kept
/// their places can be compared so.
///
/// @param <D> the kind of data
public final class Poisoned<D> {
  private final D data;
  private final int[] indices;
  private final int size;
  private final int added;
  private final String description;

  private Poisoned(D data, int[] indices, int size, int added, String description) {
    this.data = data;
    this.indices = indices;
    this.size = size;
    this.added = added;
    this.description = description;
  }

  /// Compares two labelled data sets: an example is poisoned if its input or its label differs.
  ///
  /// @param description what was done, in a few words
  /// @throws IllegalArgumentException if examples are gone, or more than the budget was spent
  public static Poisoned<Dataset> of(Dataset clean, Dataset poisoned, Budget budget, String description) {
    return compare(poisoned, List.of(clean.inputs(), clean.labels()),
        List.of(poisoned.inputs(), poisoned.labels()), budget, description);
  }

  /// Compares two pools of examples without labels, `(N, ...)` each.
  ///
  /// @throws IllegalArgumentException if examples are gone, or more than the budget was spent
  public static Poisoned<Tensor> of(Tensor clean, Tensor poisoned, Budget budget, String description) {
    return compare(poisoned, List.of(clean), List.of(poisoned), budget, description);
  }

  /// Compares data of any kind that can be written as columns, one row per example: images and captions, say.
  ///
  /// @param data what the columns `after` are made of
  /// @throws IllegalArgumentException if examples are gone, or more than the budget was spent
  public static <D> Poisoned<D> compare(D data, List<Tensor> before, List<Tensor> after, Budget budget,
      String description) {
    int rows = before.getFirst().size(0);
    int size = after.getFirst().size(0);
    if (size < rows) {
      throw new IllegalArgumentException("Poisoned: " + (rows - size) + " of " + rows + " clean examples are gone;"
          + " a poison may change and add, not take away");
    }
    boolean[] differs = new boolean[size];
    Arrays.fill(differs, rows, size, true);
    for (int column = 0; column < before.size(); column++) {
      markDifferences(before.get(column), after.get(column), differs);
    }
    int[] indices = IntStream.range(0, size).filter(i -> differs[i]).toArray();
    if (indices.length > budget.examples()) {
      throw new IllegalArgumentException("Poisoned: " + indices.length + " examples were changed or added, but the"
          + " budget is " + budget.examples());
    }
    return new Poisoned<>(data, indices, size, size - rows, description);
  }

  private static void markDifferences(Tensor before, Tensor after, boolean[] differs) {
    if (before.dtype() != after.dtype() || before.rank() != after.rank() || after.size(0) != differs.length
        || !Arrays.equals(example(before), example(after))) {
      throw new IllegalArgumentException("Poisoned: examples " + before.dtype() + " " + Shape.text(before.shape())
          + " cannot be compared with " + after.dtype() + " " + Shape.text(after.shape()));
    }
    int length = Arrays.stream(example(before)).reduce(1, (a, b) -> a * b);
    double[] old = before.toDoubleArray();
    double[] now = after.toDoubleArray();
    for (int i = 0; i < before.size(0); i++) {
      int from = i * length;
      differs[i] |= !Arrays.equals(old, from, from + length, now, from, from + length);
    }
  }

  private static int[] example(Tensor column) {
    int[] shape = column.shape();
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  /// What the victim will learn from.
  public D data() {
    return data;
  }

  /// The places of the poisoned examples, ascending; the last [#added] of them are new examples.
  public int[] indices() {
    return indices.clone();
  }

  /// How many examples were changed or added.
  public int count() {
    return indices.length;
  }

  /// How many of the poisoned examples are new; the others were there before and are changed.
  public int added() {
    return added;
  }

  /// Poisoned examples as a share of all that the victim will learn from.
  public double share() {
    return (double) indices.length / size;
  }

  /// What was done, in a few words.
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return description + ": " + indices.length + " of " + size + " examples, " + added + " of them new";
  }
}
