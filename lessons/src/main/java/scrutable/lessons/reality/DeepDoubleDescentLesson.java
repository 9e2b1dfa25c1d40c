package scrutable.lessons.reality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.data.Digits;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;
import scrutable.tensor.kernel.parallel.Parallel;

/// L08: double descent in a trained network, over its width; and what early stopping has to do with it.
///
/// Nakkiran, Kaplun, Bansal, Yang, Barak, Sutskever, "Deep double descent: where bigger models and more data
/// hurt", ICLR 2020.
public final class DeepDoubleDescentLesson implements Lesson {
  static final double NOISE = 0.2;
  private static final int CLASSES = 10;
  private static final int[] WIDTHS = {4, 6, 8, 12, 16, 20, 28, 40, 64, 100, 200, 500};
  private static final int[] FEW_WIDTHS = {6, 50, 500};
  private static final int[] EPOCHS = {1, 2, 3, 4, 6, 8, 12, 20, 30, 50, 80, 150};
  private static final int[] FEW_EPOCHS = {1, 3, 6, 12, 30, 150};

  /// The runs of one seed, a network for each width.
  ///
  /// @param noisy with wrong labels
  /// @param clean without
  record Trial(List<WidthRun> noisy, List<WidthRun> clean) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean quick = context.profile() == Profile.QUICK;
    int[] widths = quick ? FEW_WIDTHS : WIDTHS;
    int[] epochs = quick ? FEW_EPOCHS : EPOCHS;
    long[] seeds = context.seeds(context.choose(1, 3));
    List<Trial> trials = new ArrayList<>();
    for (long seed : seeds) {
      trials.add(trial(context, widths, epochs, Rng.seed(seed)));
      context.progress().update("networks of all widths", trials.size(), seeds.length);
    }
    return judge(new WidthCurves(widths, epochs, trials), context.data().equals("glyphs"));
  }

  private static Trial trial(LessonContext context, int[] widths, int[] epochs, Rng rng) throws IOException {
    int examples = context.choose(700, 1_000);
    Digits digits = digits(context, 2 * examples, rng);
    Dataset train = digits.train().slice(0, examples);
    Dataset validation = digits.train().slice(examples, 2 * examples);
    var clean = new WidthRun.Data(train, validation, digits.test());
    double noise = context.sabotage() ? 0 : NOISE;
    var noisy = new WidthRun.Data(withNoise(train, noise, rng.split("wrong labels")),
        withNoise(validation, noise, rng.split("wrong validation labels")), digits.test());
    return new Trial(runs(widths, epochs, noisy, rng), runs(widths, epochs, clean, rng));
  }

  /// Pictures of 9 x 9 pixels: with so few, a network needs many units to learn noise by heart, and the wide
  /// ones still train fast. The glyphs are in a calmer hand than elsewhere, so that a few units suffice for
  /// what can be learned.
  private static Digits digits(LessonContext context, int training, Rng rng) throws IOException {
    int judged = context.choose(1_000, 2_000);
    if (context.data().equals("glyphs")) {
      Glyphs.Options calm = Glyphs.Options.standard().withSize(10).withShake(0.6);
      return new Digits(Glyphs.generate(training, calm, rng.split("train")),
          Glyphs.generate(judged, calm, rng.split("test")));
    }
    Digits real = Digits.real(context.data(), 60_000, judged, context.progress());
    return new Digits(reduced(real.train().shuffled(rng.split("choice")).take(training)),
        reduced(real.test()));
  }

  private static Dataset reduced(Dataset images) {
    return images.withInputs(Pooling2d.average(images.inputs(), Window.square(3, 3, 0)));
  }

  private static Dataset withNoise(Dataset examples, double share, Rng rng) {
    return examples.withLabels(NoisyLabels.of(examples.labels(), CLASSES, share, rng));
  }

  /// Networks do not depend on each other: threads share them, the widest first since they take longest.
  private static List<WidthRun> runs(int[] widths, int[] epochs, WidthRun.Data data, Rng rng) {
    WidthRun[] runs = new WidthRun[widths.length];
    Parallel.forRange(widths.length, 1, (from, end) -> {
      int i = widths.length - 1 - from;
      runs[i] = WidthRun.of(widths[i], data, epochs, rng.split("network").split(widths[i]));
    });
    return List.of(runs);
  }

  private static LessonResult judge(WidthCurves curves, boolean glyphs) {
    int peak = curves.peak();
    int widest = curves.widths().length - 1;
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test error of the widest network without wrong labels",
            curves.clean(WidthRun::testError)[widest], Comparison.AT_MOST, glyphs ? 0.1 : 0.2, ""),
        Criterion.effect("rise of the test error to its peak, above the best narrower network",
            WidthCurves.rise(curves.noisy(WidthRun::testError)), Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("fall of the test error from the peak to the widest network",
            curves.noisy(WidthRun::testError)[peak] - curves.noisy(WidthRun::testError)[widest],
            Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("training error at the peak, where the network can just learn everything by heart",
            curves.noisy(WidthRun::trainError)[peak], Comparison.AT_MOST, 0.05, ""),
        Criterion.control("greatest rise of the test error with the width, without wrong labels",
            WidthCurves.rise(curves.clean(WidthRun::testError)), Comparison.AT_MOST, 0.015, ""),
        Criterion.ablation("greatest rise of the test error with the width, when training stops early",
            WidthCurves.rise(curves.noisy(WidthRun::earlyStopped)), Comparison.AT_MOST, 0.015, ""),
        new Planted("wrong labels: each training and validation label is replaced, with a probability of 20"
            + " %, by another class; test labels are all right")));
    findings.addAll(DeepDoubleDescentFigures.of(curves));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(8, "deep-double-descent", "Reality: the same for networks, in width and in time")
        .withClaim("Train networks of growing width on labels of which a fifth is wrong, until the training error"
            + " stops falling: their test error rises towards the width that can just learn everything by heart, and"
            + " falls again beyond it; without wrong labels, or when training stops early, nothing rises.")
        .withSlides("Reality")
        .withData("glyphs", "mnist")
        .withSabotage("no training label is wrong")
        .withSeconds(30);
  }
}
