package scrutable.bench;

import scrutable.tensor.kernel.convolution.ConvGeometry;

/// The convolution of [WinogradMatrices] in plain loops, for kernels of 3 x 3 and stride 1: tile by tile, one number at
/// a time. It defines the bits that [WinogradConvolution] must give.
///
/// The outputs are cut in tiles of m x m; those that jut out at the right and at the bottom are computed whole, from
/// zeros, and what juts out is left out. Every sum is a chain of fused multiply-adds: along the factors of a matrix
/// that are not 0, along the channels, and for the gradient of the weights along the tiles of a group of images.
final class PlainWinograd {

  private PlainWinograd() {}

  /// y = w * x: transform tiles and kernels, multiply, add up over the channels, transform back.
  static void forward(WinogradMatrices f, ConvGeometry g, float[] x, float[] w, float[] y) {
    float[][][][] kernels = new float[g.outChannels()][g.inChannels()][][];
    for (int o = 0; o < g.outChannels(); o++) {
      for (int c = 0; c < g.inChannels(); c++) {
        float[][] kernel = piece(w, (o * g.inChannels() + c) * 9, 3, 3, 0, 0, 3);
        kernels[o][c] = sandwich(f.kernel(), kernel);
      }
    }
    correlate(f, g, x, kernels, y);
  }

  /// gx from gy: the convolution of gy, with 2 - p zeros around it, with the kernels turned by 180 degrees.
  static void inputGradient(WinogradMatrices f, ConvGeometry g, float[] gy, float[] w, float[] gx) {
    float[][][][] kernels = new float[g.inChannels()][g.outChannels()][][];
    for (int c = 0; c < g.inChannels(); c++) {
      for (int o = 0; o < g.outChannels(); o++) {
        float[][] kernel = piece(w, (o * g.inChannels() + c) * 9, 3, 3, 0, 0, 3);
        float[][] turned = new float[3][3];
        for (int i = 0; i < 9; i++) {
          turned[i / 3][i % 3] = kernel[2 - i / 3][2 - i % 3];
        }
        kernels[c][o] = sandwich(f.kernel(), turned);
      }
    }
    correlate(f, WinogradTiling.ofGradient(g), gy, kernels, gx);
  }

  private static void correlate(WinogradMatrices f, ConvGeometry g, float[] x, float[][][][] kernels, float[] y) {
    int m = f.outputs();
    int a = f.inputs();
    for (int image = 0; image < g.n(); image++) {
      for (int i = 0; i < g.outHeight(); i += m) {
        for (int j = 0; j < g.outWidth(); j += m) {
          float[][][] inputs = new float[g.inChannels()][][];
          for (int c = 0; c < g.inChannels(); c++) {
            inputs[c] = inputTile(f, g, x, image, c, i, j);
          }
          for (int o = 0; o < g.outChannels(); o++) {
            float[][] sums = new float[a][a];
            for (int c = 0; c < g.inChannels(); c++) {
              addProducts(inputs[c], kernels[o][c], sums);
            }
            float[][] outputs = sandwich(f.output(), sums);
            for (int u = 0; u < Math.min(m, g.outHeight() - i); u++) {
              for (int v = 0; v < Math.min(m, g.outWidth() - j); v++) {
                y[(image * g.outChannels() + o) * g.outPlane() + (i + u) * g.outWidth() + j + v] = outputs[u][v];
              }
            }
          }
        }
      }
    }
  }

  /// gw: the same formula read the other way round, `G^T [sum of (B^T d B) * (A s A^T)] G` for tiles d of inputs and s
  /// of slopes. Each group of images ([WinogradTiling#imagesOfGroup]) gives a gradient of its own, and these are added
  /// up.
  static void weightGradient(WinogradMatrices f, ConvGeometry g, float[] x, float[] gy, float[] gw) {
    int group = WinogradTiling.imagesOfGroup(f, g);
    for (int o = 0; o < g.outChannels(); o++) {
      for (int c = 0; c < g.inChannels(); c++) {
        float[] gradient = new float[9];
        for (int first = 0; first < g.n(); first += group) {
          float[][] sums = new float[f.inputs()][f.inputs()];
          for (int image = first; image < Math.min(g.n(), first + group); image++) {
            addTiles(f, g, x, gy, image, c, o, sums);
          }
          float[][] ofGroup = sandwich(WinogradMatrices.transposed(f.kernel()), sums);
          for (int i = 0; i < 9; i++) {
            gradient[i] = first == 0 ? ofGroup[i / 3][i % 3] : gradient[i] + ofGroup[i / 3][i % 3];
          }
        }
        System.arraycopy(gradient, 0, gw, (o * g.inChannels() + c) * 9, 9);
      }
    }
  }

  private static void addTiles(WinogradMatrices f, ConvGeometry g, float[] x, float[] gy, int image, int c, int o,
      float[][] sums) {
    int plane = (image * g.outChannels() + o) * g.outPlane();
    for (int i = 0; i < g.outHeight(); i += f.outputs()) {
      for (int j = 0; j < g.outWidth(); j += f.outputs()) {
        float[][] slopes = piece(gy, plane, g.outHeight(), g.outWidth(), i, j, f.outputs());
        addProducts(inputTile(f, g, x, image, c, i, j),
            sandwich(WinogradMatrices.transposed(f.output()), slopes), sums);
      }
    }
  }

  /// `B^T d B` for the inputs that the tile of outputs from (i, j) on meets.
  private static float[][] inputTile(WinogradMatrices f, ConvGeometry g, float[] x, int image, int c, int i, int j) {
    int plane = (image * g.inChannels() + c) * g.inHeight() * g.inWidth();
    return sandwich(f.input(), piece(x, plane, g.inHeight(), g.inWidth(), i - g.paddingHeight(), j - g.paddingWidth(),
        f.inputs()));
  }

  private static float[][] piece(float[] from, int start, int height, int width, int top, int left, int side) {
    float[][] piece = new float[side][side];
    for (int i = Math.max(0, -top); i < Math.min(side, height - top); i++) {
      for (int j = Math.max(0, -left); j < Math.min(side, width - left); j++) {
        piece[i][j] = from[start + (top + i) * width + left + j];
      }
    }
    return piece;
  }

  private static void addProducts(float[][] a, float[][] b, float[][] sums) {
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < sums.length; j++) {
        sums[i][j] = Math.fma(a[i][j], b[i][j], sums[i][j]);
      }
    }
  }

  /// `L T L^T`, first the columns of T, then the rows of the result.
  private static float[][] sandwich(float[][] l, float[][] t) {
    return WinogradMatrices.transposed(multiply(l, WinogradMatrices.transposed(multiply(l, t))));
  }

  private static float[][] multiply(float[][] l, float[][] t) {
    float[][] result = new float[l.length][t[0].length];
    for (int i = 0; i < l.length; i++) {
      for (int j = 0; j < t[0].length; j++) {
        int k = 0;
        while (l[i][k] == 0) {
          k++;
        }
        float sum = l[i][k] * t[k][j];
        for (k++; k < t.length; k++) {
          sum = l[i][k] == 0 ? sum : Math.fma(l[i][k], t[k][j], sum);
        }
        result[i][j] = sum;
      }
    }
    return result;
  }
}
