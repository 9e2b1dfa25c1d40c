package scrutable.tensor.kernel.convolution;

import java.util.Arrays;

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
/// The method is S. Winograd's ("Arithmetic Complexity of Computations", 1980), its use for layers with many channels
/// A. Lavin's and S. Gray's ("Fast Algorithms for Convolutional Neural Networks", 2015, section 4). They take the
/// points 0, 1, -1, 2 and -2. That points like 1/2 and -2, whose powers are small where those of the other are large,
/// lose less is from B. Barabasz, A. Anderson, K. Soodhalter, D. Gregg, "Error Analysis and Improving the Accuracy of
/// Winograd Convolution for Deep Neural Networks", 2018.
///
/// @param outputs m, the side of a tile of outputs
/// @param input   `B^T`, (m + 2, m + 2)
/// @param kernel  `G`, (m + 2, 3)
/// @param output  `A^T`, (m, m + 2)
public record WinogradMatrices(int outputs, double[][] input, double[][] kernel, double[][] output) {

  /// F(4x4, 3x3), points 0, 1, -1, 1/2, -2: 36 products for 16 outputs, four times fewer than the definition. The
  /// engine computes with it.
  static final WinogradMatrices FOUR = new WinogradMatrices(4,
      new double[][] {
        {1, -1.5, -2, 1.5, 1, 0},
        {0, -1, 0.5, 2.5, 1, 0},
        {0, 1, -2.5, 0.5, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 0.5, -1, -0.5, 1, 0},
        {0, 1, -1.5, -2, 1.5, 1}},
      new double[][] {
        {1, 0, 0},
        {1 / 3.0, 1 / 3.0, 1 / 3.0},
        {-1 / 3.0, 1 / 3.0, -1 / 3.0},
        {-16 / 15.0, -8 / 15.0, -4 / 15.0},
        {1 / 15.0, -2 / 15.0, 4 / 15.0},
        {0, 0, 1}},
      new double[][] {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 0.5, -2, 0},
        {0, 1, 1, 0.25, 4, 0},
        {0, 1, -1, 0.125, -8, 1}});

  /// Takes copies.
  ///
  /// @throws IllegalArgumentException if the sizes of the matrices do not belong together
  public WinogradMatrices {
    requireSize("B^T", input, outputs + 2, outputs + 2);
    requireSize("G", kernel, outputs + 2, 3);
    requireSize("A^T", output, outputs, outputs + 2);
    input = copy(input);
    kernel = copy(kernel);
    output = copy(output);
  }

  /// The points 0, 1, -1, 1/2, -2, which the engine computes with.
  public static WinogradMatrices four() {
    return new WinogradMatrices(FOUR.outputs, FOUR.input, FOUR.kernel, FOUR.output);
  }

  /// The side of a tile of inputs, m + 2.
  public int inputs() {
    return outputs + 2;
  }

  private static void requireSize(String name, double[][] matrix, int rows, int columns) {
    if (matrix.length != rows || Arrays.stream(matrix).anyMatch(row -> row.length != columns)) {
      throw new IllegalArgumentException("winograd: " + name + " must be (" + rows + ", " + columns + "), as B^T is"
          + " (m + 2, m + 2), G (m + 2, 3) and A^T (m, m + 2) for tiles of m x m outputs");
    }
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }
}
