package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Tile;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L06: with four parameters he fits an elephant, with five it wiggles its trunk.
public final class ElephantLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int POINTS = 200;
  private static final int[] NUMBERS = {2, 4, 6, 8};
  private static final double[] LIFTS = {-1, -0.5, 0, 0.5, 1};

  /// What one seed showed. Distances are shares of the width of the elephant.
  ///
  /// @param found       all twenty coefficients, as gradient descent found them
  /// @param distances   of the curve of the 2, 4, 6 and 8 largest coefficients found from the outline
  /// @param other       the same for eight numbers and an animal of twenty random ones
  /// @param network     of a network's curve; one seed only, as it takes longer than all else
  private record Trial(double[] found, double[] distances, double other, double network) {}

  @Override
  public LessonResult run(LessonContext context) {
    Outline elephant = Elephant.outline(Elephant.coefficients(), POINTS);
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (int i = 0; i < seeds.length; i++) {
      trials.add(trial(elephant, Rng.seed(seeds[i]), i == 0 ? context.choose(600, 2_000) : 0));
      context.progress().update("fitting elephants", i + 1, seeds.length);
    }
    return judge(elephant, trials, context.sabotage() ? 6 : 8);
  }

  private static Trial trial(Outline elephant, Rng rng, int networkSteps) {
    double[] found = fit(elephant, rng.split("start"));
    double[] distances = new double[NUMBERS.length];
    for (int i = 0; i < NUMBERS.length; i++) {
      distances[i] = distanceWith(NUMBERS[i], found, elephant);
    }
    double[] random = rng.split("another animal").normalAround(0, 25, 4 * Elephant.HARMONICS).toDoubleArray();
    Outline animal = Elephant.outline(random, POINTS);
    double other = distanceWith(8, fit(animal, rng.split("another start")), animal);
    double network = networkSteps == 0 ? Double.NaN : fitNetwork(elephant, networkSteps, rng.split("network"));
    return new Trial(found, distances, other, network);
  }

  /// All coefficients at once, from a random start, by gradient descent on the mean squared distance.
  private static double[] fit(Outline outline, Rng rng) {
    Variable waves = Variable.constant(Tensor.wrap(Elephant.waves(POINTS), POINTS, 2 * Elephant.HARMONICS));
    Tensor points = points(outline);                                                   // (200, 2)
    Parameter coefficients = new Parameter(
        rng.normalAround(0, 10, 2 * Elephant.HARMONICS, 2).to(DType.FLOAT64));         // (10, 2)
    Optimizer optimizer = new Sgd(List.of(coefficients), 0.5);
    for (int step = 0; step < 100; step++) {
      Variable loss = Losses.mse(waves.matmul(coefficients), points);
      optimizer.step(Gradients.of(loss, List.of(coefficients)));
    }
    return coefficients.value().t().contiguous().toDoubleArray();
  }

  private static Tensor points(Outline outline) {
    double[] points = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[2 * i] = outline.x()[i];
      points[2 * i + 1] = outline.y()[i];
    }
    return Tensor.wrap(points, POINTS, 2);
  }

  private static double distanceWith(int numbers, double[] coefficients, Outline outline) {
    return Elephant.outline(largest(coefficients, numbers), POINTS).distance(outline) / outline.width();
  }

  /// The coefficients with all but the largest few set to zero. Waves do not share what they explain, so leaving
  /// the smallest out is the best that can be done with fewer.
  private static double[] largest(double[] coefficients, int numbers) {
    int[] order = IntStream.range(0, coefficients.length).boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(coefficients[i]))).limit(numbers).mapToInt(i -> i).toArray();
    double[] kept = new double[coefficients.length];
    for (int i : order) {
      kept[i] = coefficients[i];
    }
    return kept;
  }

  private static Module network(Rng rng) {
    return new Sequential(new Linear(2, 32, rng), new Tanh(), new Linear(32, 32, rng), new Tanh(),
        new Linear(32, 2, rng));
  }

  /// A network from `(cos t, sin t)` to the outline, which it sees in units of a hundred.
  private static double fitNetwork(Outline elephant, int steps, Rng rng) {
    Module network = network(rng);
    Tensor circle = Tensor.wrap(Elephant.waves(POINTS), POINTS, 2 * Elephant.HARMONICS).slice(1, 0, 2)
        .to(DType.FLOAT32).contiguous();
    Tensor targets = points(elephant).div(100).to(DType.FLOAT32);
    Adam optimizer = new Adam(network.parameters(), 0.01);
    for (int step = 0; step < steps; step++) {
      optimizer.setLearningRate(0.01 * (steps - step) / steps);
      optimizer.step(Gradients.of(Losses.mse(network.forward(circle), targets), network.parameters()));
    }
    double meanSquare = 2 * Losses.mse(network.forward(circle), targets).item();       // of a distance, not a number
    return 100 * Math.sqrt(meanSquare) / elephant.width();
  }

  private static LessonResult judge(Outline elephant, List<Trial> trials, int allowed) {
    double fit = spread(trials, t -> distanceWith(allowed, t.found, elephant)).max();
    double coefficientError = spread(trials, t -> largestError(largest(t.found, allowed))).max();
    double tip = 0;
    double rest = 0;
    for (double lift : LIFTS) {
      Outline moved = Elephant.wiggled(elephant, lift);
      for (int i = 0; i < POINTS; i++) {
        double by = Math.abs(moved.y()[i] - elephant.y()[i]) / elephant.width();
        if (elephant.x()[i] > Elephant.TRUNK) {
          tip = Math.max(tip, by);
        } else {
          rest = Math.max(rest, by);
        }
      }
    }
    Trial first = trials.getFirst();
    return LessonResult.of(
        Criterion.effect("distance of the curve of eight numbers, largest of the seeds", 100 * fit, Comparison.AT_MOST,
            0.1, "% of the width"),
        Criterion.effect("error of the coefficients that were found, largest of all", coefficientError,
            Comparison.AT_MOST, 1e-3, ""),
        Criterion.effect("how far the fifth parameter moves the tip of the trunk", 100 * tip, Comparison.AT_LEAST, 5,
            "% of the width"),
        Criterion.effect("how far it moves the rest of the elephant", 100 * rest, Comparison.EXACTLY, 0,
            "% of the width"),
        Criterion.effect("distance of the network's curve", 100 * first.network, Comparison.AT_MOST, 2,
            "% of the width"),
        Criterion.control("distance of the best eight numbers from another animal, smallest of the seeds",
            100 * spread(trials, Trial::other).min(), Comparison.AT_LEAST, 2, "% of its width"),
        Criterion.ablation("distance of the best six numbers from the elephant, smallest of the seeds",
            100 * spread(trials, t -> t.distances[2]).min(), Comparison.AT_LEAST, 2, "% of the width"),
        new Planted("the elephant: its eight numbers were found by others, by looking at an elephant"),
        table(trials, parameterCount()),
        new Illustration("numbers", "The outline with the two, four, six and eight largest numbers, and its eye.",
            drawing(first.found)),
        new Illustration("trunk", "The fifth parameter at work.", trunk(elephant)),
        new Headline("six-distance", 100 * spread(trials, t -> t.distances[2]).median(), 1, "% of the width"),
        new Headline("other-distance", 100 * spread(trials, Trial::other).median(), 1, "% of the width"),
        new Headline("network-distance", 100 * first.network, 2, "% of the width"),
        new Headline("network-parameters", parameterCount(), 0, ""),
        new Headline("trunk", 100 * tip, 0, "% of the width"));
  }

  private static long parameterCount() {
    return network(Rng.seed(0)).parameterCount();
  }

  private static double largestError(double[] found) {
    double[] right = Elephant.coefficients();
    return IntStream.range(0, right.length).mapToDouble(i -> Math.abs(found[i] - right[i])).max().orElseThrow();
  }

  private static Spread spread(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray());
  }

  private static Table table(List<Trial> trials, long parameters) {
    Table table = Table.of("fits", "How far the fitted outline is from the elephant (median of the seeds).",
        Column.text("curve"), Column.number("numbers", 0), Column.significant("distance (% of the width)", 2));
    for (int i = 0; i < NUMBERS.length; i++) {
      int at = i;
      table = table.row("Fourier series, the largest", NUMBERS[i], 100 * spread(trials, t -> t.distances[at]).median());
    }
    return table.row("network 2-32-32-2 (one seed)", parameters, 100 * trials.getFirst().network);
  }

  private static ImageGrid drawing(double[] found) {
    List<Tile> row = new ArrayList<>();
    for (int numbers : NUMBERS) {
      Outline outline = Elephant.outline(largest(found, numbers), POINTS);
      row.add(Tile.of(outline.picture(numbers == 8 ? Elephant.EYE : Double.NaN), numbers + " numbers",
          "(" + numbers / 2 + " complex)"));
    }
    return ImageGrid.of("An elephant, number by number", List.of(row));
  }

  private static ImageGrid trunk(Outline elephant) {
    List<Tile> row = new ArrayList<>();
    for (double lift : LIFTS) {
      row.add(Tile.of(Elephant.wiggled(elephant, lift).picture(Elephant.EYE), lift == 0 ? "at rest"
          : (lift < 0 ? "down " : "up ") + Math.round(Math.abs(lift) * Elephant.WIGGLE)));
    }
    return ImageGrid.of("With five I can make him wiggle his trunk", List.of(row));
  }

  @Override
  public Card card() {
    return Card.of(6, "elephant", "With four parameters I can fit an elephant")
        .withClaim("Eight numbers, which are four complex ones, draw an elephant, and gradient descent on 200 points"
            + " of its outline finds them to within a thousandth; six are not enough, and another animal would not"
            + " fit. A fifth parameter moves the trunk and nothing else. A network fits the elephant, too, with more"
            + " than a hundred times as many.")
        .withSlides("With four parameters I can fit an elephant, and with five I can make him wiggle his trunk.",
            "- John Von Neumann")
        .withData("elephant")
        .withSabotage("only the six largest of the eight numbers may be used")
        .withSeconds(5);
  }
}
