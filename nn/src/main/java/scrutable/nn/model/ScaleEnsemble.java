package scrutable.nn.model;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.ResizeBilinear2d;
import scrutable.tensor.Shape;

/// One segmentation network, asked about the same pictures in several sizes: `(N, C, H, W)` to logits `(N, K, H, W)`.
///
/// `z(x) = 1/S sum_s resize(network(resize(x, s H, s W)), H, W)`
///
/// Small, it sees more of the surroundings of a pixel; large, more detail. All of it can be differentiated, so an
/// attacker who knows of it can follow the gradient through every size at once.
///
/// Source: Chen et al. 2016, "Attention to scale: scale-aware semantic image segmentation", section 3, where the mean
/// is one of the ways to merge the scales.
///
/// @param network gives logits for every pixel, whatever the size of the picture
/// @param scales s, each above 0; `s H` and `s W` are rounded to whole pixels
public record ScaleEnsemble(Module network, List<Double> scales) implements Module {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no scale, or one is not positive and finite
  public ScaleEnsemble {
    scales = List.copyOf(scales);
    if (scales.isEmpty() || scales.stream().anyMatch(s -> !(s > 0 && s < Double.POSITIVE_INFINITY))) {
      throw new IllegalArgumentException("ScaleEnsemble: every scale must be positive and finite, and there must be"
          + " one, but they are " + scales);
    }
  }

  @Override
  public Variable forward(Variable images) {
    Variable sum = null;
    for (double scale : scales) {
      Variable logits = at(scale, images);
      sum = sum == null ? logits : sum.add(logits);
    }
    return sum.div(scales.size());
  }

  /// The logits `(N, K, H, W)` of one scale alone; it need not be one of the ensemble's.
  public Variable at(double scale, Variable images) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException("ScaleEnsemble: the input should be (N, C, H, W), not "
          + Shape.text(images.shape()));
    }
    int height = images.size(2);
    int width = images.size(3);
    if (scale == 1) {
      return network.forward(images);
    }
    Module resized = new ResizeBilinear2d((int) Math.round(scale * height), (int) Math.round(scale * width));
    return new ResizeBilinear2d(height, width).forward(network.forward(resized.forward(images)));
  }

  @Override
  public void describe(Parts parts) {
    parts.child("network", network);
  }
}
