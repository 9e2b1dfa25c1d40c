package scrutable.nn.validation;

import scrutable.nn.data.generate.KnownDistribution;

/// What a hypothesis costs on everything there is, `GenLoss(h) = sum_(x, y) L(y, h(x)) P(x, y)`.
///
/// Nobody knows it in practice, because nobody knows `P`; a test set estimates it. Where examples are drawn
/// from a distribution of our own making, it can be added up, to the last input, and there is no estimate in
/// it. Source: Russell, Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, section 18.4.2.
public final class GeneralizationLoss {
  private GeneralizationLoss() {}

  /// The generalisation loss of a hypothesis, by enumeration of all inputs.
  public static double of(Hypothesis hypothesis, LossMatrix loss, KnownDistribution world) {
    int[] said = hypothesis.predict(world.inputs()).toIntArray();
    double[] joint = world.joint().toDoubleArray();
    int classes = loss.classCount();
    double sum = 0;
    for (int x = 0; x < said.length; x++) {
      for (int y = 0; y < classes; y++) {
        sum += joint[x * classes + y] * loss.of(y, said[x]);
      }
    }
    return sum;
  }

  /// The loss of the best hypothesis there can be, which knows `P` and decides for each input: for the 0/1
  /// loss, the Bayes error. What is left is noise.
  public static double ofTheBest(LossMatrix loss, KnownDistribution world) {
    double[] joint = world.joint().toDoubleArray();
    int classes = loss.classCount();
    double sum = 0;
    double[] weights = new double[classes];
    for (int x = 0; x < joint.length; x += classes) {
      System.arraycopy(joint, x, weights, 0, classes);
      int decision = loss.decide(weights);
      for (int y = 0; y < classes; y++) {
        sum += weights[y] * loss.of(y, decision);
      }
    }
    return sum;
  }
}
