package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.ModeDependent;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

//: hide 3.2
//: instead /// Batch normalisation of images `(N, C, H, W)`: each channel gets mean 0 and variance 1 over the batch,
//: instead /// then its own scale and shift.
//: instead ///
//: instead /// `y = weight (x - mean) / sqrt(variance + eps) + bias`, with mean and biased variance of the channel over
//: instead /// N, H, W.
//: instead ///
//: instead /// While training, every example depends on its whole batch. For evaluation that would make predictions
//: instead /// depend on the company, so the layer remembers running statistics and uses these instead.
//: instead ///
//: instead /// In these the newest batch has the share `momentum`.
//: instead ///
//: instead /// Parameters: `weight (C,)` from ones, `bias (C,)` from zeros. Buffers: `running_mean (C,)`,
//: instead /// `running_var (C,)`, `num_batches_tracked ()`, an `int32`. Ioffe and Szegedy 2015, "Batch normalization",
//: instead /// algorithms 1 and 2.
/// Batch normalisation of images `(N, C, H, W)`: each channel gets mean 0 and variance 1 over the batch, then
/// its own scale and shift.
///
/// `y = weight (x - mean) / sqrt(variance + eps) + bias`, with mean and biased variance of the channel over
/// N, H, W.
///
/// While training, every example depends on its whole batch. For evaluation that would make predictions
/// depend on the company, so the layer remembers running statistics and uses these instead:
///
/// `running = (1 - momentum) running + momentum batch`
///
/// What is remembered is the unbiased variance, divided by `count - 1`, although the batch is normalised by
/// the biased one, divided by `count`.
///
/// Parameters: `weight (C,)` from ones, `bias (C,)` from zeros. Buffers: `running_mean (C,)`,
/// `running_var (C,)`, `num_batches_tracked ()`, an `int32`. Ioffe and Szegedy 2015, "Batch normalization",
/// algorithms 1 and 2.
//: end
public final class BatchNorm2d implements ModeDependent {
  private final BatchNorm norm;

  /// Momentum 0.1 and eps 1e-5.
  public BatchNorm2d(int channels) {
    this(channels, BatchNorm.MOMENTUM, BatchNorm.EPS);
  }

  /// @param momentum the share of the newest batch in the running statistics
  /// @param eps added to the variance, so that a constant channel is not divided by zero
  public BatchNorm2d(int channels, double momentum, double eps) {
    this(BatchNorm.ofChannels(channels, momentum, eps));
  }

  private BatchNorm2d(BatchNorm norm) {
    this.norm = norm;
  }

  /// A layer with given `weight (C,)` and `bias (C,)`, momentum 0.1 and eps 1e-5; the running statistics have
  /// their type.
  public static BatchNorm2d of(Tensor weight, Tensor bias) {
    return new BatchNorm2d(new BatchNorm(weight, bias, BatchNorm.MOMENTUM, BatchNorm.EPS));
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("BatchNorm2d: the input should be (N, C, H, W), not "
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
