package scrutable.lessons.modalities.genetictext;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Effort;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Measurement;
import scrutable.tensor.Rng;

/// L20: attacks on reviews by synonyms; the method is in [GeneticTextExperiment].
public final class GeneticTextLesson implements Lesson {
  private static final Effort QUICK = new Effort(1, 10);
  private static final Effort FULL = new Effort(3, 100);
  private static final Effort PUBLISHED = new Effort(4, 100);

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = context.data().equals("reviews");
    double share = context.sabotage() ? 0 : GeneticTextExperiment.SHARE;
    Rng rng = Rng.seed(context.seed());
    GeneticTextTexts texts = drawn ? GeneticTextTexts.drawn(context.choose(1_000, 6_000), rng)
        : GeneticTextTexts.published(rng, context.progress());
    Effort effort = context.profile() == Profile.QUICK ? QUICK : drawn ? FULL : PUBLISHED;
    GeneticTextExperiment experiment = GeneticTextExperiment.of(texts, effort, share, context.sham(), rng,
        context.progress());
    Runs<Measurement> runs = new Runs<>(List.of(experiment.measured()));
    List<Finding> findings = new ArrayList<>(drawn ? judge(runs) : ofSentences(runs));
    findings.addAll(GeneticTextFigures.of(runs, experiment));
    return LessonResult.of(findings);
  }

  /// What published sentences say after the attack nobody knows: the run prints thirty, for the reader to judge.
  static List<Finding> ofSentences(Runs<Measurement> runs) {
    return List.of(
        Criterion.gate("sentences of the test that were learned from", runs.spread(Measurement::shared).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("accuracy of the reader", runs.median(Measurement::accuracy), Comparison.AT_LEAST, 0.74, ""),
        Criterion.effect("share of the sentences that are turned by neighbours that are known",
            runs.median(run -> run.genetic().success()), Comparison.AT_LEAST, 0.6, ""),
        Criterion.effect("the same with all neighbours: mostly deletions",
            runs.median(run -> run.unmet().orElseThrow().summary().success()), Comparison.AT_LEAST, 0.6, ""),
        Criterion.dose("share of the words put in then that are not known", runs.median(run -> run.unmet()
            .orElseThrow().deleted()), Comparison.AT_LEAST, 0.4, ""),
        Criterion.control("share that is turned by random neighbours, of that turned by the search",
            runs.median(run -> run.random().success() / run.genetic().success()), Comparison.AT_MOST, 0.333, ""),
        Criterion.dose("how many words random neighbours replaced, of the search's",
            runs.spread(run -> run.random().words() / run.genetic().words()).min(), Comparison.AT_LEAST, 0.99, ""),
        Criterion.ablation("share that is turned if the reader learned from neighbours drawn anew, of that share",
            runs.median(run -> run.even().success() / run.genetic().success()), Comparison.AT_MOST, 0.8, ""),
        Criterion.ablation("accuracy of that reader, minus that of the former",
            runs.median(run -> run.accuracyEven() - run.accuracy()), Comparison.AT_LEAST, -0.05, ""),
        Criterion.dose("how many words of that reader's sentences were replaced, of the former",
            runs.spread(run -> run.even().words() / run.genetic().words()).min(), Comparison.AT_LEAST, 0.9, ""));
  }

  /// The criteria alone.
  static List<Finding> judge(Runs<Measurement> runs) {
    return List.of(
        Criterion.gate("reviews of the test that were learned from", runs.spread(Measurement::shared).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("accuracy of the reader", runs.median(Measurement::accuracy), Comparison.AT_LEAST, 0.93, ""),
        Criterion.effect("share of the reviews that are turned", runs.median(run -> run.genetic().success()),
            Comparison.AT_LEAST, 0.2, ""),
        Criterion.effect("share of the attacked reviews that still say the same", runs.spread(
            run -> run.genetic().meaning()).min(), Comparison.EXACTLY, 1, ""),
        Criterion.control("share that is turned by random synonyms, of that turned by the search",
            runs.median(run -> run.random().success() / run.genetic().success()), Comparison.AT_MOST, 0.333, ""),
        Criterion.dose("how many words random synonyms replaced, of the search's",
            runs.spread(run -> run.random().words() / run.genetic().words()).min(), Comparison.AT_LEAST, 0.99, ""),
        Criterion.ablation("share that is turned if the reader learned from synonyms drawn anew, of that share",
            runs.median(run -> run.even().success() / run.genetic().success()), Comparison.AT_MOST, 0.5, ""),
        Criterion.ablation("accuracy of that reader, minus that of the former",
            runs.median(run -> run.accuracyEven() - run.accuracy()), Comparison.AT_LEAST, -0.05, ""),
        Criterion.dose("how many words of that reader's reviews were replaced, of the former",
            runs.spread(run -> run.even().words() / run.genetic().words()).min(), Comparison.AT_LEAST, 0.9, ""),
        new Planted("forty sets of five synonyms, of which the first is common and the others are the rarer, the later"
            + " they stand: the k-th is drawn in proportion to 1 / k^3; replacing a word by another of its set never"
            + " changes what a review says, which is worked out by rule"));
  }

  @Override
  public Card card() {
    return Card.of(20, "alzantot-genetic", "The same opinion in other words")
        .withClaim("Of the film reviews that a network reads rightly, at least a fifth can be turned into its opposite,"
            + " for the network and for nobody else, by replacing up to a fifth of the words by synonyms; the search"
            + " asks for scores only. As many random synonyms, drawn once, turn hardly any.")
        .withSlides("Generating Natural Language Adversarial Examples",
            "Moustafa Alzantot^{1*}, Yash Sharma^{2*}, Ahmed Elgohary³,",
            "Bo-Jhang Ho¹, Mani B. Srivastava¹, Kai-Wei Chang¹")
        .withData("reviews", "rt-polarity")
        .withThreatModel(new ThreatModel("the words of a review, each on its own",
            "at most a fifth of the words, rounded up, each replaced once, by a synonym that the reader has met",
            "the scores that the reader gives; for HotFlip, its weights; for both, which words follow each other in"
                + " the reader's texts",
            "the other opinion"))
        .withSabotage("no word may be replaced")
        .withSham("random synonyms are one fewer in each review than the search's")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
