package scrutable.attacks.physical;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Stickers on an object (RP2): a printable change, within a mask, that survives changing views.
///
/// With the object's surface `x`, the mask `M` and the paint `s`, what hangs by the road is `x + M (s - x)`.
/// The paint minimises
///
/// `weight |M (s - x)|_p + printability sum_M NPS(s) + mean_view CE(f(view(x + M (s - x))), target)`
///
/// where a view is one picture a camera might take of that surface ([Transform]), drawn anew in each step,
/// and NPS is [Palette#nonPrintability]. The paper first places the mask with the L1 norm, which leaves few
/// pixels changed, and then optimises the paint within it with L2; [#mostChanged] is the step in between.
///
/// Source: Eykholt, Evtimov, Fernandes, Li, Rahmati, Xiao, Prakash, Kohno and Song, "Robust physical-world
/// attacks on deep learning visual classification", CVPR 2018, section 3, equation 3.
///
/// @param norm L1 or L2, of the change
/// @param weight of the norm
/// @param printability weight of the non-printability score
/// @param steps of Adam
/// @param learningRate of Adam
/// @param views per step
public record RobustPhysicalPerturbation(Norm norm, double weight, double printability, int steps,
    double learningRate, int views) {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a weight is negative, a number is not positive, or the norm is LINF
  public RobustPhysicalPerturbation {
    if (norm == Norm.LINF || !(weight >= 0) || !(printability >= 0) || steps < 1 || views < 1
        || !(learningRate > 0)) {
      throw new IllegalArgumentException("RobustPhysicalPerturbation: needed are L1 or L2, weights >= 0 and"
          + " positive steps, learningRate and views, not " + norm + ", " + weight + ", " + printability
          + ", " + steps + ", " + learningRate + ", " + views);
    }
  }

  /// Paints the object: its surface with stickers, `(1, C, H, W)`, in the box and unchanged outside the mask.
  ///
  /// @param object the surface, `(1, C, H, W)`
  /// @param mask `(1, 1, H, W)`, 0 or 1: where stickers may be
  /// @param world the views to be fooled; disjoint from those on which the result is judged
  public Tensor paint(WhiteBox victim, Tensor object, Tensor mask, Palette palette, int target,
      RandomTransform world, Box box, Rng rng) {
    requireMask(object, mask);
    box.require(object);
    Parameter paint = new Parameter(object);
    Adam adam = new Adam(List.of(paint), learningRate);
    int[] targets = new int[views];
    Arrays.fill(targets, target);
    for (int step = 0; step < steps; step++) {
      Tensor climb = seen(victim, object, mask, paint, Targeted.of(targets), world, rng);
      Tensor cost = cost(object, mask, paint, palette);
      adam.step(Gradients.ofTensors(Map.of(paint, cost.sub(climb))));
      paint.assign(box.clip(paint.value()));
    }
    return stick(Variable.constant(object), mask, Variable.constant(paint.value())).value();
  }

  /// The `share` of the pixels that a painting changed most, as a mask `(1, 1, H, W)`: ties go to the earlier
  /// pixel.
  public static Tensor mostChanged(Tensor object, Tensor painted, double share) {
    double[] changes = painted.sub(object).abs().sum(true, 1).toDoubleArray();
    int keep = (int) StrictMath.rint(share * changes.length);
    double[] mask = new double[changes.length];
    for (int kept = 0; kept < keep; kept++) {
      int most = 0;
      for (int i = 1; i < changes.length; i++) {
        most = changes[i] > changes[most] ? i : most;
      }
      mask[most] = 1;
      changes[most] = Double.NEGATIVE_INFINITY;
    }
    return Tensor.wrap(mask, 1, 1, object.size(2), object.size(3)).to(object.dtype());
  }

  //: code objective
  /// The gradient of the mean attack loss over some views.
  private Tensor seen(WhiteBox victim, Tensor object, Tensor mask, Parameter paint, Targeted goal,
      RandomTransform world, Rng rng) {
    Variable surface = stick(Variable.constant(object), mask, paint);
    Variable[] pictures = new Variable[views];
    Arrays.setAll(pictures, view -> world.draw(rng).apply(surface));
    Variable all = Variable.concat(0, pictures);
    Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, all.value(), goal).gradient();
    return ExpectationOverTransformation.pullBack(gradient.div(views), all, paint);
  }

  private Tensor cost(Tensor object, Tensor mask, Parameter paint, Palette palette) {
    Variable change = paint.sub(Variable.constant(object)).mul(Variable.constant(mask));
    Variable size = norm == Norm.L1 ? change.abs().sum() : change.square().sum().add(1e-12).sqrt();
    Variable ink = palette.nonPrintability(paint).mul(Variable.constant(mask)).sum();
    return Gradients.of(size.mul(weight).add(ink.mul(printability)), paint).get(paint);
  }

  private static Variable stick(Variable object, Tensor mask, Variable paint) {
    return paint.where(mask, object);
  }
  //: end

  private static void requireMask(Tensor object, Tensor mask) {
    boolean oneObject = object.rank() == 4 && object.size(0) == 1;
    if (!oneObject || !Arrays.equals(mask.shape(), new int[] {1, 1, object.size(2), object.size(3)})) {
      throw new IllegalArgumentException("RobustPhysicalPerturbation: the object must be (1, C, H, W) and the"
          + " mask (1, 1, H, W), not " + Shape.text(object.shape()) + " and " + Shape.text(mask.shape()));
    }
  }
}
