package scrutable.lessons.explanations.dimpledmanifold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.Confined;
import scrutable.lessons.figure.Picture;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.SlabsInAPlane;
import scrutable.tensor.Tensor;

/// Looks at a network while it learns: how far the boundary is from the points, and what it looks like in a
/// slice at right angles to the plane of the data.
final class DimpledManifoldFilm implements DimpledManifoldExperiment.Onlooker {
  private static final int LOOK_EVERY = 20;
  private static final List<Long> PICTURED = List.of(0L, 20L, 100L, (long) DimpledManifoldExperiment.STEPS);
  private static final int SIDE = 72;
  private static final double REACH = 1.5;                         // in units of the scale of the slabs

  /// One frame.
  ///
  /// @param step  how many steps of training before it
  /// @param slice across: `u1` in the plane, from -1.5 to 1.5 times the scale of the slabs; up: the steepest
  ///     direction off the plane, likewise
  record Frame(long step, Picture slice) {}

  private final List<Long> steps = new ArrayList<>();
  private final List<Double> on = new ArrayList<>();
  private final List<Double> off = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();

  @Override
  public void look(SlabsInAPlane slabs, Module network, long step) {
    if (step % LOOK_EVERY == 0) {
      steps.add(step);
      on.add(medianDistance(slabs, network, true));
      off.add(medianDistance(slabs, network, false));
    }
    if (PICTURED.contains(step)) {
      frames.add(new Frame(step, slice(slabs, network)));
    }
  }

  double[] steps() {
    return steps.stream().mapToDouble(Long::doubleValue).toArray();
  }

  /// The median distance within the plane, as it looks from the points: lead over slope.
  double[] on() {
    return on.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The same at right angles to the plane.
  double[] off() {
    return off.stream().mapToDouble(Double::doubleValue).toArray();
  }

  List<Frame> frames() {
    return List.copyOf(frames);
  }

  /// Of the network taken for linear at each point: `|z_1 - z_0| / |slope|`.
  private static double medianDistance(SlabsInAPlane slabs, Module network, boolean manifold) {
    Dataset points = slabs.test().take(100);
    WhiteBox.LossGradient at = lead(new Confined(Classifier.of(network), slabs.basis(), manifold), points.inputs());
    double[] leads = at.losses().toDoubleArray();
    double[] slopes = Norm.L2.of(at.gradient());
    double[] distances = new double[leads.length];
    Arrays.setAll(distances, i -> Math.abs(leads[i]) / slopes[i]);
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }

  /// By how much class 1 leads, and its gradient.
  private static WhiteBox.LossGradient lead(WhiteBox victim, Tensor inputs) {
    int[] ones = new int[inputs.size(0)];
    Arrays.fill(ones, 1);
    return victim.lossGradient(AttackLoss.MARGIN, inputs, Targeted.of(ones));
  }

  /// The lead of class 1 over the slice, through the middle of the plane, along the direction off the plane that
  /// is steepest on average over the points.
  private static Picture slice(SlabsInAPlane slabs, Module network) {
    Classifier victim = Classifier.of(network);
    Tensor slopes = lead(new Confined(victim, slabs.basis(), false), slabs.test().take(100).inputs()).gradient();
    Tensor upwards = Norm.L2.steepest(slopes.sum(true, 0));                       // (1, D)
    Tensor across = slabs.basis().select(1, 0).unsqueeze(0);                      // (1, D)
    float[] places = new float[2 * SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        places[2 * (row * SIDE + column)] = (float) (REACH * (2.0 * column / (SIDE - 1) - 1));
        places[2 * (row * SIDE + column) + 1] = (float) (REACH * (1 - 2.0 * row / (SIDE - 1)));
      }
    }
    Tensor plane = Tensor.wrap(places, SIDE * SIDE, 2).mul(slabs.scale());
    Tensor inputs = plane.slice(1, 0, 1).mul(across).add(plane.slice(1, 1, 2).mul(upwards));
    Tensor logits = victim.logits(inputs);
    float[] leads = logits.select(1, 1).sub(logits.select(1, 0)).toFloatArray();
    markData(leads);
    return Picture.signed(leads, 1, SIDE, SIDE, 2);
  }

  /// The two slabs, seen from the side, as white strokes in the middle row.
  private static void markData(float[] leads) {
    for (int column = 0; column < SIDE; column++) {
      double place = Math.abs(REACH * (2.0 * column / (SIDE - 1) - 1));
      if (place >= 0.5 && place <= 1) {
        leads[SIDE / 2 * SIDE + column] = 0;
        leads[(SIDE / 2 - 1) * SIDE + column] = 0;
      }
    }
  }
}
