package scrutable.nn.semisupervised;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// MixMatch: guesses averaged over views and sharpened, then everything mixed with everything.
///
/// ```
/// q  = sharpen(mean over views of p(weak(u)), T)          the guess, one for all views of u
/// X' = MixUp of (weak(x), y) with W, U' = MixUp of (weak(u), q) with W        W: all of both, shuffled
/// L  = CE over X' + w(t) mean over U' of mean_k (q' - p(u'))_k^2
/// ```
///
/// `w(t)` grows in a line over the first part of the steps.
///
/// Berthelot et al. 2019, "MixMatch: a holistic approach to semi-supervised learning", algorithm 1 and
/// equations 2 to 5.
///
/// @param views of each unlabelled example, 2 in the paper
/// @param temperature of the sharpening, 0.5 in the paper
/// @param alpha of MixUp, 0.75 in the paper
/// @param weight of the unlabelled part in the end, 75 or 100 in the paper
/// @param ramp the share of the steps over which the weight grows
public record MixMatch(int views, double temperature, double alpha, double weight, double ramp)
    implements GradientLearner {

  /// The constants of the paper; the weight grows over the first 40 % of the steps.
  public MixMatch() {
    this(2, 0.5, 0.75, 75, 0.4);
  }

  @Override
  public String name() {
    return "MixMatch";
  }

  @Override
  public Variable loss(TrainingStep step) {
    Pairs pairs = pairs(step);
    int labelled = step.labelled().size();
    Pairs mixed = mix(pairs, step);
    Variable logits = step.logits(mixed.inputs);
    int all = logits.size(0);
    Tensor known = mixed.targets.slice(0, 0, labelled);
    Tensor guessed = mixed.targets.slice(0, labelled, all);
    Variable supervised = Losses.crossEntropy(logits.slice(0, 0, labelled), known);
    Variable answers = Functions.softmax(logits.slice(0, labelled, all));
    Variable distance = answers.sub(Variable.constant(guessed)).square().mean();
    return supervised.add(distance.mul(weight * Math.min(step.progress() / ramp, 1)));
  }

  /// Inputs `(N, ...)` and targets `(N, K)`, the labelled ones first.
  private record Pairs(Tensor inputs, Tensor targets) {}

  private Pairs pairs(TrainingStep step) {
    Tensor[] inputs = new Tensor[views + 1];
    Tensor[] targets = new Tensor[views + 1];
    inputs[0] = step.weakly(step.labelled().inputs());
    Tensor sum = null;
    for (int view = 1; view <= views; view++) {
      inputs[view] = step.weakly(step.unlabelled());
      Tensor p = step.probabilities(inputs[view]);
      sum = sum == null ? p : sum.add(p);
    }
    Tensor guess = Confidence.sharpen(sum.div(views), temperature);
    targets[0] = Indexing.oneHot(step.labelled().labels(), guess.size(1), guess.dtype());
    for (int view = 1; view <= views; view++) {
      targets[view] = guess;
    }
    return new Pairs(Joining.concat(0, inputs), Joining.concat(0, targets));
  }

  private Pairs mix(Pairs pairs, TrainingStep step) {
    int count = pairs.inputs.size(0);
    Tensor partners = Tensor.wrap(step.rng().permutation(count), count);
    MixUp mixUp = MixUp.draw(count, alpha, step.rng());
    return new Pairs(mixUp.of(pairs.inputs, Indexing.select(pairs.inputs, 0, partners)),
        mixUp.of(pairs.targets, Indexing.select(pairs.targets, 0, partners)));
  }
}
