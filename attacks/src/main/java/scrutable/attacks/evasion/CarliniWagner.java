package scrutable.attacks.evasion;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Makes distance and misclassification one loss, and searches for the weight between them:
///
/// `minimise |x' - x|^2 + c max(0, confidence - margin(x'))` over `w`, with `x' = mid + half tanh(w)`.
///
/// The margin is that of [AttackLoss#MARGIN], positive at the goal. The change of variables keeps the image in
/// the box without clipping, so that an optimiser with momentum never pushes against a wall. The smallest `c`
/// that works is searched for each example by itself: from `initialWeight` times 10 until it succeeds, then
/// halving the interval. Adam starts anew for each `c`.
///
/// Source: Carlini and Wagner, "Towards evaluating the robustness of neural networks", IEEE S&P 2017, sections
/// V and VI-A. The paper makes 20 halvings and 10,000 iterations; the authors' program 9 halvings, the last at
/// the upper end if there are 10 or more, as here. It may also stop when the loss of a whole batch stalls; here
/// it may not, since then an example would depend on the others.
///
/// @param confidence by how much the goal must lead, in logits; images found with more transfer better
/// @param iterations gradients for each `c`
/// @param learningRate of Adam, in units of `w`
/// @param searchSteps how many `c` are tried
/// @param initialWeight the first `c`
public record CarliniWagner(double confidence, int iterations, double learningRate, int searchSteps,
    double initialWeight) implements MinimalNormAttack<WhiteBox> {
  private static final double SHRINK = 0.999999;
  private static final double NO_UPPER_END = 1e10;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a count is below 1, the confidence negative, or another not positive
  public CarliniWagner {
    if (!(confidence >= 0) || iterations < 1 || !(learningRate > 0) || searchSteps < 1
        || !(initialWeight > 0)) {
      throw new IllegalArgumentException("CarliniWagner: confidence must be at least 0, iterations and"
          + " searchSteps at least 1, learningRate and initialWeight above 0, not " + confidence + ", "
          + iterations + ", " + searchSteps + ", " + learningRate + ", " + initialWeight);
    }
  }

  /// Nine weights from 0.001 on, 1000 iterations of Adam at 0.01 for each, any lead is enough.
  public CarliniWagner() {
    this(0, 1000, 0.01, 9, 1e-3);
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2`
  /// @param box with finite bounds
  /// @throws IllegalArgumentException also if the victim gives probabilities instead of logits
  @Override
  public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("CarliniWagner", Norm.L2);
    requireFinite(box);
    NearestImages nearest = new NearestImages(examples.images(), norm);
    double[] lower = new double[examples.count()];
    double[] upper = new double[examples.count()];
    double[] weights = new double[examples.count()];
    Arrays.fill(upper, NO_UPPER_END);
    Arrays.fill(weights, initialWeight);
    for (int search = 0; search < searchSteps; search++) {
      if (searchSteps >= 10 && search == searchSteps - 1) {
        weights = upper.clone();
      }
      boolean[] found = minimise(victim, examples, box, weights, nearest);
      for (int i = 0; i < found.length; i++) {
        if (found[i]) {
          upper[i] = Math.min(upper[i], weights[i]);
        } else {
          lower[i] = Math.max(lower[i], weights[i]);
        }
        weights[i] = upper[i] < NO_UPPER_END ? (lower[i] + upper[i]) / 2 : weights[i] * 10;
      }
    }
    return nearest.images();
  }

  //: hide 5.6
  //: instead /// One minimisation at fixed weights; says for which examples an image was found on the way (task 5.6).
  /// One minimisation at fixed weights; says for which examples an image was found on the way.
  ///
  /// Black and white pixels lie at infinity of `tanh`; the start is therefore `atanh(0.999999 y)`. Without that factor
  /// their gradient would be zero and they could never move.
  //: end
  private boolean[] minimise(WhiteBox victim, Examples examples, Box box, double[] weights,
      NearestImages nearest) {
    double half = (box.hi() - box.lo()) / 2;
    double middle = (box.hi() + box.lo()) / 2;
    boolean[] found = new boolean[weights.length];
    //: task 5.6
    Parameter w = new Parameter(atanh(examples.images().sub(middle).div(half).mul(SHRINK)));
    // By the same way as all images, so that a pixel without slope starts with a gradient of exactly zero:
    // of a rounding error, Adam would make a step of full length.
    Tensor start = image(w, half, middle, box);
    var optimizer = new Adam(List.of(w), learningRate);
    for (int iteration = 0; iteration < iterations; iteration++) {
      Tensor images = image(w, half, middle, box);
      examples.countGradient();
      var at = victim.lossGradient(AttackLoss.MARGIN, images, examples.goal());
      requireLogits(at.logits());
      double[] margins = at.losses().toDoubleArray();
      boolean[] reached = reached(examples.goal(), at.logits(), margins);
      nearest.offer(images, reached);
      double[] pull = new double[weights.length];
      for (int i = 0; i < pull.length; i++) {
        found[i] |= reached[i];
        pull[i] = margins[i] < confidence ? weights[i] : 0;
      }
      Tensor slope = images.sub(start).mul(2).sub(at.gradient().mul(BatchRows.column(pull, images)));
      //: leak 1.3
      Tensor slopeOfTanh = tanh(w).square().mul(-1).add(1);
      Tensor slopeOfW = slope.mul(slopeOfTanh).mul(half);
      optimizer.step(Gradients.ofTensors(Map.of(w, slopeOfW)));
      //: end
    }
    return found;
    //: end
  }

  private static Tensor image(Parameter w, double half, double middle, Box box) {
    return box.clip(tanh(w).mul(half).add(middle));
  }

  private static Tensor tanh(Parameter w) {
    return w.value().map(UnaryFunction.TANH);
  }

  private boolean[] reached(Goal goal, Tensor logits, double[] margins) {
    boolean[] reached = goal.reached(logits);
    for (int i = 0; i < reached.length; i++) {
      reached[i] &= margins[i] >= confidence;
    }
    return reached;
  }

  /// `atanh(y) = log((1 + y) / (1 - y)) / 2`.
  private static Tensor atanh(Tensor y) {
    return y.add(1).div(y.neg().add(1)).log().mul(0.5);
  }

  private static void requireFinite(Box box) {
    if (!Double.isFinite(box.hi() - box.lo()) || box.hi() == box.lo()) {
      throw new IllegalArgumentException("CarliniWagner writes images as mid + half tanh(w), which needs a box"
          + " of finite width, not [" + box.lo() + ", " + box.hi() + "]");
    }
  }

  /// A softmax at the end flattens the margins, and the attack would fail for no good reason.
  private static void requireLogits(Tensor logits) {
    double[] sums = logits.sum(false, 1).toDoubleArray();
    boolean allOne = Arrays.stream(sums).allMatch(sum -> Math.abs(sum - 1) < 1e-4);
    if (allOne && logits.min().item() >= 0) {
      throw new IllegalArgumentException("CarliniWagner needs logits, but every row of what the victim gives is"
          + " non-negative and sums to 1, like probabilities; leave out the softmax");
    }
  }
}
