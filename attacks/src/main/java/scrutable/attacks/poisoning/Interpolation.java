package scrutable.attacks.poisoning;

import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

//: hide 6.3
//: instead /// A bridge of examples without labels, from a labelled example `x'` of the wanted class to the target `t`:
//: instead ///
//: instead /// `x_i = (1 - a_i) x' + a_i t`, for `i = 1 .. K`.
//: instead ///
//: instead /// Carlini 2021, "Poisoning the unlabeled dataset of semi-supervised learning", sections 4.1 and 5.1.
//: instead ///
//: instead /// @param labelled the labelled examples of the victim, of which the adversary knows one of each class
/// A bridge of examples without labels, from a labelled example `x'` of the wanted class to the target `t`:
///
/// `x_i = (1 - a_i) x' + a_i t`, for `i = 1 .. K`.
///
/// A semi-supervised learner believes that near examples have the same class; so it labels the bridge from its
/// labelled end, one example by its neighbour, and at last the target. The adversary never writes a label.
///
/// The `a_i` are denser near the labelled end, where the learner must be won over first: they are the K-quantiles
/// of the density `1.5 - a` on [0, 1], at the middle of each of K equal parts. So neither `x'` nor `t` itself is
/// inserted. Carlini 2021, "Poisoning the unlabeled dataset of semi-supervised learning", sections 4.1 and 5.1.
///
/// @param labelled the labelled examples of the victim, of which the adversary knows one of each class
//: end
public record Interpolation(Dataset labelled) implements Poison<Tensor, ChosenTargets> {
  //: code bridge
  /// Adds a bridge to each target from the labelled example of the wanted class that is nearest to it. The
  /// targets share the budget evenly.
  @Override
  public Poisoned<Tensor> craft(Tensor clean, ChosenTargets goal, Budget budget, Rng rng) {
    double[] places = places(budget.perPart(goal.count()));
    Tensor[] parts = new Tensor[1 + places.length * goal.count()];
    parts[0] = clean;
    int next = 1;
    for (int target = 0; target < goal.count(); target++) {
      Tensor from = source(goal, target);
      for (double place : places) {
        parts[next++] = from.mul(1 - place).add(goal.input(target).mul(place));
      }
    }
    return Poisoned.of(clean, Joining.concat(0, parts), budget, "interpolation without labels");
  }
  //: end

  /// The labelled end of the bridge to a target, `(1, ...)`.
  public Tensor source(ChosenTargets goal, int target) {
    int[] labels = labelled.labels().toIntArray();
    int nearest = Neighbours.nearest(labelled.inputs(), goal.input(target), 1,
        i -> labels[i] == goal.wanted(target))[0];
    return labelled.inputs().slice(0, nearest, nearest + 1);
  }

  //: hide 6.3
  //: instead /// How far along the bridge each of `count` examples lies (task 6.3).
  /// How far along the bridge each of `count` examples lies: from the cumulative distribution
  /// `1.5 a - a^2 / 2 = (i - 1/2) / K`.
  //: end
  static double[] places(int count) {
    //: task 6.3
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      places[i] = 1.5 - StrictMath.sqrt(2.25 - 2 * (i + 0.5) / count);
    }
    return places;
    //: end
  }
}
