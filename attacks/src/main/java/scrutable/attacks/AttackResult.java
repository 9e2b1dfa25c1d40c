package scrutable.attacks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack achieved, found out by asking the victim again about the very images that are returned.
///
/// [#judge] is the only way to get one. So "success" cannot be a claim about logits before the last step, or
/// about an image before it was clipped.
///
/// Two rates with two denominators: [#successRate] is over the examples that were not at their goal to begin
/// with, [#robustAccuracy] over all of them.
///
/// How the attack got there is no part of the result; [scrutable.attacks.evaluation.AttackTrace] watches it.
public final class AttackResult {
  private final Tensor adversarial;
  private final boolean[] atGoalBefore;
  private final boolean[] success;
  private final double[] distances;
  private final Answers answers;
  private final long[] queries;
  private final long[] gradientEvaluations;

  private AttackResult(Tensor adversarial, boolean[] atGoalBefore, boolean[] success, double[] distances,
      Answers answers, long[] queries, long[] gradientEvaluations) {
    this.adversarial = adversarial;
    this.atGoalBefore = atGoalBefore;
    this.success = success;
    this.distances = distances;
    this.answers = answers;
    this.queries = queries;
    this.gradientEvaluations = gradientEvaluations;
  }

  /// Judges images that were made elsewhere, such as by another library.
  ///
  /// @param images the inputs before the attack, `(N, ...)`
  /// @param candidates what the attack made of them
  /// @throws IllegalArgumentException if shapes or numbers do not match, an image lies outside the box, or a goal is
  ///     about a class that the victim does not have
  /// @throws IllegalStateException if a candidate lies outside the ball or the box by more than rounding
  public static AttackResult judge(DecisionAccess victim, Tensor images, Tensor candidates, Goal goal, Ball ball) {
    if (!images.sameShape(candidates) || images.dtype() != candidates.dtype()) {
      throw new IllegalArgumentException("judge: images " + images.dtype() + " " + Shape.text(images.shape())
          + " and candidates " + candidates.dtype() + " " + Shape.text(candidates.shape()) + " do not match");
    }
    ball.require(images);
    Examples examples = Examples.of(images, goal, Rng.seed(0));
    return judge(victim, examples, Answers.of(victim, images, goal), candidates, ball);
  }

  /// Judges candidates, given what the victim said about the images before.
  static AttackResult judge(DecisionAccess victim, Examples examples, Answers before, Tensor candidates,
      Ball ball) {
    Tensor images = examples.images();
    ball.requireInside(images, candidates);
    Answers after = Answers.of(victim, candidates, examples.goal());
    boolean[] atGoalBefore = examples.goal().reached(before.labels());
    boolean[] reached = examples.goal().reached(after.labels());
    double[] distances = ball.norm().of(candidates.sub(images));
    boolean[] success = new boolean[reached.length];
    int[] labels = before.labels().clone();
    double[] confidences = before.confidences().clone();
    for (int i = 0; i < success.length; i++) {
      success[i] = atGoalBefore[i] || reached[i];
      if (atGoalBefore[i]) {
        distances[i] = 0;
      } else if (reached[i]) {
        labels[i] = after.labels()[i];
        confidences[i] = after.confidences()[i];
      } else {
        distances[i] = Double.POSITIVE_INFINITY;
      }
    }
    int[] moved = IntStream.range(0, success.length).filter(i -> success[i] && !atGoalBefore[i]).toArray();
    Tensor adversarial = moved.length == 0 ? images
        : BatchRows.replace(images, moved, BatchRows.select(candidates, moved));
    return new AttackResult(adversarial, atGoalBefore, success, distances, new Answers(labels, confidences),
        examples.queries(), examples.gradientEvaluations());
  }

  /// The images after the attack, `(N, ...)`; where it failed, the image before it.
  public Tensor adversarial() {
    return adversarial;
  }

  /// Whether each example is at its goal, be it by the attack or from the start.
  public boolean[] success() {
    return success.clone();
  }

  /// Whether each example was at its goal before anything was done.
  public boolean[] atGoalBefore() {
    return atGoalBefore.clone();
  }

  /// How far each image was moved, in the norm of the ball: 0 if it was at its goal before, infinite if the
  /// attack failed.
  public double[] distances() {
    return distances.clone();
  }

  /// What the victim says about each of the returned images.
  public int[] labels() {
    return answers.labels().clone();
  }

  /// The softmax probability of each of [#labels]; NaN for a victim that shows no scores.
  public double[] confidences() {
    return answers.confidences().clone();
  }

  /// How often the attack asked about each example without a gradient; the judge's two looks are not counted.
  public long[] queries() {
    return queries.clone();
  }

  /// How many gradients the attack took for each example.
  public long[] gradientEvaluations() {
    return gradientEvaluations.clone();
  }

  /// The number of examples.
  public int count() {
    return success.length;
  }

  /// The share of the examples that were not at their goal and now are; NaN if there was none.
  public double successRate() {
    int open = count() - countTrue(atGoalBefore);
    return (countTrue(success) - countTrue(atGoalBefore)) / (double) open;
  }

  /// The share of all examples that are not at the goal. For an untargeted goal with true labels this is the
  /// accuracy under attack.
  public double robustAccuracy() {
    return 1 - countTrue(success) / (double) count();
  }

  /// The share of all examples that were not at the goal before: the accuracy without an attack.
  public double cleanAccuracy() {
    return 1 - countTrue(atGoalBefore) / (double) count();
  }

  /// How sure the victim is, on average, where it is wrong (Goodfellow, Shlens and Szegedy 2015, section 4):
  /// the mean confidence over the examples at their goal, and over no others; NaN if there is none.
  public double meanConfidence() {
    return IntStream.range(0, count()).filter(i -> success[i]).mapToDouble(i -> answers.confidences()[i])
        .average().orElse(Double.NaN);
  }

  /// The median of [#distances] over all examples, infinite if most attacks failed; the upper of two middles.
  public double medianDistance() {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// The worse for the victim of two results, example by example: a success before a failure, then the nearer
  /// image. What was spent on both is added up.
  ///
  /// @param other what another attack made of the same examples, measured in the same norm
  /// @throws IllegalArgumentException if they are not about the same examples and the same victim, as far as
  ///     that can be seen
  public AttackResult best(AttackResult other) {
    if (!adversarial.sameShape(other.adversarial) || !Arrays.equals(atGoalBefore, other.atGoalBefore)) {
      throw new IllegalArgumentException("best: these are results about different examples or victims: "
          + this + " and " + other);
    }
    boolean[] takeOther = new boolean[count()];
    boolean[] anySuccess = success.clone();
    double[] least = distances.clone();
    int[] labels = answers.labels().clone();
    double[] confidences = answers.confidences().clone();
    for (int i = 0; i < takeOther.length; i++) {
      takeOther[i] = other.distances[i] < distances[i];
      if (takeOther[i]) {
        anySuccess[i] = other.success[i];
        least[i] = other.distances[i];
        labels[i] = other.answers.labels()[i];
        confidences[i] = other.answers.confidences()[i];
      }
    }
    return new AttackResult(BatchRows.where(takeOther, other.adversarial, adversarial), atGoalBefore, anySuccess,
        least, new Answers(labels, confidences), sum(queries, other.queries),
        sum(gradientEvaluations, other.gradientEvaluations));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static int countTrue(boolean[] flags) {
    return (int) IntStream.range(0, flags.length).filter(i -> flags[i]).count();
  }

  /// A line for people.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "AttackResult[%d examples, accuracy %.1f %% before, %.1f %% after]", count(),
        100 * cleanAccuracy(), 100 * robustAccuracy());
  }
}
