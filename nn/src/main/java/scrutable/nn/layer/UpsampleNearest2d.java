package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.CustomOp;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Joining;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Larger pictures by repeating each pixel: `(N, C, H, W)` to `(N, C, f H, f W)`.
///
/// `y[n, c, i, j] = x[n, c, floor(i / f), floor(j / f)]`
///
/// Each pixel receives the sum of the gradients of its f x f copies. Followed by a convolution it makes pictures
/// without the checkerboard that a transposed convolution leaves where its windows overlap unevenly (Odena,
/// Dumoulin and Olah 2016, "Deconvolution and checkerboard artifacts").
///
/// @param factor f, how many times as high and as wide
public record UpsampleNearest2d(int factor) implements Module {
  /// Checks the factor.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public UpsampleNearest2d {
    Check.atLeastOne("UpsampleNearest2d", "the factor", factor);
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("UpsampleNearest2d: the input should be (N, C, H, W), not "
          + Shape.text(x.shape()));
    }
    return Graph.apply(new Repeat(factor), x);
  }

  /// Each pixel `factor` times in a row, and each row `factor` times.
  private record Repeat(int factor) implements CustomOp {
    @Override
    public Tensor forward(Tensor... x) {
      int[] in = x[0].shape();
      Tensor[] copies = new Tensor[factor];
      Arrays.fill(copies, x[0]);
      return Joining.stack(4, copies)                                                   // (N, C, H, W, f)
          .reshape(in[0], in[1], in[2], 1, in[3] * factor)
          .expand(in[0], in[1], in[2], factor, in[3] * factor)
          .reshape(in[0], in[1], in[2] * factor, in[3] * factor);
    }

    /// The sum over the copies of each pixel, as their average times their number: pooling is fast.
    @Override
    public Variable vjp(int i, Variable gradient, Variable[] inputs, Variable output) {
      return Functions.averagePool2d(gradient, Window.square(factor, factor, 0)).mul(factor * (double) factor);
    }
  }
}
