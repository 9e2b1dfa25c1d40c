package scrutable.attacks;

import java.util.Arrays;
import scrutable.tensor.Tensor;

/// The nearest point that lies both in an L1 ball and in the box: what [Ball#project] needs. That in the ball alone is
/// [Norm#project].
///
/// An L1 ball has its corners on the axes: an attack wants to spend everything on few elements, and there
/// meets the box. Shrinking to the ball first and clipping to the box afterwards would throw away what was
/// clipped; the nearest point of both spends it on other elements.
///
/// Each absolute change `a_j` becomes `min(max(a_j - t, 0), room_j)`, where `room_j` is the way to the box
/// and `t` is the same for all, such that they sum up to `eps` (Croce and Hein 2021, "Mind the box: l1-APGD
/// for sparse adversarial attacks on image classifiers", ICML, proposition 2.1).
final class BoxedL1 {
  private BoxedL1() {}

  /// Projects each of the changes `(N, ...)` of the originals, which lie in the box.
  static Tensor project(Tensor originals, Tensor changes, double eps, Box box) {
    double[] x = originals.toDoubleArray();
    double[] all = changes.toDoubleArray();
    int count = changes.size(0);
    int length = count == 0 ? 0 : all.length / count;
    for (int i = 0; i < count; i++) {
      double[] sizes = new double[length];
      double[] rooms = new double[length];
      for (int j = 0; j < length; j++) {
        int at = i * length + j;
        sizes[j] = Math.abs(all[at]);
        rooms[j] = all[at] > 0 ? box.hi() - x[at] : x[at] - box.lo();
      }
      double less = amountToSubtract(sizes, rooms, eps);
      for (int j = 0; j < length; j++) {
        double size = Math.min(Math.max(sizes[j] - less, 0), rooms[j]);
        all[i * length + j] = Math.signum(all[i * length + j]) * size;
      }
    }
    return Tensor.wrap(all, changes.shape()).to(changes.dtype());
  }

  /// The `t >= 0` at which `sum_j min(max(sizes_j - t, 0), rooms_j)` falls to `eps`.
  ///
  /// That sum is a chain of straight pieces. Element `j` takes part in the fall from `sizes_j - rooms_j` on,
  /// where it leaves the wall, down to 0 at `sizes_j`. So the corners of the chain are walked in order.
  static double amountToSubtract(double[] sizes, double[] rooms, double eps) {
    double sum = 0;
    double[] leaves = new double[sizes.length];
    for (int j = 0; j < sizes.length; j++) {
      sum += Math.min(sizes[j], rooms[j]);
      leaves[j] = Math.max(sizes[j] - rooms[j], 0);
    }
    if (sum <= eps) {
      return 0;
    }
    Arrays.sort(leaves);
    double[] ends = sizes.clone();
    Arrays.sort(ends);
    double amount = 0;
    int leaving = 0;
    int ending = 0;
    while (ending < ends.length && eps > 0) {
      boolean leave = leaving < leaves.length && leaves[leaving] <= ends[ending];
      double corner = leave ? leaves[leaving] : ends[ending];
      int falling = leaving - ending;
      double atCorner = sum - falling * (corner - amount);
      if (atCorner <= eps) {
        return amount + (sum - eps) / falling;
      }
      sum = atCorner;
      amount = corner;
      leaving += leave ? 1 : 0;
      ending += leave ? 0 : 1;
    }
    return ends[ends.length - 1];
  }
}
