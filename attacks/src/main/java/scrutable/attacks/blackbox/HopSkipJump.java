package scrutable.attacks.blackbox;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Estimates the direction of the boundary from labels alone, hops, and returns to the boundary.
///
/// On the boundary, the labels of points nearby say on which side they are. The mean of random directions,
/// each with the sign of its side, points across the boundary at right angles. Round `t`:
///
/// 1. ask about `sqrt(t) samples` points around `x`, and take the mean direction `v`, less its bias;
/// 2. hop: `x + s v`, with `s = |x - x0| / sqrt(t)`, halved until the goal is reached;
/// 3. return: halve the interval between the original and there, down to the boundary.
///
/// The nearest image of all rounds is the result, so more rounds never do worse.
///
/// Source: Chen, Jordan and Wainwright, "HopSkipJumpAttack: a query-efficient decision-based attack", IEEE S&P
/// 2020, algorithm 2, equations 9 to 16.
///
/// @param rounds how often direction, hop and return
/// @param samples points asked about in the first round
/// @param start where to begin
public record HopSkipJump(int rounds, int samples, StartingImages start)
    implements MinimalNormAttack<DecisionAccess> {
  private static final int HALVINGS = 25;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no round, or fewer than two samples
  public HopSkipJump {
    if (rounds < 1 || samples < 2) {
      throw new IllegalArgumentException("HopSkipJump: rounds must be at least 1 and samples at least 2, not "
          + rounds + " and " + samples);
    }
  }

  /// Begins at noise, of which at most 100 images are tried; 100 samples in the first round.
  public HopSkipJump(int rounds) {
    this(rounds, 100, StartingImages.noise(100));
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2` or `LINF`
  @Override
  public Tensor search(DecisionAccess victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("HopSkipJump", Norm.L2, Norm.LINF);
    Tensor starts = start.find(victim, examples, box);
    double[] distances = norm.of(starts.sub(examples.images()));
    Tensor[] found = new Tensor[examples.count()];
    for (int i = 0; i < found.length; i++) {
      Tensor begin = starts.slice(0, i, i + 1);
      found[i] = distances[i] == 0 ? begin
          : new Hunt(victim, examples.only(i), norm, box).nearest(begin, rounds, samples);
    }
    return Joining.concat(0, found);
  }

  /// The search for one image `(1, ...)`.
  private static final class Hunt {
    private final DecisionAccess victim;
    private final Examples example;
    private final Tensor original;
    private final Norm norm;
    private final Box box;
    private final Rng random;
    private final int length;

    Hunt(DecisionAccess victim, Examples example, Norm norm, Box box) {
      this.victim = victim;
      this.example = example;
      this.original = example.images();
      this.norm = norm;
      this.box = box;
      this.random = example.random(0).split("hop");
      this.length = Shape.elementCount(original.shape());
    }

    Tensor nearest(Tensor begin, int rounds, int samples) {
      Tensor current = toBoundary(begin);
      Tensor best = current;
      double bestDistance = distance(current);
      for (int round = 1; round <= rounds; round++) {
        double distance = distance(current);
        double radius = round == 1 ? 0.1 * width() : sampleRadius(distance);
        int count = (int) Math.min(samples * Math.sqrt(round), 100.0 * samples);
        Tensor direction = direction(current, radius, count);
        current = toBoundary(hop(current, direction, distance / Math.sqrt(round)));
        double now = distance(current);
        if (now < bestDistance) {
          best = current;
          bestDistance = now;
        }
      }
      return best;
    }

    private double width() {
      return Double.isFinite(box.hi() - box.lo()) ? box.hi() - box.lo() : 1;
    }

    private double distance(Tensor image) {
      return norm.of(image.sub(original))[0];
    }

    private double sampleRadius(double distance) {
      return norm == Norm.L2 ? distance / length : distance / length * Math.sqrt(length);
    }

    private boolean[] atGoal(Tensor images) {
      int count = images.size(0);
      example.countQueries(count);
      int[] same = new int[count];
      return example.goal().only(same).reached(victim.labels(images));
    }

    /// The mean of directions, each with the sign of its side; less the mean sign, which carries no direction
    /// but much noise (equation 16).
    private Tensor direction(Tensor current, double radius, int count) {
      double[] noise = new double[count * length];
      for (int b = 0; b < count; b++) {
        double squared = 0;
        for (int j = b * length; j < (b + 1) * length; j++) {
          noise[j] = norm == Norm.L2 ? random.nextGaussian() : 2 * random.nextDouble() - 1;
          squared += noise[j] * noise[j];
        }
        for (int j = b * length; j < (b + 1) * length; j++) {
          noise[j] /= Math.sqrt(squared);
        }
      }
      int[] shape = original.shape();
      shape[0] = count;
      Tensor points = box.clip(current.add(Tensor.wrap(noise, shape).to(original.dtype()).mul(radius)));
      boolean[] sides = atGoal(points);
      double[] signs = new double[count];
      Arrays.setAll(signs, b -> sides[b] ? 1 : -1);
      double mean = Arrays.stream(signs).sum() / count;
      boolean oneSided = Math.abs(mean) == 1;
      Arrays.setAll(signs, b -> oneSided ? signs[b] : signs[b] - mean);
      Tensor changes = points.sub(current);
      Tensor sum = changes.mul(BatchRows.column(signs, changes)).sum(true, 0);
      return norm.steepest(sum);
    }

    private Tensor hop(Tensor current, Tensor direction, double firstLength) {
      double hop = firstLength;
      for (int halving = 0; halving < HALVINGS; halving++) {
        Tensor candidate = box.clip(current.add(direction.mul(hop)));
        if (atGoal(candidate)[0]) {
          return candidate;
        }
        hop /= 2;
      }
      return current;
    }

    /// The nearest image at the goal on the way from the original: straight in `L2`, by ever larger balls
    /// around the original in `LINF`.
    private Tensor toBoundary(Tensor image) {
      double far = norm == Norm.L2 ? 1 : distance(image);
      double tolerance = far / length / Math.sqrt(length);
      double near = 0;
      Tensor best = image;
      while (far - near > tolerance) {
        double middle = (near + far) / 2;
        Tensor candidate = between(image, middle);
        if (atGoal(candidate)[0]) {
          far = middle;
          best = candidate;
        } else {
          near = middle;
        }
      }
      return best;
    }

    private Tensor between(Tensor image, double way) {
      return norm == Norm.L2 ? box.clip(original.add(image.sub(original).mul(way)))
          : new Ball(norm, way, box).project(original, image);
    }
  }
}
