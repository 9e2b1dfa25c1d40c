package scrutable.attacks;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How the size of a change is measured: by its largest element, its length, or the sum of its elements.
///
/// A batch of changes is `(N, ...)`; the first axis counts examples, and each example is measured by itself.
/// Norms are summed in `double`, element after element, so they are the same in any batch.
public enum Norm {
  /// The largest absolute value.
  LINF,
  /// The Euclidean length.
  L2,
  /// The sum of the absolute values.
  L1;

  /// The norm that measures slopes where this one measures steps: `max { <g, d> : |d| <= 1 } = |g|_dual`
  /// (Boyd and Vandenberghe, "Convex Optimization", 2004, A.1.6).
  public Norm dual() {
    return switch (this) {
      case LINF -> L1;
      case L2 -> L2;
      case L1 -> LINF;
    };
  }

  /// Checks that an attack can work in this norm.
  ///
  /// @throws IllegalArgumentException if it is none of those
  public Norm requireOneOf(String attack, Norm... supported) {
    if (!List.of(supported).contains(this)) {
      throw new IllegalArgumentException(attack + " measures changes in " + List.of(supported) + ", not in "
          + this);
    }
    return this;
  }

  /// The size of each change of a batch `(N, ...)`: `N` numbers.
  public double[] of(Tensor changes) {
    double[] elements = changes.toDoubleArray();
    double[] norms = new double[changes.size(0)];
    int length = exampleLength(changes);
    for (int i = 0; i < norms.length; i++) {
      norms[i] = of(elements, i * length, length);
    }
    return norms;
  }

  private double of(double[] elements, int from, int length) {
    double largest = 0;
    for (int j = from; j < from + length; j++) {
      largest = Math.max(largest, Math.abs(elements[j]));
    }
    if (this == LINF || largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int j = from; j < from + length; j++) {
      // Relative to the largest, so that the squares of tiny slopes do not underflow to a norm of 0.
      double part = elements[j] / largest;
      sum += this == L2 ? part * part : Math.abs(part);
    }
    return largest * (this == L2 ? Math.sqrt(sum) : sum);
  }

  /// The nearest changes (in Euclidean distance) whose norm is at most `eps`; what is small enough stays.
  public Tensor project(Tensor changes, double eps) {
    return switch (this) {
      case LINF -> changes.clamp(-eps, eps);
      case L2 -> scale(changes, norm -> norm <= eps ? 1 : eps / norm);
      case L1 -> eachExample(changes, change -> shrinkToL1(change, eps));
    };
  }

  //: hide 5.1
  //: instead /// The direction of length 1 in this norm in which a function with these gradients rises fastest: the `d`
  //: instead /// with `|d| <= 1` that maximises `<g, d>`, which is then the dual norm of `g`.
  /// The direction of length 1 in this norm in which a function with these gradients rises fastest: the `d`
  /// with `|d| <= 1` that maximises `<g, d>`, which is then the dual norm of `g`.
  ///
  /// `LINF`: the signs. `L2`: `g / |g|`. `L1`: everything on the steepest element, shared equally among ties.
  /// Where a gradient is zero, so is the direction: sign(0) = 0, and an example without slope stays where it
  /// is.
  //: end
  public Tensor steepest(Tensor gradients) {
    //: task 5.1
    return switch (this) {
      case LINF -> gradients.sign();
      case L2 -> eachExample(gradients, gradient -> {
        double norm = of(gradient, 0, gradient.length);
        Arrays.setAll(gradient, j -> norm == 0 ? 0 : gradient[j] / norm);
      });
      case L1 -> eachExample(gradients, gradient -> {
        double largest = LINF.of(gradient, 0, gradient.length);
        long ties = Arrays.stream(gradient).filter(slope -> Math.abs(slope) == largest).count();
        Arrays.setAll(gradient, j -> Math.abs(gradient[j]) == largest ? Math.signum(gradient[j]) / ties : 0);
      });
    };
    //: end
  }

  /// A point drawn uniformly from the ball of radius `eps` around 0, in the shape of one example.
  ///
  /// `LINF`: each element is uniform by itself. `L2`: a direction from normal numbers, and a radius
  /// `eps u^(1/d)`, because the volume within radius r grows like r^d. `L1`: with `d + 1` exponential numbers
  /// `e_j`, the point `+-e_j / (e_1 + ... + e_(d+1))` (Barthe, Guedon, Mendelson and Naor 2005, theorem 1).
  public Tensor randomIn(double eps, DType dtype, Rng rng, int... exampleShape) {
    double[] point = new double[Shape.elementCount(exampleShape)];
    switch (this) {
      case LINF -> Arrays.setAll(point, j -> eps * (2 * rng.nextDouble() - 1));
      case L2 -> {
        Arrays.setAll(point, j -> rng.nextGaussian());
        double radius = eps * StrictMath.pow(rng.nextDouble(), 1.0 / point.length);
        double norm = of(point, 0, point.length);
        Arrays.setAll(point, j -> norm == 0 ? 0 : point[j] * radius / norm);
      }
      case L1 -> {
        double[] parts = new double[point.length + 1];
        Arrays.setAll(parts, j -> -StrictMath.log(1 - rng.nextDouble()));
        double total = Arrays.stream(parts).sum();
        Arrays.setAll(point, j -> eps * parts[j] / total * (rng.nextBoolean() ? 1 : -1));
      }
    }
    return Tensor.wrap(point, exampleShape).to(dtype);
  }

  private Tensor scale(Tensor changes, DoubleUnaryOperator factorOfNorm) {
    double[] factors = Arrays.stream(of(changes)).map(factorOfNorm).toArray();
    int[] onePerExample = new int[changes.rank()];
    Arrays.fill(onePerExample, 1);
    onePerExample[0] = factors.length;
    return changes.mul(Tensor.wrap(factors, onePerExample).to(changes.dtype()));
  }

  //: hide 5.3
  //: instead /// Brings one change, in place, to the nearest point of the L1 ball of radius `eps` (task 5.3).
  /// Subtracts from every absolute value the same amount, not going below 0, such that they sum up to `eps`
  /// (Duchi, Shalev-Shwartz, Singer and Chandra 2008, figure 1). For ball and box at once, see [BoxedL1].
  //: end
  private static void shrinkToL1(double[] change, double eps) {
    //: task 5.3
    double[] sorted = Arrays.stream(change).map(Math::abs).sorted().toArray();
    if (Arrays.stream(sorted).sum() <= eps) {
      return;
    }
    double sum = 0;
    double amount = 0;
    for (int kept = 1; kept <= sorted.length; kept++) {
      double smallestKept = sorted[sorted.length - kept];
      sum += smallestKept;
      double candidate = (sum - eps) / kept;
      if (candidate > smallestKept) {
        break;
      }
      amount = candidate;
    }
    double subtract = amount;
    Arrays.setAll(change, j -> Math.signum(change[j]) * Math.max(Math.abs(change[j]) - subtract, 0));
    //: end
  }

  private static Tensor eachExample(Tensor batch, Consumer<double[]> change) {
    double[] elements = batch.toDoubleArray();
    int length = exampleLength(batch);
    for (int from = 0; from < elements.length; from += length) {
      double[] example = Arrays.copyOfRange(elements, from, from + length);
      change.accept(example);
      System.arraycopy(example, 0, elements, from, length);
    }
    return Tensor.wrap(elements, batch.shape()).to(batch.dtype());
  }

  private static int exampleLength(Tensor batch) {
    return batch.size(0) == 0 ? 0 : batch.elementCount() / batch.size(0);
  }
}
