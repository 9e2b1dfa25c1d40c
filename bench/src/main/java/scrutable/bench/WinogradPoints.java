package scrutable.bench;

import scrutable.tensor.kernel.convolution.WinogradMatrices;

/// Fast convolutions that the engine does not use, for [WinogradErrors]: those of A. Lavin, S. Gray, "Fast Algorithms
/// for Convolutional Neural Networks", 2015, section 4.
final class WinogradPoints {

  private WinogradPoints() {}

  /// F(2x2, 3x3), points 0, 1, -1: 16 products for 4 outputs, 2.25 times fewer than the definition.
  static WinogradMatrices two() {
    return new WinogradMatrices(2,
        new double[][] {
          {1, 0, -1, 0},
          {0, 1, 1, 0},
          {0, -1, 1, 0},
          {0, 1, 0, -1}},
        new double[][] {
          {1, 0, 0},
          {0.5, 0.5, 0.5},
          {0.5, -0.5, 0.5},
          {0, 0, 1}},
        new double[][] {
          {1, 1, 1, 0},
          {0, 1, -1, -1}});
  }

  /// F(4x4, 3x3), points 0, 1, -1, 2, -2.
  static WinogradMatrices fourOfLavin() {
    return new WinogradMatrices(4,
        new double[][] {
          {4, 0, -5, 0, 1, 0},
          {0, -4, -4, 1, 1, 0},
          {0, 4, -4, -1, 1, 0},
          {0, -2, -1, 2, 1, 0},
          {0, 2, -1, -2, 1, 0},
          {0, 4, 0, -5, 0, 1}},
        new double[][] {
          {1 / 4.0, 0, 0},
          {-1 / 6.0, -1 / 6.0, -1 / 6.0},
          {-1 / 6.0, 1 / 6.0, -1 / 6.0},
          {1 / 24.0, 1 / 12.0, 1 / 6.0},
          {1 / 24.0, -1 / 12.0, 1 / 6.0},
          {0, 0, 1}},
        new double[][] {
          {1, 1, 1, 1, 1, 0},
          {0, 1, -1, 2, -2, 0},
          {0, 1, 1, 4, 4, 0},
          {0, 1, -1, 8, -8, 1}});
  }
}
