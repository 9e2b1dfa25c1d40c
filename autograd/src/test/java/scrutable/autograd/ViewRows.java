package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Rows of [ViewOp] and of the methods of [Variable] that move elements.
final class ViewRows {
  private final List<OpRow> rows = new ArrayList<>();

  static List<OpRow> all() {
    ViewRows catalogue = new ViewRows();
    catalogue.reshapes();
    catalogue.permutations();
    catalogue.repeats();
    catalogue.slices();
    catalogue.joins();
    return catalogue.rows;
  }

  private static NdArray[] draw(int[]... shapes) {
    return Samples.SIGNED.draw(21, shapes);
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private void reshapes() {
    reshape(shape(2, 6), shape(3, 4), shape(3, 4));
    reshape(shape(2, 6), shape(3, -1, 2), shape(3, 2, 2));
    reshape(shape(), shape(1, 1), shape(1, 1));
    reshape(shape(1), shape(), shape());
    reshape(shape(2, 0, 3), shape(0, 5), shape(0, 5));
    method("squeeze", "(1)", x -> x[0].squeeze(1), x -> new NdArray(x[0].values(), 2, 3), shape(2, 1, 3));
    method("squeeze", "(-1)", x -> x[0].squeeze(-1), x -> new NdArray(x[0].values()), shape(1));
    method("unsqueeze", "(1)", x -> x[0].unsqueeze(1), x -> new NdArray(x[0].values(), 2, 1, 3), shape(2, 3));
    method("unsqueeze", "(-1)", x -> x[0].unsqueeze(-1), x -> new NdArray(x[0].values(), 2, 3, 1),
        shape(2, 3));
    method("unsqueeze", "(0)", x -> x[0].unsqueeze(0), x -> new NdArray(x[0].values(), 1), shape());
  }

  private void reshape(int[] from, int[] requested, int[] to) {
    String constants = Arrays.toString(requested);
    OpRow.Formula formula = x -> new NdArray(x[0].values(), to);
    rows.add(OpRow.of(new ViewOp.Reshape(requested), constants, formula, draw(from)));
    method("reshape", constants, x -> x[0].reshape(requested), formula, from);
  }

  private void permutations() {
    OpRow.Formula rotated = x -> NdArray.fill(shape(x[0].size(2), x[0].size(0), x[0].size(1)),
        at -> x[0].at(at[1], at[2], at[0]));
    for (int[] from : new int[][] {{2, 3, 4}, {2, 0, 3}, {1, 1, 5}}) {
      rows.add(OpRow.of(new ViewOp.Permute(2, 0, 1), "2 0 1", rotated, draw(from)));
    }
    rows.add(OpRow.of(new ViewOp.Permute(-1, -3, 1), "-1 -3 1", rotated, draw(shape(2, 3, 4))));
    rows.add(OpRow.of(new ViewOp.Permute(), "", x -> x[0], draw(shape())));
    method("permute", "2 0 1", x -> x[0].permute(2, 0, 1), rotated, shape(2, 3, 4));
    OpRow.Formula swapped = x -> NdArray.fill(shape(2, 4, 3), at -> x[0].at(at[0], at[2], at[1]));
    for (int[] from : new int[][] {{2, 3, 4}, {2, 3, 0}}) {
      rows.add(OpRow.of(new ViewOp.Transpose(-1, 1), "-1 1", x -> NdArray.fill(shape(2, from[2], 3),
          at -> x[0].at(at[0], at[2], at[1])), draw(from)));
    }
    rows.add(OpRow.of(new ViewOp.Transpose(0, 0), "0 0", x -> x[0], draw(shape(3))));
    method("t", "", x -> x[0].t(), swapped, shape(2, 3, 4));
    method("transpose", "(-1, 1)", x -> x[0].transpose(-1, 1), swapped, shape(2, 3, 4));
    flip(shape(3, 4), "1", at -> shape(at[0], 3 - at[1]), 1);
    flip(shape(3, 4), "-2", at -> shape(2 - at[0], at[1]), -2);
    flip(shape(3, 4), "all", at -> shape(2 - at[0], 3 - at[1]));
    flip(shape(2, 0, 3), "2", at -> at, 2);
    flip(shape(), "all", at -> at);
  }

  private void flip(int[] from, String constants, UnaryOperator<int[]> origin, int... axes) {
    OpRow.Formula formula = x -> NdArray.fill(from, at -> x[0].at(origin.apply(at)));
    rows.add(OpRow.of(new ViewOp.Flip(axes), constants, formula, draw(from)));
    method("flip", constants, x -> x[0].flip(axes), formula, from);
  }

  private void repeats() {
    int[][][] cases = {{{3}, {2, 3}}, {{3, 1}, {3, 4}}, {{}, {2, 3}}, {{1}, {1, 1}},
        {{2, 1, 3}, {4, 2, 2, 3}}, {{1, 3}, {0, 3}}, {{2, 0, 1}, {2, 0, 3}}, {{1, 1}, {3, 1}},
        {{2, 3}, {2, 3}}};
    for (int[][] c : cases) {
      OpRow.Formula formula = x -> NdArray.fill(c[1], x[0]::repeatedAt);
      rows.add(OpRow.of(new ViewOp.Expand(c[1]), Arrays.toString(c[1]), formula, draw(c[0])));
      method("expand", Arrays.toString(c[1]), x -> x[0].expand(c[1]), formula, c[0]);
    }
  }

  private void slices() {
    slice(shape(3, 7), 1, 1, 6, 2, shape(3, 3), at -> shape(at[0], 1 + 2 * at[1]));
    slice(shape(3, 7), -1, 0, 7, 3, shape(3, 3), at -> shape(at[0], 3 * at[1]));
    slice(shape(3, 7), 0, 1, 3, 1, shape(2, 7), at -> shape(1 + at[0], at[1]));
    slice(shape(2, 3, 2), 1, 2, 3, 1, shape(2, 1, 2), at -> shape(at[0], 2, at[2]));
    slice(shape(3, 7), 1, 7, 7, 1, shape(3, 0), at -> at);
    slice(shape(2, 0, 3), 2, 1, 3, 1, shape(2, 0, 2), at -> at);
    slice(shape(5), 0, 4, 5, 3, shape(1), at -> shape(4));
    method("select", "(1, 2)", x -> x[0].select(1, 2), x -> NdArray.fill(shape(2, 4),
        at -> x[0].at(at[0], 2, at[1])), shape(2, 3, 4));
    method("select", "(-1, 0)", x -> x[0].select(-1, 0), x -> new NdArray(new double[] {x[0].at(0)}),
        shape(3));
    place(shape(3, 3), shape(3, 7), 1, 1, 2);
    place(shape(3, 3), shape(3, 7), -1, 0, 3);
    place(shape(2, 7), shape(4, 7), 0, 2, 1);
    place(shape(3, 0), shape(3, 7), 1, 7, 1);
    place(shape(1), shape(4), 0, 3, 2);
  }

  private void slice(int[] from, int axis, int first, int end, int step, int[] to,
      UnaryOperator<int[]> origin) {
    String constants = axis + ": " + first + ".." + end + " by " + step;
    OpRow.Formula formula = x -> NdArray.fill(to, at -> x[0].at(origin.apply(at)));
    rows.add(OpRow.of(new ViewOp.Slice(axis, first, end, step), constants, formula, draw(from)));
    method("slice", constants, x -> x[0].slice(axis, first, end, step), formula, from);
  }

  private void place(int[] from, int[] to, int axis, int first, int step) {
    int along = axis < 0 ? axis + to.length : axis;
    OpRow.Formula formula = x -> {
      double[] zeros = new double[NdArray.count(to)];
      NdArray target = new NdArray(zeros, to);
      for (int flat = 0; flat < x[0].values().length; flat++) {
        int[] at = NdArray.index(flat, from);
        at[along] = first + step * at[along];
        int position = 0;
        for (int i = 0; i < to.length; i++) {
          position = position * to[i] + at[i];
        }
        zeros[position] = x[0].values()[flat];
      }
      return target;
    };
    String constants = "into " + Arrays.toString(to) + " " + axis + ": from " + first + " by " + step;
    rows.add(OpRow.of(new ViewOp.Place(to, axis, first, step), constants, formula, draw(from)));
  }

  private void joins() {
    OpRow.Formula columns = x -> NdArray.fill(shape(2, x[0].size(1) + x[1].size(1) + x[2].size(1)), at -> {
      int column = at[1];
      int part = 0;
      while (column >= x[part].size(1)) {
        column -= x[part++].size(1);
      }
      return x[part].at(at[0], column);
    });
    int[][][] parts = {{{2, 3}, {2, 1}, {2, 4}}, {{2, 0}, {2, 3}, {2, 2}}, {{2, 0}, {2, 0}, {2, 0}}};
    for (int[][] shapes : parts) {
      rows.add(OpRow.of(new ViewOp.Concat(1), "1", columns, draw(shapes)));
      method("concat", "-1", x -> Variable.concat(-1, x), columns, shapes);
    }
    rows.add(OpRow.of(new ViewOp.Concat(0), "0", x -> NdArray.fill(shape(5, 2),
        at -> at[0] < 2 ? x[0].at(at) : x[1].at(at[0] - 2, at[1])), draw(shape(2, 2), shape(3, 2))));
    rows.add(OpRow.of(new ViewOp.Concat(0), "0, one part", x -> x[0], draw(shape(3))));
    method("stack", "1", x -> Variable.stack(1, x), x -> NdArray.fill(shape(3, 2), at -> x[at[1]].at(at[0])),
        shape(3), shape(3));
    method("stack", "-1", x -> Variable.stack(-1, x), x -> NdArray.fill(shape(2, 3, 2),
        at -> x[at[2]].at(at[0], at[1])), shape(2, 3), shape(2, 3));
    method("stack", "0", x -> Variable.stack(0, x), x -> NdArray.fill(shape(3), at -> x[at[0]].at()),
        shape(), shape(), shape());
    pad(shape(2, 3), shape(1, 0), shape(0, 2), 0);
    pad(shape(2, 3), shape(0, 2), shape(1, 1), -1.5);
    pad(shape(0, 2), shape(2, 0), shape(1, 1), 3);
    pad(shape(), shape(), shape(), 1);
  }

  private void pad(int[] from, int[] before, int[] after, double value) {
    int[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += before[i] + after[i];
    }
    OpRow.Formula formula = x -> NdArray.fill(to, at -> {
      int[] origin = at.clone();
      for (int i = 0; i < at.length; i++) {
        origin[i] -= before[i];
        if (origin[i] < 0 || origin[i] >= from[i]) {
          return value;
        }
      }
      return x[0].at(origin);
    });
    String constants = Arrays.toString(before) + " " + Arrays.toString(after) + " with " + value;
    rows.add(OpRow.of(new ViewOp.Pad(before, after, value), constants, formula, draw(from)));
    method("pad", constants, x -> x[0].pad(before, after, value), formula, from);
  }

  private void method(String subject, String constants, Function<Variable[], Variable> function,
      OpRow.Formula formula, int[]... shapes) {
    rows.add(OpRow.method(subject, constants, function, formula, draw(shapes)));
  }
}
