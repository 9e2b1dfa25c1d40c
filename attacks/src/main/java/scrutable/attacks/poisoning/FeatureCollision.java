package scrutable.attacks.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Examples that look like one class and feel like another: images `p` of the wanted class, with their right
/// label, moved until the frozen layers `f` cannot tell them from the target `t`,
///
/// `p = argmin |f(p) - f(t)|^2 + beta / 2 |p - b|^2`, where `b` is the image before. (The paper writes `beta`;
/// its algorithm, which is this one, has its fixed point at `beta / 2`.)
///
/// A last layer trained on such features must call the target by the label of `p`: nobody has told a lie. It
/// works on transfer learning, where the adversary knows the features and they do not move; a victim that
/// trains all its layers moves them away.
///
/// Each step goes down the first term, then the exact minimum of the second near there ("forward-backward
/// splitting"), then back into the ball. Shafahi et al. 2018, "Poison frogs! Targeted clean-label poisoning
/// attacks on neural networks", algorithm 1; the ball is ours, so that "looks like" has a number.
///
/// @param features the frozen layers: images `(N, ...)` to features `(N, F)`
/// @param beta how strongly the image is pulled back to what it was
/// @param steps how many gradients
/// @param stepSize of the first term
/// @param ball how far an image may be moved
public record FeatureCollision(Module features, double beta, int steps, double stepSize, Ball ball)
    implements Poison<Dataset, ChosenTargets> {
  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if `beta` is negative, or there are no steps of a positive size
  public FeatureCollision {
    if (!(beta >= 0) || steps < 1 || !(stepSize > 0)) {
      throw new IllegalArgumentException("FeatureCollision: beta must not be negative, steps and stepSize must be"
          + " positive, but they are " + beta + ", " + steps + " and " + stepSize);
    }
  }

  /// Moves, for each target, the examples of the wanted class whose features are nearest already. They stay in
  /// their places and keep their labels. The targets share the budget evenly.
  @Override
  public Poisoned<Dataset> craft(Dataset clean, ChosenTargets goal, Budget budget, Rng rng) {
    int each = budget.perPart(goal.count());
    int[] places = bases(clean, goal, each);
    if (places.length == 0) {
      return Poisoned.of(clean, clean, budget, "feature collision");
    }
    Tensor originals = Indexing.select(clean.inputs(), 0, Tensor.ofInts(places, places.length));
    int[] targetOf = IntStream.range(0, places.length).map(i -> i / each).toArray();
    Tensor wanted = Indexing.select(featuresOf(goal.inputs()), 0, Tensor.ofInts(targetOf, places.length));
    Dataset poisoned = Neighbours.replaceInputs(clean, places, collide(originals, wanted));
    return Poisoned.of(clean, poisoned, budget, "feature collision");
  }

  /// The examples to move, `each` in a row for each target; none serves two targets.
  private int[] bases(Dataset clean, ChosenTargets goal, int each) {
    int[] labels = clean.labels().toIntArray();
    Tensor all = featuresOf(clean.inputs());
    Tensor targets = featuresOf(goal.inputs());
    boolean[] taken = new boolean[labels.length];
    List<Integer> places = new ArrayList<>();
    for (int target = 0; target < goal.count(); target++) {
      int wanted = goal.wanted(target);
      IntPredicate free = i -> labels[i] == wanted && !taken[i];
      for (int i : Neighbours.nearest(all, targets.slice(0, target, target + 1), each, free)) {
        taken[i] = true;
        places.add(i);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  //: code collide
  /// Moves images `(N, ...)` until their features are `wanted`, `(N, F)`, as nearly as ball and `beta` allow.
  Tensor collide(Tensor originals, Tensor wanted) {
    return features.evaluating(() -> {
      Tensor images = originals;
      for (int step = 0; step < steps; step++) {
        Variable moving = Variable.tracked(images);
        Variable distance = features.forward(moving).sub(Variable.constant(wanted)).square().sum();
        Tensor forward = images.sub(Gradients.of(distance, moving).get(moving).mul(stepSize));
        Tensor backward = forward.add(originals.mul(stepSize * beta)).div(1 + stepSize * beta);
        images = ball.project(originals, backward);
      }
      return images;
    });
  }
  //: end

  private Tensor featuresOf(Tensor images) {
    return features.evaluating(() -> Graph.withoutRecording(() -> features.forward(images).value()));
  }
}
