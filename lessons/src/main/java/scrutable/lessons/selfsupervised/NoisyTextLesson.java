package scrutable.lessons.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;

/// L37: pictures and captions from a place where nobody checks that they belong together.
///
/// Jia et al. 2021, "Scaling up visual and vision-language representation learning with noisy text
/// supervision".
public final class NoisyTextLesson implements Lesson {
  static final double CHANCE = 1.0 / 16;
  static final double[] SHARES = {0, 0.2, 0.5, 0.8, 1};
  private static final int[] SIZES = {500, 2_000, 8_000};
  private static final int[] QUICK_SIZES = {256, 512, 1_024};
  private static final int SEEDS = 3;
  private static final int TEST = 1_000;

  /// What was trained.
  ///
  /// @param size how many pairs
  /// @param wrong the share of them whose caption is that of another picture
  record Setting(int size, double wrong) implements Comparable<Setting> {
    @Override
    public int compareTo(Setting other) {
      return size != other.size ? Integer.compare(size, other.size) : Double.compare(wrong, other.wrong);
    }
  }

  /// What one trained model could do: the shares of test pictures named right.
  ///
  /// @param named by the first name of each colour and form
  /// @param otherNames by the second names
  /// @param emptyNames by filler words
  record Measurement(double named, double otherNames, double emptyNames) {}

  @Override
  public LessonResult run(LessonContext context) {
    int[] sizes = context.profile() == Profile.QUICK ? QUICK_SIZES : SIZES;
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    Map<Setting, List<Measurement>> measured = new TreeMap<>();
    CaptionGallery gallery = null;
    int trained = 0;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      Scenes.Captioned pairs = Scenes.generate(sizes[2], rng.split("train"));
      Scenes.Captioned test = Scenes.generate(TEST, rng.split("test"));
      for (int size : sizes) {
        for (double wrong : SHARES) {
          Scenes.Captioned crawled = pairs.take(size)
              .withMismatched(context.sabotage() ? 1 : wrong, rng.split("mismatch"));
          CaptionModel model = CaptionModel.train(crawled, context.choose(8, 24), rng.split("model"));
          measured.computeIfAbsent(new Setting(size, wrong), none -> new ArrayList<>())
              .add(measure(model, test));
          if (gallery == null && size == sizes[2] && wrong == 0.5) {
            gallery = CaptionGallery.of(crawled, test, model);
          }
          context.progress().update("training on pairs", ++trained,
              (long) seeds.length * sizes.length * SHARES.length);
        }
      }
    }
    return judge(sizes, measured, gallery);
  }

  private static Measurement measure(CaptionModel model, Scenes.Captioned test) {
    return new Measurement(model.zeroShotAccuracy(test.pictures(), CaptionModel.descriptions(0)),
        model.zeroShotAccuracy(test.pictures(), CaptionModel.descriptions(1)),
        model.zeroShotAccuracy(test.pictures(), CaptionModel.emptyDescriptions()));
  }

  private static LessonResult judge(int[] sizes, Map<Setting, List<Measurement>> measured,
      CaptionGallery gallery) {
    Setting clean = new Setting(sizes[2], 0);
    Setting half = new Setting(sizes[2], 0.5);
    double ratio = Spread.of(eachSeed(measured.get(half), measured.get(clean),
        (a, b) -> a.named / b.named)).median();
    double gain = Spread.of(eachSeed(measured.get(new Setting(sizes[1], 0.5)),
        measured.get(new Setting(sizes[0], 0)), (a, b) -> a.named - b.named)).median();
    double others = Spread.of(eachSeed(measured.get(clean), measured.get(clean),
        (a, b) -> a.named - b.otherNames)).median();
    double fromChance = 0;
    for (int size : sizes) {
      double random = median(measured.get(new Setting(size, 1)));
      fromChance = Math.max(fromChance, Math.abs(random - CHANCE));
    }
    double empty = Spread.of(measured.get(clean).stream()
        .mapToDouble(Measurement::emptyNames).toArray()).median();
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("zero-shot accuracy after " + sizes[2] + " pairs, all captions right",
        median(measured.get(clean)), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.effect("accuracy with half of the captions wrong, as a share of that with none",
        ratio, Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.effect("accuracy of " + sizes[1] + " pairs, half wrong, minus that of " + sizes[0]
        + ", all right", gain, Comparison.AT_LEAST, -0.01, ""));
    findings.add(Criterion.control("accuracy lost when the classes are called by other names", others,
        Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("distance from chance if all captions are wrong (largest of the sizes)",
        fromChance, Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("distance from chance if the classes are described by filler words",
        Math.abs(empty - CHANCE), Comparison.AT_MOST, 0.05, ""));
    findings.add(new Planted("three names for each colour and each form, one of which each caption uses at"
        + " random; three filler words in each caption that say nothing; and the wrong captions, which are"
        + " those of other pictures of the same set"));
    findings.addAll(NoisyTextFigures.of(sizes, measured, gallery));
    return LessonResult.of(findings);
  }

  interface OfTwo {
    double apply(Measurement a, Measurement b);
  }

  private static double[] eachSeed(List<Measurement> a, List<Measurement> b, OfTwo compare) {
    double[] values = new double[a.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = compare.apply(a.get(i), b.get(i));
    }
    return values;
  }

  static double median(List<Measurement> runs) {
    return Spread.of(runs.stream().mapToDouble(Measurement::named).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(37, "align-noisy-text", "Captions that are wrong half of the time")
        .withClaim("A dual encoder that learns from pictures with captions, half of them the captions of other"
            + " pictures, names unseen pictures at least 0.9 times as well as one that learns from right captions"
            + " only; and where pairs are few, four times as many pairs make up for half of the captions being wrong.")
        .withSlides(
            "Scaling Up Visual and Vision-Language Representation Learning With Noisy Text Supervision")
        .withData("scenes")
        .withSabotage("every caption is that of another picture")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
