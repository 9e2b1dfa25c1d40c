package scrutable.attacks.evasion;

import scrutable.tensor.Tensor;

/// How [AutoPgd] steps, and how it learns from the losses to take other steps.
interface Pace {

  /// The images after one step.
  ///
  /// @param previous the images one step ago; at the first step the current ones
  Tensor next(Tensor current, Tensor previous, Tensor gradient);

  /// Looks at the losses after step `step`, counted from 0, and says which examples are to go on from their
  /// best image: those whose steps have just been changed.
  ///
  /// @param bestLosses the largest loss of each example so far
  /// @param best the image with that loss
  boolean[] adapt(int step, double[] losses, double[] bestLosses, Tensor best);
}
