package scrutable.nn.model;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.UpsampleNearest2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Window;

/// A network that says of every pixel what it shows: `(N, C, H, W)` to logits `(N, K, H, W)`.
///
/// On the way down the picture is halved level by level, so that each number comes to know of more and more of it; on
/// the way up it is doubled again. What was seen on the way down is put beside what comes up at the same size: the one
/// knows where an edge is, the other what it is the edge of. With the widths 12, 24, 48:
///
/// ```text
/// picture -> 12 ---------------------------> 12 + 24 -> 12 -> K       H x W
///             \ halve                       / double
///              24 ------------> 24 + 48 -> 24                         H/2 x W/2
///               \ halve        / double
///                48 ----------                                        H/4 x W/4
/// ```
///
/// Each arrow is one 3 x 3 convolution with batch normalisation and a rectifier; the last is a 1 x 1 convolution alone.
/// The original has two convolutions a level, no padding, no normalisation, and transposed convolutions on the way up:
/// Ronneberger, Fischer and Brox 2015, "U-Net: convolutional networks for biomedical image segmentation", section 2.
///
/// Parts: `down.0`, `down.1`, ... from the top, `up.0`, `up.1`, ... by the level that they end on, `output`.
public final class UNet implements Module {
  private static final Module HALVE = new MaxPool2d(2);
  private static final Module DOUBLE = new UpsampleNearest2d(2);
  private final List<Module> down = new ArrayList<>();
  private final List<Module> up = new ArrayList<>();
  private final Conv2d output;

  /// A network with random weights.
  ///
  /// @param in C, the channels of a picture
  /// @param widths the number of channels on each level, from the top
  /// @param classes K
  /// @throws IllegalArgumentException if there is no level
  public UNet(int in, List<Integer> widths, int classes, Rng rng) {
    if (widths.isEmpty()) {
      throw new IllegalArgumentException("UNet: there must be a level, such as widths 12, 24, 48");
    }
    for (int level = 0; level < widths.size(); level++) {
      down.add(block(level == 0 ? in : widths.get(level - 1), widths.get(level), rng));
    }
    for (int level = 0; level < widths.size() - 1; level++) {
      up.add(block(widths.get(level) + widths.get(level + 1), widths.get(level), rng));
    }
    output = new Conv2d(widths.getFirst(), classes, 1, rng);
  }

  private static Module block(int in, int out, Rng rng) {
    return new Sequential(Conv2d.withoutBias(in, out, Window.square(3, 1, 1), rng), new BatchNorm2d(out), new Relu());
  }

  /// The logits of every pixel.
  ///
  /// @throws IllegalArgumentException if the picture cannot be halved as often as there are levels
  @Override
  public Variable forward(Variable images) {
    requireDivisible(images);
    List<Variable> seen = new ArrayList<>();
    Variable x = images;
    for (Module block : down) {
      x = block.forward(seen.isEmpty() ? x : HALVE.forward(x));
      seen.add(x);
    }
    for (int level = up.size() - 1; level >= 0; level--) {
      x = up.get(level).forward(Variable.concat(1, seen.get(level), DOUBLE.forward(x)));
    }
    return output.forward(x);
  }

  private void requireDivisible(Variable images) {
    int factor = 1 << up.size();
    if (images.rank() != 4 || images.size(2) % factor != 0 || images.size(3) % factor != 0) {
      throw new IllegalArgumentException("UNet: with " + down.size() + " levels the input should be (N, C, H, W) with"
          + " H and W divisible by " + factor + ", not " + Shape.text(images.shape()));
    }
  }

  @Override
  public void describe(Parts parts) {
    for (int level = 0; level < down.size(); level++) {
      parts.child("down." + level, down.get(level));
    }
    for (int level = 0; level < up.size(); level++) {
      parts.child("up." + level, up.get(level));
    }
    parts.child("output", output);
  }
}
