package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.Goal;
import scrutable.tensor.Tensor;

/// The best image seen so far of each example: one at the goal before one that is not, then the larger loss.
///
/// Both matter. An attack may climb to a larger loss and leave the goal again, for a loss is not the goal.
public final class BestImages {
  private final Goal goal;
  private final boolean[] reached;
  private final double[] losses;
  private Tensor images;

  public BestImages(Goal goal) {
    this.goal = goal;
    this.reached = new boolean[goal.count()];
    this.losses = new double[goal.count()];
    Arrays.fill(losses, Double.NEGATIVE_INFINITY);
  }

  /// Takes over those of the candidates that are better; of equals the earlier stays.
  public void offer(Tensor candidates, Tensor logits, Tensor candidateLosses) {
    boolean[] nowReached = goal.reached(logits);
    double[] nowLosses = candidateLosses.toDoubleArray();
    double[] better = new double[reached.length];
    for (int i = 0; i < better.length; i++) {
      if (nowReached[i] == reached[i] ? nowLosses[i] > losses[i] : nowReached[i]) {
        better[i] = 1;
        reached[i] = nowReached[i];
        losses[i] = nowLosses[i];
      }
    }
    if (images == null) {
      images = candidates;
    } else {
      int[] onePerExample = new int[candidates.rank()];
      Arrays.fill(onePerExample, 1);
      onePerExample[0] = better.length;
      Tensor choice = Tensor.wrap(better, onePerExample).to(candidates.dtype());
      images = Tensor.where(choice, candidates, images);
    }
  }

  public Tensor images() {
    return images;
  }
}
