package scrutable.attacks.physical;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Box;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Variable;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// One small picture that turns any scene it lies in into the target class.
///
/// Nothing limits the pixels of the patch but the box; what is limited is its area. It is trained on many
/// scenes and placements at once: in each step the mean gradient over a few of them, and only then its sign.
/// So it must be judged on scenes and placements that it was not trained on, and beside a random patch of the
/// same size.
///
/// Source: Brown, Mane, Roy, Abadi and Gilmer, "Adversarial patch", 2017, section 2.
///
/// @param side the side of the square patch in pixels
/// @param steps how many steps
/// @param stepSize how far each pixel moves in a step
/// @param batch scenes per step, each with its own placement
public record AdversarialPatch(int side, int steps, double stepSize, int batch) {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a number is not positive
  public AdversarialPatch {
    if (side < 1 || steps < 1 || batch < 1 || !(stepSize > 0)) {
      throw new IllegalArgumentException("AdversarialPatch: side, steps, stepSize and batch must be positive,"
          + " not " + side + ", " + steps + ", " + stepSize + ", " + batch);
    }
  }

  /// A picture to be pasted.
  ///
  /// @param canvas `(1, C, H, W)`, as large as the scenes, with the patch in the middle
  /// @param mask `(1, 1, H, W)`: 1 where the patch is, else 0
  public record Patch(Tensor canvas, Tensor mask) {

    /// A patch in the middle of a canvas as large as images `(N, C, H, W)`.
    ///
    /// @param side of the square, in pixels
    /// @throws IllegalArgumentException if it does not fit
    public static Patch square(Tensor canvas, int side) {
      int height = canvas.size(2);
      int width = canvas.size(3);
      if (side > Math.min(height, width)) {
        throw new IllegalArgumentException("a patch of side " + side + " does not fit into images "
            + Shape.text(canvas.shape()));
      }
      double[] mask = new double[height * width];
      for (int row = (height - side) / 2; row < (height - side) / 2 + side; row++) {
        int from = row * width + (width - side) / 2;
        Arrays.fill(mask, from, from + side, 1);
      }
      Tensor square = Tensor.wrap(mask, 1, 1, height, width).to(canvas.dtype());
      return new Patch(canvas.mul(square), square);
    }

    /// A patch of noise: the control.
    public static Patch random(Tensor like, int side, Box box, Rng rng) {
      int[] shape = like.shape();
      shape[0] = 1;
      return square(rng.uniformBetween(box.lo(), box.hi(), shape).to(like.dtype()), side);
    }

    /// Scenes `(N, C, H, W)` with the patch on top, each in a placement of its own.
    public Tensor paste(Tensor scenes, RandomTransform placement, Rng rng) {
      return paste(Variable.constant(canvas), mask, scenes, placement, rng).value();
    }

    /// `(1 - T(mask)) scene + T(mask canvas)`, with one `T` for both.
    static Variable paste(Variable canvas, Tensor mask, Tensor scenes, RandomTransform placement, Rng rng) {
      Variable[] pasted = new Variable[scenes.size(0)];
      Variable inked = canvas.mul(Variable.constant(mask));
      for (int i = 0; i < pasted.length; i++) {
        Transform place = placement.draw(rng);
        Tensor rest = place.apply(mask).neg().add(1);
        Variable uncovered = Variable.constant(rest);
        pasted[i] = uncovered.mul(Variable.constant(scenes.slice(0, i, i + 1))).add(place.apply(inked));
      }
      return Variable.concat(0, pasted);
    }
  }

  /// Trains a patch.
  ///
  /// @param scenes `(N, C, H, W)`, in the box
  /// @param placement where the patch may lie; poses must be black outside, or the edge of the patch would
  ///     spread over the scene
  public Patch train(WhiteBox victim, Tensor scenes, int target, RandomTransform placement, Box box, Rng rng) {
    box.require(scenes);
    Rng placing = rng.split("placements");
    Rng choosing = rng.split("scenes");
    Patch patch = Patch.random(scenes, side, box, rng.split("start"));
    int size = Math.min(batch, scenes.size(0));
    int[] targets = new int[size];
    Arrays.fill(targets, target);
    for (int step = 0; step < steps; step++) {
      int[] chosen = choosing.sampleWithoutReplacement(scenes.size(0), size);
      Tensor some = Indexing.select(scenes, 0, Tensor.ofInts(chosen, size));
      Variable canvas = Variable.tracked(patch.canvas());
      Variable pasted = Patch.paste(canvas, patch.mask(), some, placement, placing);
      Tensor atScenes = victim.lossGradient(AttackLoss.CROSS_ENTROPY, box.clip(pasted.value()),
          Targeted.of(targets)).gradient();
      Tensor uphill = ExpectationOverTransformation.pullBack(atScenes, pasted, canvas).sign();
      patch = Patch.square(box.clip(patch.canvas().add(uphill.mul(stepSize))), side);
    }
    return patch;
  }
}
