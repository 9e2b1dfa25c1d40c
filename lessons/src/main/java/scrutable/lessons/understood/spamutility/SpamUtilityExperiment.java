package scrutable.lessons.understood.spamutility;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.nn.Progress;
import scrutable.nn.classical.LogisticRegression;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.KnownDistribution;
import scrutable.nn.data.generate.Mail;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.SmsSpam;
import scrutable.nn.validation.Calibration;
import scrutable.nn.validation.GeneralizationLoss;
import scrutable.nn.validation.Hypothesis;
import scrutable.nn.validation.LossMatrix;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Logistic regression, trained to know probabilities, and a threshold that knows what errors cost.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, section 18.4.2.
///
/// @param threshold   what is used instead of 1/2
/// @param judged      a filter trained on the cross-entropy, on everything (or on messages it has not seen)
/// @param weighted    the same, trained with ten times the weight on other mail
/// @param tuned       the threshold of least loss on validation mail
/// @param gaps        how far the mean loss of so many mails is from the exact loss, on average; empty for real data
/// @param calibration on validation mail
/// @param bestError   the error rate of the best filter there can be; NaN for real data
record SpamUtilityExperiment(double threshold, SpamFilter judged, SpamFilter weighted, double tuned, double[] gaps,
    Calibration calibration, double bestError) {
  /// `L(nospam, spam) = 10`, `L(spam, nospam) = 1`.
  static final LossMatrix COSTS = LossMatrix.twoClasses(10, 1);
  static final LossMatrix SWAPPED = LossMatrix.twoClasses(1, 10);
  static final LossMatrix EQUAL = LossMatrix.zeroOne(2);
  static final int[] COUNTS = {100, 400, 1_600, 6_400, 25_600};
  private static final double LAMBDA = 1;
  private static final int FOLDS = 5;
  private static final int VOCABULARY = 500;

  double ratio(LossMatrix costs, double threshold) {
    return judged.loss(costs, threshold) / judged.loss(costs, 0.5);
  }

  /// With which power of the number of mails the gap shrinks: the slope of the straight line through the logarithms of
  /// gaps and counts, by least squares.
  double slope() {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < gaps.length; i++) {
      meanX += StrictMath.log(COUNTS[i]) / gaps.length;
      meanY += StrictMath.log(gaps[i]) / gaps.length;
    }
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < gaps.length; i++) {
      double x = StrictMath.log(COUNTS[i]) - meanX;
      xy += x * (StrictMath.log(gaps[i]) - meanY);
      xx += x * x;
    }
    return xy / xx;
  }

  /// Mail whose probabilities are known, so that a filter can be judged on everything there is.
  ///
  /// @param chosenBy the costs by which the threshold is chosen
  /// @param samples  how many samples of each size the empirical loss is measured on
  static SpamUtilityExperiment onMail(LossMatrix chosenBy, int samples, Rng rng) {
    KnownDistribution world = Mail.distribution();
    Dataset train = Mail.generate(5_000, rng.split("train"));
    Dataset validation = Mail.generate(20_000, rng.split("validation"));
    LogisticRegression filter = LogisticRegression.fit(train.inputs(), train.labels(), LAMBDA);
    SpamFilter onValidation = SpamFilter.on(filter, validation);
    return new SpamUtilityExperiment(chosenBy.threshold(), SpamFilter.onEverything(filter, world),
        SpamFilter.onEverything(fitWeighted(train, chosenBy), world), onValidation.bestThreshold(chosenBy),
        gaps(filter, world, samples, rng.split("gaps")), onValidation.calibration(10),
        GeneralizationLoss.ofTheBest(EQUAL, world));
  }

  //: code weighted
  /// Every error of a kind counts as often as it costs, so that 1/2 is the right threshold again.
  private static LogisticRegression fitWeighted(Dataset train, LossMatrix costs) {
    int[] labels = train.labels().toIntArray();
    double[] counts = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      counts[i] = costs.of(labels[i], 1 - labels[i]);
    }
    return LogisticRegression.fit(train.inputs(), train.labels(), Tensor.wrap(counts, counts.length), LAMBDA);
  }
  //: end

  /// How far the empirical loss of one fixed filter is from its generalisation loss, on average over samples.
  private static double[] gaps(LogisticRegression filter, KnownDistribution world, int samples, Rng rng) {
    Hypothesis careful = inputs -> {
      double[] p = filter.probability(inputs).toDoubleArray();
      int[] said = new int[p.length];
      for (int i = 0; i < p.length; i++) {
        said[i] = p[i] > COSTS.threshold() ? Mail.SPAM : 1 - Mail.SPAM;
      }
      return Tensor.wrap(said, said.length);
    };
    double exact = GeneralizationLoss.of(careful, COSTS, world);
    double[] gaps = new double[COUNTS.length];
    for (int i = 0; i < COUNTS.length; i++) {
      for (int sample = 0; sample < samples; sample++) {
        Dataset fresh = Mail.generate(COUNTS[i], rng);
        gaps[i] += Math.abs(COSTS.empirical(careful, fresh) - exact) / samples;
      }
    }
    return gaps;
  }

  /// Real messages, in five folds: every message is judged by filters that have not seen it.
  static SpamUtilityExperiment onMessages(LossMatrix chosenBy, Rng rng) throws IOException {
    List<SmsSpam.Message> all = SmsSpam.load(DataLocations.fromEnvironment(), Progress.silent());
    List<SmsSpam.Message> mixed = new ArrayList<>();
    for (int place : rng.split("shuffle").permutation(all.size())) {
      mixed.add(all.get(place));
    }
    List<SpamFilter> judged = new ArrayList<>();
    List<SpamFilter> weighted = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int from = fold * mixed.size() / FOLDS;
      int to = (fold + 1) * mixed.size() / FOLDS;
      List<SmsSpam.Message> learned = new ArrayList<>(mixed.subList(0, from));
      learned.addAll(mixed.subList(to, mixed.size()));
      var words = BagOfWords.ofMostFrequent(learned.stream().map(SmsSpam.Message::text).toList(), VOCABULARY);
      Dataset train = SmsSpam.dataset(learned, words);
      Dataset others = SmsSpam.dataset(mixed.subList(from, to), words);
      judged.add(SpamFilter.on(LogisticRegression.fit(train.inputs(), train.labels(), LAMBDA), others));
      weighted.add(SpamFilter.on(fitWeighted(train, chosenBy), others));
    }
    SpamFilter pooled = SpamFilter.pooled(judged);
    return new SpamUtilityExperiment(chosenBy.threshold(), pooled, SpamFilter.pooled(weighted),
        pooled.bestThreshold(chosenBy), new double[0], pooled.calibration(10), Double.NaN);
  }
}
