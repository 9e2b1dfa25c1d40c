package scrutable.lessons.modalities.hallucinations;

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
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Measurement;
import scrutable.tensor.Rng;

/// L22: what a translator writes when a token too many stands in its sentence; the method is in
/// [HallucinationsExperiment].
public final class HallucinationsLesson implements Lesson {
  private static final int SENTENCES = 60;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    HallucinationsExperiment experiment = HallucinationsExperiment.of(ToyTranslator.of(context),
        context.choose(2, SENTENCES), context.sabotage(), context.sham(),
        Rng.seed(context.seed()).split("hallucinations"), context.progress());
    List<Finding> findings = new ArrayList<>(judge(experiment.measured()));
    findings.addAll(HallucinationsFigures.of(experiment));
    return LessonResult.of(findings);
  }

  static List<Finding> judge(Measurement run) {
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
        Criterion.ablation("share that it derails in a translator that has learned from sentences with tokens put in,"
            + " of the former share", run.defence().perSentence() / derailed, Comparison.AT_MOST, 0.333, ""),
        Criterion.ablation("BLEU-2 of that translator, minus that of the former", run.taught().bleu()
            - run.clean().bleu(), Comparison.AT_LEAST, -0.03, ""),
        Criterion.dose("share of the sentences that it has learned from with a token put in", run.inserted(),
            Comparison.AT_LEAST, 0.45, ""),
        new Planted("the language, its grammar and its words, of which the " + ToyTranslator.Size.FULL.common()
            + " commonest are used; the word \"jo\" in every fifth source sentence, anywhere before the verb, which"
            + " means nothing"));
  }

  @Override
  public Card card() {
    return Card.of(22, "nmt-hallucinations", "Hallucinations in neural machine translation")
        .withClaim("Of the sentences that a translator translates well, at least one in ten is derailed by up to"
            + " three tokens that are put in, its own words left as they are: it writes a sentence that reads like any other"
            + " and has nothing to do with the source. A word that was met as meaning nothing does so a third as often"
            + " at most, and a translator that has learned from sentences with random tokens in them is derailed a"
            + " third as often at most.")
        .withSlides("HALLUCINATIONS IN NEURAL MACHINE TRANSLATION")
        .withData("toylang")
        .withThreatModel(new ThreatModel("up to three tokens more in the source, at test time",
            "33 tokens of the source language, at the beginning, in the middle or before the end mark",
            "none of the translator but what it writes; at most 700 sentences are asked for one",
            "a fluent translation that has nothing to do with that of before"))
        .withSabotage("only the filler is put in")
        .withSham("the copies that the ablation's translator learns from are left without tokens")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
