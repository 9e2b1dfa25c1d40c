package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// Steps to the boundary as it would be if the network were linear, until the answer changes.
///
/// A linear function is zero straight along the steepest direction. A network is not linear, so the step ends somewhere
/// else, and another is taken from there. At the end, the sum `r` of all steps is made a little longer, for a boundary
/// is only approached:
///
/// `x' = clip(x + (1 + overshoot) r)`.
///
/// On a linear network away from the box one step suffices. Every image on the way is clipped to the box, but the
/// length of a step does not know of the walls; [FastAdaptiveBoundary] projects onto boundary and box together. Nor
/// does a step know where the original is: on a curved boundary this is an image near the nearest, not the nearest.
///
/// Source: Moosavi-Dezfooli, Fawzi and Frossard, "DeepFool: a simple and accurate method to fool deep neural
/// networks", CVPR 2016, algorithm 2 and section 3.3. The `1e-4` is in the authors' program only; clipping and
/// goals other than untargeted are additions.
///
/// @param steps at most so many
/// @param overshoot by which share the sum of the steps is made longer
public record DeepFool(int steps, double overshoot) implements MinimalNormAttack<WhiteBox> {
  private static final double BEYOND = 1e-4;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, or a negative overshoot
  public DeepFool {
    if (steps < 1 || !(overshoot >= 0)) {
      throw new IllegalArgumentException("DeepFool: steps must be at least 1 and overshoot at least 0, not "
          + steps + " and " + overshoot);
    }
  }

  /// The settings of the paper: 50 steps, 2 % longer.
  public DeepFool() {
    this(50, 0.02);
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2` or `LINF`
  @Override
  public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("DeepFool", Norm.L2, Norm.LINF);
    Tensor found = examples.images();
    int[] rows = Tensor.range(examples.count()).toIntArray();      // of the examples that are still open
    Examples open = examples;
    Tensor total = found.mul(0);
    Tensor current = found;
    for (int step = 0; rows.length > 0; step++) {
      open.countQuery();
      boolean[] reached = open.goal().reached(victim.labels(current));
      int[] won = BatchRows.open(not(reached));
      int[] lost = BatchRows.open(reached);
      if (won.length > 0) {
        found = BatchRows.replace(found, pick(rows, won), BatchRows.select(current, won));
      }
      if (step == steps || lost.length == 0) {
        break;
      }
      rows = pick(rows, lost);
      open = open.only(lost);
      Boundary boundary = Boundary.nearest(victim, open, BatchRows.select(current, lost), norm);
      total = BatchRows.select(total, lost).add(step(boundary, norm));
      current = box.clip(open.images().add(total.mul(1 + overshoot)));
    }
    return found;
  }

  //: hide 5.5
  //: instead /// Straight to the boundary and a little further; nowhere, if there is no slope (task 5.5).
  /// Straight to the boundary and a little further; nowhere, if there is no slope. A linear function `f` is zero at the
  /// distance `|f(x)| / |w|`, with the slope `w` measured in the dual norm; so on a linear network the distance found
  /// is `(1 + overshoot) (|f(x)| / |w| + 1e-4)`.
  //: end
  private static Tensor step(Boundary boundary, Norm norm) {
    //: task 5.5
    double[] lengths = boundary.distances(norm);
    Arrays.setAll(lengths, i -> Double.isInfinite(lengths[i]) ? 0 : lengths[i] + BEYOND);
    return norm.steepest(boundary.slopes()).mul(BatchRows.column(lengths, boundary.slopes()));
    //: end
  }

  private static int[] pick(int[] rows, int[] chosen) {
    return Arrays.stream(chosen).map(i -> rows[i]).toArray();
  }

  private static boolean[] not(boolean[] flags) {
    boolean[] opposite = new boolean[flags.length];
    for (int i = 0; i < flags.length; i++) {
      opposite[i] = !flags[i];
    }
    return opposite;
  }
}
