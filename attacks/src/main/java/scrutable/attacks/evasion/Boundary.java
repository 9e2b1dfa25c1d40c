package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Rows;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.White;
import scrutable.tensor.Tensor;

/// The boundary to the goal that seems nearest to each image if the victim is taken for linear: the goal is
/// where `lead + <slope, x' - x>` is positive.
///
/// @param leads by how much the wanted class is ahead of the other, negative before the boundary, `N` numbers
/// @param slopes the gradient of each lead by its image, `(N, ...)`
/// @param logits at the images, `(N, K)`
record Boundary(double[] leads, Tensor slopes, Tensor logits) {

  /// Looks for it around `images`.
  ///
  /// An untargeted goal has a boundary with each other class, `z_k - z_y = 0` at the distance
  /// `|lead| / |slope|` in the dual norm, and the nearest is chosen; that takes one gradient for each class. A
  /// rival or a target has one boundary.
  static Boundary nearest(White victim, Examples examples, Tensor images, Norm norm) {
    if (examples.goal() instanceof Untargeted untargeted) {
      return ofAllClasses(victim, examples, images, untargeted.labels().toIntArray(), norm);
    }
    AttackLoss lead = examples.goal() instanceof Targeted ? AttackLoss.MARGIN : AttackLoss.LOGIT;
    examples.countGradient();
    White.LossGradient at = victim.lossGradient(lead, images, examples.goal());
    return new Boundary(at.losses().toDoubleArray(), at.gradient(), at.logits());
  }

  private static Boundary ofAllClasses(White victim, Examples examples, Tensor images, int[] labels,
      Norm norm) {
    White.LossGradient own = logit(victim, examples, images, labels);
    double[] ownLogits = own.losses().toDoubleArray();
    double[] nearest = new double[labels.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    double[] leads = new double[labels.length];
    Tensor slopes = own.gradient().mul(0);
    for (int k = 0; k < own.logits().size(1); k++) {
      int[] rivals = new int[labels.length];
      Arrays.fill(rivals, k);
      White.LossGradient other = logit(victim, examples, images, rivals);
      double[] logits = other.losses().toDoubleArray();
      Tensor slope = other.gradient().sub(own.gradient());
      double[] distances = distances(minus(logits, ownLogits), slope, norm);
      boolean[] nearer = new boolean[labels.length];
      for (int i = 0; i < labels.length; i++) {
        nearer[i] = k != labels[i] && distances[i] < nearest[i];
        if (nearer[i]) {
          nearest[i] = distances[i];
          leads[i] = logits[i] - ownLogits[i];
        }
      }
      slopes = Rows.where(nearer, slope, slopes);
    }
    return new Boundary(leads, slopes, own.logits());
  }

  private static White.LossGradient logit(White victim, Examples examples, Tensor images, int[] classes) {
    examples.countGradient();
    return victim.lossGradient(AttackLoss.LOGIT, images, Targeted.of(classes));
  }

  /// How far each boundary is away, in a norm: `|lead| / |slope|_dual`; infinite where there is no slope.
  double[] distances(Norm norm) {
    return distances(leads, slopes, norm);
  }

  private static double[] distances(double[] leads, Tensor slopes, Norm norm) {
    double[] steepness = norm.dual().of(slopes);
    double[] distances = new double[leads.length];
    Arrays.setAll(distances, i -> steepness[i] == 0 ? Double.POSITIVE_INFINITY
        : Math.abs(leads[i]) / steepness[i]);
    return distances;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }
}
