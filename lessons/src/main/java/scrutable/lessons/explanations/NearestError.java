package scrutable.lessons.explanations;

import java.util.Arrays;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// How far the nearest error of a classifier is, in L2: an upper bound, since a better search might find a
/// nearer one.
final class NearestError {
  private static final int STEPS = 100;
  private static final double RAY_STEP = 0.25;
  private static final int RAY_STEPS = 160;

  private NearestError() {}

  /// By an attack that looks for the smallest change; NaN where it found none.
  static double[] byGradients(Classifier victim, Dataset images, Rng rng) {
    double[] distances = new DecoupledDirectionNorm(STEPS).run(victim, images.inputs(),
        new Untargeted(images.labels()), Norm.L2, Box.unbounded(), rng).distances();
    return Arrays.stream(distances)
        .map(distance -> Double.isFinite(distance) ? distance : Double.NaN).toArray();
  }

  /// The first error on the way in a random direction, looked for in steps of a quarter up to 40; 40 where
  /// there is none.
  static double[] alongRandomRays(DecisionAccess victim, Dataset images, Rng rng) {
    int[] labels = images.labels().toIntArray();
    double[] distances = new double[labels.length];
    for (int i = 0; i < distances.length; i++) {
      Tensor image = images.inputs().slice(0, i, i + 1);
      Tensor direction = Norm.L2.steepest(rng.split(i).normal(image.shape()));
      int[] answers = victim.labels(image.add(direction.mul(lengths())));
      int step = 0;
      while (step < RAY_STEPS - 1 && answers[step] == labels[i]) {
        step++;
      }
      distances[i] = RAY_STEP * (step + 1);
    }
    return distances;
  }

  private static Tensor lengths() {
    double[] lengths = new double[RAY_STEPS];
    Arrays.setAll(lengths, step -> RAY_STEP * (step + 1));
    return Tensor.wrap(lengths, RAY_STEPS, 1, 1, 1).to(DType.FLOAT32);
  }
}
