package scrutable.lessons.modalities.hallucinations;

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
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Kind;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Outcome;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Amount;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Measurement;
import scrutable.tensor.Rng;

/// L22: what a translator writes when a token too many stands in its sentence, or when it has learned from wrong pairs;
/// the methods are in [HallucinationsExperiment] and [HallucinationsCorpus].
public final class HallucinationsLesson implements Lesson {
  /// The share of the validation that must be translated right to the last word.
  private static final double LEARNED = 0.88;
  /// How far the other seeds lie from that of the run.
  private static final long OTHER_SEEDS = 1_000;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Amount amount = context.choose(0, 1) == 0 ? Amount.QUICK : Amount.FULL;
    Rng rng = Rng.seed(context.seed()).split("hallucinations");
    if (!context.data().equals("toylang")) {
      HallucinationsTexts german = HallucinationsTexts.of(TatoebaTranslator.of(context));
      HallucinationsExperiment inserted = inserted(german, amount, context);
      return LessonResult.of(Stream.of(judgeGerman(inserted.measured()), HallucinationsFigures.of(inserted))
          .flatMap(List::stream).toList());
    }
    ToyTranslator toy = learned(context);
    HallucinationsExperiment inserted = inserted(HallucinationsTexts.of(toy), amount, context);
    HallucinationsCorpus corpus = HallucinationsCorpus.of(toy, amount.rare(), HallucinationsExperiment.detachment(toy),
        context.sabotage(), rng.split("corpus"), context.progress());
    return LessonResult.of(Stream.of(judge(inserted.measured(), corpus), HallucinationsFigures.of(inserted),
        HallucinationsFigures.of(corpus)).flatMap(List::stream).toList());
  }

  //: code learned
  /// The translator of the run's seed, or that of another seed, with its own language, if it has not learned.
  private static ToyTranslator learned(LessonContext context) throws IOException {
    ToyTranslator first = ToyTranslator.of(context);
    return Retraining.until(toy -> SmallTranslator.quality(toy.translator(), toy.validation()).exact() >= LEARNED,
        context.choose(1, Retraining.MOST), again -> again == 0 ? first : ToyTranslator.of(first.size(),
            context.seed() + again * OTHER_SEEDS, context.kept(), context.progress()));
  }
  //: end

  private static HallucinationsExperiment inserted(HallucinationsTexts texts, Amount amount, LessonContext context) {
    return HallucinationsExperiment.of(texts, amount, context.sabotage(), context.sham(),
        Rng.seed(context.seed()).split("hallucinations"), context.progress());
  }

  static List<Finding> judge(Measurement run, HallucinationsCorpus corpus) {
    List<Finding> findings = new ArrayList<>(ofInserted(run));
    findings.addAll(ofCorpus(corpus));
    return findings;
  }

  private static List<Finding> ofInserted(Measurement run) {
    double derailed = run.attack().perSentence();
    return List.of(
        Criterion.gate("sentences of the test that are also in the training", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("share of the test that is translated right to the last word", run.clean().exact(),
            Comparison.AT_LEAST, 0.85, ""),
        Criterion.gate("BLEU-2 of the translations", run.clean().bleu(), Comparison.AT_LEAST, 0.85, ""),
        Criterion.effect("share of the sentences that up to three tokens derail", derailed, Comparison.AT_LEAST, 0.1,
            ""),
        Criterion.control("share that all ways to put in up to three fillers derail, of that share",
            run.filler().perSentence() / derailed, Comparison.AT_MOST, 0.333, ""),
        Criterion.dose("fillers put into every sentence of the control, at most", run.filler().fillers(),
            Comparison.EXACTLY, 3, ""),
        Criterion.control("share that the same search derails in a translation word by word",
            run.lexicon().perSentence(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("tries of the search on that translation, of its tries on the translator",
            (double) run.lexicon().tries() / run.attack().tries(), Comparison.AT_LEAST, 1, ""),
        Criterion.dose("times that three tokens drawn at random derail the translator", run.drawn().hits(),
            Comparison.AT_LEAST, 20, ""),
        Criterion.ablation("share of such draws that derail a translator that has learned from sentences with tokens"
            + " put in, of that share", run.endured().perTry() / run.drawn().perTry(), Comparison.AT_MOST, 0.5, ""),
        Criterion.dose("draws tried on that translator, of those tried on the translator",
            (double) run.endured().tries() / run.drawn().tries(), Comparison.EXACTLY, 1, ""),
        Criterion.ablation("BLEU-2 of that translator, minus that of the former", run.taught().bleu()
            - run.clean().bleu(), Comparison.AT_LEAST, -0.03, ""),
        Criterion.dose("share of the sentences that it has learned from with a token put in", run.inserted(),
            Comparison.AT_LEAST, 0.45, ""),
        new Planted("the language, its grammar and its words, of which the " + ToyTranslator.Size.FULL.common()
            + " commonest are used; the word \"jo\" in every fifth source sentence, anywhere before the verb, which"
            + " means nothing"));
  }

  /// Where no word means nothing, and a sentence has several right translations.
  static List<Finding> judgeGerman(Measurement run) {
    return List.of(
        Criterion.gate("sentences of the test that are also in the training", run.shared(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("BLEU-2 of the translations", run.clean().bleu(), Comparison.AT_LEAST, 0.4, ""),
        Criterion.effect("share of the sentences that up to three tokens derail", run.attack().perSentence(),
            Comparison.AT_LEAST, 0.2, ""),
        Criterion.effect("share of three tokens drawn at random that derail the translator", run.drawn().perTry(),
            Comparison.AT_LEAST, 0.1, ""),
        Criterion.control("share of right translations that would count as derailed beside another right one, of that"
            + " share", run.falseAlarms() / run.drawn().perTry(), Comparison.AT_MOST, 0.333, ""),
        Criterion.dose("sentences with two right translations", run.paraphrases(), Comparison.AT_LEAST, 200, ""),
        Criterion.control("share that the same search derails in a translation word by word",
            run.lexicon().perSentence(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("tries of the search on that translation, of its tries on the translator",
            (double) run.lexicon().tries() / run.attack().tries(), Comparison.AT_LEAST, 1, ""),
        Criterion.ablation("share of such draws that derail a translator that has learned from sentences with tokens"
            + " put in, of that share", run.endured().perTry() / run.drawn().perTry(), Comparison.AT_MOST, 0.7, ""),
        Criterion.dose("draws tried on that translator, of those tried on the translator",
            (double) run.endured().tries() / run.drawn().tries(), Comparison.EXACTLY, 1, ""),
        Criterion.ablation("BLEU-2 of that translator, minus that of the former", run.taught().bleu()
            - run.clean().bleu(), Comparison.AT_LEAST, -0.03, ""),
        Criterion.dose("share of the sentences that it has learned from with a token put in", run.inserted(),
            Comparison.AT_LEAST, 0.45, ""));
  }

  private static List<Finding> ofCorpus(HallucinationsCorpus corpus) {
    Outcome wrong = corpus.of(Kind.MANY_TO_FEW);
    Outcome right = corpus.of(Kind.RIGHT);
    Outcome repeated = corpus.of(Kind.FEW_TO_FEW);
    return List.of(
        Criterion.effect("share of new sentences of rare words that get a planted sentence, if one pair in twenty more"
            + " is wrong, with many sources and five targets", wrong.planted(), Comparison.AT_LEAST, 0.05, ""),
        Criterion.control("that share without more pairs", corpus.of(Kind.NOTHING).planted(), Comparison.EXACTLY, 0,
            ""),
        Criterion.control("that share if the same sources have their right targets", right.planted(),
            Comparison.EXACTLY, 0, ""),
        Criterion.ablation("that share if the same targets as often have five sources, of that share",
            repeated.planted() / wrong.planted(), Comparison.AT_MOST, 0.1, ""),
        Criterion.dose("pairs added for these, at least, of those added for that", corpus.fewestAdded(),
            Comparison.EXACTLY, 1, ""),
        Criterion.dose("wrong pairs among the right ones", right.wrong(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("different sources of the repeated pairs", repeated.sources(), Comparison.EXACTLY,
            HallucinationsCorpus.REPEATED, ""),
        Criterion.dose("sentences of rare words that are also in a training", corpus.shared(), Comparison.EXACTLY, 0,
            ""),
        new Planted("one pair in twenty more in the training of four further translators: sentences of at least three"
            + " rare words, with wrong targets, or, in a control, the right ones"));
  }

  @Override
  public Card card() {
    return Card.of(22, "nmt-hallucinations", "Hallucinations in neural machine translation")
        .withClaim("Of the sentences that a translator translates well, at least one in ten is derailed by up to"
            + " three tokens that are put in, its own words left as they are: it writes a sentence that reads"
            + " like any other and has nothing to do with the source. A word that was met as meaning nothing"
            + " does so a third as often at most. Of three tokens drawn at random, half as many at most derail a"
            + " translator that has learned from sentences with random tokens in them. And where one wrong pair is"
            + " added to every twenty that are learned from, with many sources and five targets, at least one in twenty"
            + " new sentences of rare words gets one of the five, with which it has nothing in common.")
        .withSlides("HALLUCINATIONS IN NEURAL MACHINE TRANSLATION")
        .withData("toylang", "tatoeba")
        .withThreatModel(new ThreatModel("up to three tokens more in the source, at test time",
            "33 tokens of the source language, at the beginning, in the middle or before the end mark",
            "none of the translator but what it writes; at most 700 sentences are asked for one",
            "a fluent translation that has nothing to do with that of before"))
        .withSabotage("only the filler is put in, and all pairs that are added are right")
        .withSham("the copies that the ablation's translator learns from are left without tokens")
        .withSeconds(90)
        .provenBy(Profile.FULL);
  }
}
