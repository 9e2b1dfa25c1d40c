package scrutable.lessons.understood;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
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

/// L03: losing a letter is worse than reading an advertisement, and a spam filter can be told so.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, section 18.4.2.
public final class SpamUtilityLesson implements Lesson {
  /// `L(nospam, spam) = 10`, `L(spam, nospam) = 1`.
  static final LossMatrix COSTS = LossMatrix.twoClasses(10, 1);
  static final LossMatrix SWAPPED = LossMatrix.twoClasses(1, 10);
  static final LossMatrix EQUAL = LossMatrix.zeroOne(2);
  static final int[] COUNTS = {100, 400, 1_600, 6_400, 25_600};
  private static final int SEEDS = 3;
  private static final double LAMBDA = 1;
  private static final int FOLDS = 5;
  private static final int VOCABULARY = 500;

  /// What one seed showed.
  ///
  /// @param threshold   what is used instead of 1/2
  /// @param judged      a filter trained on the cross-entropy, on everything (or on messages it has not seen)
  /// @param weighted    the same, trained with ten times the weight on other mail
  /// @param tuned       the threshold of least loss on validation mail
  /// @param gaps        how far the mean loss of so many mails is from the exact loss, on average; empty for real data
  /// @param calibration on validation mail
  /// @param bestError   the error rate of the best filter there can be; NaN for real data
  record Trial(double threshold, SpamFilter judged, SpamFilter weighted, double tuned, double[] gaps,
      Calibration calibration, double bestError) {
    double ratio(LossMatrix costs, double threshold) {
      return judged.loss(costs, threshold) / judged.loss(costs, 0.5);
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    LossMatrix chosenBy = context.sabotage() ? SWAPPED : COSTS;
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (int i = 0; i < seeds.length; i++) {
      Rng rng = Rng.seed(seeds[i]);
      trials.add(context.data().equals("mail") ? onMail(chosenBy, rng, context) : onMessages(chosenBy, rng));
      context.progress().update("training and judging filters", i + 1, seeds.length);
    }
    return judge(trials, context.data());
  }

  private static Trial onMail(LossMatrix chosenBy, Rng rng, LessonContext context) {
    KnownDistribution world = Mail.distribution();
    Dataset train = Mail.generate(5_000, rng.split("train"));
    Dataset validation = Mail.generate(20_000, rng.split("validation"));
    LogisticRegression filter = LogisticRegression.fit(train.inputs(), train.labels(), LAMBDA);
    SpamFilter onValidation = SpamFilter.on(filter, validation);
    return new Trial(chosenBy.threshold(), SpamFilter.onEverything(filter, world),
        SpamFilter.onEverything(fitWeighted(train, chosenBy), world), onValidation.bestThreshold(chosenBy),
        gaps(filter, world, context.choose(20, 60), rng.split("gaps")),
        onValidation.calibration(10), GeneralizationLoss.ofTheBest(EQUAL, world));
  }

  /// Every error of a kind counts as often as it costs, so that 1/2 is the right threshold again.
  private static LogisticRegression fitWeighted(Dataset train, LossMatrix costs) {
    int[] labels = train.labels().toIntArray();
    double[] counts = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      counts[i] = costs.of(labels[i], 1 - labels[i]);
    }
    return LogisticRegression.fit(train.inputs(), train.labels(), Tensor.wrap(counts, counts.length), LAMBDA);
  }

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
  private static Trial onMessages(LossMatrix chosenBy, Rng rng) throws IOException {
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
    return new Trial(chosenBy.threshold(), pooled, SpamFilter.pooled(weighted), pooled.bestThreshold(chosenBy),
        new double[0], pooled.calibration(10), Double.NaN);
  }

  private static LessonResult judge(List<Trial> trials, String data) {
    List<Finding> findings = new ArrayList<>();
    boolean exact = data.equals("mail");
    findings.add(exact
        ? Criterion.gate("errors of the filter at 1/2 beyond those of the best there can be",
            median(trials, t -> t.judged.errorRate(0.5) - t.bestError), Comparison.AT_MOST, 0.01, "")
        : Criterion.gate("error rate of the filter at 1/2", median(trials, t -> t.judged.errorRate(0.5)),
            Comparison.AT_MOST, 0.03, ""));
    findings.add(Criterion.gate("expected calibration error of the filter",
        median(trials, t -> t.calibration.expectedError()), Comparison.AT_MOST, 0.02, ""));
    findings.add(Criterion.effect("errors that the threshold adds to those at 1/2",
        median(trials, t -> t.judged.errorRate(t.threshold) - t.judged.errorRate(0.5)), Comparison.ABOVE, 0, ""));
    findings.add(Criterion.effect("loss at the threshold, as a share of the loss at 1/2",
        median(trials, t -> t.ratio(COSTS, t.threshold)), Comparison.AT_MOST, 0.7, ""));
    if (exact) {
      findings.add(Criterion.effect("distance of the threshold that is best on validation mail from 10/11",
          median(trials, t -> Math.abs(t.tuned - COSTS.threshold())), Comparison.AT_MOST, 0.05, ""));
      findings.add(Criterion.effect("distance from -1/2 of the slope with which the empirical loss approaches the exact"
          + " one", median(trials, t -> Math.abs(slope(t.gaps) + 0.5)), Comparison.AT_MOST, 0.1, ""));
      findings.add(new Planted("the probability of every word in spam and in other mail, so that P(spam | x) is a"
          + " logistic function and every loss can be added up over all 65,536 mails"));
    }
    findings.add(Criterion.control("loss at 10/11, as a share of that at 1/2, if both errors cost the same",
        median(trials, t -> t.ratio(EQUAL, COSTS.threshold())), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.ablation("loss at 1/11, where the exchanged costs would put it, as a share of that at 1/2",
        median(trials, t -> t.ratio(COSTS, SWAPPED.threshold())), Comparison.AT_LEAST, 1, ""));
    findings.addAll(SpamUtilityFigures.of(trials));
    return LessonResult.of(findings);
  }

  /// The slope of the straight line through the logarithms of gaps and counts, by least squares.
  static double slope(double[] gaps) {
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

  static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(3, "spam-utility", "More errors, less loss")
        .withClaim("If losing a letter costs ten times as much as reading an advertisement, a filter should call mail"
            + " spam only above a probability of 10/11. It then makes more errors than with the threshold 1/2, and at"
            + " least 30 % less loss.")
        .withSlides("L(spam, nospam) = 1, L(nospam, spam) = 10.")
        .withData("mail", "sms")
        .withSabotage("the arguments of the loss are exchanged where the threshold is chosen, so that missed spam is"
            + " what costs ten")
        .withSeconds(8);
  }
}
