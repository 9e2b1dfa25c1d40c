package scrutable.lessons.understood.spamutility;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.nn.classical.LogisticRegression;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.KnownDistribution;
import scrutable.nn.data.generate.Mail;
import scrutable.nn.validation.Calibration;
import scrutable.nn.validation.LossMatrix;
import scrutable.tensor.Tensor;

/// A spam filter's probabilities, and how much spam and other mail there is at each: all that is needed to say what
/// any threshold costs.
///
/// @param probability `P(spam | x)` as the filter sees it
/// @param spam        the mass of spam with that probability; over everything, spam and other mail add up to 1
/// @param other       the mass of other mail
record SpamFilter(double[] probability, double[] spam, double[] other) {

  /// On every mail there can be.
  static SpamFilter onEverything(LogisticRegression filter, KnownDistribution world) {
    return new SpamFilter(filter.probability(world.inputs()).toDoubleArray(),
        world.joint().select(1, Mail.SPAM).toDoubleArray(), world.joint().select(1, 1 - Mail.SPAM).toDoubleArray());
  }

  /// On examples, which all count the same.
  static SpamFilter on(LogisticRegression filter, Dataset mails) {
    int[] labels = mails.labels().toIntArray();
    double[] spam = new double[labels.length];
    double[] other = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      (labels[i] == Mail.SPAM ? spam : other)[i] = 1.0 / labels.length;
    }
    return new SpamFilter(filter.probability(mails.inputs()).toDoubleArray(), spam, other);
  }

  /// Several filters, each judged on examples of its own, as if they were one that was judged on all.
  static SpamFilter pooled(List<SpamFilter> filters) {
    return new SpamFilter(joined(filters, SpamFilter::probability, 1),
        joined(filters, SpamFilter::spam, filters.size()), joined(filters, SpamFilter::other, filters.size()));
  }

  private static double[] joined(List<SpamFilter> filters, Function<SpamFilter, double[]> of, int divisor) {
    return filters.stream().flatMapToDouble(filter -> Arrays.stream(of.apply(filter))).map(v -> v / divisor).toArray();
  }

  /// The probabilities of a filter that is surer than it should be, or less sure: its log odds times a factor.
  SpamFilter withLogOddsTimes(double factor) {
    double[] changed = new double[probability.length];
    for (int i = 0; i < changed.length; i++) {
      double odds = StrictMath.log(probability[i]) - StrictMath.log1p(-probability[i]);
      changed[i] = 1 / (1 + StrictMath.exp(-factor * odds));
    }
    return new SpamFilter(changed, spam, other);
  }

  //: code loss
  /// The share of other mail that is called spam, in everything.
  double lost(double threshold) {
    return mass(other, threshold, true);
  }

  /// The share of spam that is not called spam, in everything.
  double missed(double threshold) {
    return mass(spam, threshold, false);
  }

  private double mass(double[] of, double threshold, boolean above) {
    double sum = 0;
    for (int i = 0; i < of.length; i++) {
      sum += probability[i] > threshold == above ? of[i] : 0;
    }
    return sum;
  }

  /// The share of all mail of which two thresholds say different things.
  double changed(double one, double other) {
    return Math.abs(lost(one) - lost(other)) + Math.abs(missed(one) - missed(other));
  }

  double errorRate(double threshold) {
    return lost(threshold) + missed(threshold);
  }

  double loss(LossMatrix costs, double threshold) {
    return costs.of(1 - Mail.SPAM, Mail.SPAM) * lost(threshold)
        + costs.of(Mail.SPAM, 1 - Mail.SPAM) * missed(threshold);
  }
  //: end

  /// The threshold with the smallest loss, tried in steps of a hundredth; the middle of several.
  double bestThreshold(LossMatrix costs) {
    double least = Double.POSITIVE_INFINITY;
    int first = 0;
    int last = 0;
    for (int hundredth = 1; hundredth < 100; hundredth++) {
      double loss = loss(costs, hundredth / 100.0);
      if (loss < least - 1e-12) {
        least = loss;
        first = hundredth;
      }
      last = loss <= least + 1e-12 ? hundredth : last;
    }
    return (first + last) / 200.0;
  }

  /// How well the probabilities are calibrated, where each example counts the same.
  Calibration calibration(int bins) {
    int[] happened = new int[probability.length];
    for (int i = 0; i < happened.length; i++) {
      happened[i] = spam[i] > 0 ? 1 : 0;
    }
    return Calibration.of(Tensor.of(probability, probability.length), Tensor.wrap(happened, happened.length), bins);
  }
}
