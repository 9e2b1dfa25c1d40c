package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Rows of [IndexOp], and of the functions that pick, drop and warp.
final class IndexRows {
  private final List<OpRow> rows = new ArrayList<>();

  static List<OpRow> all() {
    IndexRows catalogue = new IndexRows();
    catalogue.slices();
    catalogue.elements();
    catalogue.sorting();
    catalogue.embedding();
    catalogue.dropout();
    catalogue.warping();
    return catalogue.rows;
  }

  private static NdArray[] draw(int[]... shapes) {
    return Samples.SIGNED.draw(51, shapes);
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private void slices() {
    int[][] picks = {{2, 0, 2, 1}, {}, {1}};
    for (int[] index : picks) {
      for (int axis : new int[] {0, 1, -1}) {
        int along = axis < 0 ? 2 : axis;
        int[] whole = {3, 4, 3};
        int[] picked = whole.clone();
        picked[along] = index.length;
        Tensor indices = Tensor.ofInts(index, index.length);
        String constants = "axis " + axis + " " + Arrays.toString(index);
        OpRow.Formula select = x -> NdArray.fill(picked, at -> {
          int[] origin = at.clone();
          origin[along] = index[at[along]];
          return x[0].at(origin);
        });
        rows.add(OpRow.of(new IndexOp.Select(axis, indices), constants, select, draw(whole)));
        rows.add(OpRow.method("selectAll", constants, x -> x[0].selectAll(axis, indices), select,
            draw(whole)));
        rows.add(OpRow.of(new IndexOp.SelectAdd(whole, axis, indices), constants,
            x -> NdArray.fill(whole, at -> {
          double total = 0;
          for (int i = 0; i < index.length; i++) {
            int[] from = at.clone();
            from[along] = i;
            total += index[i] == at[along] ? x[0].at(from) : 0;
          }
          return total;
        }), draw(picked)));
      }
    }
  }

  private void elements() {
    Tensor twice = Tensor.ofInts(new int[] {1, 1}, 2);
    rows.add(OpRow.of(new IndexOp.Select(0, twice), "of nothing", x -> NdArray.fill(shape(2, 0), at -> 0),
        draw(shape(3, 0))));
    element(1, shape(3, 5), shape(3, 4), 4, 0, 0, 2, 1, 1, 1, 1, 3, 4, 3, 0);
    element(0, shape(3, 5), shape(2, 5), 2, 0, 1, 2, 0, 2, 1, 1, 0, 0);
    element(-1, shape(2, 2, 3), shape(2, 2, 1), 2, 0, 1, 1);
    element(1, shape(2, 3, 2), shape(2, 2, 2), 2, 0, 2, 1, 1, 1, 0, 1);
    element(1, shape(3, 5), shape(3, 0));
    element(1, shape(0, 5), shape(0, 2));
    element(0, shape(4), shape(6), 3, 3, 0, 1, 3, 2);
  }

  private void element(int axis, int[] whole, int[] picked, int... index) {
    int along = axis < 0 ? axis + whole.length : axis;
    Tensor indices = Tensor.ofInts(index, picked);
    NdArray at0 = NdArray.of(indices.to(DType.FLOAT64));
    OpRow.Formula gather = x -> NdArray.fill(picked, at -> {
      int[] origin = at.clone();
      origin[along] = (int) at0.at(at);
      return x[0].at(origin);
    });
    String constants = "axis " + axis + " " + Arrays.toString(index);
    rows.add(OpRow.of(new IndexOp.Gather(axis, indices), constants, gather, draw(whole)));
    rows.add(OpRow.method("gather", constants, x -> x[0].gather(axis, indices), gather, draw(whole)));
    OpRow.Formula scatter = x -> NdArray.fill(whole, at -> {
      double total = 0;
      for (int flat = 0; flat < index.length; flat++) {
        int[] target = NdArray.index(flat, picked);
        target[along] = index[flat];
        total += Arrays.equals(target, at) ? x[0].values()[flat] : 0;
      }
      return total;
    });
    rows.add(OpRow.of(new IndexOp.ScatterAdd(whole, axis, indices), constants, scatter, draw(picked)));
    rows.add(OpRow.method("scatterAdd", constants, x -> x[0].scatterAdd(whole, axis, indices), scatter,
        draw(picked)));
  }

  private void sorting() {
    for (boolean descending : new boolean[] {false, true}) {
      rows.add(OpRow.method("sort", descending ? "descending" : "ascending", x -> x[0].sort(1, descending),
          x -> NdArray.fill(shape(3, 5), at -> ordered(x[0], at[0], 5, descending)[at[1]]), draw(shape(3, 5))));
    }
    rows.add(OpRow.method("topK", "2 of 5", x -> x[0].topK(2, -1),
        x -> NdArray.fill(shape(3, 2), at -> ordered(x[0], at[0], 5, true)[at[1]]), draw(shape(3, 5))));
  }

  private static double[] ordered(NdArray x, int row, int columns, boolean descending) {
    double[] values = new double[columns];
    Arrays.setAll(values, column -> (descending ? -1 : 1) * x.at(row, column));
    Arrays.sort(values);
    Arrays.setAll(values, column -> (descending ? -1 : 1) * values[column]);
    return values;
  }

  private void embedding() {
    int[][] words = {{1, 0, 4}, {1, 2, 1}};
    Tensor indices = Tensor.ofInts(new int[] {1, 0, 4, 1, 2, 1}, 2, 3);
    rows.add(OpRow.method("embedding", "", x -> Functions.embedding(x[0], indices),
        x -> NdArray.fill(shape(2, 3, 2), at -> x[0].at(words[at[0]][at[1]], at[2])), draw(shape(5, 2))));
    Tensor none = Tensor.ofInts(new int[0], 0, 2);
    rows.add(OpRow.method("embedding", "of nothing", x -> Functions.embedding(x[0], none),
        x -> new NdArray(new double[0], 0, 2, 2), draw(shape(5, 2))));
  }

  private void dropout() {
    for (double probability : new double[] {0.4, 0}) {
      rows.add(OpRow.method("dropout", "" + probability,
          x -> Functions.dropout(x[0], probability, Rng.seed(9)), x -> {
            Rng rng = Rng.seed(9);
            double[] values = x[0].values().clone();
            for (int i = 0; i < values.length; i++) {
              values[i] *= rng.nextFloat() < probability ? 0 : 1 / (1 - probability);
            }
            return new NdArray(values, x[0].shape());
          }, draw(shape(5, 6))));
    }
  }

  private void warping() {
    NdArray images = draw(shape(2, 2, 4, 5))[0];
    Rng rng = Rng.seed(52);
    NdArray grid = NdArray.fill(shape(2, 3, 2, 2), at -> {
      int size = at[3] == 0 ? 5 : 4;
      double pixel = rng.nextInt(size + 3) - 2 + 0.2 + 0.6 * rng.nextDouble();
      return (2 * pixel + 1) / size - 1;
    });
    rows.add(OpRow.method("sample", "", x -> Functions.sample(x[0], x[1]), x -> sample(x[0], x[1]), images,
        grid));
    rows.add(OpRow.method("affineGrid", "3x4", x -> Functions.affineGrid(x[0], 3, 4),
        x -> NdArray.fill(shape(2, 3, 4, 2), at -> {
          double centreX = (at[2] + 0.5) / 4 * 2 - 1;
          double centreY = (at[1] + 0.5) / 3 * 2 - 1;
          return x[0].at(at[0], at[3], 0) * centreX + x[0].at(at[0], at[3], 1) * centreY
              + x[0].at(at[0], at[3], 2);
        }), draw(shape(2, 2, 3))));
  }

  /// Bilinear interpolation as a sum over all pixels with weight `max(0, 1 - |dx|) max(0, 1 - |dy|)`
  /// (Jaderberg et al. 2015, equation 5).
  private static NdArray sample(NdArray images, NdArray grid) {
    int height = images.size(2);
    int width = images.size(3);
    return NdArray.fill(shape(grid.size(0), images.size(1), grid.size(1), grid.size(2)), at -> {
      double x = (grid.at(at[0], at[2], at[3], 0) + 1) * width / 2 - 0.5;
      double y = (grid.at(at[0], at[2], at[3], 1) + 1) * height / 2 - 0.5;
      double total = 0;
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          total += images.at(at[0], at[1], row, column) * Math.max(0, 1 - Math.abs(x - column))
              * Math.max(0, 1 - Math.abs(y - row));
        }
      }
      return total;
    });
  }
}
