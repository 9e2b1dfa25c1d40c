package scrutable.attacks.evasion;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The first attack on deep networks: minimise distance and loss together, in the box, by L-BFGS, and search
/// for the weight between the two.
///
/// `minimise |x' - x|^2 - c J(x')` over the box, for the smallest `c` at whose minimum the goal is reached.
/// `J` is what attacks climb: minus the cross-entropy of the target, for a target. From `initialWeight` times
/// 10 until a minimum is at the goal, then the middle of the interval in powers, for each example by itself.
///
/// The paper writes `c |r| + loss`, with the weight on the distance: the same minima for `1 / c`. It leaves
/// open whether the distance is squared; squared, it has a gradient at 0. The box is kept by [BoxMinimizer],
/// simpler than the L-BFGS-B that the authors used.
///
/// Source: Szegedy, Zaremba, Sutskever, Bruna, Erhan, Goodfellow and Fergus, "Intriguing properties of neural
/// networks", ICLR 2014, section 4.1.
///
/// @param iterations of L-BFGS for each `c`, at most
/// @param searchSteps how many `c` are tried
/// @param initialWeight the first `c`
/// @param loss what to climb; where the cross-entropy is so sure of itself that its slope rounds to zero, no
///     weight helps, and [AttackLoss#MARGIN] is the better choice
public record BoxConstrainedLbfgs(int iterations, int searchSteps, double initialWeight, AttackLoss loss)
    implements MinimalNormAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a count is below 1 or the first weight not positive
  public BoxConstrainedLbfgs {
    if (iterations < 1 || searchSteps < 1 || !(initialWeight > 0)) {
      throw new IllegalArgumentException("BoxConstrainedLbfgs: iterations and searchSteps must be at least 1"
          + " and initialWeight above 0, not " + iterations + ", " + searchSteps + " and " + initialWeight);
    }
  }

  /// At most 50 iterations for each of 10 weights from 0.01 on, cross-entropy.
  public BoxConstrainedLbfgs() {
    this(50, 10, 0.01, AttackLoss.CROSS_ENTROPY);
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2`
  @Override
  public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("BoxConstrainedLbfgs", Norm.L2);
    NearestImages nearest = new NearestImages(examples.images(), norm);
    double[] fails = new double[examples.count()];                 // the largest weight that is too small
    double[] works = new double[examples.count()];
    double[] weights = new double[examples.count()];
    Arrays.fill(works, Double.POSITIVE_INFINITY);
    Arrays.fill(weights, initialWeight);
    //: code weight
    for (int search = 0; search < searchSteps; search++) {
      boolean[] found = minimise(victim, examples, box, weights, nearest);
      for (int i = 0; i < found.length; i++) {
        if (found[i]) {
          works[i] = weights[i];
        } else {
          fails[i] = weights[i];
        }
        weights[i] = Double.isInfinite(works[i]) ? 10 * weights[i]
            : fails[i] == 0 ? works[i] / 10 : Math.sqrt(fails[i] * works[i]);
      }
    }
    //: end
    return nearest.images();
  }

  /// All minimisations side by side; says which minima are at their goals.
  private boolean[] minimise(WhiteBox victim, Examples examples, Box box, double[] weights,
      NearestImages nearest) {
    double[] originals = examples.images().toDoubleArray();
    int length = originals.length / weights.length;
    BoxMinimizer[] minimizers = new BoxMinimizer[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double[] original = Arrays.copyOfRange(originals, i * length, (i + 1) * length);
      minimizers[i] = new BoxMinimizer(original, box.lo(), box.hi(), iterations);
    }
    boolean[] found = new boolean[weights.length];
    double[] probes = originals.clone();
    while (true) {
      int[] open = IntStream.range(0, found.length).filter(i -> !minimizers[i].done()).toArray();
      if (open.length == 0) {
        return found;
      }
      Examples asked = examples.only(open);
      Tensor points = points(minimizers, open, asked.images());
      asked.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(loss, points, asked.goal());
      boolean[] reached = asked.goal().reached(at.logits());
      double[] losses = at.losses().toDoubleArray();
      double[] slopes = at.gradient().toDoubleArray();
      boolean[] offered = new boolean[found.length];
      for (int k = 0; k < open.length; k++) {
        int i = open[k];
        double[] point = minimizers[i].next();
        System.arraycopy(point, 0, probes, i * length, length);
        offered[i] = reached[k];
        double value = -weights[i] * losses[k];
        double[] gradient = new double[length];
        for (int j = 0; j < length; j++) {
          double change = point[j] - originals[i * length + j];
          value += change * change;
          gradient[j] = 2 * change - weights[i] * slopes[k * length + j];
        }
        if (minimizers[i].tell(value, gradient)) {
          found[i] = reached[k];
        }
      }
      nearest.offer(Tensor.of(probes, examples.images().shape()).to(points.dtype()), offered);
    }
  }

  private static Tensor points(BoxMinimizer[] minimizers, int[] open, Tensor like) {
    int length = Shape.elementCount(like.shape()) / open.length;
    double[] points = new double[open.length * length];
    for (int k = 0; k < open.length; k++) {
      System.arraycopy(minimizers[open[k]].next(), 0, points, k * length, length);
    }
    return Tensor.wrap(points, like.shape()).to(like.dtype());
  }
}
