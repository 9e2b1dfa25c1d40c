package scrutable.autograd;

import java.util.ArrayList;
import java.util.List;

/// Rows of [GruOp] and of the step made of its operations.
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
    return rows;
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
