package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Choosing an action in each game, by the numbers `(N, K)` that a network gives for its K actions.
public final class Actions {
  private Actions() {}

  /// The action with the largest number in each row; the first of equal ones.
  ///
  /// @throws IllegalArgumentException if the numbers are not finite `(N, K)`
  public static int[] greedy(Tensor values) {
    double[][] rows = rows(values);
    int[] actions = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 1; k < rows[i].length; k++) {
        actions[i] = rows[i][k] > rows[i][actions[i]] ? k : actions[i];
      }
    }
    return actions;
  }

  /// The largest number's action with probability `1 - epsilon`, else any action (the largest number's, too), with
  /// equal chance: a coin for each row.
  ///
  /// @throws IllegalArgumentException if epsilon does not lie in [0, 1], or the numbers are not finite `(N, K)`
  public static int[] epsilonGreedy(Tensor values, double epsilon, Rng rng) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilonGreedy: epsilon must lie in [0, 1], but is " + epsilon);
    }
    int[] actions = greedy(values);
    for (int i = 0; i < actions.length; i++) {
      boolean explore = rng.nextDouble() < epsilon;
      int any = rng.nextInt(values.size(1));            // drawn in any case: one row takes as much as another
      actions[i] = explore ? any : actions[i];
    }
    return actions;
  }

  /// An action of each row, drawn with the probabilities `softmax(logits)`.
  ///
  /// @throws IllegalArgumentException if the logits are not finite `(N, K)`
  public static int[] sampled(Tensor logits, Rng rng) {
    double[][] rows = rows(logits);
    int[] actions = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double largest = Arrays.stream(rows[i]).max().getAsDouble();
      double[] weights = Arrays.stream(rows[i]).map(z -> StrictMath.exp(z - largest)).toArray();
      actions[i] = rng.categorical(weights);
    }
    return actions;
  }

  private static double[][] rows(Tensor values) {
    if (values.rank() != 2 || values.size(1) < 1) {
      throw new IllegalArgumentException("Actions: the numbers must be (N, K), one for each action, not "
          + Shape.text(values.shape()));
    }
    double[] all = values.toDoubleArray();
    int width = values.size(1);
    double[][] rows = new double[values.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
      if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("Actions: the numbers of row " + i + " are not all finite: "
            + Arrays.toString(rows[i]));
      }
    }
    return rows;
  }
}
