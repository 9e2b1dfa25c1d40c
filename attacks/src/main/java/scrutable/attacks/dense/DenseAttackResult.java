package scrutable.attacks.dense;

import java.util.Arrays;
import java.util.Locale;
import scrutable.attacks.Ball;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack on every pixel achieved, found out by asking the victim again about the very pictures that came out.
///
/// [#judge] is the only way to get one. [#before] and [#after] are the victim's answers; a confusion matrix of each
/// with the truth gives the intersection over union, and the ratio of both what is left of it. A share of pixels alone
/// says little where the background is large.
public final class DenseAttackResult {
  private final Tensor adversarial;
  private final Tensor truth;
  private final Tensor before;
  private final Tensor after;
  private final double[] distances;

  private DenseAttackResult(Tensor adversarial, Tensor truth, Tensor before, Tensor after, double[] distances) {
    this.adversarial = adversarial;
    this.truth = truth;
    this.before = before;
    this.after = after;
    this.distances = distances;
  }

  /// Judges pictures, wherever they come from.
  ///
  /// @param images before the attack, `(N, C, H, W)`, in the box
  /// @param truth what the pixels show, `int32 (N, H, W)`
  /// @param candidates what the attack made of the pictures
  /// @throws IllegalArgumentException if the numbers do not match, or a picture lies outside the box
  /// @throws IllegalStateException if a candidate has another shape, lies outside the ball by more than rounding, or
  ///     outside the box at all
  public static DenseAttackResult judge(DenseDecision victim, Tensor images, Tensor truth, Tensor candidates,
      Ball ball) {
    Segmenter.requireLabels("the truth", truth, images);
    ball.require(images);
    if (!candidates.sameShape(images) || candidates.dtype() != images.dtype()) {
      throw new IllegalStateException("the attack made " + candidates.dtype() + " " + Shape.text(candidates.shape())
          + " of pictures " + images.dtype() + " " + Shape.text(images.shape()));
    }
    ball.requireInside(images, candidates);
    if (!(candidates.min().item() >= ball.box().lo() && candidates.max().item() <= ball.box().hi())) {
      throw new IllegalStateException("the attack left the box [" + ball.box().lo() + ", " + ball.box().hi()
          + "]: pixels reach from " + candidates.min().item() + " to " + candidates.max().item()
          + "; clip after every step");
    }
    Tensor before = victim.labels(images);
    Tensor after = victim.labels(candidates);
    Segmenter.requireLabels("the victim's answers", before, images);
    Segmenter.requireLabels("the victim's answers", after, images);
    return new DenseAttackResult(candidates, truth, before, after, ball.norm().of(candidates.sub(images)));
  }

  /// The pictures after the attack, `(N, C, H, W)`.
  public Tensor adversarial() {
    return adversarial;
  }

  /// What the pixels show, `int32 (N, H, W)`.
  public Tensor truth() {
    return truth;
  }

  /// The victim's answers to the clean pictures, `int32 (N, H, W)`.
  public Tensor before() {
    return before;
  }

  /// The victim's answers to the attacked pictures, `int32 (N, H, W)`.
  public Tensor after() {
    return after;
  }

  /// How far each picture was moved, in the norm of the ball: the dose.
  public double[] distances() {
    return distances.clone();
  }

  /// The share of all pixels whose answer is another one.
  public double changedPixels() {
    return 1 - shareOfEqual(before, after);
  }

  /// The share of all pixels that were answered rightly without the attack.
  public double cleanPixelAccuracy() {
    return shareOfEqual(before, truth);
  }

  /// The share of all pixels that are answered rightly under the attack.
  public double pixelAccuracy() {
    return shareOfEqual(after, truth);
  }

  private static double shareOfEqual(Tensor a, Tensor b) {
    int[] left = a.toIntArray();
    int[] right = b.toIntArray();
    long equal = 0;
    for (int i = 0; i < left.length; i++) {
      equal += left[i] == right[i] ? 1 : 0;
    }
    return equal / (double) left.length;
  }

  /// A line for people.
  @Override
  public String toString() {
    return String.format(Locale.ROOT,
        "DenseAttackResult[%d pictures, %.1f %% of the pixels changed, largest distance %.4f]",
        truth.size(0), 100 * changedPixels(), Arrays.stream(distances).max().orElse(0));
  }
}
