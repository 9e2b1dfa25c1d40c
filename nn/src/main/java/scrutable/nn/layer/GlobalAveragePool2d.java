package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Shape;

/// The average of each whole channel: `(N, C, H, W)` to `(N, C)`, ready for a [Linear] layer.
///
/// Where a feature was found no longer matters, and images of any size fit (Lin et al. 2014, "Network in
/// network", section 3.2).
public record GlobalAveragePool2d() implements Module {
  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("GlobalAveragePool2d: the input should be (N, C, H, W), not "
          + Shape.text(x.shape()));
    }
    return x.mean(false, 2, 3);
  }
}
