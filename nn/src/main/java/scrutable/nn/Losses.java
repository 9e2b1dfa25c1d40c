package scrutable.nn;

import java.util.Arrays;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Losses: how wrong predictions are, as a number to be made small.
///
/// Each loss comes twice. The plain name is the mean over the batch, a scalar, ready for
/// [scrutable.autograd.Gradients#of]; `...PerExample` is one number per example, for whoever wants to weigh,
/// sort or add them. Predictions come first and carry the gradient; targets are data.
///
/// ```java
/// Variable loss = Losses.crossEntropy(network.forward(images), labels);
/// ```
public final class Losses {
  /// How far above 0 rounding may lift a log-probability.
  private static final double ROUNDING = 1e-3;

  private Losses() {}

  // Classification

  /// The mean cross-entropy `-log softmax(logits)[label]`, in nats.
  ///
  /// Logits `(..., K)`, raw numbers without softmax; labels either `int32 (...)`, the classes from 0 to K -
  /// 1, or probabilities `(..., K)` ("soft" targets), for which the loss is
  /// `-sum_k target_k log softmax(logits)_k`.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a label is not a class
  public static Variable crossEntropy(Variable logits, Tensor labels) {
    return crossEntropyPerExample(logits, labels).mean();
  }

  /// [#crossEntropy(Variable, Tensor)] of every example: `(...)`.
  public static Variable crossEntropyPerExample(Variable logits, Tensor labels) {
    return Functions.crossEntropyPerExample(logits, targets(logits, labels));
  }

  /// The mean cross-entropy with smoothed labels, `(1 - smoothing) target + smoothing / K`: the network is
  /// told not to be too sure (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7).
  public static Variable crossEntropy(Variable logits, Tensor labels, double smoothing) {
    return crossEntropyPerExample(logits, labels, smoothing).mean();
  }

  /// [#crossEntropy(Variable, Tensor, double)] of every example: `(...)`.
  public static Variable crossEntropyPerExample(Variable logits, Tensor labels, double smoothing) {
    return Functions.crossEntropyPerExample(logits, smooth(targets(logits, labels), smoothing));
  }

  /// The weighted mean of the cross-entropy: each example counts as much as its class,
  /// `sum_n w[label_n] loss_n / sum_n w[label_n]`.
  ///
  /// Soft targets name no class whose weight could be divided by: then the sum of
  /// `-sum_k w_k target_nk log softmax(logits_n)_k` is divided by the number of examples. So one-hot rows and the
  /// classes they stand for have different means; both are as in PyTorch.
  ///
  /// @param classWeights `(K,)`, not negative; for example the reciprocal frequencies of the classes
  public static Variable weightedCrossEntropy(Variable logits, Tensor labels, Tensor classWeights) {
    return weightedCrossEntropy(logits, labels, classWeights, 0);
  }

  /// [#weightedCrossEntropy(Variable, Tensor, Tensor)] with smoothed labels. Each class counts as much as its
  /// weight, `-sum_n,k w_k target_nk log softmax(logits_n)_k`, and the sum is divided as without smoothing, as in
  /// PyTorch.
  public static Variable weightedCrossEntropy(Variable logits, Tensor labels, Tensor classWeights,
      double smoothing) {
    Variable terms = weightedCrossEntropyPerExample(logits, labels, classWeights, smoothing);
    double total = labels.dtype() == DType.INT32
        ? targets(logits, labels).mul(classWeights).sum().item() : terms.value().elementCount();
    if (!(total > 0)) {
      throw new IllegalArgumentException("weightedCrossEntropy: the weights of the labels in this batch add"
          + " up to " + total + "; their mean is not defined");
    }
    return terms.sum().div(total);
  }

  /// The terms of [#weightedCrossEntropy(Variable, Tensor, Tensor, double)] before they are divided: `(...)`.
  public static Variable weightedCrossEntropyPerExample(Variable logits, Tensor labels, Tensor classWeights,
      double smoothing) {
    requireWeights(logits, classWeights);
    Tensor weighted = smooth(targets(logits, labels), smoothing).mul(classWeights);
    return Functions.crossEntropyPerExample(logits, weighted);
  }

  private static void requireWeights(Variable logits, Tensor classWeights) {
    if (classWeights.rank() != 1 || classWeights.size(0) != logits.size(-1)) {
      throw new IllegalArgumentException("weightedCrossEntropy: the weights should be (" + logits.size(-1)
          + ",), one per class of the logits " + Shape.text(logits.shape()) + ", not "
          + Shape.text(classWeights.shape()));
    }
    if (!(classWeights.min().item() >= 0)) {
      throw new IllegalArgumentException("weightedCrossEntropy: weights should not be negative, but the least is "
          + classWeights.min().item());
    }
  }

  /// Labels as rows of probabilities: one-hot if they are classes, as they are otherwise.
  private static Tensor targets(Variable logits, Tensor labels) {
    int[] shape = logits.shape();
    boolean classes = labels.dtype() == DType.INT32;
    int[] expected = classes ? Arrays.copyOf(shape, Math.max(shape.length - 1, 0)) : shape;
    if (shape.length == 0 || !Arrays.equals(labels.shape(), expected)) {
      throw new IllegalArgumentException("crossEntropy: logits (..., K) go with int32 labels (...) or"
          + " probabilities (..., K); got logits " + Shape.text(shape) + " and " + labels.dtype() + " labels "
          + Shape.text(labels.shape()));
    }
    if (!classes) {
      requireNotNegative("crossEntropy", labels);
    }
    return classes ? Indexing.oneHot(labels, logits.size(-1), logits.dtype()) : labels;
  }

  private static Tensor smooth(Tensor targets, double smoothing) {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException("crossEntropy: smoothing should lie in [0, 1], not " + smoothing);
    }
    return smoothing == 0 ? targets : targets.mul(1 - smoothing).add(smoothing / targets.size(-1));
  }

  /// The mean binary cross-entropy of logits, `-t log sigmoid(z) - (1 - t) log(1 - sigmoid(z))`: each element
  /// is a yes-or-no question of its own.
  ///
  /// Computed as `t softplus(-z) + (1 - t) softplus(z)`, which cannot overflow, and whose gradient
  /// stays exact however sure the prediction is.
  ///
  /// @param targets of the shape of the logits, in [0, 1]
  public static Variable bceWithLogits(Variable logits, Tensor targets) {
    return binaryCrossEntropy(logits, targets, Tensor.full(1, logits.dtype())).mean();
  }

  /// [#bceWithLogits(Variable, Tensor)] with the first term times `positiveWeight`, a number or a tensor that
  /// broadcasts to the logits: above 1 it makes up for rare positives. The mean still divides by the count.
  public static Variable bceWithLogits(Variable logits, Tensor targets, Tensor positiveWeight) {
    return binaryCrossEntropy(logits, targets, positiveWeight).mean();
  }

  /// [#bceWithLogits(Variable, Tensor)] of every example, averaged over its elements: `(N, ...)` to `(N,)`.
  public static Variable bceWithLogitsPerExample(Variable logits, Tensor targets) {
    return bceWithLogitsPerExample(logits, targets, Tensor.full(1, logits.dtype()));
  }

  /// [#bceWithLogits(Variable, Tensor, Tensor)] of every example, averaged over its elements: `(N, ...)` to `(N,)`.
  public static Variable bceWithLogitsPerExample(Variable logits, Tensor targets, Tensor positiveWeight) {
    return perExample(binaryCrossEntropy(logits, targets, positiveWeight));
  }

  private static Variable binaryCrossEntropy(Variable logits, Tensor targets, Tensor positiveWeight) {
    requireSameShape("bceWithLogits", logits, targets);
    if (targets.elementCount() > 0 && !(targets.min().item() >= 0 && targets.max().item() <= 1)) {
      throw new IllegalArgumentException("bceWithLogits: targets should lie in [0, 1], but reach from "
          + targets.min().item() + " to " + targets.max().item());
    }
    if (!Arrays.equals(Shape.broadcast(positiveWeight.shape(), logits.shape()), logits.shape())) {
      throw new IllegalArgumentException("bceWithLogits: the positive weight " + Shape.text(positiveWeight.shape())
          + " does not broadcast to the logits " + Shape.text(logits.shape()) + ", but beyond them");
    }
    Variable yes = weighted(logits.neg().softplus(), targets.mul(positiveWeight));
    Variable no = weighted(logits.softplus(), targets.neg().add(1));
    return yes.add(no);
  }

  /// The terms times their weights; a term of weight 0 contributes nothing, even if it is infinite.
  private static Variable weighted(Variable terms, Tensor weights) {
    Variable nothing = Variable.constant(Tensor.full(0, terms.dtype()));
    return terms.where(weights, nothing).mul(Variable.constant(weights));
  }

  /// The mean hinge loss of two classes, `max(0, 1 - sign score)`: nothing is lost beyond the margin 1 on the
  /// right side (Cortes and Vapnik 1995, "Support-vector networks").
  ///
  /// @param signs of the shape of the scores; 1 or -1, not 0
  public static Variable hinge(Variable scores, Tensor signs) {
    return binaryHinge(scores, signs).mean();
  }

  /// [#hinge] of every example, averaged over its elements: `(N, ...)` to `(N,)`.
  public static Variable hingePerExample(Variable scores, Tensor signs) {
    return perExample(binaryHinge(scores, signs));
  }

  private static Variable binaryHinge(Variable scores, Tensor signs) {
    requireSameShape("hinge", scores, signs);
    Tensor right = signs.abs().equalTo(Tensor.full(1, signs.dtype()));
    if (right.elementCount() > 0 && right.min().item() == 0) {
      throw new IllegalArgumentException("hinge: signs should be 1 and -1; labels 0 and 1 become signs by"
          + " 2 y - 1");
    }
    return scores.mul(Variable.constant(signs)).neg().add(1).relu();
  }

  /// The mean multi-class hinge loss against the strongest wrong class, `max(0, 1 + max_{j != y} z_j - z_y)`:
  /// logits `(N, K)`, labels `int32 (N,)` (Crammer and Singer 2001).
  public static Variable multiclassHinge(Variable logits, Tensor labels) {
    return multiclassHingePerExample(logits, labels).mean();
  }

  /// [#multiclassHinge] of every example: `(N,)`.
  public static Variable multiclassHingePerExample(Variable logits, Tensor labels) {
    return violations("multiclassHinge", logits, labels).max(false, 1);
  }

  /// The mean multi-class hinge loss against all wrong classes, `sum_{j != y} max(0, 1 + z_j - z_y)`: logits
  /// `(N, K)`, labels `int32 (N,)` (Weston and Watkins 1999).
  public static Variable summedHinge(Variable logits, Tensor labels) {
    return summedHingePerExample(logits, labels).mean();
  }

  /// [#summedHinge] of every example: `(N,)`.
  public static Variable summedHingePerExample(Variable logits, Tensor labels) {
    return violations("summedHinge", logits, labels).sum(false, 1);
  }

  /// How far each wrong class comes too close, `max(0, 1 + z_j - z_y)`; 0 for the right class: `(N, K)`.
  private static Variable violations(String loss, Variable logits, Tensor labels) {
    if (logits.rank() != 2 || labels.rank() != 1 || labels.size(0) != logits.size(0)) {
      throw new IllegalArgumentException(loss + ": logits should be (N, K) and labels (N,), not "
          + Shape.text(logits.shape()) + " and " + Shape.text(labels.shape()));
    }
    Tensor wrong = Indexing.oneHot(labels, logits.size(1), logits.dtype()).neg().add(1);
    Variable right = logits.gather(1, labels.unsqueeze(1));                             // (N, 1)
    return weighted(logits.sub(right).add(1).relu(), wrong);
  }

  // Regression

  /// The mean squared error, `mean((predicted - target)^2)`.
  ///
  /// @param target of exactly the shape of the predictions
  public static Variable mse(Variable predicted, Tensor target) {
    return difference("mse", predicted, target).square().mean();
  }

  /// [#mse] of every example: `(N, ...)` to `(N,)`.
  public static Variable msePerExample(Variable predicted, Tensor target) {
    return perExample(difference("mse", predicted, target).square());
  }

  /// The mean absolute error, `mean(|predicted - target|)`: outliers pull less than in [#mse].
  public static Variable l1(Variable predicted, Tensor target) {
    return difference("l1", predicted, target).abs().mean();
  }

  /// [#l1] of every example: `(N, ...)` to `(N,)`.
  public static Variable l1PerExample(Variable predicted, Tensor target) {
    return perExample(difference("l1", predicted, target).abs());
  }

  /// The mean Huber loss of the difference d: `d^2 / 2` for `|d| <= delta`, beyond that the straight line
  /// `delta (|d| - delta / 2)` (Huber 1964, "Robust estimation of a location parameter").
  ///
  /// @param delta above 0, in the units of the target
  public static Variable huber(Variable predicted, Tensor target, double delta) {
    return parabolaThenLine(predicted, target, delta).mean();
  }

  /// [#huber] of every example: `(N, ...)` to `(N,)`.
  public static Variable huberPerExample(Variable predicted, Tensor target, double delta) {
    return perExample(parabolaThenLine(predicted, target, delta));
  }

  private static Variable parabolaThenLine(Variable predicted, Tensor target, double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("huber: delta should be positive, not " + delta);
    }
    // Of |d| only what lies beyond delta is taken: at 0, where |d| has a corner, the loss has none.
    Variable difference = difference("huber", predicted, target);
    Variable parabola = difference.clamp(-delta, delta).square().mul(0.5);
    return parabola.add(difference.abs().sub(delta).relu().mul(delta));
  }

  // Distributions

  /// The mean Kullback-Leibler divergence `sum_k target_k (log target_k - logProbability_k)` of predicted
  /// log-probabilities `(..., K)` from target probabilities `(..., K)`, in nats. Where the target is 0 nothing is
  /// added, whatever the log-probability.
  ///
  /// The log-probabilities come from [Functions#logSoftmax]. The mean is over distributions, not over their
  /// elements. Kullback and Leibler 1951.
  ///
  /// @throws IllegalArgumentException if the shapes differ, a target is negative or NaN, or a log-probability is
  ///     positive
  public static Variable kl(Variable logProbabilities, Tensor target) {
    return klPerExample(logProbabilities, Variable.constant(target)).mean();
  }

  /// [#kl(Variable, Tensor)] of a target that has a gradient itself, as in TRADES and virtual adversarial
  /// training.
  public static Variable kl(Variable logProbabilities, Variable target) {
    return klPerExample(logProbabilities, target).mean();
  }

  /// [#kl(Variable, Variable)] of every distribution: `(...)`.
  public static Variable klPerExample(Variable logProbabilities, Variable target) {
    requireSameShape("kl", logProbabilities, target.value());
    requireNotNegative("kl", target.value());
    requireLogarithms(logProbabilities.value());
    Tensor zero = Tensor.full(0, target.dtype());
    Tensor possible = target.value().greater(zero);
    Variable logTarget = target.where(possible, Variable.constant(zero.add(1))).log();
    Variable logProbability = logProbabilities.where(possible, Variable.constant(zero));
    return target.mul(logTarget.sub(logProbability)).sum(false, -1);
  }

  private static void requireLogarithms(Tensor logProbabilities) {
    if (logProbabilities.elementCount() > 0 && logProbabilities.max().item() > ROUNDING) {
      throw new IllegalArgumentException("kl: the largest log-probability is " + logProbabilities.max().item()
          + ", but the logarithm of a probability is never positive; logSoftmax makes them of logits, log of"
          + " probabilities");
    }
  }

  // What the losses share

  private static void requireNotNegative(String loss, Tensor targets) {
    if (targets.elementCount() > 0 && !(targets.min().item() >= 0)) {
      throw new IllegalArgumentException(loss + ": target probabilities should not be negative, but the least is "
          + targets.min().item());
    }
  }

  private static Variable difference(String loss, Variable predicted, Tensor target) {
    requireSameShape(loss, predicted, target);
    return predicted.sub(Variable.constant(target));
  }

  /// The mean over all axes but the first.
  private static Variable perExample(Variable elements) {
    if (elements.rank() == 1) {
      return elements;
    }
    return elements.reshape(elements.size(0), elements.value().elementCount() / Math.max(elements.size(0), 1))
        .mean(false, 1);
  }

  private static void requireSameShape(String loss, Variable predicted, Tensor target) {
    if (!predicted.value().sameShape(target)) {
      throw new IllegalArgumentException(loss + ": predictions " + Shape.text(predicted.shape())
          + " and targets " + Shape.text(target.shape()) + " should have the same shape; broadcasting would"
          + " compare every prediction with other targets, too");
    }
  }
}
