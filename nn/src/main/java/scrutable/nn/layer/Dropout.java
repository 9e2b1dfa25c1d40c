package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.ModeDependent;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;

//: hide 3.3
//: instead /// Sets each number to 0 with a given probability while training, so that no unit can rely on another.
//: instead ///
//: instead /// The mean is kept; in evaluation mode the layer does nothing. Srivastava et al. 2014, "Dropout", section
//: instead /// 4.
//: instead ///
//: instead /// The generator given is the one used; it is named in [#describe], so that a checkpoint holds its state
//: instead /// and training can be resumed to the bit.
/// Sets each number to 0 with a given probability while training, so that no unit can rely on another.
///
/// The others are scaled by `1 / (1 - probability)`, which keeps the mean; in evaluation mode the layer does
/// nothing. Srivastava et al. 2014, "Dropout", section 4, with the scaling moved from evaluation to training.
///
/// The generator given is the one used; it is named in [#describe], so that a checkpoint holds its state and
/// training can be resumed to the bit.
//: end
public final class Dropout implements ModeDependent {
  private final double probability;
  private final Rng rng;
  private boolean training = true;

  /// @param probability of being dropped, in [0, 1)
  public Dropout(double probability, Rng rng) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException("Dropout: the probability of being dropped should lie in [0, 1),"
          + " not " + probability);
    }
    this.probability = probability;
    this.rng = rng;
  }

  @Override
  public Variable forward(Variable x) {
    return training ? Functions.dropout(x, probability, rng) : x;
  }

  @Override
  public void describe(Parts parts) {
    parts.generator("generator", rng).setting("probability", probability);
  }

  @Override
  public String toString() {
    return outline();
  }

  @Override
  public boolean isTraining() {
    return training;
  }

  @Override
  public void setTraining(boolean training) {
    this.training = training;
  }
}
