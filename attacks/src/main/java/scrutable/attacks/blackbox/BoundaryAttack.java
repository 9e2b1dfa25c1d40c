package scrutable.attacks.blackbox;

import java.util.Arrays;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A random walk along the boundary, towards the original: it needs the victim's labels and nothing else.
///
/// It begins at an image that is at its goal and far away. Each step draws a direction at random, goes along
/// the sphere around the original (so that the distance stays), then a little inwards, and is kept if the
/// image is still at the goal. So the distance never grows.
///
/// Both lengths, relative to the distance, adapt by themselves. Along the sphere about half of the points
/// should still be at the goal, for a boundary that looks flat splits small steps evenly; of the steps as a
/// whole, a quarter should succeed.
///
/// Source: Brendel, Rauber and Bethge, "Decision-based adversarial attacks: reliable attacks against black-box
/// machine learning models", ICLR 2018, algorithm 1 and section 2.3.
///
/// @param steps one query each, and another every fifth step, to see how flat the boundary is
/// @param start where to begin
public record BoundaryAttack(int steps, StartingImages start) implements MinimalNormAttack<DecisionAccess> {
  private static final int LOOK_EVERY = 5;
  private static final int LOOKS = 10;
  private static final int TRIES = 20;
  private static final double ADAPT = 1.5;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step
  public BoundaryAttack {
    if (steps < 1) {
      throw new IllegalArgumentException("BoundaryAttack: steps must be at least 1, not " + steps);
    }
  }

  /// Begins at noise, of which at most 100 images are tried.
  public BoundaryAttack(int steps) {
    this(steps, StartingImages.noise(100));
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2`
  @Override
  public Tensor search(DecisionAccess victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("BoundaryAttack", Norm.L2);
    Tensor originals = examples.images();
    Tensor current = start.find(victim, examples, box);
    double[] distances = norm.of(current.sub(originals));
    Walker[] walkers = new Walker[examples.count()];
    Arrays.setAll(walkers, i -> new Walker(examples.random(i).split("walk")));
    boolean[] failed = new boolean[walkers.length];
    for (int i = 0; i < failed.length; i++) {
      failed[i] = distances[i] == 0;
    }
    int[] rows = BatchRows.open(failed);
    if (rows.length == 0) {
      return originals;
    }
    Examples walking = examples.only(rows);
    Tensor walked = walk(victim, walking, BatchRows.select(current, rows),
        Arrays.stream(rows).mapToObj(i -> walkers[i]).toArray(Walker[]::new), box);
    return BatchRows.replace(originals, rows, walked);
  }

  private Tensor walk(DecisionAccess victim, Examples examples, Tensor from, Walker[] walkers, Box box) {
    Tensor originals = examples.images();
    Tensor current = from;
    double[] distances = Norm.L2.of(current.sub(originals));
    for (int step = 0; step < steps; step++) {
      Tensor onSphere = box.clip(alongSphere(originals, current, walkers));
      if (step % LOOK_EVERY == 0) {
        examples.countQuery();
        boolean[] reached = examples.goal().reached(victim.labels(onSphere));
        for (int i = 0; i < walkers.length; i++) {
          walkers[i].look(reached[i]);
        }
      }
      Tensor candidates = box.clip(inwards(originals, onSphere, distances, walkers));
      examples.countQuery();
      boolean[] better = examples.goal().reached(victim.labels(candidates));
      double[] candidateDistances = Norm.L2.of(candidates.sub(originals));
      for (int i = 0; i < walkers.length; i++) {
        walkers[i].step(better[i]);
        better[i] &= candidateDistances[i] < distances[i];
        distances[i] = better[i] ? candidateDistances[i] : distances[i];
      }
      current = BatchRows.where(better, candidates, current);
    }
    return current;
  }

  /// A step at right angles to the way to the original, brought back to the sphere: with `e` at right angles
  /// to `d` and of length `s |d|`, the point `x0 + (d + e) / sqrt(1 + s^2)`.
  private static Tensor alongSphere(Tensor originals, Tensor current, Walker[] walkers) {
    double[] d = current.sub(originals).toDoubleArray();
    int length = d.length / walkers.length;
    double[] moved = new double[d.length];
    for (int i = 0; i < walkers.length; i++) {
      double[] way = Arrays.copyOfRange(d, i * length, (i + 1) * length);
      double[] sideways = new double[length];
      Rng random = walkers[i].random;
      Arrays.setAll(sideways, j -> random.nextGaussian());
      double squared = dot(way, way);
      double share = squared == 0 ? 0 : dot(sideways, way) / squared;
      Arrays.setAll(sideways, j -> sideways[j] - share * way[j]);
      double size = walkers[i].sideways;
      double factor = size * Math.sqrt(squared / Math.max(dot(sideways, sideways), Double.MIN_NORMAL));
      for (int j = 0; j < length; j++) {
        moved[i * length + j] = (way[j] + factor * sideways[j]) / Math.sqrt(1 + size * size);
      }
    }
    return originals.add(Tensor.wrap(moved, originals.shape()).to(originals.dtype()));
  }

  /// Towards the original, to `1 - inwards` of the distance before the step.
  private static Tensor inwards(Tensor originals, Tensor onSphere, double[] distances, Walker[] walkers) {
    Tensor change = onSphere.sub(originals);
    double[] now = Norm.L2.of(change);
    double[] factors = new double[now.length];
    Arrays.setAll(factors, i -> now[i] == 0 ? 0
        : Math.min(1, (1 - walkers[i].inwards) * distances[i] / now[i]));
    return originals.add(change.mul(BatchRows.column(factors, change)));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /// The random stream of one example, its two lengths, and how it has fared lately.
  private static final class Walker {
    private final Rng random;
    private double sideways = 0.1;
    private double inwards = 0.1;
    private int looks;
    private int looksAtGoal;
    private int tries;
    private int successes;

    Walker(Rng random) {
      this.random = random;
    }

    void look(boolean atGoal) {
      looksAtGoal += atGoal ? 1 : 0;
      if (++looks == LOOKS) {
        sideways *= looksAtGoal > 0.5 * LOOKS ? ADAPT : looksAtGoal < 0.2 * LOOKS ? 1 / ADAPT : 1;
        sideways = Math.min(sideways, 1);
        looks = 0;
        looksAtGoal = 0;
      }
    }

    void step(boolean success) {
      successes += success ? 1 : 0;
      if (++tries == TRIES) {
        inwards *= successes > 0.25 * TRIES ? ADAPT : successes < 0.1 * TRIES ? 1 / ADAPT : 1;
        inwards = Math.min(inwards, 0.5);
        tries = 0;
        successes = 0;
      }
    }
  }
}
