package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A random change of inputs that should not change their class.
///
/// ```java
/// Augmentation weak = new Shift(2);
/// Augmentation strong = new AffineWarp(15, 0.2, 0.2, 0.1).then(new Cutout(7, 0.5));
/// Tensor view = strong.apply(images, rng);
/// ```
///
/// Each call takes as many numbers from `rng` as there are changes in the chain, and gives every image a
/// stream of its own: what happens to image `i` of a batch depends on the state of `rng` and on `i`, not on
/// the other images, on their number or on the threads.
@FunctionalInterface
public interface Augmentation {

  /// The changed inputs, in the shape in which they came.
  ///
  /// @param images `(N, C, H, W)`, `float32`; noise also takes points `(N, D)`
  Tensor apply(Tensor images, Rng rng);

  /// This change, and another one after it.
  default Augmentation then(Augmentation next) {
    return (images, rng) -> next.apply(apply(images, rng), rng);
  }

  /// No change at all: the ablation of everything that is learned from changes.
  static Augmentation none() {
    return (images, rng) -> images;
  }

  /// Shifts by up to a fourteenth of the side (2 of 28 pixels), so small that a pseudo-label can be trusted.
  ///
  /// Without the usual mirroring: a mirrored digit is another sign, or none.
  static Augmentation weak(int side) {
    return new Shift(Math.max(1, Math.round(side / 14f)));
  }

  /// Warps, changes of contrast and brightness, noise, and a hole of a quarter of the side.
  static Augmentation strong(int side) {
    return new AffineWarp(20, 0.25, 0.2, 0.1)
        .then(new Intensity(0.4, 0.1))
        .then(Noise.ofPixels(0.08))
        .then(new Cutout(Math.max(1, side / 4), 0.5));
  }
}
