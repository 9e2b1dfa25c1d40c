package scrutable.attacks.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

//: hide 6.5
//: instead /// Examples that pull like a lie: images with their right labels, changed a little, so that training on
//: instead /// them moves the weights as training on the mislabelled target would (task 6.5 measures how far they are
//: instead /// from it).
//: instead ///
//: instead /// The step takes the sign of the gradient, then Adam, then goes back into the ball; its size falls by ten
//: instead /// after 3/8, 5/8 and 7/8 of the steps. The best of several random starts is kept. Geiping et al. 2021,
//: instead /// "Witches' Brew: industrial scale data poisoning via gradient matching", algorithm 1.
//: instead ///
//: instead /// @param surrogates trained on clean data; the mean of their mismatches is minimised
//: instead /// @param steps of each start
//: instead /// @param stepSize of the first steps, in units of the input
//: instead /// @param starts how many random starts
//: instead /// @param ball how far an image may be moved
/// Examples that pull like a lie: images with their right labels, changed a little, so that training on them
/// moves the weights as training on the mislabelled target would.
///
/// With the loss `J` and the weights `theta` of a surrogate that the adversary has trained on clean data, the
/// changes `d` minimise
///
/// `A(d) = 1 - cos(grad_theta J(t, wanted), grad_theta sum_i J(x_i + d_i, y_i))`.
///
/// The gradient of `A` by `d` is a gradient through a gradient: the first one is computed with its graph kept
/// ([Gradients.Options#CREATE_GRAPH]), and then differentiated like anything else. Where every step of training
/// that descends the poisons' loss also descends the target's, the target is learned without ever being shown.
///
/// The step takes the sign of the gradient, then Adam, then goes back into the ball; its size falls by ten after
/// 3/8, 5/8 and 7/8 of the steps. The best of several random starts is kept. Geiping et al. 2021, "Witches' Brew:
/// industrial scale data poisoning via gradient matching", algorithm 1.
///
/// @param surrogates trained on clean data; the mean of their `A` is minimised
/// @param steps of each start
/// @param stepSize of the first steps, in units of the input
/// @param starts how many random starts
/// @param ball how far an image may be moved
//: end
public record GradientMatching(List<Module> surrogates, int steps, double stepSize, int starts, Ball ball)
    implements Poison<Dataset, ChosenTargets> {
  /// Keeps the cosine of a gradient that is zero from being 0/0.
  private static final double TINY = 1e-20;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no surrogate, step or start
  public GradientMatching {
    surrogates = List.copyOf(surrogates);
    if (surrogates.isEmpty() || steps < 1 || starts < 1 || !(stepSize > 0)) {
      throw new IllegalArgumentException("GradientMatching: at least one surrogate, step and start and a positive"
          + " step size are needed, not " + surrogates.size() + ", " + steps + ", " + starts + " and " + stepSize);
    }
  }

  /// What a match came to.
  ///
  /// @param images changed, `(N, ...)`
  /// @param mismatch `A` of these images, from 0 (the same direction) to 2 (the opposite)
  record Match(Tensor images, double mismatch) {}

  /// Changes, for each target, examples of the wanted class: those whose own gradients are most like the
  /// target's would be best, but any will do, so they are drawn at random. They keep their labels.
  @Override
  public Poisoned<Dataset> craft(Dataset clean, ChosenTargets goal, Budget budget, Rng rng) {
    int each = budget.perPart(goal.count());
    int[] labels = clean.labels().toIntArray();
    boolean[] taken = new boolean[labels.length];
    Dataset poisoned = clean;
    for (int target = 0; target < (each == 0 ? 0 : goal.count()); target++) {
      int wanted = goal.wanted(target);
      int[] free = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted && !taken[i]).toArray();
      if (free.length < each) {
        throw new IllegalArgumentException("GradientMatching: the budget asks for " + each + " examples of class "
            + wanted + ", but only " + free.length + " are left");
      }
      Rng own = rng.split(target);
      int[] places = IntStream.of(own.split("bases").sampleWithoutReplacement(free.length, each))
          .map(i -> free[i]).toArray();
      IntStream.of(places).forEach(i -> taken[i] = true);
      Dataset bases = clean.select(places);
      Match best = match(bases.inputs(), bases.labels(), goal.only(target), own.split("starts"));
      poisoned = Neighbours.replaceInputs(poisoned, places, best.images);
    }
    return Poisoned.of(clean, poisoned, budget, "gradient matching");
  }

  /// The best match of all starts, for one target.
  Match match(Tensor originals, Tensor labels, ChosenTargets target, Rng rng) {
    List<List<Variable>> wanted = new ArrayList<>();
    for (Module surrogate : surrogates) {
      wanted.add(weightGradients(surrogate, Variable.constant(target.inputs()), target.wanted(), false));
    }
    Match best = null;
    for (int start = 0; start < starts; start++) {
      Tensor from = ball.norm().randomIn(ball.eps(), originals.dtype(), rng.split(start), originals.shape());
      Match found = descend(originals, labels, ball.project(originals, originals.add(from)), wanted);
      best = best == null || found.mismatch < best.mismatch ? found : best;
    }
    return best;
  }

  private Match descend(Tensor originals, Tensor labels, Tensor start, List<List<Variable>> wanted) {
    Parameter images = new Parameter(start);
    Adam adam = new Adam(List.of(images), stepSize);
    Tensor now = start;
    Match best = new Match(now, Double.POSITIVE_INFINITY);
    for (int step = 0; step < steps; step++) {
      if (step == steps * 3 / 8 || step == steps * 5 / 8 || step == steps * 7 / 8) {
        adam.setLearningRate(adam.learningRate() / 10);
      }
      Variable mismatch = mismatch(images, labels, wanted);
      if (mismatch.item() < best.mismatch) {
        best = new Match(now, mismatch.item());
      }
      Tensor gradient = Gradients.of(mismatch, images).get(images);
      adam.step(Gradients.ofTensors(Map.of(images, gradient.map(UnaryFunction.SIGN))));
      now = ball.project(originals, images.value());
      images.assign(now);
    }
    return best;
  }

  //: code mismatch
  //: hide 6.5
  //: instead /// How far the direction in which these images move the weights is from the wanted one: from 0 (the same)
  //: instead /// to 2 (the opposite), the mean over the surrogates, with its graph (task 6.5).
  //: instead ///
  //: instead /// @param images `(N, ...)`, with respect to which it can be differentiated
  //: instead /// @param labels the class of each, `int32 (N,)`
  //: instead /// @param wanted for each surrogate, the wanted gradient of each of its parameters
  /// The mean of `A` over the surrogates, with its graph. Each gradient is one long vector over all weights of a
  /// network, and one that is zero has the cosine 0 with everything.
  ///
  /// @param images `(N, ...)`, with respect to which it can be differentiated
  /// @param labels the class of each, `int32 (N,)`
  /// @param wanted for each surrogate, the wanted gradient of each of its parameters
  //: end
  public Variable mismatch(Variable images, Tensor labels, List<List<Variable>> wanted) {
    //: task 6.5
    Variable sum = Variable.constant(Tensor.zeros(images.dtype()));
    for (int i = 0; i < surrogates.size(); i++) {
      List<Variable> own = weightGradients(surrogates.get(i), images, labels, true);
      List<Variable> goal = wanted.get(i);
      Variable cosine = dot(own, goal).div(dot(own, own).mul(dot(goal, goal)).add(TINY).sqrt());
      Variable away = cosine.neg().add(1);
      sum = sum.add(away);
    }
    return sum.div(surrogates.size());
    //: end
  }
  //: end

  /// The gradient of the loss of these images by all weights of a network in evaluation mode.
  ///
  /// @param createGraph whether the gradients can be differentiated again
  static List<Variable> weightGradients(Module network, Variable images, Tensor labels, boolean createGraph) {
    return network.evaluating(() -> {
      Variable loss = Losses.crossEntropy(network.forward(images), labels);
      Gradients gradients = Gradients.of(loss, network.parameters(), new Gradients.Options(createGraph, false));
      return network.parameters().stream().map(gradients::variable).toList();
    });
  }

  /// The inner product of two gradients: the sum over all elements of all parameters.
  private static Variable dot(List<Variable> a, List<Variable> b) {
    Variable sum = a.getFirst().mul(b.getFirst()).sum();
    for (int i = 1; i < a.size(); i++) {
      sum = sum.add(a.get(i).mul(b.get(i)).sum());
    }
    return sum;
  }
}
