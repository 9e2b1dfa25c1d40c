package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.BatchRows;
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

  /// Nothing seen yet.
  ///
  /// @param goal one per example
  public BestImages(Goal goal) {
    this.goal = goal;
    this.reached = new boolean[goal.count()];
    this.losses = new double[goal.count()];
    Arrays.fill(losses, Double.NEGATIVE_INFINITY);
  }

  /// Takes over those of the candidates that are better; of equals the earlier stays.
  ///
  /// @param candidates `(N, ...)`
  /// @param logits of the candidates, `(N, K)`
  /// @param candidateLosses what the attack climbs, `(N,)`
  public void offer(Tensor candidates, Tensor logits, Tensor candidateLosses) {
    boolean[] nowReached = goal.reached(logits);
    double[] nowLosses = candidateLosses.toDoubleArray();
    boolean[] better = new boolean[reached.length];
    for (int i = 0; i < better.length; i++) {
      better[i] = nowReached[i] == reached[i] ? nowLosses[i] > losses[i] : nowReached[i];
      if (better[i]) {
        reached[i] = nowReached[i];
        losses[i] = nowLosses[i];
      }
    }
    images = images == null ? candidates : BatchRows.where(better, candidates, images);
  }

  /// The best images, `(N, ...)`; null before the first offer.
  public Tensor images() {
    return images;
  }

  /// Whether an image at the goal has been seen of each example.
  boolean[] reached() {
    return reached.clone();
  }
}
