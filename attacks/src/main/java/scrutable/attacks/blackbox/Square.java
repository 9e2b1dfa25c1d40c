package scrutable.attacks.blackbox;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.blackbox.SquarePainter.Canvas;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Random squares, kept if they help: a search that sees scores only, and is often as good as one with
/// gradients.
///
/// Each query repaints one square of each image, at a random place, and keeps it if the margin has come
/// nearer to the goal. In `LINF` the colour of a square is a corner of the ball, `+-eps` per channel;
/// [SquareBumps] has the squares of `L2` and `L1`. They get smaller with time; see [#shareAt]. It follows no
/// gradient, so no trick that hides the gradient deceives it.
///
/// An example whose goal is reached is not queried again. Squares are placed everywhere, the last row and
/// column included, which the authors' program never reaches.
///
/// Source: Andriushchenko, Croce, Flammarion and Hein, "Square attack: a query-efficient black-box
/// adversarial attack via random search", ECCV 2020, algorithms 1 to 3; for `L1` Croce and Hein 2021.
///
/// @param queries how often each image may be asked about at most
/// @param share the share of the pixels that the first squares cover
public record Square(int queries, double share) implements FixedBudgetAttack<ScoreAccess> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no query, or the share is not in (0, 1]
  public Square {
    if (queries < 1) {
      throw new IllegalArgumentException("Square: queries must be at least 1, not " + queries);
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("Square: share is a part of the image, in (0, 1], not " + share);
    }
  }

  /// Squares that begin with 80 % of the image, as in AutoAttack.
  public Square(int queries) {
    this(queries, 0.8);
  }

  /// The share of the pixels that the square of one iteration covers, from 0 on: it is halved after
  /// iterations 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000.
  double shareAt(int iteration) {
    int[] halvings = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};
    double now = share;
    for (int after : halvings) {
      now = iteration > after ? now / 2 : now;
    }
    return now;
  }

  /// Images as [FixedBudgetAttack#perturb] says.
  ///
  /// @throws IllegalArgumentException unless the images are `(N, C, H, W)` and `eps` is finite
  @Override
  public Tensor perturb(ScoreAccess victim, Examples examples, Ball ball) {
    ball.requireFinite("Square");
    Tensor originals = examples.images();
    if (originals.rank() != 4) {
      throw new IllegalArgumentException("Square paints squares on images (N, C, H, W), not on "
          + Shape.text(originals.shape()));
    }
    Search search = new Search(victim, examples, ball);
    search.look(search.starts());
    for (int iteration = 0; iteration < queries - 1 && search.open.length > 0; iteration++) {
      search.look(search.withOneMoreSquare(shareAt(iteration)));
    }
    return search.batch(search.best);
  }

  /// The best image of each example so far, and which examples are not at their goal yet.
  private static final class Search {
    private final ScoreAccess victim;
    private final Examples examples;
    private final SquarePainter[] painters;
    private final double[][] best;
    private final double[] margins;
    private int[] open;

    Search(ScoreAccess victim, Examples examples, Ball ball) {
      this.victim = victim;
      this.examples = examples;
      int count = examples.count();
      painters = new SquarePainter[count];
      Arrays.setAll(painters, i -> {
        Canvas canvas = Canvas.of(examples.images().select(0, i), ball, examples.random(i));
        return ball.norm() == Norm.LINF ? new SquareCorners(canvas) : new SquareBumps(canvas);
      });
      best = new double[count][];
      margins = new double[count];
      Arrays.fill(margins, Double.NEGATIVE_INFINITY);
      open = Tensor.range(count).toIntArray();
    }

    double[][] starts() {
      return Arrays.stream(painters).map(SquarePainter::start).toArray(double[][]::new);
    }

    double[][] withOneMoreSquare(double share) {
      return Arrays.stream(open).mapToObj(i -> painters[i].paint(best[i], share)).toArray(double[][]::new);
    }

    /// Asks about one candidate for each open example, keeps those that are better, and closes the examples
    /// that are at their goal.
    void look(double[][] candidates) {
      Examples asked = examples.only(open);
      asked.countQuery();
      Tensor logits = victim.logits(batch(candidates));
      boolean[] reached = asked.goal().reached(logits);
      double[] now = AttackLoss.MARGIN.of(logits, asked.goal()).toDoubleArray();
      for (int i = 0; i < now.length; i++) {
        if (reached[i] || now[i] > margins[open[i]]) {
          margins[open[i]] = now[i];
          best[open[i]] = candidates[i];
        }
      }
      int[] before = open;
      open = IntStream.range(0, now.length).filter(i -> !reached[i]).map(i -> before[i]).toArray();
    }

    Tensor batch(double[][] images) {
      int[] shape = examples.images().shape();
      shape[0] = images.length;
      double[] elements = new double[Shape.elementCount(shape)];
      for (int i = 0; i < images.length; i++) {
        System.arraycopy(images[i], 0, elements, i * images[i].length, images[i].length);
      }
      return Tensor.wrap(elements, shape).to(examples.images().dtype());
    }
  }
}
