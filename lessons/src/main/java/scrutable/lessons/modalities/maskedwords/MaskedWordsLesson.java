package scrutable.lessons.modalities.maskedwords;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Accuracy;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Measurement;
import scrutable.tensor.Rng;

/// L35: opinions that a network for blanks finds without a label; the method is in [MaskedWordsExperiment].
public final class MaskedWordsLesson implements Lesson {
  private static final int CORPUS = 6_000;
  private static final int TEST = 1_000;
  private static final int STEPS = 800;
  private static final int STEPS_PUBLISHED = 1_200;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Rng rng = Rng.seed(context.seed());
    boolean drawn = context.data().equals("reviews");
    int corpus = context.choose(300, CORPUS);
    int test = context.choose(100, TEST);
    MaskedWordsTexts texts = drawn ? MaskedWordsTexts.drawn(corpus, test, true, rng.split("data"))
        : MaskedWordsTexts.published(rng.split("data"), context.progress());
    Optional<MaskedWordsTexts> without = drawn
        ? Optional.of(MaskedWordsTexts.drawn(corpus, test, false, rng.split("data"))) : Optional.empty();
    MaskedWordsTexts read = context.sabotage() ? texts.exchanged(rng.split("sabotage")) : texts;
    MaskedWordsExperiment experiment = MaskedWordsExperiment.of(read, without, context.sham(),
        context.choose(10, drawn ? STEPS : STEPS_PUBLISHED), rng, context.progress());
    List<Finding> findings = new ArrayList<>(drawn ? judge(experiment.measured())
        : ofSentences(experiment.measured()));
    findings.addAll(MaskedWordsFigures.of(experiment));
    return LessonResult.of(findings);
  }

  /// The criteria alone.
  static List<Finding> judge(Measurement run) {
    return List.of(
        Criterion.gate("reviews of the test that are also in the corpus", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("prompts that are a sentence of the corpus", run.promptsInCorpus(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("share of words of the test that are named rightly, minus that of the commonest word",
            run.wordsRight() - run.unigram(), Comparison.AT_LEAST, 0.15, ""),
        Criterion.effect("accuracy without a label on plain reviews", run.zero().plain(), Comparison.AT_LEAST, 0.85,
            ""),
        Criterion.effect("accuracy after 32 labels, minus the better of a new network and a bag of words after the"
            + " same", run.fewPrompted().all() - Math.max(run.fewScratch().all(), run.fewBag().all()),
            Comparison.AT_LEAST, 0.05, ""),
        Criterion.dose("share of the 32 labelled reviews that the new network gets right", run.learnedFew(),
            Comparison.AT_LEAST, 0.95, ""),
        Criterion.control("accuracy without a label on plain reviews, minus that of counting the company of the same"
            + " words", run.zero().plain() - run.counting().plain(), Comparison.AT_MOST, 0.05, ""),
        Criterion.ablation("accuracy without a label, learned from exchanged opinions", run.exchanged().all(),
            Comparison.AT_MOST, 0.55, ""),
        Criterion.dose("share of opinion words that exchanging turned round", run.turned(), Comparison.AT_LEAST, 0.45,
            ""),
        Criterion.dose("words named rightly by who has learned from exchanged opinions, minus those of the commonest"
            + " word", run.exchangedRight() - run.unigram(), Comparison.AT_LEAST, 0.15, ""),
        new Planted("the opinion, chosen before the first word, on which both sentences of a review agree; one in"
            + " " + MaskedWordsTexts.TURNED_EVERY + " of the reviews that deny or outweigh something is in the corpus,"
            + " all of them in the test; half of the reviews of the corpus sum up in the end, in words of their opinion"
            + " but in none of the prompts' sentences"));
  }

  /// The criteria for published sentences.
  static List<Finding> ofSentences(Measurement run) {
    Accuracy vectors = run.vectors().orElseThrow();
    return List.of(
        Criterion.gate("sentences of the test that are also in the corpus", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("prompts that are a sentence of the corpus", run.promptsInCorpus(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("share of words of the test that are named rightly, minus that of the commonest word",
            run.wordsRight() - run.unigram(), Comparison.AT_LEAST, 0.1, ""),
        Criterion.effect("accuracy without a label", run.zero().all(), Comparison.AT_LEAST, 0.56, ""),
        Criterion.effect("accuracy after 32 labels, minus that of the same network that has read nothing before",
            run.fewPrompted().all() - run.fewScratch().all(), Comparison.AT_LEAST, 0.02, ""),
        Criterion.dose("share of the 32 labelled sentences that the latter gets right", run.learnedFew(),
            Comparison.AT_LEAST, 0.95, ""),
        Criterion.dose("accuracy of counting the company of the same words: it has learned something",
            run.counting().all(), Comparison.AT_LEAST, 0.51, ""),
        Criterion.dose("accuracy by the directions of the vectors that the network starts from", vectors.all(),
            Comparison.AT_LEAST, 0.53, ""),
        Criterion.control("accuracy without a label, minus the better of these two",
            run.zero().all() - Math.max(run.counting().all(), vectors.all()), Comparison.AT_MOST, 0.05, ""),
        Criterion.ablation("accuracy without a label, learned from words dealt anew among all sentences",
            run.exchanged().all(), Comparison.AT_MOST, 0.55, ""),
        Criterion.dose("share of words that dealing anew exchanged", run.turned(), Comparison.AT_LEAST, 0.45, ""));
  }

  @Override
  public Card card() {
    return Card.of(35, "masked-words-and-prompt", "Fill in the blank")
        .withClaim("A network that was asked only which word belongs where in 6,000 reviews is right about at least"
            + " 85 % of new plain reviews, without a label, once \"it was ____\" is written behind them; after 32"
            + " labels it leads who begins with these by at least five percentage points. Exchange the opinion words"
            + " among the reviews, and nothing is left. But counting which words keep company does as well.")
        .withSlides("Self-supervised", "learning relies on", "\"proxy tasks\"")
        .withData("reviews", "rt-polarity")
        .withSabotage("the opinion words of the corpus are exchanged among all its reviews; on rt-polarity all words")
        .withSham("the opinion words of the ablation are not exchanged")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
