package scrutable.lessons.selfsupervised.noisytext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.selfsupervised.noisytext.NoisyTextExperiment.Measurement;
import scrutable.lessons.selfsupervised.noisytext.NoisyTextExperiment.Setting;
import scrutable.tensor.Rng;

/// L37: pictures and captions from a place where nobody checks that they belong together.
///
/// The method is in [NoisyTextExperiment].
public final class NoisyTextLesson implements Lesson {
  static final double CHANCE = 1.0 / 16;
  private static final int[] SIZES = {512, 2_048, 8_192};
  private static final int[] QUICK_SIZES = {256, 512, 1_024};
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    int[] sizes = context.profile() == Profile.QUICK ? QUICK_SIZES : SIZES;
    List<Map<Setting, Measurement>> seeds = new ArrayList<>();
    NoisyTextGallery gallery = null;
    int shared = 0;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      var experiment = NoisyTextExperiment.of(sizes, context.choose(8, 16), context.sabotage(), context.sham(),
          Rng.seed(seed), context.progress());
      seeds.add(experiment.measured());
      shared += experiment.shared();
      gallery = gallery == null ? NoisyTextGallery.of(experiment) : gallery;
    }
    return judge(sizes, Runs.ofEach(seeds), shared, gallery);
  }

  private static LessonResult judge(int[] sizes, Map<Setting, Runs<Measurement>> measured, int shared,
      NoisyTextGallery gallery) {
    Runs<Measurement> clean = measured.get(new Setting(sizes[2], 0));
    Runs<Measurement> half = measured.get(new Setting(sizes[2], 0.5));
    double ratio = median(half, clean, (a, b) -> a.named() / b.named());
    double gain = median(half, measured.get(new Setting(sizes[0], 0)), (a, b) -> a.named() - b.named());
    double others = clean.median(run -> run.named() - run.otherNames());
    double fromChance = 0;
    for (int size : sizes) {
      double random = measured.get(new Setting(size, 1)).median(Measurement::named);
      fromChance = Math.max(fromChance, Math.abs(random - CHANCE));
    }
    double empty = clean.median(Measurement::emptyNames);
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("zero-shot accuracy after " + sizes[2] + " pairs, all captions right",
        clean.median(Measurement::named), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.effect("accuracy with half of the captions wrong, as a share of that with none",
        ratio, Comparison.AT_LEAST, 0.85, ""));
    findings.add(Criterion.effect("accuracy of " + sizes[2] + " pairs, half wrong, minus that of " + sizes[0]
        + ", all right", gain, Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.control("accuracy lost when the classes are called by other names", others,
        Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("distance from chance if all captions are wrong (largest of the sizes)",
        fromChance, Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("distance from chance if the classes are described by filler words that stood"
        + " beside them",
        Math.abs(empty - CHANCE), Comparison.AT_MOST, 0.05, ""));
    findings.addAll(doses(sizes, measured, shared));
    findings.add(new Planted("three names for each colour and each form, one of which each caption uses at"
        + " random; three filler words in each caption that say nothing; and the wrong captions, which are"
        + " those of other pictures of the same set"));
    findings.addAll(NoisyTextFigures.of(sizes, measured, gallery));
    return LessonResult.of(findings);
  }

  /// The worst case over the seeds, and over the sizes where each must keep it.
  private static List<Finding> doses(int[] sizes, Map<Setting, Runs<Measurement>> measured, int shared) {
    Runs<Measurement> clean = measured.get(new Setting(sizes[2], 0));
    Spread steps = Spread.of(measured.values().stream().flatMap(runs -> runs.measured().stream())
        .mapToDouble(run -> run.doses().steps()).toArray());
    double allWrong = Arrays.stream(sizes).mapToDouble(size ->
        measured.get(new Setting(size, 1)).spread(run -> run.doses().otherClass()).min()).min().orElseThrow();
    return List.of(
        Criterion.dose("captions that name another class, where half are those of other pictures, least share",
            measured.get(new Setting(sizes[2], 0.5)).spread(run -> run.doses().otherClass()).min(), Comparison.AT_LEAST,
            0.45, ""),
        Criterion.dose("captions that name another class, where all are those of other pictures, least share",
            allWrong, Comparison.AT_LEAST, 0.85, ""),
        Criterion.dose("steps of the shortest training, of the longest", steps.min() / steps.max(),
            Comparison.EXACTLY, 1, ""),
        Criterion.dose("words that the other names share with the names, beside the article",
            clean.spread(run -> run.doses().sameWords()).max(), Comparison.EXACTLY, 0,
            "words"),
        Criterion.dose("how many times as often as elsewhere those filler words stood beside their class, least",
            clean.spread(run -> run.doses().excess()).min(), Comparison.AT_LEAST, 1.1, ""),
        Criterion.dose("pictures that training and test share", shared, Comparison.EXACTLY, 0, "pictures"));
  }

  /// The median over the seeds of a comparison of two settings.
  private static double median(Runs<Measurement> some, Runs<Measurement> others,
      ToDoubleBiFunction<Measurement, Measurement> compare) {
    return Spread.of(IntStream.range(0, some.measured().size())
        .mapToDouble(seed -> compare.applyAsDouble(some.measured().get(seed), others.measured().get(seed))).toArray())
        .median();
  }

  @Override
  public Card card() {
    return Card.of(37, "align-noisy-text", "Captions that are wrong half of the time")
        .withClaim("A dual encoder that learns from 8192 pictures with captions, half of them the captions of other"
            + " pictures, names unseen pictures at least 0.85 times as well as one that learns from right captions"
            + " only, and better than one that learns as many steps from 512 pictures, all with right captions.")
        .withSlides(
            "Scaling Up Visual and Vision-Language Representation Learning With Noisy Text Supervision")
        .withData("scenes")
        .withSabotage("the wrong captions conspire: each is that of a picture of the next class")
        .withSham("where all captions should be wrong, all are right")
        .withSeconds(80)
        .provenBy(Profile.FULL);
  }
}
