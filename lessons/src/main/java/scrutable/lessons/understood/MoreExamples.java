package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Tree12;
import scrutable.nn.validation.LearningCurve;
import scrutable.nn.validation.SizedLearner;
import scrutable.tensor.Rng;

/// Whether more examples would make up for a size that is too large: the learning curves of two trees.
final class MoreExamples {
  private static final int[] COUNTS = {50, 100, 200, 400, 800, 1_600, 3_200};
  private static final int TEST = 2_000;
  private static final int SMALL = 7;
  private static final int LARGE = 100;

  private MoreExamples() {}

  static Illustration figure(SizedLearner tree, long[] seeds) {
    List<LearningCurve> small = new ArrayList<>();
    List<LearningCurve> large = new ArrayList<>();
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed).split("more examples");
      Dataset examples = Tree12.generate(COUNTS[COUNTS.length - 1], Tree12.NOISE, rng.split("train"));
      Dataset test = Tree12.generate(TEST, Tree12.NOISE, rng.split("test"));
      small.add(LearningCurve.of(tree, SMALL, examples, test, COUNTS));
      large.add(LearningCurve.of(tree, LARGE, examples, test, COUNTS));
    }
    Series smallTraining = band("training", small, LearningCurve::training);
    Series largeTraining = band("training", large, LearningCurve::training);
    return new Illustration("learning", "Learning curves: error rates of trees of " + SMALL + " and of " + LARGE
        + " questions on the examples they were grown from (dashed) and on others (solid), against the number of"
        + " examples; bands from the least to the greatest of the seeds.",
        new LineChart("More examples, 15 % of the labels wrong", Axis.log("examples"), Axis.linear("error rate (%)"),
            List.of(band(SMALL + " questions", small, LearningCurve::test),
                Series.dashed(SMALL + ", training", smallTraining.x(), smallTraining.y()).colouredAs(0),
                band(LARGE + " questions", large, LearningCurve::test).colouredAs(1),
                Series.dashed(LARGE + ", training", largeTraining.x(), largeTraining.y()).colouredAs(1)),
            List.of(ReferenceLine.horizontal(100 * Tree12.NOISE, "noise"))));
  }

  private static Series band(String name, List<LearningCurve> curves, Function<LearningCurve, double[]> of) {
    double[] counts = Arrays.stream(COUNTS).asDoubleStream().toArray();
    return Spread.band(name, counts, curves.stream()
        .map(curve -> Arrays.stream(of.apply(curve)).map(error -> 100 * error).toArray()).toList());
  }
}
