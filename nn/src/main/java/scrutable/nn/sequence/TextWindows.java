package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.data.BatchSource;
import scrutable.tensor.DType;
import scrutable.tensor.Recycler;
import scrutable.tensor.Tensor;

/// A long text, cut into windows of one length for a model that is asked for the next token at every place.
///
/// Window i holds the tokens i T to i T + T - 1 and, as what is to be guessed, the tokens i T + 1 to i T + T: every
/// token but the first is guessed once, none twice. What remains at the end fills no window and is left out. Windows do
/// not overlap, so the mean over them is a mean over the text; and a text is split into training and test *before* it
/// is cut, or windows of one reach into the other.
///
/// @param tokens the text
/// @param length T
public record TextWindows(int[] tokens, int length) {

  /// Some windows.
  ///
  /// @param inputs  `int32 (N, T)`
  /// @param targets `int32 (N, T)`, the token after each
  public record Batch(Tensor inputs, Tensor targets) {
    /// The mean cross-entropy of logits `(N, T, V)`, in nats per token.
    public Variable loss(Variable logits) {
      return Losses.crossEntropy(logits, targets);
    }
  }

  /// @throws IllegalArgumentException if the text fills no window
  public TextWindows {
    if (length < 1 || tokens.length <= length) {
      throw new IllegalArgumentException("TextWindows: " + tokens.length + " tokens fill no window of length " + length
          + " with a next token for each");
    }
    tokens = tokens.clone();
  }

  /// How many windows there are.
  public int count() {
    return (tokens.length - 1) / length;
  }

  /// The windows with the given numbers.
  public Batch batch(int... windows) {
    int[] inputs = new int[windows.length * length];
    int[] targets = new int[inputs.length];
    for (int n = 0; n < windows.length; n++) {
      System.arraycopy(tokens, windows[n] * length, inputs, n * length, length);
      System.arraycopy(tokens, windows[n] * length + 1, targets, n * length, length);
    }
    return new Batch(Tensor.wrap(inputs, windows.length, length), Tensor.wrap(targets, windows.length, length));
  }

  /// All windows as examples to learn from.
  public BatchSource<Batch> source() {
    return BatchSource.of(count(), this::batch);
  }

  /// The mean cross-entropy of a model over all windows, in nats per token; its exponential is the perplexity.
  ///
  /// @param model     from `int32 (N, T)` to logits `(N, T, V)`
  /// @param from      the first place of a window that counts: the first places see next to nothing of the text, which
  ///     is not the model's fault; 0 counts all
  /// @param batchSize how many windows at a time
  /// @throws IllegalArgumentException if `from` is not a place of a window
  public double crossEntropy(Function<Tensor, Variable> model, int from, int batchSize) {
    if (from < 0 || from >= length) {
      throw new IllegalArgumentException("crossEntropy: place " + from + " does not lie in 0 .. " + (length - 1));
    }
    double sum = 0;
    Recycler memory = new Recycler();
    for (Batch batch : inOrder(batchSize)) {
      sum += memory.run(() -> Losses.crossEntropyPerExample(model.apply(batch.inputs()), batch.targets()).value()
          .to(DType.FLOAT64).slice(1, from, length).sum().item());
    }
    return sum / ((double) count() * (length - from));
  }

  private List<Batch> inOrder(int batchSize) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < count(); from += batchSize) {
      batches.add(batch(IntStream.range(from, Math.min(from + batchSize, count())).toArray()));
    }
    return batches;
  }
}
