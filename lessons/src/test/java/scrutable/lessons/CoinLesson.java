package scrutable.lessons;

import static scrutable.lessons.contract.Comparison.AT_LEAST;
import static scrutable.lessons.contract.Comparison.AT_MOST;
import static scrutable.lessons.contract.Comparison.EXACTLY;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Measured;
import scrutable.lessons.contract.Note;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Table;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;

/// A tiny honest lesson, on which the framework is tested: a bent coin shows heads too often, a fair one
/// does not, and von Neumann's trick takes the bias away.
public final class CoinLesson implements Lesson {
  @Override
  public LessonResult run(LessonContext context) {
    int flips = context.choose(2_000, 20_000);
    boolean[] bent = flip(flips, context.sabotage() ? 0.5 : 0.7, context.seed());
    boolean[] fair = flip(context.sham() ? flips / 10 : flips, 0.5, context.seed() + 1);
    boolean[] paired = pair(bent);
    double[] x = new double[20];
    double[] y = new double[20];
    for (int i = 0; i < x.length; i++) {
      int count = flips * (i + 1) / x.length;
      x[i] = count;
      y[i] = heads(bent, count);
      context.progress().update("flipping", count, flips);
    }
    Table table = Table.of("heads", "Heads of each coin", Column.text("coin"), Column.number("flips", 0),
            Column.number("heads (%)", 1))
        .row("bent", bent.length, heads(bent, flips))
        .row("fair", fair.length, heads(fair, fair.length))
        .row("bent, in pairs", paired.length, heads(paired, paired.length));
    var chart = new LineChart("Heads among the first flips", Axis.log("flips"), Axis.percent("heads (%)"),
        List.of(Series.line("bent coin", x, y)), List.of(ReferenceLine.horizontal(50, "fair")));
    return LessonResult.of(
        Criterion.gate("flips left after pairing", paired.length, AT_LEAST, flips / 10.0, ""),
        Criterion.effect("heads of the bent coin", heads(bent, flips), AT_LEAST, 60, "%"),
        Criterion.control("heads of the fair coin", heads(fair, fair.length), AT_MOST, 55, "%"),
        Criterion.dose("flips of the fair coin for one of the bent", fair.length / (double) flips, EXACTLY, 1, ""),
        Criterion.ablation("heads in unequal pairs", heads(paired, paired.length), AT_MOST, 55, "%"),
        table,
        new Illustration("heads", "The share of heads settles above one half.", chart),
        new Headline("bent-heads", heads(bent, flips), 1, "%"),
        new Planted("the coin falls on heads with probability 0.7"),
        new Note("von Neumann 1951: of two unequal flips keep the first"),
        new Measured("speed", System.nanoTime() % 1000, "flips/s"));
  }

  private static boolean[] flip(int flips, double probability, long seed) {
    var random = new SplittableRandom(seed);
    boolean[] heads = new boolean[flips];
    for (int i = 0; i < flips; i++) {
      heads[i] = random.nextDouble() < probability;
    }
    return heads;
  }

  private static boolean[] pair(boolean[] flips) {
    boolean[] kept = new boolean[flips.length / 2];
    int count = 0;
    for (int i = 0; i + 1 < flips.length; i += 2) {
      if (flips[i] != flips[i + 1]) {
        kept[count++] = flips[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static double heads(boolean[] flips, int count) {
    int heads = 0;
    for (int i = 0; i < count; i++) {
      heads += flips[i] ? 1 : 0;
    }
    return 100.0 * heads / count;
  }

  @Override
  public Card card() {
    return Card.of(7, "bent-coin", "A bent coin")
        .withClaim("A bent coin shows heads more often than a fair one, and pairing its flips takes the bias away.")
        .withSlides("You could not have fixed it")
        .withData("coins", "dice")
        .withThreatModel(new ThreatModel("the coin", "a bias of 0.2", "nothing", "more heads than tails"))
        .withSabotage("the bent coin is fair")
        .withSham("the fair coin is flipped a tenth as often")
        .withSeconds(1);
  }
}
