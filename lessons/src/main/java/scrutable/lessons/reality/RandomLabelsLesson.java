package scrutable.lessons.reality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
import scrutable.lessons.data.Digits;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L10: networks learn random labels by heart.
///
/// Zhang, Bengio, Hardt, Recht and Vinyals, "Understanding deep learning requires rethinking generalization",
/// ICLR 2017, sections 2.1 and 2.2.
public final class RandomLabelsLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int CLASSES = 10;
  private static final double[] CORRUPTION = {0, 0.25, 0.5, 0.75, 1};

  /// Everything one seed showed.
  ///
  /// @param convolutional of the first seed and 400 images only, since it takes longer than all others together
  private record Trial(List<Memorisation> byCorruption, Memorisation noise, Memorisation redrawn, Memorisation tiny,
      Memorisation convolutional) {
    Memorisation trueLabels() {
      return byCorruption.getFirst();
    }

    Memorisation randomLabels() {
      return byCorruption.getLast();
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (int i = 0; i < seeds.length; i++) {
      trials.add(trial(context, Rng.seed(seeds[i]), i == 0));
      context.progress().update("learning by heart", i + 1, seeds.length);
    }
    return judge(trials);
  }

  private static Trial trial(LessonContext context, Rng rng, boolean first) throws IOException {
    int count = context.choose(400, 800);
    Digits digits = context.data().equals("glyphs") ? Digits.glyphs(count, 2_000, rng.split("data"))
        : Digits.real(context.data(), count, 2_000, context.progress());
    Dataset train = digits.train();
    Memorisation.Labels redraw = (labels, epoch) -> randomLabels(labels.elementCount(),
        rng.split("redrawn labels").split(epoch));
    List<Memorisation> byCorruption = new ArrayList<>();
    for (double share : CORRUPTION) {
      Dataset corrupted = train.withLabels(corrupt(train.labels(), share, rng.split("labels")));
      boolean sabotaged = context.sabotage() && share == 1;
      byCorruption.add(run(wide(rng), corrupted, digits.test(), 0.05, 100, sabotaged ? redraw : KEPT, rng));
      context.progress().update("learning by heart, one seed", byCorruption.size(), CORRUPTION.length);
    }
    Dataset random = train.withLabels(corrupt(train.labels(), 1, rng.split("labels")));
    Dataset noise = random.withInputs(rng.split("pixels").normalAround(0.2, 0.3, train.inputs().shape()));
    return new Trial(byCorruption,
        run(wide(rng), noise, digits.test(), 0.05, 100, KEPT, rng),
        run(wide(rng), random, digits.test(), 0.05, 2 * byCorruption.getLast().epochs(), redraw, rng),
        run(tiny(rng), random, digits.test(), 0.01, 60, KEPT, rng),
        first ? run(convolutional(rng), random.take(400), digits.test(), 0.02, 150, KEPT, rng) : null);
  }

  private static final Memorisation.Labels KEPT = (labels, epoch) -> labels;

  private static Memorisation run(Module network, Dataset train, Dataset test, double learningRate, int most,
      Memorisation.Labels labels, Rng rng) {
    return Memorisation.run(network, train, test, learningRate, most, labels, rng.split("shuffle"));
  }

  /// 200,000 parameters for a few hundred images.
  private static Module wide(Rng rng) {
    Rng initial = rng.split("wide");
    return new Sequential(new Flatten(), new Linear(784, 256, initial), new Relu(), new Linear(256, CLASSES, initial));
  }

  /// Everything must pass through two numbers.
  private static Module tiny(Rng rng) {
    Rng initial = rng.split("tiny");
    return new Sequential(new Flatten(), new Linear(784, 2, initial), new Relu(), new Linear(2, CLASSES, initial));
  }

  /// About 20,000 parameters, and built for images.
  private static Module convolutional(Rng rng) {
    Rng initial = rng.split("convolutional");
    return new Sequential(new Conv2d(1, 8, 3, initial), new Relu(), new MaxPool2d(2),
        new Conv2d(8, 16, 3, initial), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(16 * 5 * 5, 48, initial), new Relu(), new Linear(48, CLASSES, initial));
  }

  /// The labels with a share of them, from the first on, replaced by random ones (which may be the true ones).
  private static Tensor corrupt(Tensor labels, double share, Rng rng) {
    int[] values = labels.toIntArray();
    int[] random = randomLabels(values.length, rng).toIntArray();
    System.arraycopy(random, 0, values, 0, (int) Math.round(share * values.length));
    return Tensor.ofInts(values, values.length);
  }

  private static Tensor randomLabels(int count, Rng rng) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = rng.nextInt(CLASSES);
    }
    return Tensor.wrap(labels, count);
  }

  private static LessonResult judge(List<Trial> trials) {
    double chance = 1.0 / CLASSES;
    return LessonResult.of(
        Criterion.gate("test accuracy with true labels", median(trials, t -> t.trueLabels().testAccuracy()),
            Comparison.AT_LEAST, 0.75, ""),
        Criterion.gate("training accuracy with true labels", median(trials, t -> t.trueLabels().trainAccuracy()),
            Comparison.EXACTLY, 1, ""),
        Criterion.effect("training accuracy of the MLP with random labels", median(trials,
            t -> t.randomLabels().trainAccuracy()),
            Comparison.EXACTLY, 1, ""),
        Criterion.effect("training accuracy of the CNN with random labels",
            trials.getFirst().convolutional().trainAccuracy(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("distance of the MLP's test accuracy from chance, after random labels",
            Math.abs(median(trials, t -> t.randomLabels().testAccuracy()) - chance), Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("epochs with random labels, at least so many times those with true ones",
            median(trials, RandomLabelsLesson::slowdown), Comparison.AT_LEAST, 2, "times"),
        Criterion.effect("epochs with random labels, at most so many times those with true ones",
            median(trials, RandomLabelsLesson::slowdown), Comparison.AT_MOST, 20, "times"),
        Criterion.effect("smallest fall of the test accuracy from one share of random labels to the next",
            smallestFall(trials), Comparison.ABOVE, 0, ""),
        Criterion.control("training accuracy of the network with two hidden units on random labels",
            median(trials, t -> t.tiny().trainAccuracy()), Comparison.AT_MOST, 0.6, ""),
        Criterion.ablation("training accuracy when the labels are drawn anew in each epoch",
            median(trials, t -> t.redrawn().trainAccuracy()), Comparison.AT_MOST, 0.25, ""),
        new Planted("random labels, drawn once, uniformly over the ten classes: a tenth of them is right by chance"),
        table(trials),
        new Illustration("losses", "Training loss of the first seed: true labels, random labels, and random labels on"
            + " pixels that are Gaussian noise.", lossFigure(trials.getFirst())),
        new Illustration("corruption", "Accuracy against the share of random labels, on test and on training images"
            + " (bands"
            + " from the least to the greatest of the seeds).", corruptionFigure(trials)),
        new Headline("true-test", 100 * median(trials, t -> t.trueLabels().testAccuracy()), 1, "%"),
        new Headline("random-test", 100 * median(trials, t -> t.randomLabels().testAccuracy()), 1, "%"),
        new Headline("true-epochs", median(trials, t -> t.trueLabels().epochs()), 0, ""),
        new Headline("random-epochs", median(trials, t -> t.randomLabels().epochs()), 0, ""),
        new Headline("slowdown", median(trials, RandomLabelsLesson::slowdown), 1, ""),
        new Headline("parameters", wide(Rng.seed(0)).parameterCount(), 0, ""),
        new Headline("cnn-parameters", convolutional(Rng.seed(0)).parameterCount(), 0, ""),
        new Headline("tiny-train", 100 * median(trials, t -> t.tiny().trainAccuracy()), 1, "%"),
        new Headline("redrawn-train", 100 * median(trials, t -> t.redrawn().trainAccuracy()), 1, "%"));
  }

  private static double slowdown(Trial trial) {
    return (double) trial.randomLabels().epochs() / trial.trueLabels().epochs();
  }

  private static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return spread(trials, of).median();
  }

  private static Spread spread(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray());
  }

  private static double smallestFall(List<Trial> trials) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < CORRUPTION.length; i++) {
      int next = i;
      smallest = Math.min(smallest, median(trials, t -> t.byCorruption().get(next - 1).testAccuracy())
          - median(trials, t -> t.byCorruption().get(next).testAccuracy()));
    }
    return smallest;
  }

  private static Table table(List<Trial> trials) {
    Table table = Table.of("runs", "Medians of the seeds.", Column.text("network"), Column.text("labels"),
        Column.number("epochs", 0), Column.number("train accuracy (%)", 1), Column.number("test accuracy (%)", 1));
    for (int i = 0; i < CORRUPTION.length; i++) {
      int at = i;
      table = row(table, "MLP", Math.round(100 * CORRUPTION[i]) + " % random", trials, t -> t.byCorruption().get(at));
    }
    table = row(table, "MLP", "random, pixels too", trials, Trial::noise);
    table = row(table, "CNN (one seed, 400 images)", "100 % random", trials.subList(0, 1), Trial::convolutional);
    table = row(table, "two hidden units", "100 % random", trials, Trial::tiny);
    return row(table, "MLP", "redrawn in each epoch", trials, Trial::redrawn);
  }

  private static Table row(Table table, String network, String labels, List<Trial> trials,
      Function<Trial, Memorisation> of) {
    return table.row(network, labels, median(trials, t -> of.apply(t).epochs()),
        100 * median(trials, t -> of.apply(t).trainAccuracy()), 100 * median(trials, t -> of.apply(t).testAccuracy()));
  }

  private static LineChart lossFigure(Trial trial) {
    return new LineChart("Training loss", Axis.linear("epoch"), Axis.linear("cross-entropy (nats)"), List.of(
        curve("true labels", trial.trueLabels().losses()), curve("random labels", trial.randomLabels().losses()),
        curve("random labels, Gaussian pixels", trial.noise().losses())),
        List.of(ReferenceLine.horizontal(StrictMath.log(CLASSES), "guessing")));
  }

  private static Series curve(String name, double[] losses) {
    double[] epochs = new double[losses.length];
    Arrays.setAll(epochs, i -> i + 1);
    return Series.line(name, epochs, losses);
  }

  private static LineChart corruptionFigure(List<Trial> trials) {
    int count = CORRUPTION.length;
    double[] shares = new double[count];
    double[][] test = new double[3][count];
    double[] train = new double[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      shares[i] = 100 * CORRUPTION[i];
      Spread spread = spread(trials, t -> 100 * t.byCorruption().get(at).testAccuracy());
      test[0][i] = spread.min();
      test[1][i] = spread.median();
      test[2][i] = spread.max();
      train[i] = 100 * median(trials, t -> t.byCorruption().get(at).trainAccuracy());
    }
    return new LineChart("What random labels cost", Axis.linear("random labels (%)"), Axis.percent("accuracy (%)"),
        List.of(Series.band("test", shares, test[0], test[1], test[2]), Series.line("training", shares, train)),
        List.of(ReferenceLine.horizontal(100.0 / CLASSES, "chance")));
  }

  @Override
  public Card card() {
    return Card.of(10, "random-labels", "With four billion parameters I can almost fit ImageNet")
        .withClaim("A network that learns digits from true labels also learns labels drawn at random, every one of"
            + " them, with nothing changed but a few times as many epochs; then it knows nothing about new digits.")
        .withSlides("With four billion parameters I can almost fit ImageNet")
        .withData("glyphs", "mnist")
        .withSabotage("the random labels are drawn anew in each epoch, so that there is nothing to remember")
        .withSeconds(15);
  }
}
