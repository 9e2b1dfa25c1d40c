package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Group normalisation: the channels of each example, axis 1 of `(N, C, ...)`, are cut into equal groups of
/// neighbours, and each group gets mean 0 and variance 1; then each channel its own scale and shift.
///
/// `y = weight (x - mean) / sqrt(variance + eps) + bias`, with mean and biased variance of the group over its
/// channels and all positions. Unlike [BatchNorm2d] it does not depend on the batch; one group is layer
/// normalisation of whole images, one channel a group is instance normalisation.
///
/// Parameters: `weight (C,)` from ones, `bias (C,)` from zeros. Wu and He 2018, "Group normalization",
/// section 3.
public final class GroupNorm implements Module {
  private static final double EPS = 1e-5;

  private final int groups;
  private final Parameter weight;
  private final Parameter bias;
  private final double eps;

  /// @param groups how many; must divide the number of channels. Eps is 1e-5
  public GroupNorm(int groups, int channels) {
    this(groups, channels, EPS);
  }

  /// @param eps added to the variance, so that a constant group is not divided by zero
  public GroupNorm(int groups, int channels, double eps) {
    Check.atLeastOne("GroupNorm", "the number of channels", channels);
    this(groups, Tensor.ones(channels), Tensor.zeros(channels), eps);
  }

  private GroupNorm(int groups, Tensor weight, Tensor bias, double eps) {
    Check.atLeastOne("GroupNorm", "the number of groups", groups);
    if (weight.size(0) % groups != 0) {
      throw new IllegalArgumentException("GroupNorm: " + weight.size(0) + " channels cannot be cut into "
          + groups + " equal groups");
    }
    this.groups = groups;
    this.weight = new Parameter(weight);
    this.bias = new Parameter(bias);
    this.eps = eps;
  }

  /// A layer with given numbers, `weight (C,)` and `bias (C,)`, and eps 1e-5.
  public static GroupNorm of(int groups, Tensor weight, Tensor bias) {
    if (weight.rank() != 1 || !weight.sameShape(bias)) {
      throw new IllegalArgumentException("GroupNorm: weight and bias should both be (C,), not "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new GroupNorm(groups, weight, bias, EPS);
  }

  @Override
  public Variable forward(Variable x) {
    int channels = weight.size(0);
    if (x.rank() < 2 || x.size(1) != channels) {
      throw new IllegalArgumentException("GroupNorm: the input should be (N, " + channels + ", ...), not "
          + Shape.text(x.shape()));
    }
    int rows = x.size(0) * groups;
    Variable grouped = x.reshape(rows, x.value().elementCount() / Math.max(rows, 1));   // (N groups, ...)
    int[] alongChannels = new int[x.rank() - 1];
    Arrays.fill(alongChannels, 1);
    alongChannels[0] = channels;                                                        // (C, 1, 1)
    return Functions.standardize(grouped, eps).reshape(x.shape())
        .mul(weight.reshape(alongChannels)).add(bias.reshape(alongChannels));
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias).setting("groups", groups);
  }

  @Override
  public String toString() {
    return outline();
  }
}
