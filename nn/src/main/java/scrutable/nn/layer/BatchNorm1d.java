package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.ModeDependent;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Batch normalisation of features `(N, C)` or sequences `(N, C, L)`: [BatchNorm2d] with statistics over N,
/// or N and L; the same formulas, parameters and buffers.
public final class BatchNorm1d implements ModeDependent {
  private final BatchNorm norm;

  /// Momentum 0.1 and eps 1e-5.
  public BatchNorm1d(int channels) {
    this(channels, BatchNorm.MOMENTUM, BatchNorm.EPS);
  }

  /// @param momentum the share of the newest batch in the running statistics
  /// @param eps added to the variance, so that a constant channel is not divided by zero
  public BatchNorm1d(int channels, double momentum, double eps) {
    this(BatchNorm.ofChannels(channels, momentum, eps));
  }

  private BatchNorm1d(BatchNorm norm) {
    this.norm = norm;
  }

  /// A layer with given `weight (C,)` and `bias (C,)`, momentum 0.1 and eps 1e-5; the running statistics have
  /// their type.
  public static BatchNorm1d of(Tensor weight, Tensor bias) {
    return new BatchNorm1d(new BatchNorm(weight, bias, BatchNorm.MOMENTUM, BatchNorm.EPS));
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 2 && x.rank() != 3) {
      throw new IllegalArgumentException("BatchNorm1d: the input should be (N, C) or (N, C, L), not "
          + Shape.text(x.shape()));
    }
    return norm.forward(x);
  }

  @Override
  public void describe(Parts parts) {
    norm.describe(parts);
  }

  @Override
  public String toString() {
    return outline();
  }

  @Override
  public boolean isTraining() {
    return norm.isTraining();
  }

  @Override
  public void setTraining(boolean training) {
    norm.setTraining(training);
  }
}
