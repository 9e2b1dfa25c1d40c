package scrutable.lessons.reality.scalinglaws;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.ZipfFacts;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.PowerLaw;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Part A: where a power law may come from. There are 20,000 facts and nothing to understand; a few are asked for all
/// the time, most hardly ever. Whoever learns them by heart loses what a formula says; so, nearly, does a network.
///
/// Hutter, "Learning curve theory", 2021 (arXiv:2102.04074), sections 2 and 3.
///
/// @param bySamples a table that has seen so many questions with their answers and has room for all
/// @param byRooms   a table that has seen very many and keeps the most frequent, as many as it has rooms for
/// @param evenly    the first table again where all facts are asked for alike
/// @param bySize    networks with one hidden layer, by their number of parameters; no formula
record ScalingFactsExperiment(Curve bySamples, Curve byRooms, Curve evenly, Curve bySize) {
  static final double EXPONENT = 1.5;
  private static final int KEYS = 20_000;
  private static final int VALUES = 16;
  private static final int[] SAMPLES = {1_000, 3_000, 10_000, 30_000, 100_000};
  private static final int[] ROOMS = {30, 100, 300, 1_000, 3_000};
  private static final int[] WIDTHS = {4, 8, 16, 32, 64, 128};
  private static final int COUNTED = 250_000;
  private static final int BATCH = 256;
  private static final double RATE = 0.02;

  /// Errors at growing sizes, measured and, where there is a formula, calculated.
  record Curve(double[] sizes, double[] errors, double[] formula) {
    private static Curve of(int[] sizes, IntToDoubleFunction error, IntToDoubleFunction formula) {
      return new Curve(Arrays.stream(sizes).asDoubleStream().toArray(),
          Arrays.stream(sizes).mapToDouble(error).toArray(), Arrays.stream(sizes).mapToDouble(formula).toArray());
    }

    /// The greatest distance from the formula, as a share of it.
    double worst() {
      return IntStream.range(0, errors.length).mapToDouble(i -> Math.abs(errors[i] / formula[i] - 1)).max()
          .orElseThrow();
    }

    /// The straight line through the points in double logarithmic coordinates.
    PowerLaw law() {
      return PowerLaw.fit(sizes, errors);
    }

    /// How much steeper the curve is between its last two points than between its first two.
    double bend() {
      return steepness(errors.length - 1) - steepness(1);
    }

    private double steepness(int i) {
      return StrictMath.log(errors[i - 1] / errors[i]) / StrictMath.log(sizes[i] / sizes[i - 1]);
    }
  }

  /// Measures all curves.
  ///
  /// @param exponent of the frequencies of the first two tables and of the networks
  /// @param tables   how many are averaged; the ones with few rooms count in that many times 250,000 questions
  /// @param steps    how many batches each network learns from
  static ScalingFactsExperiment of(double exponent, int tables, int steps, Rng rng, Progress progress) {
    ZipfFacts facts = new ZipfFacts(KEYS, exponent, VALUES, rng.split("facts"));
    ZipfFacts even = new ZipfFacts(KEYS, 0, VALUES, rng.split("facts"));
    int[] byCount = byCount(facts, COUNTED * tables, rng.split("count"));
    return new ScalingFactsExperiment(
        Curve.of(SAMPLES, n -> errorAfter(facts, n, tables, rng.split("draw").split(n)), facts::errorAfter),
        Curve.of(ROOMS, rooms -> errorOf(facts, byCount, rooms), facts::errorWithRooms),
        Curve.of(SAMPLES, n -> errorAfter(even, n, tables, rng.split("draw").split(n)), even::errorAfter),
        networks(facts, steps, rng, progress));
  }

  //: code tables
  /// The error of a table that knows some facts and guesses where it knows none, over all questions that may come.
  private static double error(ZipfFacts facts, BitSet known) {
    double unknown = 0;
    for (int key = known.nextClearBit(0); key < KEYS; key = known.nextClearBit(key + 1)) {
      unknown += facts.probability(key);
    }
    return unknown * (VALUES - 1) / VALUES;
  }

  /// The mean error of tables that have each seen n questions.
  private static double errorAfter(ZipfFacts facts, int n, int tables, Rng rng) {
    double sum = 0;
    for (int i = 0; i < tables; i++) {
      BitSet known = new BitSet();
      Arrays.stream(facts.draw(n, rng)).forEach(known::set);
      sum += error(facts, known);
    }
    return sum / tables;
  }

  /// The error of a table with a few rooms.
  private static double errorOf(ZipfFacts facts, int[] byCount, int rooms) {
    BitSet known = new BitSet();
    Arrays.stream(byCount, 0, rooms).forEach(known::set);
    return error(facts, known);
  }
  //: end

  /// The keys in the order of how often they were asked for, the most frequent first.
  private static int[] byCount(ZipfFacts facts, int questions, Rng rng) {
    int[] counts = new int[KEYS];
    for (int drawn = 0; drawn < questions; drawn += KEYS) {
      Arrays.stream(facts.draw(KEYS, rng)).forEach(key -> counts[key]++);
    }
    return IntStream.range(0, KEYS).boxed().sorted((a, b) -> counts[b] - counts[a]).mapToInt(key -> key).toArray();
  }

  /// Networks that read the code of a key, 24 bits, and answer with one of 16 values.
  private static Curve networks(ZipfFacts facts, int steps, Rng rng, Progress progress) {
    Dataset questions = facts.dataset(facts.draw(steps * BATCH, rng.split("questions")));
    Dataset all = facts.dataset(IntStream.range(0, KEYS).toArray());
    double[] sizes = new double[WIDTHS.length];
    double[] errors = new double[WIDTHS.length];
    for (int i = 0; i < WIDTHS.length; i++) {
      Rng initial = rng.split("initialise");
      Sequential network = new Sequential(new Linear(ZipfFacts.BITS, WIDTHS[i], initial), new Relu(),
          new Linear(WIDTHS[i], VALUES, initial));
      TrainingSettings settings = TrainingSettings.of(1, BATCH)
          .withRate(step -> RATE * (1 - (double) step.number() / step.count()))
          .withProgress(progress, "facts, " + WIDTHS[i] + " units");
      new ClassifierTraining(network, new Adam(network.parameters(), RATE), settings, rng.split("shuffle"))
          .run(questions);
      sizes[i] = network.parameterCount();
      errors[i] = wrong(facts, network.forward(all.inputs()).value().argmax(-1).toIntArray());
    }
    double[] none = new double[WIDTHS.length];
    Arrays.fill(none, Double.NaN);
    return new Curve(sizes, errors, none);
  }

  /// The share of questions that is answered wrongly.
  private static double wrong(ZipfFacts facts, int[] answers) {
    return IntStream.range(0, KEYS).filter(key -> answers[key] != facts.value(key)).mapToDouble(facts::probability)
        .sum();
  }
}
