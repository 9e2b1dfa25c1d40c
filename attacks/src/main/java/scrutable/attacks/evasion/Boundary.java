package scrutable.attacks.evasion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// The boundary to the goal that seems nearest to each image if the victim is taken for linear: the goal is
/// where `lead + <slope, x' - x>` is positive.
///
/// @param leads by how much the wanted class is ahead of the other, negative before the boundary, `N` numbers
/// @param slopes the gradient of each lead by its image, `(N, ...)`
record Boundary(double[] leads, Tensor slopes) {

  /// Looks for it around `images`.
  ///
  /// An untargeted goal has a boundary with each other class, `z_k - z_y = 0` at the distance
  /// `|lead| / |slope|` in the dual norm, and the nearest is chosen; that takes one gradient for each class. A
  /// rival or a target has one boundary.
  static Boundary nearest(WhiteBox victim, Examples examples, Tensor images, Norm norm) {
    if (examples.goal() instanceof Untargeted untargeted) {
      return ofAllClasses(victim, examples, images, untargeted.labels().toIntArray(), norm);
    }
    AttackLoss lead = examples.goal() instanceof Targeted ? AttackLoss.MARGIN : AttackLoss.LOGIT;
    examples.countGradient();
    WhiteBox.LossGradient at = victim.lossGradient(lead, images, examples.goal());
    return new Boundary(at.losses().toDoubleArray(), at.gradient());
  }

  private static Boundary ofAllClasses(WhiteBox victim, Examples examples, Tensor images, int[] labels,
      Norm norm) {
    List<WhiteBox.LossGradient> byClass = new ArrayList<>();
    do {
      int[] everywhere = new int[labels.length];
      Arrays.fill(everywhere, byClass.size());
      examples.countGradient();
      byClass.add(victim.lossGradient(AttackLoss.LOGIT, images, Targeted.of(everywhere)));
    } while (byClass.size() < byClass.get(0).logits().size(1));
    Tensor logits = byClass.get(0).logits();
    Tensor ownSlope = images.mul(0);
    for (int k = 0; k < byClass.size(); k++) {
      ownSlope = BatchRows.where(are(labels, k), byClass.get(k).gradient(), ownSlope);
    }
    double[] nearest = new double[labels.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    double[] leads = new double[labels.length];
    Tensor slopes = images.mul(0);
    for (int k = 0; k < byClass.size(); k++) {
      double[] leadsOfClass = leads(logits, labels, k);
      Tensor slope = byClass.get(k).gradient().sub(ownSlope);
      double[] distances = distances(leadsOfClass, slope, norm);
      boolean[] nearer = new boolean[labels.length];
      for (int i = 0; i < labels.length; i++) {
        nearer[i] = k != labels[i] && distances[i] < nearest[i];
        nearest[i] = nearer[i] ? distances[i] : nearest[i];
        leads[i] = nearer[i] ? leadsOfClass[i] : leads[i];
      }
      slopes = BatchRows.where(nearer, slope, slopes);
    }
    return new Boundary(leads, slopes);
  }

  private static boolean[] are(int[] labels, int k) {
    boolean[] equal = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      equal[i] = labels[i] == k;
    }
    return equal;
  }

  /// `z_k - z_y` of each example.
  private static double[] leads(Tensor logits, int[] labels, int k) {
    double[] z = logits.toDoubleArray();
    int classes = logits.size(1);
    double[] leads = new double[labels.length];
    Arrays.setAll(leads, i -> z[i * classes + k] - z[i * classes + labels[i]]);
    return leads;
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
}
