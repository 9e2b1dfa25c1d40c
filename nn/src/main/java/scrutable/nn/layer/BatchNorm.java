package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Buffer;
import scrutable.nn.Parts;
import scrutable.tensor.ChannelStandardization;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Normalises each channel, axis 1 of `(N, C, ...)`: what [BatchNorm1d] and [BatchNorm2d] have in common.
/// The chapter is in [BatchNorm2d].
final class BatchNorm {
  static final double MOMENTUM = 0.1;
  static final double EPS = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final Buffer runningMean;
  private final Buffer runningVariance;
  private final Buffer batchesTracked = new Buffer(Tensor.ofInts(new int[] {0}));
  private final double momentum;
  private final double eps;
  private boolean training = true;

  BatchNorm(Tensor weight, Tensor bias, double momentum, double eps) {
    if (weight.rank() != 1 || !weight.sameShape(bias)) {
      throw new IllegalArgumentException("BatchNorm: weight and bias should both be (C,), not "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    if (!(momentum >= 0 && momentum <= 1) || !(eps > 0)) {
      throw new IllegalArgumentException("BatchNorm: momentum should lie in [0, 1] and eps be positive, not "
          + momentum + " and " + eps);
    }
    this.weight = new Parameter(weight);
    this.bias = new Parameter(bias);
    this.runningMean = new Buffer(Tensor.zeros(weight.dtype(), weight.shape()));
    this.runningVariance = new Buffer(Tensor.full(1, weight.dtype(), weight.shape()));
    this.momentum = momentum;
    this.eps = eps;
  }

  static BatchNorm ofChannels(int channels, double momentum, double eps) {
    Check.atLeastOne("BatchNorm", "the number of channels", channels);
    return new BatchNorm(Tensor.ones(channels), Tensor.zeros(channels), momentum, eps);
  }

  Variable forward(Variable x) {
    int channels = weight.size(0);
    if (x.size(1) != channels) {
      throw new IllegalArgumentException("BatchNorm: axis 1 of " + Shape.text(x.shape()) + " should be "
          + channels + ", the channels of weight " + Shape.text(weight.shape()));
    }
    return training ? normalizeByBatch(x) : normalizeByMemory(x);
  }

  private Variable normalizeByBatch(Variable x) {
    int perChannel = x.value().elementCount() / weight.size(0);
    if (perChannel < 2) {
      throw new IllegalArgumentException("BatchNorm: " + Shape.text(x.shape()) + " has " + perChannel
          + " number per channel, and the variance of one number says nothing; train with larger batches,"
          + " or call eval()");
    }
    remember(ChannelStandardization.moments(x.value()), perChannel);
    return Functions.batchNorm(x, weight, bias, eps);
  }

  //: hide 3.2
  //: instead /// Moves the running statistics towards those of a batch.
  /// `running = (1 - momentum) running + momentum batch`, with the unbiased variance of the batch.
  //: end
  private void remember(ChannelStandardization.Moments batch, int perChannel) {
    batchesTracked.assign(Tensor.ofInts(new int[] {batchesTracked.value().toIntArray()[0] + 1}));
    //: task 3.2
    Tensor unbiased = batch.variance().mul(perChannel / (perChannel - 1.0));
    runningMean.assign(runningMean.value().mul(1 - momentum).add(batch.mean().mul(momentum)));
    runningVariance.assign(runningVariance.value().mul(1 - momentum).add(unbiased.mul(momentum)));
    //: end
  }

  /// With fixed statistics the layer is one affine map per channel, `scale x + shift`.
  private Variable normalizeByMemory(Variable x) {
    Tensor reciprocalDeviation = runningVariance.value().add(eps).sqrt().map(UnaryFunction.RECIPROCAL);
    Variable scale = weight.mul(Variable.constant(reciprocalDeviation));
    Variable shift = bias.sub(scale.mul(Variable.constant(runningMean.value())));
    int[] alongChannels = alongChannels(x);
    return x.mul(scale.reshape(alongChannels)).add(shift.reshape(alongChannels));
  }

  /// The shape `(C, 1, 1)`, with as many ones as x has axes after the channels.
  private int[] alongChannels(Variable x) {
    int[] shape = new int[x.rank() - 1];
    Arrays.fill(shape, 1);
    shape[0] = weight.size(0);
    return shape;
  }

  void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias)
        .buffer("running_mean", runningMean).buffer("running_var", runningVariance)
        .buffer("num_batches_tracked", batchesTracked);
  }

  boolean isTraining() {
    return training;
  }

  void setTraining(boolean training) {
    this.training = training;
  }
}
