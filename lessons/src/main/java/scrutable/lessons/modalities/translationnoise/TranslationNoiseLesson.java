package scrutable.lessons.modalities.translationnoise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.TatoebaPairs;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Effort;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Measurement;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Noise;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Reader;
import scrutable.tensor.Rng;

/// L23: what misspelled words do to a translator that reads letters; the method is in [TranslationNoiseExperiment].
public final class TranslationNoiseLesson implements Lesson {
  private static final int TRAIN = 4_000;
  private static final int TEST = 300;
  private static final int TRAIN_ENGLISH = 10_000;
  private static final int TEST_ENGLISH = 500;
  private static final int LONGEST = 8;
  private static final int COMMON = 500;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Rng rng = Rng.seed(context.seed());
    boolean invented = context.data().equals("toylang");
    TranslationNoiseTexts texts = invented
        ? TranslationNoiseTexts.drawn(context.choose(800, TRAIN), context.choose(60, TEST), rng.split("data"))
        : TranslationNoiseTexts.published(new TatoebaPairs.Choice(LONGEST, COMMON, context.choose(800, TRAIN_ENGLISH),
            context.choose(60, TEST_ENGLISH)), rng.split("data"), context.progress());
    Effort effort = context.profile() == Profile.QUICK ? Effort.QUICK : Effort.FULL;
    TranslationNoiseExperiment experiment = TranslationNoiseExperiment.of(texts, effort, context.sabotage(),
        context.sham(), rng, context.progress());
    List<Finding> findings = new ArrayList<>(invented ? judge(experiment.measured())
        : judgeEnglish(experiment.measured()));
    findings.addAll(TranslationNoiseFigures.of(experiment, texts));
    return LessonResult.of(findings);
  }

  static List<Finding> judge(Measurement run) {
    return List.of(
        Criterion.gate("sentences of the test that are also in the training", run.sharedSentences(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("misspellings of the test that can be met in the training", run.sharedMisspellings(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("share of words right in translations of clean sentences", run.right().get(Reader.PLAIN),
            Comparison.AT_LEAST, 0.85, ""),
        Criterion.dose("share of words that a noise changes (the least of the five)", leastChanged(run),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.effect("BLEU lost by all letters shuffled (Rand)", run.loss(Reader.PLAIN, Noise.RAND),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.effect("BLEU lost by one swap in each longer word (Swap)", run.loss(Reader.PLAIN, Noise.SWAP),
            Comparison.AT_LEAST, 0.15, ""),
        Criterion.effect("BLEU lost by misspellings as people make them (Nat)", run.loss(Reader.PLAIN, Noise.NAT),
            Comparison.AT_LEAST, 0.15, ""),
        Criterion.effect("BLEU lost by who has trained on Rand, Key and Nat, divided by that of clean training (the"
            + " worst of the three)", leftOver(run), Comparison.AT_MOST, 0.8, ""),
        Criterion.control("BLEU lost by all letters shuffled, if such words were in the training",
            run.loss(Reader.RAND, Noise.RAND), Comparison.AT_MOST, 0.45, ""),
        Criterion.control("share of words of up to three letters that Swap and Mid change", run.shortChanged(),
            Comparison.EXACTLY, 0, ""),
        Criterion.ablation("translations by the bag of letters that Swap, Mid and Rand change", run.bagDiffers(),
            Comparison.EXACTLY, 0, ""),
        Criterion.dose("share of words that each of these three changes in what the bag reads", run.bagChanged(),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.dose("share of words that the bag of letters gets right in clean sentences: it has learned",
            run.right().get(Reader.BAG), Comparison.AT_LEAST, 0.8, ""),
        Criterion.ablation("BLEU lost by the bag of letters under misspellings as people make them",
            run.loss(Reader.BAG, Noise.NAT), Comparison.AT_LEAST, 0.15, ""),
        new Planted("the language, its grammar and its words, of which the " + TranslationNoiseTexts.COMMON
            + " commonest are used; the misspellings of each word, half of which can be met in training and half only"
            + " in the test"));
  }

  /// Sentences of people are shorter, and half of their words have at most three letters.
  static List<Finding> judgeEnglish(Measurement run) {
    double clean = run.bleu(Reader.PLAIN, Noise.CLEAN);
    return List.of(
        Criterion.gate("sentences of the test that are also in the training", run.sharedSentences(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("misspellings of the test that can be met in the training", run.sharedMisspellings(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("BLEU of translations of clean sentences", clean, Comparison.AT_LEAST, 0.2, ""),
        Criterion.dose("share of words that a noise changes (the least of the five)", leastChanged(run),
            Comparison.AT_LEAST, 0.3, ""),
        Criterion.dose("share of words that people are known to have misspelled (Nat)", run.changed().get(Noise.NAT),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.effect("BLEU lost by all letters shuffled (Rand)", run.loss(Reader.PLAIN, Noise.RAND),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.effect("BLEU lost by one swap in each longer word (Swap)", run.loss(Reader.PLAIN, Noise.SWAP),
            Comparison.AT_LEAST, 0.15, ""),
        Criterion.effect("BLEU lost by misspellings that people have made (Nat)", run.loss(Reader.PLAIN, Noise.NAT),
            Comparison.AT_LEAST, 0.2, ""),
        Criterion.effect("BLEU lost by who has trained on Rand, Key and Nat, divided by that of clean training (the"
            + " worst of the three)", leftOver(run), Comparison.AT_MOST, 0.8, ""),
        Criterion.control("BLEU lost by all letters shuffled, if such words were in the training, divided by that of"
            + " clean training", run.loss(Reader.RAND, Noise.RAND) / run.loss(Reader.PLAIN, Noise.RAND),
            Comparison.AT_MOST, 0.5, ""),
        Criterion.control("share of words of up to three letters that Swap and Mid change", run.shortChanged(),
            Comparison.EXACTLY, 0, ""),
        Criterion.ablation("translations by the bag of letters that Swap, Mid and Rand change", run.bagDiffers(),
            Comparison.EXACTLY, 0, ""),
        Criterion.dose("share of words that each of these three changes in what the bag reads", run.bagChanged(),
            Comparison.AT_LEAST, 0.3, ""),
        Criterion.dose("BLEU of the bag of letters on clean sentences, divided by that of the other: it has learned",
            run.bleu(Reader.BAG, Noise.CLEAN) / clean, Comparison.AT_LEAST, 0.6, ""),
        Criterion.ablation("BLEU lost by the bag of letters under misspellings that people have made",
            run.loss(Reader.BAG, Noise.NAT), Comparison.AT_LEAST, 0.15, ""));
  }

  private static double leastChanged(Measurement run) {
    return Stream.of(Noise.values()).filter(noise -> noise != Noise.CLEAN).mapToDouble(run.changed()::get).min()
        .orElseThrow();
  }

  private static double leftOver(Measurement run) {
    return Stream.of(Noise.RAND, Noise.KEY, Noise.NAT)
        .mapToDouble(noise -> run.loss(Reader.MIXTURE, noise) / run.loss(Reader.PLAIN, noise)).max().orElseThrow();
  }

  @Override
  public Card card() {
    return Card.of(23, "noise-breaks-nmt", "Synthetic and natural noise both break translation")
        .withClaim("A translator that reads words by their letters loses at least half of its BLEU when the letters of"
            + " each word are shuffled, and at least 15 % when two neighbours are swapped, or when words are"
            + " misspelled by rules after those of people. Words of these kinds in the training win back a part of"
            + " each. Who knows no order of letters loses nothing by their order, but as others do by wrong letters.")
        .withSlides("SYNTHETIC AND NATURAL NOISE BOTH BREAK NEURAL MACHINE TRANSLATION")
        .withData("toylang", "tatoeba")
        .withThreatModel(new ThreatModel("how the words of the source are spelled, in test sentences only",
            "each word once: one swap, one key, its letters shuffled, or one of its listed misspellings",
            "none: no noise looks at the translator", "any worse translation"))
        .withSabotage("all translators read bags of letters")
        .withSham("the bag of letters is given clean sentences in place of noisy ones")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
