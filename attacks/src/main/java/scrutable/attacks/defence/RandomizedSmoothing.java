package scrutable.attacks.defence;

import scrutable.attacks.DecisionAccess;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.special.Special;

/// A classifier whose answer is the most frequent answer of another one under normal noise, with a radius
/// within which it provably cannot change.
///
/// If the base classifier gives class `A` with chance `pA >= 1/2` under `N(0, sigma^2 I)` noise, then the
/// smoothed one answers `A` everywhere within the L2 distance `sigma PhiInv(pA)`. `pA` is not known, so a
/// lower confidence bound takes its place: the certificate is wrong with chance `alpha` at most.
///
/// The noise is not clipped to the box: the theorem is about normal noise, and the base classifier has to
/// live with it (train it on such noise). `sigma` is in units of the input.
///
/// Source: Cohen, Rosenfeld and Kolter, "Certified adversarial robustness via randomized smoothing", ICML
/// 2019, theorem 1, and PREDICT and CERTIFY in section 3.2.
///
/// @param base the classifier that is asked about noisy images; its labels suffice
/// @param classes how many labels it may give
/// @param sigma the standard deviation of the noise
/// @param batch how many noisy images are asked about at a time, a question of memory only
public record RandomizedSmoothing(DecisionAccess base, int classes, double sigma, int batch) {
  /// The label of an answer that is none: the votes were too close.
  public static final int ABSTAIN = -1;

  private static final int BATCH = 500;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException unless there are two classes or more, sigma is positive and finite, and
  ///     a batch has at least one image
  public RandomizedSmoothing {
    if (classes < 2 || batch < 1 || !(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("RandomizedSmoothing: there must be at least 2 classes, a positive,"
          + " finite sigma and at least 1 image a batch, not " + classes + ", " + sigma + " and " + batch);
    }
  }

  /// With batches of 500.
  public RandomizedSmoothing(DecisionAccess base, int classes, double sigma) {
    this(base, classes, sigma, BATCH);
  }

  /// What is certain of an image.
  ///
  /// @param label the answer of the smoothed classifier, or [#ABSTAIN]
  /// @param radius the L2 distance within which it cannot change, in units of the input; 0 with [#ABSTAIN]
  /// @param lowerBound of the chance of the label under noise
  public record Certificate(int label, double radius, double lowerBound) {}

  /// The smoothed answer for one image and its certified radius (CERTIFY).
  ///
  /// A first set of draws selects the class, a second and independent one bounds its chance; the same draws
  /// for both would favour the class that was lucky.
  ///
  /// @param image `(C, H, W)` or `(D,)`
  /// @param selection how many draws choose the class; 100 in the paper
  /// @param estimation how many draws bound its chance; 100,000 in the paper. `n` draws cannot certify more
  ///     than `sigma PhiInv(alpha^(1/n))`
  /// @param alpha the chance that the certificate is wrong; 0.001 in the paper
  /// @param rng one stream per image
  public Certificate certify(Tensor image, int selection, int estimation, double alpha, Rng rng) {
    int label = mostFrequent(votes(image, selection, rng.split("selection")));
    int[] votes = votes(image, estimation, rng.split("estimation"));
    double bound = lowerBound(votes[label], estimation, alpha);
    return bound <= 0.5 ? new Certificate(ABSTAIN, 0, bound)
        : new Certificate(label, sigma * Special.inverseNormalCdf(bound), bound);
  }

  /// The smoothed answer for one image, or [#ABSTAIN] (PREDICT): with chance `1 - alpha` or more it is the
  /// answer of the smoothed classifier, or none.
  ///
  /// The two most frequent classes are compared by a two-sided binomial test of equal chances (Hung and
  /// Fithian 2019).
  public int predict(Tensor image, int samples, double alpha, Rng rng) {
    int[] votes = votes(image, samples, rng.split("prediction"));
    int first = mostFrequent(votes);
    int most = votes[first];
    votes[first] = -1;
    int second = votes[mostFrequent(votes)];
    return binomialTest(most, most + second) <= alpha ? first : ABSTAIN;
  }

  /// The exact one-sided lower confidence bound for a chance that was seen `successes` times in `trials`: the
  /// chance at which so many or more would be seen with probability `alpha` (Clopper and Pearson 1934).
  ///
  /// @throws IllegalArgumentException unless `0 <= successes <= trials`, `trials > 0` and `alpha` is in (0,
  ///     1)
  public static double lowerBound(int successes, int trials, double alpha) {
    if (trials < 1 || successes < 0 || successes > trials || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("lowerBound: needs 0 <= successes <= trials, trials > 0 and alpha in"
          + " (0, 1), not " + successes + " of " + trials + " and " + alpha);
    }
    return successes == 0 ? 0 : Special.betaQuantile(alpha, successes, trials - successes + 1.0);
  }

  /// The two-sided binomial test: the chance that of `trials` fair coins as many or more fall on one side as
  /// `most`, whichever side that is.
  ///
  /// @param most the larger of the two counts
  static double binomialTest(int most, int trials) {
    double tail = most == 0 ? 1 : Special.regularizedIncompleteBeta(0.5, most, trials - most + 1.0);
    return Math.min(1, 2 * tail);
  }

  /// How often each class is the answer under noise.
  private int[] votes(Tensor image, int samples, Rng rng) {
    if (samples < 1) {
      throw new IllegalArgumentException("RandomizedSmoothing: there must be at least one draw, not "
          + samples);
    }
    int[] votes = new int[classes];
    for (int done = 0; done < samples; done += batch) {
      int[] shape = new int[image.rank() + 1];
      shape[0] = Math.min(batch, samples - done);
      System.arraycopy(image.shape(), 0, shape, 1, image.rank());
      Tensor noisy = rng.normal(shape).mul(sigma).to(image.dtype()).add(image);
      for (int label : base.labels(noisy)) {
        requireClass(label);
        votes[label]++;
      }
    }
    return votes;
  }

  private void requireClass(int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException("RandomizedSmoothing: the base classifier answered " + label
          + ", which is none of the " + classes + " classes");
    }
  }

  /// The class with the most votes, the first of equals.
  private static int mostFrequent(int[] votes) {
    int best = 0;
    for (int label = 1; label < votes.length; label++) {
      best = votes[label] > votes[best] ? label : best;
    }
    return best;
  }
}
