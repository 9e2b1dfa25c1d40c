package scrutable.attacks.audio;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// A network of which everything is known: a step is two samples, the first speaks for label 0, the second for label 1,
/// and the blank (2) is as strong as a sample of 0.3.
///
/// So label 0 is heard in a step if its first sample exceeds 0.3 and its second.
///
/// @param sharpness by what the samples are multiplied to be logits
record Ears(double sharpness) implements Module {
  static final int BLANK = 2;
  static final double THRESHOLD = 0.3;

  static SpeechVictim victim() {
    return SpeechVictim.of(new Ears(100), BLANK);
  }

  @Override
  public Variable forward(Variable sounds) {
    Variable steps = sounds.reshape(sounds.size(0), -1, 2);
    Tensor blank = Tensor.full(THRESHOLD, DType.FLOAT32, sounds.size(0), steps.size(1), 1);
    return Variable.concat(2, steps, Variable.constant(blank)).mul(sharpness);
  }
}
