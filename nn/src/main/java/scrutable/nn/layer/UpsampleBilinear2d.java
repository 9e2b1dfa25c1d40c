package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Shape;

/// Larger pictures by mixing neighbours: `(N, C, H, W)` to `(N, C, f H, f W)`, see [ResizeBilinear2d].
///
/// At the end of a segmentation network it brings coarse logits back to the size of the picture (Long, Shelhamer
/// and Darrell 2015, "Fully convolutional networks for semantic segmentation", section 3.3).
///
/// @param factor f, how many times as high and as wide
public record UpsampleBilinear2d(int factor) implements Module {
  /// Checks the factor.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public UpsampleBilinear2d {
    Check.atLeastOne("UpsampleBilinear2d", "the factor", factor);
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("UpsampleBilinear2d: the input should be (N, C, H, W), not "
          + Shape.text(x.shape()));
    }
    return new ResizeBilinear2d(factor * x.size(2), factor * x.size(3)).forward(x);
  }
}
