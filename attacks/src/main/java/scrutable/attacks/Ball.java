package scrutable.attacks;

import scrutable.tensor.Tensor;

/// The threat model: an input may be changed by at most `eps` in a norm, and must stay in the box.
///
/// Units are those of the input: `Ball.linf(0.3)` lets every pixel of [0, 1] move by 0.3.
///
/// @param eps the radius; 0 allows no change, infinity any change within the box
public record Ball(Norm norm, double eps, Box box) {
  /// How far outside rounding may carry a point: this times the larger of 1 and `eps`. In `L1`, where the
  /// roundings of all elements add up, half a unit in the last place of a float32 more for each of them.
  public static final double TOLERANCE = 1e-6;
  private static final double HALF_UNIT = 0x1p-25;

  /// Checks the radius.
  ///
  /// @throws IllegalArgumentException if `eps` is negative or not a number
  public Ball {
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("Ball: eps is a distance and must be >= 0, not " + eps);
    }
  }

  /// Every element may change by `eps`, within [0, 1].
  public static Ball linf(double eps) {
    return new Ball(Norm.LINF, eps, Box.UNIT);
  }

  /// The change may have the Euclidean length `eps`, within [0, 1].
  public static Ball l2(double eps) {
    return new Ball(Norm.L2, eps, Box.UNIT);
  }

  /// The absolute changes may sum up to `eps`, within [0, 1].
  public static Ball l1(double eps) {
    return new Ball(Norm.L1, eps, Box.UNIT);
  }

  /// The same ball in another box.
  public Ball within(Box other) {
    return new Ball(norm, eps, other);
  }

  /// A ball of another radius.
  public Ball withEps(double other) {
    return new Ball(norm, other, box);
  }

  /// Brings inputs back: into the ball around the originals, then into the box.
  ///
  /// The order matters little, for the originals lie in the box: clipping towards a point of the box makes no
  /// change larger, so the result is in both. For `LINF` it is the nearest such point, for `L2` it need not
  /// be. For `L1` the nearest point of both is found at once, see [BoxedL1]: there clipping afterwards would
  /// give away most of the budget. Elements that need not move keep their bits.
  ///
  /// @param originals the inputs before the attack, `(N, ...)`, in the box
  /// @param inputs `(N, ...)`
  public Tensor project(Tensor originals, Tensor inputs) {
    Tensor changes = inputs.sub(originals);
    Tensor allowed = norm == Norm.L1 ? BoxedL1.project(originals, changes, eps, box)
        : norm.project(changes, eps);
    Tensor unchanged = allowed.equalTo(changes);
    return box.clip(Tensor.where(unchanged, inputs, originals.add(allowed)));
  }

  /// One step of an attack: from `inputs` a way of `length` in the steepest direction, and back into the
  /// ball.
  public Tensor climb(Tensor originals, Tensor inputs, Tensor gradients, double length) {
    return project(originals, inputs.add(norm.steepest(gradients).mul(length)));
  }

  /// Checks the inputs that an attack begins with, and that the ball allows less than everything: a radius in `LINF`
  /// beyond the width of the box was probably meant in other units. Infinity says that everything is meant.
  ///
  /// @throws IllegalArgumentException if an input lies outside the box, or `eps` is finite and such a radius
  public void require(Tensor originals) {
    box.require(originals);
    double width = box.hi() - box.lo();
    if (norm == Norm.LINF && eps > width && Double.isFinite(eps)) {
      throw new IllegalArgumentException("eps = " + eps + " in LINF is more than the box [" + box.lo() + ", " + box.hi()
          + "] is wide, so that any input would be allowed. eps is in units of the input: a change of 8 levels of 255"
          + " is 8 / 255.0 where pixels lie in [0, 1]; eps = " + width + " or infinity allows everything");
    }
  }

  /// Whether all inputs are in the box and in the ball around the originals, up to a distance of `tolerance`.
  public boolean contains(Tensor originals, Tensor inputs, double tolerance) {
    Box wider = new Box(box.lo() - tolerance, box.hi() + tolerance);
    if (wider.firstOutside(inputs) >= 0) {
      return false;
    }
    for (double distance : norm.of(inputs.sub(originals))) {
      if (!(distance <= eps + tolerance)) {
        return false;
      }
    }
    return true;
  }

  /// Checks that `eps` is finite, for attacks that take steps or draw points by it.
  ///
  /// @throws IllegalArgumentException if it is not
  public Ball requireFinite(String attack) {
    if (eps == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(attack + " needs a finite eps: its steps are measured by it."
          + " To allow any change within a box of width 1, eps = 1 in LINF is enough");
    }
    return this;
  }

  /// Checks what an attack returned: for judges.
  ///
  /// @throws IllegalStateException if an input is not finite, or lies outside box or ball by more than rounding
  public void requireInside(Tensor originals, Tensor inputs) {
    double roundings = norm == Norm.L1 ? HALF_UNIT * inputs.elementCount() / inputs.size(0) : 0;
    double slack = TOLERANCE * Math.max(1, Double.isInfinite(eps) ? 1 : eps) + roundings;
    int outside = new Box(box.lo() - TOLERANCE, box.hi() + TOLERANCE).firstOutside(inputs);
    if (outside >= 0) {
      throw new IllegalStateException("the attack left the box [" + box.lo() + ", " + box.hi()
          + "]: its result " + Box.describe(inputs, outside) + "; clip after every step");
    }
    double[] distances = norm.of(inputs.sub(originals));
    for (int i = 0; i < distances.length; i++) {
      if (!(distances[i] <= eps + slack)) {
        throw new IllegalStateException("the attack left the ball: example " + i + " is at " + norm
            + " distance " + distances[i] + ", eps is " + eps + "; project after every step");
      }
    }
  }
}
