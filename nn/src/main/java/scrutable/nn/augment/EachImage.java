package scrutable.nn.augment;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Changes the images of a batch one by one, each with its own stream of random numbers.
final class EachImage {
  private static final int GRAIN = 16;

  private EachImage() {}

  /// What is done to one image.
  interface Change {
    /// Fills `result` from `image`, both `(C, H, W)` in row-major order.
    void apply(float[] image, float[] result, Size size, Rng own);
  }

  /// @param channels C
  /// @param height H
  /// @param width W
  record Size(int channels, int height, int width) {
    int pixels() {
      return height * width;
    }

    int numbers() {
      return channels * pixels();
    }
  }

  /// All images changed; takes one number from `rng`.
  static Tensor of(String what, Tensor images, Rng rng, Change change) {
    if (images.rank() != 4 || images.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(what + ": the images should be float32 (N, C, H, W), not "
          + images.dtype() + " " + Shape.text(images.shape()));
    }
    Size size = new Size(images.size(1), images.size(2), images.size(3));
    return of(images, size, rng, change);
  }

  /// The same for inputs of any shape, whose numbers are changed one by one.
  static Tensor numbers(Tensor inputs, Rng rng, Change change) {
    int count = Math.max(inputs.size(0), 1);
    return of(inputs, new Size(1, 1, inputs.elementCount() / count), rng, change);
  }

  private static Tensor of(Tensor images, Size size, Rng rng, Change change) {
    float[] before = images.toFloatArray();
    float[] after = new float[before.length];
    Rng streams = Rng.seed(rng.nextLong());
    int length = size.numbers();
    Parallel.forRange(images.size(0), GRAIN, (from, to) -> {
      float[] result = new float[length];
      for (int i = from; i < to; i++) {
        float[] image = Arrays.copyOfRange(before, i * length, (i + 1) * length);
        change.apply(image, result, size, streams.split(i));
        System.arraycopy(result, 0, after, i * length, length);
      }
    });
    return Tensor.wrap(after, images.shape());
  }

  /// A number drawn uniformly from `[-most, most]`.
  static double around(double most, Rng rng) {
    return most * (2 * rng.nextDouble() - 1);
  }

  static float clip(double pixel) {
    return (float) Math.clamp(pixel, 0, 1);
  }

  static void require(boolean holds, String what, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + rule);
    }
  }
}
