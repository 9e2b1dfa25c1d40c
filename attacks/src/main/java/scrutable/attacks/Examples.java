package scrutable.attacks;

import java.util.Arrays;
import java.util.stream.LongStream;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The examples that an attack works on: images, what is wanted of each, its own random stream, and an
/// account of what was spent on it.
///
/// **Randomness.** Example `i` of a batch draws from `rng.split(i)`, and keeps that number in every part that
/// [#only] takes out. So what is drawn for an example does not depend on which others are attacked with it:
/// `examples.only(3)` alone gives the same adversarial image as example 3 among all. Whoever attacks a large
/// set in pieces takes the pieces out of one `Examples`.
///
/// **Accounts.** An attack reports each question it asks, with [#countQuery] and [#countGradient]; a part
/// passes the report on to the whole it was taken from.
public final class Examples {
  private final Tensor images;
  private final Goal goal;
  private final Rng rng;
  private final long[] ids;
  private final Examples whole;
  private final int[] rowsInWhole;
  private final long[] queries;
  private final long[] gradientEvaluations;

  private Examples(Tensor images, Goal goal, Rng rng, long[] ids, Examples whole, int[] rowsInWhole) {
    this.images = images;
    this.goal = goal;
    this.rng = rng;
    this.ids = ids;
    this.whole = whole;
    this.rowsInWhole = rowsInWhole;
    this.queries = new long[ids.length];
    this.gradientEvaluations = new long[ids.length];
  }

  /// A batch of images `(N, ...)` with one goal each.
  ///
  /// @throws IllegalArgumentException if there are no images, or not as many goals
  public static Examples of(Tensor images, Goal goal, Rng rng) {
    if (images.rank() < 2 || images.size(0) != goal.count() || goal.count() == 0) {
      throw new IllegalArgumentException("attack: images must be (N, ...) with one goal each, but there are "
          + goal.count() + " goals for images " + Shape.text(images.shape()));
    }
    long[] ids = LongStream.range(0, goal.count()).toArray();
    return new Examples(images, goal, rng, ids, null, null);
  }

  /// The images before the attack, `(N, ...)`.
  public Tensor images() {
    return images;
  }

  /// One goal per image.
  public Goal goal() {
    return goal;
  }

  /// The number of examples.
  public int count() {
    return ids.length;
  }

  /// The random stream of example `i`, from its beginning: each call gives the same numbers again.
  public Rng random(int i) {
    return rng.split(ids[i]);
  }

  /// Some of the examples, in the order of `rows`.
  public Examples only(int... rows) {
    long[] kept = Arrays.stream(rows).mapToLong(row -> ids[row]).toArray();
    return new Examples(BatchRows.select(images, rows), goal.only(rows), rng, kept, this, rows);
  }

  /// The same examples with other random streams, one set for each `purpose`.
  public Examples drawing(String purpose) {
    int[] all = Tensor.range(count()).toIntArray();
    return new Examples(images, goal, rng.split(purpose), ids, this, all);
  }

  /// The same examples with another goal.
  ///
  /// @throws IllegalArgumentException if there is not one goal per example
  public Examples wanting(Goal other) {
    if (other.count() != count()) {
      throw new IllegalArgumentException("there are " + count() + " examples but " + other.count() + " goals");
    }
    int[] all = Tensor.range(count()).toIntArray();
    return new Examples(images, other, rng, ids, this, all);
  }

  /// The same examples with the same streams and an account of their own that begins at zero. As that of a part, it
  /// passes on what is reported: whoever gave the examples away hears of all questions.
  Examples withNewAccount() {
    int[] all = Tensor.range(count()).toIntArray();
    return new Examples(images, goal, rng, ids, this, all);
  }

  /// A point for each image, drawn uniformly from the ball around it and then clipped to the box: `(N, ...)`.
  public Tensor randomStart(Ball ball) {
    int[] one = Arrays.copyOfRange(images.shape(), 1, images.rank());
    Tensor[] changes = new Tensor[count()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = ball.norm().randomIn(ball.eps(), images.dtype(), random(i), one);
    }
    return ball.project(images, images.add(Joining.stack(0, changes)));
  }

  /// Reports that the victim has answered once for each example, without a gradient.
  public void countQuery() {
    countQueries(1);
  }

  /// Reports that the victim has answered so often for each example, without a gradient.
  public void countQueries(int times) {
    for (int i = 0; i < count(); i++) {
      add(i, times, 0);
    }
  }

  /// Reports that the victim has computed one gradient for each example.
  public void countGradient() {
    for (int i = 0; i < count(); i++) {
      add(i, 0, 1);
    }
  }

  private void add(int i, int moreQueries, int moreGradients) {
    queries[i] += moreQueries;
    gradientEvaluations[i] += moreGradients;
    if (whole != null) {
      whole.add(rowsInWhole[i], moreQueries, moreGradients);
    }
  }

  /// How often the victim has answered for each example, without a gradient.
  public long[] queries() {
    return queries.clone();
  }

  /// How often a gradient was computed for each example.
  public long[] gradientEvaluations() {
    return gradientEvaluations.clone();
  }
}
