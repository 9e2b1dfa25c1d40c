package scrutable.nn.validation;

import java.util.Arrays;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What each kind of error costs: `L(y, predicted)`, the utility lost by predicting one class where another
/// is right.
///
/// The *truth* is the first argument and the prediction the second. Russell and Norvig's mail reader has
/// `L(spam, nospam) = 1`, a few seconds of annoyance, and `L(nospam, spam) = 10`, perhaps a lost message.
/// Being right costs nothing. Source: "Artificial Intelligence: A Modern Approach", 3rd edition, section
/// 18.4.2.
///
/// @param costs `costs[y][predicted]`, not negative, with zeros on the diagonal
public record LossMatrix(double[][] costs) {
  /// Copies and checks the costs.
  ///
  /// @throws IllegalArgumentException if they are not a square with a zero diagonal and no negative number
  public LossMatrix {
    costs = copy(costs);
    for (int y = 0; y < costs.length; y++) {
      if (costs[y].length != costs.length || costs[y][y] != 0
          || Arrays.stream(costs[y]).anyMatch(c -> !(c >= 0))) {
        throw new IllegalArgumentException("LossMatrix: row " + y + " is " + Arrays.toString(costs[y])
            + "; it needs " + costs.length + " costs that are not negative, and being right must"
            + " cost nothing");
      }
    }
  }

  private static double[][] copy(double[][] costs) {
    return Arrays.stream(costs).map(double[]::clone).toArray(double[][]::new);
  }

  /// The costs; a copy.
  @Override
  public double[][] costs() {
    return copy(costs);
  }

  /// The 0/1 loss: every error costs 1, so that the mean loss is the error rate.
  public static LossMatrix zeroOne(int classes) {
    double[][] costs = new double[classes][classes];
    for (int y = 0; y < classes; y++) {
      Arrays.fill(costs[y], 1);
      costs[y][y] = 0;
    }
    return new LossMatrix(costs);
  }

  /// Two classes whose errors cost differently.
  ///
  /// @param falsePositive `L(0, 1)`, the price of predicting 1 where 0 is right
  /// @param falseNegative `L(1, 0)`, the price of predicting 0 where 1 is right
  public static LossMatrix twoClasses(double falsePositive, double falseNegative) {
    return new LossMatrix(new double[][] {{0, falsePositive}, {falseNegative, 0}});
  }

  /// The number of classes.
  public int classCount() {
    return costs.length;
  }

  /// `L(truth, predicted)`.
  public double of(int truth, int predicted) {
    return costs[truth][predicted];
  }

  /// The decision with the smallest expected loss, `argmin_k sum_y p_y L(y, k)`, the first of several.
  ///
  /// @param probabilities of each class
  public int decide(double... probabilities) {
    int best = 0;
    for (int k = 1; k < costs.length; k++) {
      best = expected(k, probabilities) < expected(best, probabilities) ? k : best;
    }
    return best;
  }

  private double expected(int decision, double[] probabilities) {
    double loss = 0;
    for (int y = 0; y < costs.length; y++) {
      loss += probabilities[y] * costs[y][decision];
    }
    return loss;
  }

  //: code threshold
  /// Of two classes, the probability of class 1 above which class 1 is the better decision:
  /// `p L(1, 0) > (1 - p) L(0, 1)`, so `L(0, 1) / (L(0, 1) + L(1, 0))`. Where errors cost the same it is 1/2.
  ///
  /// @throws IllegalStateException if there are not two classes, or neither error costs anything
  public double threshold() {
    if (costs.length != 2 || costs[0][1] + costs[1][0] == 0) {
      throw new IllegalStateException("threshold: it needs two classes and a loss, but the costs are "
          + Arrays.deepToString(costs));
    }
    return costs[0][1] / (costs[0][1] + costs[1][0]);
  }
  //: end

  /// The mean loss on examples: the empirical loss.
  ///
  /// @throws IllegalArgumentException if there are no examples
  public double empirical(Hypothesis hypothesis, Dataset examples) {
    return empirical(examples.labels(), hypothesis.predict(examples.inputs()));
  }

  /// The mean loss of predictions.
  ///
  /// @param truth     `(N,)`, classes
  /// @param predicted `(N,)`, classes
  /// @throws IllegalArgumentException if there are none, or not equally many
  public double empirical(Tensor truth, Tensor predicted) {
    if (truth.elementCount() == 0 || !truth.sameShape(predicted)) {
      throw new IllegalArgumentException("empirical loss: every example needs its class and a prediction, but"
          + " there are " + Shape.text(truth.shape()) + " and " + Shape.text(predicted.shape()));
    }
    int[] right = truth.toIntArray();
    int[] said = predicted.toIntArray();
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += costs[right[i]][said[i]];
    }
    return sum / right.length;
  }
}
