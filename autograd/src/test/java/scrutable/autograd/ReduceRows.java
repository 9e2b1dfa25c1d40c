package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;

/// Rows of [ReduceOp], [SoftmaxOp] and [NormalizeOp], and of the methods and functions that reduce.
final class ReduceRows {
  private final List<OpRow> rows = new ArrayList<>();

  static List<OpRow> all() {
    ReduceRows catalogue = new ReduceRows();
    catalogue.reductions();
    catalogue.softmax();
    catalogue.crossEntropy();
    catalogue.standardize();
    return catalogue.rows;
  }

  private static NdArray[] draw(int... shape) {
    return Samples.SIGNED.draw(31, shape);
  }

  private static int[] axes(int... axes) {
    return axes;
  }

  private void reductions() {
    int[][] shapes = {{2, 3, 4}, {2, 3, 4}, {2, 3, 4}, {2, 3, 4}, {3, 37}, {67}, {}, {2, 0, 3}, {1, 5}};
    int[][] axes = {{1}, {0, 2}, {-1}, {}, {0}, {}, {}, {2}, {0}};
    for (int i = 0; i < shapes.length; i++) {
      for (boolean keepDims : new boolean[] {false, true}) {
        reductions(keepDims, shapes[i], axes[i]);
      }
    }
    for (boolean keep : new boolean[] {false, true}) {
      OpRow.Formula zeros = x -> reduce(x[0], keep, axes(1), ReduceRows::sum);
      rows.add(OpRow.of(new ReduceOp.Sum(keep, 1), "1, keep " + keep, zeros, draw(2, 0, 3)));
      rows.add(OpRow.of(new ReduceOp.Norm(keep, 1), "1, keep " + keep, zeros, draw(2, 0, 3)));
    }
    method("sum", "all", x -> x[0].sum(), x -> new NdArray(new double[] {sum(x[0].values())}), 2, 3);
    method("mean", "all", x -> x[0].mean(), x -> new NdArray(new double[] {mean(x[0].values())}), 2, 3);
  }

  private void reductions(boolean keep, int[] shape, int[] axes) {
    String constants = Arrays.toString(axes) + (keep ? " keeping" : "");
    rows.add(OpRow.of(new ReduceOp.Sum(keep, axes), constants, x -> reduce(x[0], keep, axes, ReduceRows::sum),
        draw(shape)));
    rows.add(OpRow.of(new ReduceOp.Max(keep, axes), constants, x -> reduce(x[0], keep, axes, ReduceRows::max),
        draw(shape)));
    rows.add(OpRow.of(new ReduceOp.LogSumExp(keep, axes), constants,
        x -> reduce(x[0], keep, axes, ReduceRows::logSumExp), draw(shape)));
    rows.add(OpRow.of(new ReduceOp.Norm(keep, axes), constants, x -> reduce(x[0], keep, axes, ReduceRows::norm),
        draw(shape)));
    method("norm", constants, x -> x[0].norm(keep, axes), x -> reduce(x[0], keep, axes, ReduceRows::norm),
        shape);
    method("sum", constants, x -> x[0].sum(keep, axes), x -> reduce(x[0], keep, axes, ReduceRows::sum),
        shape);
    method("mean", constants, x -> x[0].mean(keep, axes), x -> reduce(x[0], keep, axes, ReduceRows::mean),
        shape);
    method("max", constants, x -> x[0].max(keep, axes), x -> reduce(x[0], keep, axes, ReduceRows::max),
        shape);
    method("min", constants, x -> x[0].min(keep, axes),
        x -> reduce(x[0], keep, axes, row -> Arrays.stream(row).min().orElseThrow()), shape);
    method("variance", constants, x -> x[0].variance(keep, axes),
        x -> reduce(x[0], keep, axes, ReduceRows::variance), shape);
    method("logSumExp", constants, x -> x[0].logSumExp(keep, axes),
        x -> reduce(x[0], keep, axes, ReduceRows::logSumExp), shape);
  }

  private static double norm(double[] row) {
    return Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
  }

  private void softmax() {
    for (int[] shape : new int[][] {{3, 5}, {2, 3, 17}, {6}, {3, 1}, {0, 4}}) {
      OpRow.Formula softmax = x -> rowwise(x[0], ReduceRows::softmax);
      OpRow.Formula logarithm = x -> rowwise(x[0], row -> logSoftmax(row));
      rows.add(OpRow.of(new SoftmaxOp.Softmax(), "", softmax, draw(shape)));
      rows.add(OpRow.of(new SoftmaxOp.LogSoftmax(), "", logarithm, draw(shape)));
      method("softmax", "", x -> Functions.softmax(x[0]), softmax, shape);
      method("logSoftmax", "", x -> Functions.logSoftmax(x[0]), logarithm, shape);
    }
  }

  private void crossEntropy() {
    for (int[] shape : new int[][] {{4, 5}, {1, 17}, {3, 1}, {0, 3}}) {
      NdArray targets = Samples.POSITIVE.draw(32, shape)[0];
      OpRow.Formula formula = x -> crossEntropy(x[0], targets);
      rows.add(OpRow.of(dtype -> new SoftmaxOp.CrossEntropy(targets.tensor(dtype)), "", formula,
          draw(shape)));
      method("crossEntropyPerExample", "",
          x -> Functions.crossEntropyPerExample(x[0], targets.tensor(x[0].dtype())), formula, shape);
    }
    int[] labels = {2, 0, 4};
    NdArray oneHot = NdArray.fill(new int[] {3, 5}, at -> at[1] == labels[at[0]] ? 1 : 0);
    method("crossEntropyPerExample", "one-hot",
        x -> Functions.crossEntropyPerExample(x[0], Indexing.oneHot(Tensor.ofInts(labels, 3), 5, x[0].dtype())),
        x -> crossEntropy(x[0], oneHot), 3, 5);
  }

  private static NdArray crossEntropy(NdArray logits, NdArray targets) {
    return NdArray.fill(new int[] {logits.size(0)}, at -> {
      double[] row = row(logits, at[0]);
      double[] logarithms = logSoftmax(row);
      double total = 0;
      for (int k = 0; k < row.length; k++) {
        total -= targets.at(at[0], k) * logarithms[k];
      }
      return total;
    });
  }

  private void standardize() {
    int[][] shapes = {{3, 5}, {2, 3, 17}, {6}, {3, 1}, {0, 4}};
    double[] eps = {1e-5, 0.3, 1e-2, 0.1, 1e-5};
    for (int i = 0; i < shapes.length; i++) {
      double e = eps[i];
      OpRow.Formula formula = x -> rowwise(x[0], row -> standardize(row, e));
      rows.add(OpRow.of(new NormalizeOp.Standardize(e), "" + e, formula, draw(shapes[i])));
      method("standardize", "" + e, x -> Functions.standardize(x[0], e), formula, shapes[i]);
    }
    for (int[] shape : new int[][] {{3, 5}, {4, 2, 3, 17}, {1, 3, 40}, {0, 4, 2}}) {
      OpRow.Formula formula = x -> standardizeChannels(x[0], 0.2);
      rows.add(OpRow.of(new NormalizeOp.StandardizeChannels(0.2), "0.2", formula, draw(shape)));
      method("standardizeChannels", "0.2", x -> Functions.standardizeChannels(x[0], 0.2), formula, shape);
      int[] perChannel = {shape[1]};
      OpRow.Formula scaled = x -> scale(standardizeChannels(x[0], 0.2), x[1], x[2], 1);
      NdArray[] inputs = Samples.SIGNED.draw(32, shape, perChannel, perChannel);
      rows.add(OpRow.of(new NormalizeOp.BatchNorm(0.2), "0.2", scaled, inputs));
      rows.add(OpRow.method("batchNorm", "0.2", x -> Functions.batchNorm(x[0], x[1], x[2], 0.2), scaled, inputs));
    }
    for (int[] shape : new int[][] {{4, 5}, {2, 3, 33}, {2, 48}, {7}, {0, 4}}) {
      int last = shape.length - 1;
      int[] perColumn = {shape[last]};
      OpRow.Formula scaled = x -> scale(rowwise(x[0], row -> standardize(row, 0.3)), x[1], x[2], last);
      NdArray[] inputs = Samples.SIGNED.draw(32, shape, perColumn, perColumn);
      rows.add(OpRow.of(new NormalizeOp.LayerNorm(0.3), "0.3", scaled, inputs));
      rows.add(OpRow.method("layerNorm", "0.3", x -> Functions.layerNorm(x[0], x[1], x[2], 0.3), scaled, inputs));
    }
  }

  /// x times weight plus bias, which have one number for each index of an axis.
  private static NdArray scale(NdArray x, NdArray weight, NdArray bias, int axis) {
    return NdArray.fill(x.shape(), at -> x.at(at) * weight.values()[at[axis]] + bias.values()[at[axis]]);
  }

  private static NdArray standardizeChannels(NdArray x, double eps) {
    return NdArray.fill(x.shape(), at -> {
      List<Double> channel = new ArrayList<>();
      int position = -1;
      for (int flat = 0; flat < x.values().length; flat++) {
        int[] index = NdArray.index(flat, x.shape());
        if (index[1] == at[1]) {
          position = Arrays.equals(index, at) ? channel.size() : position;
          channel.add(x.values()[flat]);
        }
      }
      return standardize(channel.stream().mapToDouble(v -> v).toArray(), eps)[position];
    });
  }

  private void method(String subject, String constants, Function<Variable[], Variable> function,
      OpRow.Formula formula, int... shape) {
    rows.add(OpRow.method(subject, constants, function, formula, draw(shape)));
  }

  /// Collects, for every index that is kept, the elements over all reduced ones, and applies `function`.
  private static NdArray reduce(NdArray x, boolean keepDims, int[] axes,
      ToDoubleFunction<double[]> function) {
    int rank = x.shape().length;
    boolean[] reduced = new boolean[rank];
    for (int axis = 0; axis < rank; axis++) {
      reduced[axis] = axes.length == 0;
    }
    for (int axis : axes) {
      reduced[axis < 0 ? axis + rank : axis] = true;
    }
    int[] kept = x.shape().clone();
    for (int axis = 0; axis < rank; axis++) {
      kept[axis] = reduced[axis] ? 1 : kept[axis];
    }
    NdArray result = NdArray.fill(kept, at -> {
      List<Double> elements = new ArrayList<>();
      for (int flat = 0; flat < x.values().length; flat++) {
        int[] index = NdArray.index(flat, x.shape());
        boolean mine = true;
        for (int axis = 0; axis < rank; axis++) {
          mine &= reduced[axis] || index[axis] == at[axis];
        }
        if (mine) {
          elements.add(x.values()[flat]);
        }
      }
      return function.applyAsDouble(elements.stream().mapToDouble(e -> e).toArray());
    });
    int[] shape = keepDims ? kept : IntStream.range(0, rank).filter(axis -> !reduced[axis])
        .map(axis -> kept[axis]).toArray();
    return new NdArray(result.values(), shape);
  }

  private interface RowFunction {
    double[] of(double[] row);
  }

  private static NdArray rowwise(NdArray x, RowFunction function) {
    int columns = x.size(-1);
    double[] values = new double[x.values().length];
    for (int start = 0; start < values.length; start += columns) {
      double[] result = function.of(Arrays.copyOfRange(x.values(), start, start + columns));
      System.arraycopy(result, 0, values, start, columns);
    }
    return new NdArray(values, x.shape());
  }

  private static double[] row(NdArray matrix, int row) {
    int columns = matrix.size(1);
    return Arrays.copyOfRange(matrix.values(), row * columns, (row + 1) * columns);
  }

  private static double sum(double[] row) {
    double total = 0;
    for (double x : row) {
      total += x;
    }
    return total;
  }

  private static double mean(double[] row) {
    return sum(row) / row.length;
  }

  private static double variance(double[] row) {
    double squares = 0;
    for (double x : row) {
      squares += (x - mean(row)) * (x - mean(row));
    }
    return squares / row.length;
  }

  private static double max(double[] row) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double x : row) {
      largest = x > largest ? x : largest;
    }
    return largest;
  }

  private static double logSumExp(double[] row) {
    double total = 0;
    for (double x : row) {
      total += Math.exp(x);
    }
    return Math.log(total);
  }

  private static double[] softmax(double[] row) {
    double total = 0;
    for (double x : row) {
      total += Math.exp(x);
    }
    double[] result = row.clone();
    for (int i = 0; i < row.length; i++) {
      result[i] = Math.exp(row[i]) / total;
    }
    return result;
  }

  private static double[] logSoftmax(double[] row) {
    return Arrays.stream(softmax(row)).map(Math::log).toArray();
  }

  private static double[] standardize(double[] row, double eps) {
    return Arrays.stream(row).map(x -> (x - mean(row)) / Math.sqrt(variance(row) + eps)).toArray();
  }
}
