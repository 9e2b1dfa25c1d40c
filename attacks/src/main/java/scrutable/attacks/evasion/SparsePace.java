package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.tensor.Tensor;

/// Steps shared by the steepest elements, ever fewer as the best change gets sparser: the pace of [AutoPgd]
/// in `L1`.
///
/// A step of length `s` is shared by `k` elements, without momentum. Every 4 % of the steps, `k` becomes the
/// number of elements in which the best image differs from the original, over 1.5. If that number has shrunk
/// by more than 5 % since the last time, `s` starts again at `eps` and the example at its best image; else
/// `s` is divided by 1.5, down to `eps / 10`.
///
/// Source: Croce and Hein, "Mind the box: l1-APGD for sparse adversarial attacks on image classifiers", ICML
/// 2021, algorithm 1 and section 3.
final class SparsePace implements Pace {
  private static final double SHRUNK = 0.95;
  private static final double SHORTER = 1.5;
  private static final double SHORTEST = 0.1;

  private final Ball ball;
  private final Tensor originals;
  private final int period;
  private final double[] stepSizes;
  private int[] counts;
  private int[] changedLastTime;

  SparsePace(Ball ball, Tensor originals, Tensor start, int steps) {
    this.ball = ball;
    this.originals = originals;
    this.period = Math.max(4 * steps / 100, 1);
    this.stepSizes = new double[originals.size(0)];
    Arrays.fill(stepSizes, ball.eps());
    this.changedLastTime = changed(start);
    this.counts = fewer(changedLastTime);
  }

  @Override
  public Tensor next(Tensor current, Tensor previous, Tensor gradient) {
    Tensor step = SparseStep.direction(gradient, counts).mul(BatchRows.column(stepSizes, gradient));
    return ball.project(originals, current.add(step));
  }

  @Override
  public boolean[] adapt(int step, double[] losses, double[] bestLosses, Tensor best) {
    boolean[] sparser = new boolean[losses.length];
    if ((step + 1) % period != 0) {
      return sparser;
    }
    int[] changed = changed(best);
    for (int i = 0; i < sparser.length; i++) {
      sparser[i] = changed[i] < SHRUNK * changedLastTime[i];
      stepSizes[i] = sparser[i] ? ball.eps() : Math.max(stepSizes[i] / SHORTER, SHORTEST * ball.eps());
    }
    counts = fewer(changed);
    changedLastTime = changed;
    return sparser;
  }

  /// The numbers over 1.5, rounded up.
  private static int[] fewer(int[] counts) {
    return Arrays.stream(counts).map(count -> (2 * count + 2) / 3).toArray();
  }

  private int[] changed(Tensor images) {
    double[] differs = images.notEqualTo(originals).toDoubleArray();
    int[] changed = new int[originals.size(0)];
    for (int j = 0; j < differs.length; j++) {
      changed[j / (differs.length / changed.length)] += (int) differs[j];
    }
    return changed;
  }
}
