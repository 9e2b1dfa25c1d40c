package scrutable.attacks.defence;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// What JPEG throws away: each block of 8 x 8 pixels is written as a sum of cosines, the amount of each is
/// rounded to a multiple of a step, and the block is put together again.
///
/// With the orthogonal matrix `D[k][j] = c_k cos((2 j + 1) k pi / 16)` a block `B` has the coefficients
/// `D B D^T`. Steps are large for fast cosines, which the eye misses, and in which attacks like to hide. The
/// pixels of [0, 1] are taken as greys 0 .. 255 around 128; images whose sides are no multiple of 8 are
/// continued by their last row and column, and cut again. The result is clipped to [0, 1].
///
/// Sources: ITU-T T.81 (JPEG), annex A.3.3 for the cosines, annex K.1 for the steps; their scaling by a
/// quality is that of the Independent JPEG Group. As a defence: Dziugaite, Ghahramani and Roy, "A study of
/// the effect of JPG compression on adversarial images", 2016; Guo, Rana, Cisse and van der Maaten,
/// "Countering adversarial images using input transformations", ICLR 2018.
///
/// @param quality 1 (coarse) to 100 (fine); 50 takes the steps of the standard as they are
public record DctQuantization(int quality) implements InputTransformation {
  private static final int SIDE = 8;

  private static final int[] STANDARD_STEPS = {
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99
  };

  /// Checks the quality.
  ///
  /// @throws IllegalArgumentException unless it lies in 1 .. 100
  public DctQuantization {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("DctQuantization: the quality must lie in 1 .. 100, not " + quality);
    }
  }

  @Override
  public Tensor apply(Tensor images) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException("DctQuantization: images must be (N, C, H, W), not "
          + Shape.text(images.shape()));
    }
    Tensor cosines = cosines(images.dtype());
    Tensor greys = continued(continued(images, 2), 3).mul(255).sub(128);
    Tensor blocks = blocks(greys);                                     // (N, C, rows, columns, 8, 8)
    Tensor steps = steps(images.dtype());
    Tensor amounts = cosines.matmul(blocks).matmul(cosines.t());
    Tensor rounded = amounts.div(steps).map(UnaryFunction.ROUND).mul(steps);
    Tensor decoded = joined(cosines.t().matmul(rounded).matmul(cosines)).add(128).div(255);
    return decoded.slice(2, 0, images.size(2)).slice(3, 0, images.size(3)).clamp(0, 1).contiguous();
  }

  /// The orthogonal matrix whose row `k` is a cosine of `k` half waves over a block.
  static Tensor cosines(DType dtype) {
    double[] matrix = new double[SIDE * SIDE];
    for (int k = 0; k < SIDE; k++) {
      for (int j = 0; j < SIDE; j++) {
        double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / SIDE);
        matrix[k * SIDE + j] = scale * StrictMath.cos((2 * j + 1) * k * Math.PI / (2 * SIDE));
      }
    }
    return Tensor.wrap(matrix, SIDE, SIDE).to(dtype);
  }

  private Tensor steps(DType dtype) {
    int percent = quality < 50 ? 5_000 / quality : 200 - 2 * quality;
    double[] steps = Arrays.stream(STANDARD_STEPS)
        .mapToDouble(step -> Math.clamp((step * percent + 50) / 100, 1, 255)).toArray();
    return Tensor.wrap(steps, SIDE, SIDE).to(dtype);
  }

  /// Repeats the last row or column until the size is a multiple of 8.
  private static Tensor continued(Tensor images, int axis) {
    int size = images.size(axis);
    int[] source = new int[(size + SIDE - 1) / SIDE * SIDE];
    Arrays.setAll(source, i -> Math.min(i, size - 1));
    return Indexing.select(images, axis, Tensor.ofInts(source, source.length));
  }

  private static Tensor blocks(Tensor images) {
    int[] shape = images.shape();
    return images.reshape(shape[0], shape[1], shape[2] / SIDE, SIDE, shape[3] / SIDE, SIDE)
        .permute(0, 1, 2, 4, 3, 5);
  }

  private static Tensor joined(Tensor blocks) {
    int[] shape = blocks.shape();
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(shape[0], shape[1], shape[2] * SIDE, shape[3] * SIDE);
  }
}
