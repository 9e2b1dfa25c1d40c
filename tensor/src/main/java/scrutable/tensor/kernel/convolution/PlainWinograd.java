package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.matmul.MatrixProduct;
import scrutable.tensor.kernel.parallel.Parallel;

/// The convolution of [WinogradMatrices] in plain loops, for kernels of 3 x 3 with stride 1: tile by tile, one number
/// at a time. It defines the bits that [WinogradConvolution] must give in float, and it is the implementation for
/// double; one text for both, as in [PlainConvolution].
///
/// The outputs are cut in tiles of m x m; those that jut out at the right and at the bottom are computed whole, from
/// zeros, and what juts out is left out. Every sum is a chain of fused multiply-adds: along the factors of a matrix
/// that are not 0, and along the channels ([MatrixProduct#CHAIN] of them a chain; the sums of several are added in
/// order).
///
/// An output is a difference of numbers made from the whole tile. Where one of them is infinite, from an infinite input
/// or as it left the range of the type, the difference would be NaN, or infinite with any sign, which a rectifier would
/// make a 0. So an infinite output becomes NaN too: what is finite is right.
public final class PlainWinograd {

  private PlainWinograd() {}

  /// y = w * x + bias (none if null): transform tiles and kernels, multiply, add up over the channels, transform back,
  /// add the bias.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3, stride or dilation are not 1, the padding is larger
  ///     than 2, or an array is too short
  public static void forward(WinogradMatrices f, ConvGeometry g, Precision precision, double[] x, double[] w,
      double[] bias, double[] y) {
    WinogradConvolution.requireWindow("winograd forward", g);
    g.requireArrays("winograd forward", x.length, w.length, y.length);
    g.requireBias("winograd forward", bias == null ? g.outChannels() : bias.length);
    double[][][][] kernels = new double[g.outChannels()][g.inChannels()][][];
    for (int o = 0; o < g.outChannels(); o++) {
      for (int c = 0; c < g.inChannels(); c++) {
        double[][] kernel = piece(w, o * g.window() + c * 9, 3, 3, 0, 0, 3);
        kernels[o][c] = sandwich(precision, f.kernel(), kernel);
      }
    }
    correlate(f, g, precision, x, kernels, bias, y);
  }

  /// gx from gy: the convolution of gy, with 2 - p zeros around it, with the kernels turned by 180 degrees.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3, stride or dilation are not 1, the padding is larger
  ///     than 2, or an array is too short
  public static void inputGradient(WinogradMatrices f, ConvGeometry g, Precision precision, double[] gy, double[] w,
      double[] gx) {
    WinogradConvolution.requireWindow("winograd input gradient", g);
    g.requireArrays("winograd input gradient", gx.length, w.length, gy.length);
    double[][][][] kernels = new double[g.inChannels()][g.outChannels()][][];
    for (int c = 0; c < g.inChannels(); c++) {
      for (int o = 0; o < g.outChannels(); o++) {
        double[][] kernel = piece(w, o * g.window() + c * 9, 3, 3, 0, 0, 3);
        double[][] turned = new double[3][3];
        for (int i = 0; i < 9; i++) {
          turned[i / 3][i % 3] = kernel[2 - i / 3][2 - i % 3];
        }
        kernels[c][o] = sandwich(precision, f.kernel(), turned);
      }
    }
    correlate(f, WinogradTiling.ofGradient(g), precision, gy, kernels, null, gx);
  }

  private static void correlate(WinogradMatrices f, ConvGeometry g, Precision precision, double[] x,
      double[][][][] kernels, double[] bias, double[] y) {
    int m = f.outputs();
    Parallel.forRange(g.n(), 1, (image, end) -> {
      for (int i = 0; i < g.outHeight(); i += m) {
        for (int j = 0; j < g.outWidth(); j += m) {
          double[][][] inputs = new double[g.inChannels()][][];
          for (int c = 0; c < g.inChannels(); c++) {
            inputs[c] = inputTile(f, g, precision, x, image, c, i, j);
          }
          for (int o = 0; o < g.outChannels(); o++) {
            double[][] outputs = sandwich(precision, f.output(), sumOfProducts(precision, inputs, kernels[o]));
            for (int u = 0; u < Math.min(m, g.outHeight() - i); u++) {
              for (int v = 0; v < Math.min(m, g.outWidth() - j); v++) {
                double finite = precision.fma(0, outputs[u][v], outputs[u][v]);       // 0 times infinity is NaN
                y[image * g.outSize() + o * g.outPlane() + (i + u) * g.outWidth() + j + v] =
                    bias == null ? finite : precision.add(finite, bias[o]);
              }
            }
          }
        }
      }
    });
  }

  /// `B^T d B` for the inputs that the tile of outputs from (i, j) on meets.
  public static double[][] inputTile(WinogradMatrices f, ConvGeometry g, Precision precision, double[] x, int image,
      int c, int i, int j) {
    int plane = image * g.inSize() + c * g.inHeight() * g.inWidth();
    return sandwich(precision, f.input(), piece(x, plane, g.inHeight(), g.inWidth(), i - g.paddingHeight(),
        j - g.paddingWidth(), f.inputs()));
  }

  /// A square of a channel, with zeros where it juts out of it.
  public static double[][] piece(double[] from, int start, int height, int width, int top, int left, int side) {
    double[][] piece = new double[side][side];
    for (int i = Math.max(0, -top); i < Math.min(side, height - top); i++) {
      for (int j = Math.max(0, -left); j < Math.min(side, width - left); j++) {
        piece[i][j] = from[start + (top + i) * width + left + j];
      }
    }
    return piece;
  }

  /// Element by element, the sum over the channels.
  private static double[][] sumOfProducts(Precision precision, double[][][] inputs, double[][][] kernels) {
    int side = inputs[0].length;
    double[][] result = new double[side][side];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        for (int first = 0; first < inputs.length; first += MatrixProduct.CHAIN) {
          double sum = 0;
          for (int c = first; c < Math.min(inputs.length, first + MatrixProduct.CHAIN); c++) {
            sum = precision.fma(inputs[c][i][j], kernels[c][i][j], sum);
          }
          result[i][j] = first == 0 ? sum : precision.add(result[i][j], sum);
        }
      }
    }
    return result;
  }

  /// `L T L^T`, first the columns of T, then the rows of the result.
  public static double[][] sandwich(Precision precision, double[][] l, double[][] t) {
    return transposed(multiply(precision, l, transposed(multiply(precision, l, t))));
  }

  private static double[][] multiply(Precision precision, double[][] l, double[][] t) {
    double[][] result = new double[l.length][t[0].length];
    for (int i = 0; i < l.length; i++) {
      for (int j = 0; j < t[0].length; j++) {
        double sum = -0.0;                                  // to which the first product is added without a trace
        for (int k = 0; k < t.length; k++) {
          sum = l[i][k] == 0 ? sum : precision.fma(l[i][k], t[k][j], sum);
        }
        result[i][j] = sum;
      }
    }
    return result;
  }

  /// The matrix with its rows as columns.
  public static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }
}
