package scrutable.attacks.physical;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// A lens out of focus: every pixel becomes the mean of its neighbours with normal weights.
///
/// Weights are cut off at four standard deviations. At the border the mean is taken over the neighbours that
/// exist, so a picture of one colour keeps it.
///
/// @param deviation the standard deviation in pixels; 0 changes nothing
public record GaussianBlur(double deviation) implements Transform {
  /// Checks the standard deviation.
  ///
  /// @throws IllegalArgumentException if it is negative or infinite
  public GaussianBlur {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("GaussianBlur: the standard deviation is a length in pixels, at"
          + " least 0 and finite, not " + deviation);
    }
  }

  @Override
  public Variable apply(Variable images) {
    int reach = (int) Math.ceil(4 * deviation);
    if (reach == 0) {
      return images;
    }
    int[] shape = images.shape();
    Variable planes = images.reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
    Variable weights = Variable.constant(weights(reach).to(images.dtype()));
    Window window = Window.square(2 * reach + 1, 1, reach);
    Variable paper = Variable.constant(Tensor.full(1, images.dtype(), 1, 1, shape[2], shape[3]));
    return Functions.conv2d(planes, weights, window).div(Functions.conv2d(paper, weights, window))
        .reshape(shape);
  }

  private Tensor weights(int reach) {
    int side = 2 * reach + 1;
    double[] weights = new double[side * side];
    for (int i = 0; i < weights.length; i++) {
      double x = i % side - reach;
      double y = i / side - reach;
      weights[i] = StrictMath.exp(-(x * x + y * y) / (2 * deviation * deviation));
    }
    return Tensor.wrap(weights, 1, 1, side, side);
  }
}
