package scrutable.autograd;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Connectionist temporal classification: how unlikely a label sequence is, if nobody says which frame of the input
/// belongs to which label (Graves et al. 2006, "Connectionist temporal classification").
///
/// An alignment gives every frame a label or the blank; it stands for the label sequence that is left when repeats are
/// merged and then blanks removed. For log-probabilities x `(N, T, K)`:
///
/// `y[n] = -log sum_{alignments a of labels n} exp(sum_t x[n][t][a_t])`
///
/// The gradient is `-g[n]` times the *occupancy*, the probability that frame t carries symbol k given the labels. That
/// is the derivative by log-probabilities as they stand; behind a log-softmax it becomes the well-known
/// `softmax - occupancy`, without any help from here.
///
/// Where no alignment is possible, because there are fewer frames than labels plus repeats or because all alignments
/// have the probability 0, y is +infinity, and its gradient is 0, for no small change makes it finite.
///
/// @param labels       `(N, L)`, `int32`; behind the length of its row, a label may be anything
/// @param inputLengths how many frames of each input count, 0 .. T
/// @param labelLengths how many labels of each row count, 0 .. L
/// @param blank        which of the K classes is the blank
public record CtcOp(Tensor labels, int[] inputLengths, int[] labelLengths, int blank) implements Op, Shortcut {
  /// The logarithm of a probability that is 0, yet finite: differences of two of them are not NaN.
  private static final double IMPOSSIBLE = -1e30;

  /// Copies the lengths.
  public CtcOp {
    inputLengths = inputLengths.clone();
    labelLengths = labelLengths.clone();
  }

  @Override
  public Tensor forward(Tensor... x) {
    requireInputs(x[0]);
    double[] y = new double[x[0].size(0)];
    double[] frames = x[0].toDoubleArray();
    Parallel.forRange(y.length, 1, (n, end) -> y[n] = 0 - lattice(frames, x[0], n).logProbability());
    return Tensor.wrap(y, y.length).to(x[0].dtype());
  }

  private CtcLattice lattice(double[] frames, Tensor x, int n) {
    int[] symbols = CtcLattice.symbols(row(n, labelLengths[n]), blank);
    return new CtcLattice(frames, n * x.size(1) * x.size(2), inputLengths[n], x.size(2), symbols);
  }

  private int[] row(int n, int length) {
    return labels.select(0, n).slice(0, 0, length).toIntArray();
  }

  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    return g.neg().reshape(-1, 1, 1).mul(occupancy(x[0], y.value()));
  }

  @Override
  public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
    double[] weights = g.toDoubleArray();
    double[] frames = x[0].toDoubleArray();
    double[] result = new double[frames.length];
    Parallel.forRange(weights.length, 1, (n, end) -> lattice(frames, x[0], n).addOccupancy(-weights[n], result));
    return Tensor.wrap(result, x[0].shape()).to(x[0].dtype());
  }

  /// The rule in variables: the lattices of all inputs together, `(N, S)` at each frame. It can be differentiated
  /// again; in `float32` it is as exact as sums of T log-probabilities are there.
  private Variable occupancy(Variable x, Tensor y) {
    int count = x.size(0);
    int steps = x.size(1);
    int states = 2 * labels.size(1) + 1;
    if (count == 0 || steps == 0) {
      return Variable.constant(Tensor.zeros(x.dtype(), x.shape()));
    }
    Tensor index = symbols(states).reshape(count, 1, states).expand(count, steps, states).contiguous();
    Variable impossible = impossible(x.dtype());
    Variable emissions = impossible.where(x.value().less(IMPOSSIBLE), x).gather(2, index);  // (N, T, S)
    Tensor skips = skips(states, x.dtype());
    Variable both = alpha(emissions, skips).add(beta(emissions, skips));
    Variable total = both.select(1, 0).logSumExp(true, 1).unsqueeze(1);                     // (N, 1, 1)
    Variable shares = both.sub(total).where(counting(steps, y), impossible).exp();
    return shares.scatterAdd(x.shape(), 2, index);
  }

  private static Variable impossible(DType dtype) {
    return Variable.constant(Tensor.full(IMPOSSIBLE, dtype));
  }

  /// The log-probability of all beginnings that are in a state at a frame, `(N, T, S)`.
  private static Variable alpha(Variable emissions, Tensor skips) {
    DType dtype = emissions.dtype();
    Variable impossible = impossible(dtype);
    Tensor first = Tensor.range(emissions.size(2)).to(dtype).less(2).unsqueeze(0);
    Variable[] alpha = new Variable[emissions.size(1)];
    alpha[0] = emissions.select(1, 0).where(first, impossible);
    for (int t = 1; t < alpha.length; t++) {
      Variable skip = shift(alpha[t - 1], 2).where(skips, impossible);
      alpha[t] = logSum(alpha[t - 1], shift(alpha[t - 1], 1), skip).add(emissions.select(1, t));
    }
    return Variable.stack(1, alpha);
  }

  /// The log-probability of all endings after a frame from a state on, `(N, T, S)`.
  private Variable beta(Variable emissions, Tensor skips) {
    DType dtype = emissions.dtype();
    Variable impossible = impossible(dtype);
    Tensor zero = Tensor.full(0, dtype);
    Variable ending = Variable.constant(Tensor.where(ends(emissions.size(2), dtype), zero, impossible.value()));
    Variable[] beta = new Variable[emissions.size(1)];
    beta[beta.length - 1] = ending;
    for (int t = beta.length - 2; t >= 0; t--) {
      Variable after = beta[t + 1].add(emissions.select(1, t + 1));
      Variable skip = shift(after.where(skips, impossible), -2);
      Variable through = logSum(after, shift(after, -1), skip);
      beta[t] = through.where(framesBefore(t + 1, dtype), ending);     // a shorter input ends here or before
    }
    return Variable.stack(1, beta);
  }

  /// The states moved on by `by`, or back if it is negative; what comes in is impossible.
  private static Variable shift(Variable states, int by) {
    int size = states.size(1);
    int kept = Math.max(size - Math.abs(by), 0);
    Variable part = by > 0 ? states.slice(1, 0, kept) : states.slice(1, size - kept, size);
    int[] before = {0, by > 0 ? size - kept : 0};
    int[] after = {0, by > 0 ? 0 : size - kept};
    return part.pad(before, after, IMPOSSIBLE);
  }

  private static Variable logSum(Variable a, Variable b, Variable c) {
    return Variable.stack(0, a, b, c).logSumExp(false, 0);
  }

  /// The symbols of all states, `(N, S)`; blanks behind the end of a label sequence.
  private Tensor symbols(int states) {
    int[] all = new int[labelLengths.length * states];
    Arrays.fill(all, blank);
    for (int n = 0; n < labelLengths.length; n++) {
      int[] own = CtcLattice.symbols(row(n, labelLengths[n]), blank);
      System.arraycopy(own, 0, all, n * states, own.length);
    }
    return Tensor.wrap(all, labelLengths.length, states);
  }

  /// 1 for the states that can be reached by a skip, `(N, S)`.
  private Tensor skips(int states, DType dtype) {
    double[] result = new double[labelLengths.length * states];
    for (int n = 0; n < labelLengths.length; n++) {
      int[] symbols = CtcLattice.symbols(row(n, labelLengths[n]), blank);
      for (int s = 0; s < symbols.length; s++) {
        result[n * states + s] = CtcLattice.isAfterSkip(symbols, s) ? 1 : 0;
      }
    }
    return Tensor.wrap(result, labelLengths.length, states).to(dtype);
  }

  /// 1 for the one or two states that an alignment may end in, `(N, S)`.
  private Tensor ends(int states, DType dtype) {
    double[] result = new double[labelLengths.length * states];
    for (int n = 0; n < labelLengths.length; n++) {
      result[n * states + 2 * labelLengths[n]] = 1;
      if (labelLengths[n] > 0) {
        result[n * states + 2 * labelLengths[n] - 1] = 1;
      }
    }
    return Tensor.wrap(result, labelLengths.length, states).to(dtype);
  }

  /// 1 for the inputs in which frame `t` counts, `(N, 1)`.
  private Tensor framesBefore(int t, DType dtype) {
    double[] result = Arrays.stream(inputLengths).mapToDouble(length -> t < length ? 1 : 0).toArray();
    return Tensor.wrap(result, result.length, 1).to(dtype);
  }

  /// 1 for the frames that count of the inputs that have an alignment, `(N, T, 1)`.
  private Tensor counting(int steps, Tensor y) {
    double[] losses = y.toDoubleArray();
    double[] result = new double[inputLengths.length * steps];
    for (int n = 0; n < inputLengths.length; n++) {
      double possible = losses[n] == Double.POSITIVE_INFINITY ? 0 : 1;
      Arrays.fill(result, n * steps, n * steps + inputLengths[n], possible);
    }
    return Tensor.wrap(result, inputLengths.length, steps, 1).to(y.dtype());
  }

  private void requireInputs(Tensor x) {
    boolean shapes = x.rank() == 3 && labels.rank() == 2 && labels.dtype() == DType.INT32
        && labels.size(0) == x.size(0) && inputLengths.length == x.size(0) && labelLengths.length == x.size(0);
    if (!shapes) {
      throw new IllegalArgumentException("ctc: log-probabilities (N, T, K) need int32 labels (N, L) and N lengths of"
          + " each, but they are " + Shape.text(x.shape()) + ", " + labels.dtype() + " " + Shape.text(labels.shape())
          + ", " + inputLengths.length + " and " + labelLengths.length);
    }
    if (blank < 0 || blank >= x.size(2)) {
      throw new IllegalArgumentException("ctc: the blank " + blank + " does not lie in 0 .. " + (x.size(2) - 1));
    }
    for (int n = 0; n < inputLengths.length; n++) {
      requireLength("input", n, inputLengths[n], x.size(1));
      requireLength("label sequence", n, labelLengths[n], labels.size(1));
      for (int label : row(n, labelLengths[n])) {
        if (label < 0 || label >= x.size(2) || label == blank) {
          throw new IllegalArgumentException("ctc: label " + label + " of label sequence " + n + " should lie in 0 .. "
              + (x.size(2) - 1) + " and not be the blank, " + blank);
        }
      }
    }
  }

  private static void requireLength(String what, int n, int length, int most) {
    if (length < 0 || length > most) {
      throw new IllegalArgumentException("ctc: the length " + length + " of " + what + " " + n
          + " does not lie in 0 .. " + most);
    }
  }
}
