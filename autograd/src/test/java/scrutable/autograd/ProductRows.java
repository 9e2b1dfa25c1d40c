package scrutable.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Window;

/// Rows of [MatMulOp], [ConvolutionOp] and [PoolOp], and of the functions built on them.
final class ProductRows {
  private final List<OpRow> rows = new ArrayList<>();

  static List<OpRow> all() {
    ProductRows catalogue = new ProductRows();
    catalogue.products();
    catalogue.convolutions();
    catalogue.sequences();
    catalogue.pooling();
    return catalogue.rows;
  }

  private static NdArray[] draw(int[]... shapes) {
    return Samples.SIGNED.draw(41, shapes);
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private void products() {
    int[][][] plain = {{{3, 4}, {4, 5}}, {{7, 17}, {17, 9}}, {{1, 4}, {4, 1}}, {{3, 1}, {1, 4}},
        {{1, 1}, {1, 1}}, {{2, 3, 4}, {2, 4, 2}}, {{2, 2, 3, 1}, {2, 2, 1, 4}}, {{0, 4}, {4, 2}},
        {{3, 0}, {0, 2}}, {{3, 4}, {4, 0}}, {{0, 2, 3}, {0, 3, 2}}};
    int[][][] broadcast = {{{2, 3, 4}, {4, 2}}, {{3, 4}, {2, 4, 2}}, {{2, 1, 3, 4}, {5, 4, 1}},
        {{1, 2, 3}, {4, 3, 2}}};
    for (int[][] shapes : plain) {
      rows.add(OpRow.of(new MatMulOp(), "", x -> matmul(x[0], x[1]), draw(shapes)));
      method("matmul", "", x -> x[0].matmul(x[1]), x -> matmul(x[0], x[1]), shapes);
    }
    for (int[][] shapes : broadcast) {
      method("matmul", "broadcast", x -> x[0].matmul(x[1]), x -> matmul(x[0], x[1]), shapes);
    }
    method("matmul", "a a^T", x -> x[0].matmul(x[0].t()), x -> matmul(x[0], NdArray.fill(
        shape(x[0].size(1), x[0].size(0)), at -> x[0].at(at[1], at[0]))), shape(3, 4));
  }

  /// Broadcasting is left to the element-by-element rule: batch axes of size 1 repeat.
  static NdArray matmul(NdArray a, NdArray b) {
    int rank = Math.max(a.shape().length, b.shape().length);
    int[] out = new int[rank];
    for (int axis = 0; axis < rank - 2; axis++) {
      int own = axis - rank + a.shape().length;
      int other = axis - rank + b.shape().length;
      int sizeA = own < 0 ? 1 : a.size(own);
      int sizeB = other < 0 ? 1 : b.size(other);
      out[axis] = sizeA == 1 ? sizeB : sizeA;
    }
    out[rank - 2] = a.size(-2);
    out[rank - 1] = b.size(-1);
    return NdArray.fill(out, at -> {
      double total = 0;
      for (int k = 0; k < a.size(-1); k++) {
        int[] left = at.clone();
        left[rank - 1] = k;
        int[] right = at.clone();
        right[rank - 2] = k;
        total += a.repeatedAt(left) * b.repeatedAt(right);
      }
      return total;
    });
  }

  /// Kernel 3x2 and steps that differ in height and width, so that nobody confuses the axes.
  private static Window window(int stride, int padding, int dilation) {
    return new Window(3, 2, stride, stride + 1, padding, Math.max(padding - 1, 0), dilation, 1);
  }

  private void convolutions() {
    Window[] windows = {window(1, 0, 1), window(2, 1, 1), window(1, 2, 2), window(2, 2, 1),
        Window.square(1, 1, 0), Window.square(3, 1, 1), Window.square(3, 1, 0)};
    for (Window w : windows) {
      for (int batch : new int[] {2, 0}) {
        int[] images = {batch, 3, 6, 7};
        int[] weights = {4, 3, w.kernelHeight(), w.kernelWidth()};
        int[] output = {batch, 4, w.outHeight(6), w.outWidth(7)};
        for (ConvolutionMethod method : methods(w)) {
          String text = text(w) + (method == ConvolutionMethod.DIRECT ? "" : " " + method);
          rows.add(OpRow.of(new ConvolutionOp.Conv2d(w, method), text, x -> conv2d(x[0], x[1], w),
              draw(images, weights)));
          rows.add(OpRow.of(new ConvolutionOp.Conv2d(w, method), "with bias " + text,
              x -> plusBias(conv2d(x[0], x[1], w), x[2]), draw(images, weights, shape(4))));
          rows.add(OpRow.of(new ConvolutionOp.Conv2dRelu(w, method), text,
              x -> plusBias(conv2d(x[0], x[1], w), x[2]).map(y -> y > 0 ? y : 0), draw(images, weights, shape(4))));
          rows.add(OpRow.of(new ConvolutionOp.InputGradient(images, w, method), text,
              x -> spread(x[0], x[1], images, w), draw(output, weights)));
          rows.add(OpRow.of(new ConvolutionOp.WeightGradient(w, method), text,
              x -> correlate(x[0], x[1], weights, w), draw(images, output)));
        }
      }
      method("conv2d", text(w), x -> Functions.conv2d(x[0], x[1], w), x -> conv2d(x[0], x[1], w),
          shape(1, 2, 5, 6), shape(2, 2, w.kernelHeight(), w.kernelWidth()));
      method("conv2dRelu", text(w), x -> Functions.conv2dRelu(x[0], x[1], null, w),
          x -> conv2d(x[0], x[1], w).map(y -> y > 0 ? y : 0),
          shape(1, 2, 5, 6), shape(2, 2, w.kernelHeight(), w.kernelWidth()));
    }
    Window w = window(2, 1, 1);
    method("convTranspose2d", text(w), x -> Functions.convTranspose2d(x[0], x[1], w, 0),
        x -> spread(x[0], x[1], shape(2, 2, 5, 8), w), shape(2, 3, 3, 3), shape(3, 2, 3, 2));
    method("convTranspose2d", text(w) + " output padding 1", x -> Functions.convTranspose2d(x[0], x[1], w, 1),
        x -> spread(x[0], x[1], shape(2, 2, 6, 9), w), shape(2, 3, 3, 3), shape(3, 2, 3, 2));
  }

  private static List<ConvolutionMethod> methods(Window w) {
    return w.equals(Window.square(3, 1, w.paddingHeight())) ? List.of(ConvolutionMethod.values())
        : List.of(ConvolutionMethod.DIRECT);
  }

  private static NdArray plusBias(NdArray y, NdArray bias) {
    return NdArray.fill(y.shape(), at -> y.at(at) + bias.at(at[1]));
  }

  private static String text(Window w) {
    return "kernel " + w.kernelHeight() + "x" + w.kernelWidth() + " stride " + w.strideHeight() + "x"
        + w.strideWidth() + " padding " + w.paddingHeight() + "x" + w.paddingWidth() + " dilation "
        + w.dilationHeight() + "x" + w.dilationWidth();
  }

  /// The pixel that kernel position (p, q) of output (i, j) looks at; 0 in the padding.
  private static double pixel(NdArray x, int n, int c, int i, int j, int p, int q, Window w) {
    int row = i * w.strideHeight() - w.paddingHeight() + p * w.dilationHeight();
    int column = j * w.strideWidth() - w.paddingWidth() + q * w.dilationWidth();
    return row < 0 || column < 0 || row >= x.size(2) || column >= x.size(3) ? 0 : x.at(n, c, row, column);
  }

  static NdArray conv2d(NdArray x, NdArray weights, Window w) {
    int[] shape = {x.size(0), weights.size(0), w.outHeight(x.size(2)), w.outWidth(x.size(3))};
    return NdArray.fill(shape, at -> {
      double total = 0;
      for (int c = 0; c < x.size(1); c++) {
        for (int p = 0; p < w.kernelHeight(); p++) {
          for (int q = 0; q < w.kernelWidth(); q++) {
            total += pixel(x, at[0], c, at[2], at[3], p, q, w) * weights.at(at[1], c, p, q);
          }
        }
      }
      return total;
    });
  }

  /// The transpose by definition: an image that is 1 in one place, 0 elsewhere, convolved, times the output.
  private static NdArray spread(NdArray output, NdArray weights, int[] images, Window w) {
    return NdArray.fill(images, at -> {
      NdArray unit = NdArray.fill(shape(1, images[1], images[2], images[3]),
          b -> b[1] == at[1] && b[2] == at[2] && b[3] == at[3] ? 1 : 0);
      NdArray reached = conv2d(unit, weights, w);
      double total = 0;
      for (int flat = 0; flat < reached.values().length; flat++) {
        int[] b = NdArray.index(flat, reached.shape());
        total += reached.values()[flat] * output.at(at[0], b[1], b[2], b[3]);
      }
      return total;
    });
  }

  private static NdArray correlate(NdArray images, NdArray output, int[] weights, Window w) {
    return NdArray.fill(weights, at -> {
      double total = 0;
      for (int n = 0; n < images.size(0); n++) {
        for (int i = 0; i < output.size(2); i++) {
          for (int j = 0; j < output.size(3); j++) {
            total += output.at(n, at[0], i, j) * pixel(images, n, at[1], i, j, at[2], at[3], w);
          }
        }
      }
      return total;
    });
  }

  private void sequences() {
    for (int[] s : new int[][] {{1, 0, 1}, {2, 1, 1}, {1, 2, 2}}) {
      method("conv1d", "stride " + s[0] + " padding " + s[1] + " dilation " + s[2],
          x -> Functions.conv1d(x[0], x[1], s[0], s[1], s[2]), x -> conv1d(x[0], x[1], s[0], s[1], s[2]),
          shape(2, 2, 7), shape(3, 2, 3));
    }
  }

  private static NdArray conv1d(NdArray x, NdArray w, int stride, int padding, int dilation) {
    int length = (x.size(2) + 2 * padding - dilation * (w.size(2) - 1) - 1) / stride + 1;
    return NdArray.fill(shape(x.size(0), w.size(0), length), at -> {
      double total = 0;
      for (int c = 0; c < x.size(1); c++) {
        for (int k = 0; k < w.size(2); k++) {
          int position = at[2] * stride - padding + k * dilation;
          total += position < 0 || position >= x.size(2) ? 0 : x.at(at[0], c, position) * w.at(at[1], c, k);
        }
      }
      return total;
    });
  }

  private void pooling() {
    Window[] windows = {Window.square(2, 2, 0), Window.square(3, 2, 1), Window.square(3, 1, 1),
        window(2, 1, 1), new Window(2, 2, 1, 2, 0, 1, 1, 1)};
    for (Window w : windows) {
      for (int batch : new int[] {2, 0}) {
        int[] images = {batch, 2, 5, 6};
        int[] output = {batch, 2, w.outHeight(5), w.outWidth(6)};
        OpRow.Formula max = x -> NdArray.fill(output, at -> max(x[0], at, w));
        OpRow.Formula average = x -> NdArray.fill(output, at -> average(x[0], at, w));
        rows.add(OpRow.of(new PoolOp.MaxPool2d(w), text(w), max, draw(images)));
        rows.add(OpRow.of(new PoolOp.AveragePool2d(w), text(w), average, draw(images)));
        rows.add(OpRow.of(new PoolOp.AveragePool2dGradient(images, w), text(w),
            x -> NdArray.fill(images, at -> share(x[0], at, images, w)), draw(output)));
        method("maxPool2d", text(w), x -> Functions.maxPool2d(x[0], w), max, images);
        method("averagePool2d", text(w), x -> Functions.averagePool2d(x[0], w), average, images);
      }
    }
  }

  private static double max(NdArray x, int[] at, Window w) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < w.kernelHeight(); p++) {
      for (int q = 0; q < w.kernelWidth(); q++) {
        int row = at[2] * w.strideHeight() - w.paddingHeight() + p * w.dilationHeight();
        int column = at[3] * w.strideWidth() - w.paddingWidth() + q * w.dilationWidth();
        if (row >= 0 && column >= 0 && row < x.size(2) && column < x.size(3)) {
          largest = Math.max(largest, x.at(at[0], at[1], row, column));
        }
      }
    }
    return largest;
  }

  private static double average(NdArray x, int[] at, Window w) {
    double total = 0;
    for (int p = 0; p < w.kernelHeight(); p++) {
      for (int q = 0; q < w.kernelWidth(); q++) {
        total += pixel(x, at[0], at[1], at[2], at[3], p, q, w);
      }
    }
    return total / (w.kernelHeight() * w.kernelWidth());
  }

  /// The transpose of [#average] by definition, as in [#spread].
  private static double share(NdArray output, int[] at, int[] images, Window w) {
    NdArray unit = NdArray.fill(shape(1, 1, images[2], images[3]),
        b -> b[2] == at[2] && b[3] == at[3] ? 1 : 0);
    double total = 0;
    for (int i = 0; i < output.size(2); i++) {
      for (int j = 0; j < output.size(3); j++) {
        total += average(unit, shape(0, 0, i, j), w) * output.at(at[0], at[1], i, j);
      }
    }
    return total;
  }

  private void method(String subject, String constants, Function<Variable[], Variable> function,
      OpRow.Formula formula, int[]... shapes) {
    rows.add(OpRow.method(subject, constants, function, formula, draw(shapes)));
  }
}
