package scrutable.attacks.defence;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Shrinks every image to a random size and puts it at a random place of an empty one, each time anew.
///
/// An attack computes its gradient for one place and size and is then judged at others. It is differentiable,
/// so its gradient is true; only it is that of another draw. The answer to randomness is to average the
/// gradient over draws (expectation over transformation).
///
/// The network stays as large as its images, so here images shrink to between `smallest` pixels and their own
/// size; in the paper they grow, and the network with them. The pixels are interpolated bilinearly, the rest
/// is 0.
///
/// Source: Xie, Wang, Zhang, Ren and Yuille, "Mitigating adversarial effects through randomization", ICLR
/// 2018, section 3; broken in Athalye, Carlini and Wagner 2018, section 5.3.
///
/// Like dropout it draws from the generator it was given, which is named in [#describe]; unlike dropout it
/// draws in evaluation mode as well.
public final class RandomResizeAndPad implements Module {
  private final int smallest;
  private final Rng rng;

  /// @param smallest the least side of a shrunken image, in pixels
  /// @throws IllegalArgumentException if it is not positive
  public RandomResizeAndPad(int smallest, Rng rng) {
    if (smallest < 1) {
      throw new IllegalArgumentException("RandomResizeAndPad: the least side must be at least 1, not "
          + smallest);
    }
    this.smallest = smallest;
    this.rng = rng;
  }

  /// Transforms square images `(N, C, S, S)`, each by its own draw.
  ///
  /// @throws IllegalArgumentException if the images are not square, or smaller than the least side
  @Override
  public Variable forward(Variable images) {
    if (images.rank() != 4 || images.size(2) != images.size(3) || images.size(2) < smallest) {
      throw new IllegalArgumentException("RandomResizeAndPad: images must be (N, C, S, S) with S >= "
          + smallest + ", not " + Shape.text(images.shape()));
    }
    int side = images.size(2);
    double[] maps = new double[images.size(0) * 6];
    for (int i = 0; i < maps.length; i += 6) {
      int shrunken = smallest + rng.nextInt(side - smallest + 1);
      int left = rng.nextInt(side - shrunken + 1);
      int top = rng.nextInt(side - shrunken + 1);
      double scale = side / (double) shrunken;
      // A point u of the new image in [-1, 1] shows the point scale u + shift of the old one; the image
      // that covers [left, left + shrunken) pixels has its centre at u = (2 left + shrunken) / side - 1.
      maps[i] = scale;
      maps[i + 2] = scale * (1 - (2.0 * left + shrunken) / side);
      maps[i + 4] = scale;
      maps[i + 5] = scale * (1 - (2.0 * top + shrunken) / side);
    }
    Tensor theta = Tensor.wrap(maps, images.size(0), 2, 3).to(images.dtype());
    return Functions.sample(images, Functions.affineGrid(Variable.constant(theta), side, side));
  }

  /// The same with loaded dice: every call throws what the next call of this module would throw. So an attack sees
  /// that ignores the dice.
  public Module withLoadedDice() {
    Rng.State cast = rng.state();
    Rng loaded = Rng.restore(cast);
    RandomResizeAndPad fixed = new RandomResizeAndPad(smallest, loaded);
    return images -> {
      loaded.moveTo(cast);
      return fixed.forward(images);
    };
  }

  @Override
  public void describe(Parts parts) {
    parts.generator("generator", rng);
  }

  @Override
  public String toString() {
    return outline();
  }
}
