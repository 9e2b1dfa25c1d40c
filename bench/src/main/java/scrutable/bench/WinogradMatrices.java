package scrutable.bench;

/// The three matrices of a fast convolution `F(m x m, 3 x 3)`: m times m outputs y from m + 2 times m + 2 inputs d and
/// a kernel g, with one product for each input instead of nine for each output:
///
/// `y = A^T [(G g G^T) * (B^T d B)] A`, where `*` multiplies element by element.
///
/// The idea, for one line: three numbers of the kernel and m outputs can be read as the coefficients of two
/// polynomials. A product of polynomials is known when its values at enough points are known, and there one
/// multiplication each gives them. So `G` evaluates the kernel at m + 1 points (and takes its leading coefficient),
/// `A` does so for the outputs, and `B^T` holds the coefficients of Lagrange's polynomials of the points, whose
/// denominators are in `G`. Transposed, what multiplies polynomials correlates lines. Any points give the exact result;
/// which ones are chosen decides how large the numbers in between become, and so how much is lost to rounding.
///
/// [#TWO] and [#FOUR] are those of A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015,
/// section 4. That points like 1/2 and -2, whose powers are small where those of the other are large, lose less than 2
/// and -2 is from B. Barabasz, A. Anderson, K. Soodhalter, D. Gregg, "Error Analysis and Improving the Accuracy of
/// Winograd Convolution for Deep Neural Networks", 2018.
///
/// @param outputs m, the side of a tile of outputs
/// @param input   `B^T`, (m + 2, m + 2)
/// @param kernel  `G`, (m + 2, 3)
/// @param output  `A^T`, (m, m + 2)
record WinogradMatrices(int outputs, float[][] input, float[][] kernel, float[][] output) {

  private static final float THIRD = 1 / 3f;

  /// F(2x2, 3x3), points 0, 1, -1: 16 products for 4 outputs, 2.25 times fewer than the definition.
  static final WinogradMatrices TWO = new WinogradMatrices(2,
      new float[][] {
        {1, 0, -1, 0},
        {0, 1, 1, 0},
        {0, -1, 1, 0},
        {0, 1, 0, -1}},
      new float[][] {
        {1, 0, 0},
        {0.5f, 0.5f, 0.5f},
        {0.5f, -0.5f, 0.5f},
        {0, 0, 1}},
      new float[][] {
        {1, 1, 1, 0},
        {0, 1, -1, -1}});

  /// F(4x4, 3x3), points 0, 1, -1, 2, -2: 36 products for 16 outputs, four times fewer than the definition.
  static final WinogradMatrices FOUR = new WinogradMatrices(4,
      new float[][] {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}},
      new float[][] {
        {1 / 4f, 0, 0},
        {-1 / 6f, -1 / 6f, -1 / 6f},
        {-1 / 6f, 1 / 6f, -1 / 6f},
        {1 / 24f, 1 / 12f, 1 / 6f},
        {1 / 24f, -1 / 12f, 1 / 6f},
        {0, 0, 1}},
      new float[][] {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 2, -2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, -1, 8, -8, 1}});

  /// F(4x4, 3x3), points 0, 1, -1, 1/2, -2.
  static final WinogradMatrices FOUR_BALANCED = new WinogradMatrices(4,
      new float[][] {
        {1, -1.5f, -2, 1.5f, 1, 0},
        {0, -1, 0.5f, 2.5f, 1, 0},
        {0, 1, -2.5f, 0.5f, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 0.5f, -1, -0.5f, 1, 0},
        {0, 1, -1.5f, -2, 1.5f, 1}},
      new float[][] {
        {1, 0, 0},
        {THIRD, THIRD, THIRD},
        {-THIRD, THIRD, -THIRD},
        {-16 / 15f, -8 / 15f, -4 / 15f},
        {1 / 15f, -2 / 15f, 4 / 15f},
        {0, 0, 1}},
      new float[][] {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 0.5f, -2, 0},
        {0, 1, 1, 0.25f, 4, 0},
        {0, 1, -1, 0.125f, -8, 1}});

  /// The side of a tile of inputs, m + 2.
  int inputs() {
    return outputs + 2;
  }

  /// The transpose of a matrix.
  static float[][] transposed(float[][] matrix) {
    float[][] result = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }
}
