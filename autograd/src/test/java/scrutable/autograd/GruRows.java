package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.tensor.GruSequence;
import scrutable.tensor.Tensor;

/// Rows of [GruOp], of the step made of its operations, and of [GruSequenceOp].
final class GruRows {
  private GruRows() {}

  static List<OpRow> all() {
    List<OpRow> rows = new ArrayList<>();
    for (int[] size : new int[][] {{2, 3}, {3, 17}, {1, 1}, {0, 2}, {2, 0}}) {
      int[] gates = {size[0], 3 * size[1]};
      rows.add(OpRow.of(new GruOp.Gates(), "", x -> gates(x[0], x[1]), Samples.SIGNED.draw(81, gates, gates)));
      rows.add(OpRow.of(new GruOp.Next(), "", x -> next(x[0], x[1]), Samples.SIGNED.draw(82, size, gates)));
      rows.add(OpRow.method("gruStep", "", x -> Functions.gruStep(x[0], x[1], x[2]),
          x -> next(x[2], gates(x[0], x[1])), Samples.SIGNED.draw(83, gates, gates, size)));
    }
    for (int[] size : new int[][] {{2, 3, 2}, {1, 1, 1}, {0, 2, 1}, {2, 2, 0}}) {
      for (Tensor mask : new Tensor[] {null, mask(size[0], size[1])}) {
        rows.addAll(sequences(size[0], size[1], size[2], mask));
      }
    }
    return rows;
  }

  private static List<OpRow> sequences(int count, int steps, int hidden, Tensor mask) {
    int[][] parts = {{count, steps, 3 * hidden}, {count, hidden}, {3 * hidden, hidden}, {3 * hidden}};
    GruSequence sizes = new GruSequence(count, steps, hidden);
    String constants = steps + " steps, state of " + hidden + (mask == null ? "" : ", masked");
    OpRow op = OpRow.of(dtype -> new GruSequenceOp(sizes, mask == null ? null : mask.to(dtype)), constants,
        x -> run(cut(x[0], parts), mask), Samples.SIGNED.draw(84, new int[] {sizes.ends()[3]}));
    OpRow method = OpRow.method("gruSequence", constants, x -> Functions.gruSequence(x[0], x[1], x[2], x[3],
        mask == null ? null : mask.to(x[0].dtype())), x -> {
          NdArray record = run(x, mask);
          return NdArray.fill(new int[] {count, steps, hidden}, at -> record.at(at));
        }, Samples.SIGNED.draw(85, parts));
    return List.of(op, method);
  }

  /// 0 at every third place, the first of them the second.
  static Tensor mask(int count, int steps) {
    double[] values = new double[count * steps];
    Arrays.setAll(values, i -> i % 3 == 1 ? 0 : 1);
    return Tensor.of(values, count, steps);
  }

  private static NdArray[] cut(NdArray joint, int[][] shapes) {
    NdArray[] parts = new NdArray[shapes.length];
    int start = 0;
    for (int i = 0; i < parts.length; i++) {
      int end = start + NdArray.count(shapes[i]);
      parts[i] = new NdArray(Arrays.copyOfRange(joint.values(), start, end), shapes[i]);
      start = end;
    }
    return parts;
  }

  /// The record `(N, T, 5 H)`: h', r, z, n and q of each step.
  private static NdArray run(NdArray[] x, Tensor mask) {
    int count = x[0].size(0);
    int steps = x[0].size(1);
    int h = x[1].size(1);
    double[][][] rows = new double[count][steps][5 * h];
    for (int n = 0; n < count; n++) {
      for (int t = 0; t < steps; t++) {
        for (int k = 0; k < h; k++) {
          double[] own = new double[3];
          for (int gate = 0; gate < 3; gate++) {
            own[gate] = x[3].at(gate * h + k);
            for (int j = 0; j < h; j++) {
              own[gate] += x[2].at(gate * h + k, j) * (t == 0 ? x[1].at(n, j) : rows[n][t - 1][j]);
            }
          }
          double before = t == 0 ? x[1].at(n, k) : rows[n][t - 1][k];
          double r = sigmoid(x[0].at(n, t, k) + own[0]);
          double z = sigmoid(x[0].at(n, t, h + k) + own[1]);
          double proposal = Math.tanh(x[0].at(n, t, 2 * h + k) + r * own[2]);
          boolean counts = mask == null || mask.select(0, n).select(0, t).item() != 0;
          double[] row = {counts ? (1 - z) * proposal + z * before : before, r, z, proposal, own[2]};
          for (int part = 0; part < 5; part++) {
            rows[n][t][part * h + k] = row[part];
          }
        }
      }
    }
    return NdArray.fill(new int[] {count, steps, 5 * h}, at -> rows[at[0]][at[1]][at[2]]);
  }

  private static NdArray gates(NdArray i, NdArray s) {
    int h = i.size(1) / 3;
    return NdArray.fill(i.shape(), at -> {
      double both = i.at(at) + s.at(at);
      if (at[1] < 2 * h) {
        return sigmoid(both);
      }
      double reset = sigmoid(i.at(at[0], at[1] - 2 * h) + s.at(at[0], at[1] - 2 * h));
      return Math.tanh(i.at(at) + reset * s.at(at));
    });
  }

  private static NdArray next(NdArray state, NdArray gates) {
    int h = state.size(1);
    return NdArray.fill(state.shape(), at -> {
      double z = gates.at(at[0], h + at[1]);
      return (1 - z) * gates.at(at[0], 2 * h + at[1]) + z * state.at(at);
    });
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
