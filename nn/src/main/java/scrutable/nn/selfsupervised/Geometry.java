package scrutable.nn.selfsupervised;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How vectors of length 1 lie on their sphere: what a contrastive loss does, seen without labels.
///
/// Wang and Isola 2020, "Understanding contrastive representation learning through alignment and uniformity
/// on the hypersphere".
public final class Geometry {
  private Geometry() {}

  /// The mean squared distance between partners, `mean |a_i - b_i|^2`: 0 if two views always agree, 2 if they
  /// are as far apart as strangers.
  ///
  /// @param a `(N, D)`, rows of length 1
  /// @param b `(N, D)`, the partners
  public static double alignment(Tensor a, Tensor b) {
    requireRows(a);
    return a.sub(b).square().sum(false, 1).mean().item();
  }

  /// The mean squared distance of different rows, `mean |z_i - z_j|^2`: how far strangers are. Alignment says
  /// little without it, as an untrained network puts everything, and so partners too, close together.
  public static double distanceOfStrangers(Tensor z) {
    requireRows(z);
    int n = z.size(0);
    double ownSquares = z.square().sum().item();
    double squareOfSum = z.sum(false, 0).square().sum().item();
    return 2 * (n * ownSquares - squareOfSum) / ((double) n * (n - 1));
  }

  /// `log mean exp(-2 |z_i - z_j|^2)` over all pairs of different rows: 0 if all lie on one point, about -4
  /// if they are spread evenly over a sphere of many dimensions.
  public static double uniformity(Tensor z) {
    requireRows(z);
    int n = z.size(0);
    Tensor cosines = z.matmul(z.t());
    double[] rows = cosines.mul(4).sub(4).exp().toDoubleArray();    // |z_i - z_j|^2 = 2 - 2 cos
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += i == j ? 0 : rows[i * n + j];
      }
    }
    return StrictMath.log(sum / ((double) n * (n - 1)));
  }

  /// The mean over the coordinates of their standard deviation over the rows: 0 after a collapse to one
  /// point, `1 / sqrt(D)` if the rows use every direction alike.
  public static double spread(Tensor z) {
    requireRows(z);
    Tensor centred = z.sub(z.mean(true, 0));
    return centred.square().mean(false, 0).sqrt().mean().item();
  }

  private static void requireRows(Tensor z) {
    if (z.rank() != 2 || z.size(0) < 2) {
      throw new IllegalArgumentException("Geometry: the vectors should be (N, D) with N at least 2, not "
          + Shape.text(z.shape()));
    }
  }
}
