package scrutable.nn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Examples to learn from or to be judged by: inputs, and the class of each.
///
/// ```java
/// Dataset digits = Glyphs.generate(6_000, rng.split("train"));
/// for (int epoch = 0; epoch < 3; epoch++) {
///   for (Batch batch : digits.batches(64, shuffle)) {      // another order in each epoch
///     ...
///   }
/// }
/// ```
///
/// A data set never changes; every method makes a new one. Inputs stay in natural units, so that a distance
/// between two of them means something: pixels lie in `[0, 1]` and are not standardised.
///
/// @param name what the data are, for tables and captions
/// @param inputs `(N, C, H, W)` or `(N, D)`, `float32`
/// @param labels `(N,)`, `int32`: the class of each example, an index into `classNames`
/// @param classNames the name of each class, in the order of the labels
public record Dataset(String name, Tensor inputs, Tensor labels, List<String> classNames)
    implements BatchSource<Batch> {
  /// Checks shapes, types and labels.
  ///
  /// @throws IllegalArgumentException if they do not fit together
  public Dataset {
    Objects.requireNonNull(name, "Dataset: name is null");
    Objects.requireNonNull(inputs, "Dataset: inputs are null");
    Objects.requireNonNull(labels, "Dataset: labels are null");
    classNames = List.copyOf(classNames);
    if (inputs.dtype() != DType.FLOAT32 || labels.dtype() != DType.INT32) {
      throw new IllegalArgumentException("Dataset " + name + ": inputs are " + inputs.dtype()
          + " and labels are " + labels.dtype()
          + ", but must be float32 and int32; convert them with Tensor.to(DType)");
    }
    if (inputs.rank() < 2 || labels.rank() != 1 || inputs.size(0) != labels.size(0)) {
      throw new IllegalArgumentException("Dataset " + name + ": inputs " + Shape.text(inputs.shape())
          + " and labels " + Shape.text(labels.shape())
          + " do not fit; needed are (N, C, H, W) or (N, D) and (N,), with the same N");
    }
    requireLabels(name, labels, classNames.size());
    inputs = inputs.contiguous();
  }

  private static void requireLabels(String name, Tensor labels, int classes) {
    int[] values = labels.toIntArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new IllegalArgumentException("Dataset " + name + ": label " + values[i] + " of example " + i
            + " names none of the " + classes + " classes; labels must lie in 0 .. " + (classes - 1));
      }
    }
  }

  /// The number of examples, N.
  @Override
  public int size() {
    return labels.size(0);
  }

  /// The number of classes.
  public int classCount() {
    return classNames.size();
  }

  /// The shape of one input: `(C, H, W)` or `(D,)`.
  public int[] inputShape() {
    int[] shape = inputs.shape();
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  /// How many examples each class has.
  public int[] countPerClass() {
    int[] counts = new int[classCount()];
    for (int label : labels.toIntArray()) {
      counts[label]++;
    }
    return counts;
  }

  // Batches: each copies its own rows and nothing else

  /// All examples once, `batchSize` at a time, in an order drawn from `shuffle` now, by this call.
  ///
  /// Call it anew in every epoch, with the same generator, for a new order. The last batch is smaller if
  /// `batchSize` does not divide the number of examples.
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  @Override
  public Iterable<Batch> batches(int batchSize, Rng shuffle) {
    requirePositive(batchSize);
    return BatchSource.inOrder(shuffle.permutation(size()), batchSize, this::rows);
  }

  /// All examples once, `batchSize` at a time, in their own order: for evaluation.
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Iterable<Batch> batches(int batchSize) {
    requirePositive(batchSize);
    return BatchSource.inOrder(IntStream.range(0, size()).toArray(), batchSize, this::rows);
  }

  private static void requirePositive(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batches: the batch size must be at least 1, but is " + batchSize);
    }
  }

  private Batch rows(int[] indices) {
    Tensor picks = Tensor.wrap(indices, indices.length);
    return new Batch(Indexing.select(inputs, 0, picks), Indexing.select(labels, 0, picks));
  }

  // Other data sets made of this one

  /// The examples at the given places, in that order; a place may occur more than once.
  ///
  /// @throws IllegalArgumentException if a place lies outside `0 .. size() - 1`
  public Dataset select(int... indices) {
    for (int index : indices) {
      if (index < 0 || index >= size()) {
        throw new IllegalArgumentException("select: there is no example " + index + " in " + this);
      }
    }
    Batch rows = rows(indices.clone());
    return new Dataset(name, rows.inputs(), rows.labels(), classNames);
  }

  /// The examples `from <= i < to`; nothing is copied.
  ///
  /// @throws IllegalArgumentException unless `0 <= from <= to <= size()`
  public Dataset slice(int from, int to) {
    if (from < 0 || from > to || to > size()) {
      throw new IllegalArgumentException("slice: examples " + from + " .. " + to
          + " (exclusive) do not lie in " + this);
    }
    return new Dataset(name, inputs.slice(0, from, to), labels.slice(0, from, to), classNames);
  }

  /// The first `count` examples; nothing is copied.
  ///
  /// @throws IllegalArgumentException if there are fewer
  public Dataset take(int count) {
    if (count < 0 || count > size()) {
      throw new IllegalArgumentException("take: cannot take the first " + count + " examples of " + this);
    }
    return slice(0, count);
  }

  /// The same examples in random order.
  public Dataset shuffled(Rng rng) {
    return select(rng.permutation(size()));
  }

  /// Shuffles, then cuts in two: `first` gets the share `fraction` (rounded to whole examples), `rest` the
  /// rest.
  ///
  /// @throws IllegalArgumentException unless `0 <= fraction <= 1`
  public Parts split(double fraction, Rng rng) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("split: the fraction must lie in [0, 1], but is " + fraction);
    }
    Dataset mixed = shuffled(rng);
    int cut = (int) StrictMath.rint(fraction * size());
    return new Parts(mixed.slice(0, cut), mixed.slice(cut, size()));
  }

  /// Two data sets that share no example.
  public record Parts(Dataset first, Dataset rest) {}

  /// The same inputs with other labels, such as wrong ones.
  ///
  /// @param newLabels `(N,)`, `int32`
  /// @throws IllegalArgumentException if they are too many, too few, or name no class
  public Dataset withLabels(Tensor newLabels) {
    return new Dataset(name, inputs, newLabels, classNames);
  }

  /// The same labels with other inputs, such as attacked ones.
  ///
  /// @throws IllegalArgumentException if they are too many or too few
  public Dataset withInputs(Tensor newInputs) {
    return new Dataset(name, newInputs, labels, classNames);
  }

  /// How many examples have an input that is also one of the other data set's, bit for bit, whatever the labels: 0
  /// for training and test data that can be trusted.
  ///
  /// @throws IllegalArgumentException if the inputs of both have different shapes
  public int countSharedWith(Dataset other) {
    if (!Arrays.equals(inputShape(), other.inputShape())) {
      throw new IllegalArgumentException("countSharedWith: the inputs of both must have one shape; they have "
          + Shape.text(inputShape()) + " and " + Shape.text(other.inputShape()));
    }
    Set<ByteBuffer> others = new HashSet<>();
    for (int i = 0; i < other.size(); i++) {
      others.add(other.bytes(i));
    }
    return (int) IntStream.range(0, size()).filter(i -> others.contains(bytes(i))).count();
  }

  /// The bits of an input, to compare and to look up.
  private ByteBuffer bytes(int example) {
    float[] values = inputs.slice(0, example, example + 1).toFloatArray();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  /// Only the examples of some classes, in their order. The classes are numbered anew: `ofClasses(7, 1)`
  /// calls sevens class 0 and ones class 1, and `classNames` follows.
  ///
  /// @throws IllegalArgumentException if a class does not exist or is named twice
  public Dataset ofClasses(int... classes) {
    int[] newLabel = new int[classCount()];
    Arrays.fill(newLabel, -1);
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] < 0 || classes[i] >= classCount() || newLabel[classes[i]] >= 0) {
        throw new IllegalArgumentException("ofClasses: class " + classes[i] + " of "
            + Arrays.toString(classes) + " does not exist or is named twice; the classes are 0 .. "
            + (classCount() - 1) + ": " + classNames);
      }
      newLabel[classes[i]] = i;
    }
    int[] old = labels.toIntArray();
    int[] kept = IntStream.range(0, size()).filter(i -> newLabel[old[i]] >= 0).toArray();
    int[] renamed = Arrays.stream(kept).map(i -> newLabel[old[i]]).toArray();
    return new Dataset(name, rows(kept).inputs(), Tensor.wrap(renamed, renamed.length),
        Arrays.stream(classes).mapToObj(classNames::get).toList());
  }

  /// One line: name, number of examples, shape of one, number of classes.
  @Override
  public String toString() {
    return name + ": " + size() + " examples " + Shape.text(inputShape()) + ", " + classCount() + " classes";
  }
}
