package scrutable.nn.generative;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Feature-wise linear modulation: a condition, such as a caption or a time, turns each channel up or down.
///
/// `y[n, c, ...] = (1 + scale[n, c]) x[n, c, ...] + shift[n, c]` with `[scale, shift] = W condition[n] + b`
///
/// All numbers start at 0, so in the beginning nothing is changed, and the network learns from there what the
/// condition is good for.
///
/// Parameters: `weight (2 C, D)`, `bias (2 C,)`; the scales come first. Source: Perez et al., "FiLM: visual reasoning
/// with a general conditioning layer" (2018), equation 2; to start at 0 is the habit of Peebles and Xie, "Scalable
/// diffusion models with transformers" (2023), section 3.2.
public final class Film implements Module {
  private final Parameter weight;
  private final Parameter bias;

  /// @param conditionWidth D, the length of a condition
  /// @param channels C, of the features
  public Film(int conditionWidth, int channels) {
    if (conditionWidth < 1 || channels < 1) {
      throw new IllegalArgumentException("Film: the condition's width and the number of channels must be at least 1,"
          + " not " + conditionWidth + " and " + channels);
    }
    this(Tensor.zeros(2 * channels, conditionWidth), Tensor.zeros(2 * channels));
  }

  private Film(Tensor weight, Tensor bias) {
    this.weight = new Parameter(weight);
    this.bias = new Parameter(bias);
  }

  /// A layer with given numbers, `weight (2 C, D)` and `bias (2 C,)`.
  ///
  /// @throws IllegalArgumentException if they do not fit together
  public static Film of(Tensor weight, Tensor bias) {
    if (weight.rank() != 2 || weight.size(0) % 2 != 0 || !bias.hasShape(weight.size(0))) {
      throw new IllegalArgumentException("Film: weight (2 C, D) and bias (2 C,) cannot be "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new Film(weight, bias);
  }

  /// The scales and shifts of conditions: `(N, D)` to `(N, 2 C)`.
  @Override
  public Variable forward(Variable condition) {
    if (condition.rank() != 2 || condition.size(1) != weight.size(1)) {
      throw new IllegalArgumentException("Film: the condition should be (N, " + weight.size(1) + "), not "
          + Shape.text(condition.shape()));
    }
    return condition.matmul(weight.t()).add(bias);
  }

  /// Turns the channels of features: `(N, C, ...)` and conditions `(N, D)` to `(N, C, ...)`.
  public Variable modulate(Variable features, Variable condition) {
    int channels = weight.size(0) / 2;
    if (features.rank() < 2 || features.size(1) != channels || features.size(0) != condition.size(0)) {
      throw new IllegalArgumentException("Film: features should be (N, " + channels + ", ...) with N conditions, but"
          + " they are " + Shape.text(features.shape()) + " and " + Shape.text(condition.shape()));
    }
    int[] perChannel = features.shape();
    for (int axis = 2; axis < perChannel.length; axis++) {
      perChannel[axis] = 1;
    }
    Variable both = forward(condition);
    Variable scale = both.slice(1, 0, channels).reshape(perChannel);
    Variable shift = both.slice(1, channels, 2 * channels).reshape(perChannel);
    return features.mul(scale.add(1)).add(shift);
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public String toString() {
    return outline();
  }
}
