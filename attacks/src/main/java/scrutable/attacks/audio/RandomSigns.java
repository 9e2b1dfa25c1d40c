package scrutable.attacks.audio;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The control of [CtcAttack]: noise of the same greatest sample, with signs drawn by a coin.
///
/// It is much louder than the attack that it is compared with: each of its samples lies at the bound.
public final class RandomSigns {
  private RandomSigns() {}

  /// Adds noise to sounds and rounds them as a 16-bit file does.
  ///
  /// @param sounds `(N, T)`
  /// @param bounds how far each sample of a sound is moved, one for each sound
  /// @throws IllegalArgumentException if there is not one bound for each sound, or it is not finite or below 0
  public static Tensor add(Tensor sounds, double[] bounds, Rng rng) {
    if (bounds.length != sounds.size(0)) {
      throw new IllegalArgumentException("RandomSigns: " + sounds.size(0) + " sounds need as many bounds, not "
          + bounds.length);
    }
    int samples = sounds.size(1);
    double[] changed = sounds.toDoubleArray();
    for (int i = 0; i < changed.length; i++) {
      double bound = bounds[i / samples];
      if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("RandomSigns: the bound of sound " + i / samples + " is " + bound);
      }
      changed[i] += rng.nextBoolean() ? bound : -bound;
    }
    return CtcAttack.asFiles(Tensor.wrap(changed, sounds.shape()));
  }
}
