package scrutable.lessons.reality.scalinglaws;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.reality.CharacterText;
import scrutable.lessons.reality.scalinglaws.ScalingTextExperiment.Trained;
import scrutable.nn.validation.PowerLaw;
import scrutable.tensor.Rng;

/// L11: the loss falls as a power of what is spent, so that it can be told beforehand; the methods are in
/// [ScalingFactsExperiment] (part A) and [ScalingTextExperiment] (part B).
public final class ScalingLawsLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int TEST = 40_000;

  /// What both parts showed for one seed.
  record Measurement(ScalingFactsExperiment facts, ScalingTextExperiment text) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = context.data().equals("zipf-text");
    List<Measurement> measured = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      int tokens = ScalingTextExperiment.BATCH * context.choose(60, drawn ? 1_000 : 1_900);
      CharacterText text = drawn ? CharacterText.drawn(tokens, context.choose(TEST / 5, TEST), rng.split("data"))
          : CharacterText.published(tokens, context.progress());
      measured.add(new Measurement(
          ScalingFactsExperiment.of(context.sabotage() ? 0 : ScalingFactsExperiment.EXPONENT,
              context.choose(5, 30), context.choose(50, 1_000), rng.split("facts"), context.progress()),
          ScalingTextExperiment.of(text, context.sabotage(), context.sham(), rng.split("text"),
              context.progress())));
    }
    return judge(new Runs<>(measured), drawn);
  }

  private static LessonResult judge(Runs<Measurement> runs, boolean drawn) {
    List<Finding> findings = new ArrayList<>(ofFacts(runs));
    findings.addAll(ofText(runs, drawn));
    findings.add(new Planted("the frequencies of the facts, and their values, which follow from nothing"));
    if (drawn) {
      findings.add(new Planted("the text: after each word comes one of two fixed successors nine times in ten, else any"
          + " word by its frequency; so its entropy is known"));
    }
    findings.addAll(ScalingLawsFigures.of(runs, drawn));
    return LessonResult.of(findings);
  }

  private static List<Finding> ofFacts(Runs<Measurement> runs) {
    return List.of(
        Criterion.effect("A: distance from the formula of a table that has seen n questions, at most, as a share",
            runs.median(run -> run.facts.bySamples().worst()), Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("A: distance from the formula of a table with N rooms, at most, as a share",
            runs.median(run -> run.facts.byRooms().worst()), Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("A: R^2 of a straight line, by questions seen",
            runs.median(run -> run.facts.bySamples().law().rSquared()), Comparison.AT_LEAST, 0.99, ""),
        Criterion.effect("A: R^2 of a straight line, by rooms",
            runs.median(run -> run.facts.byRooms().law().rSquared()), Comparison.AT_LEAST, 0.99, ""),
        Criterion.ablation("A: bend of the curve if all facts are asked for alike, as a multiple of the bend by Zipf",
            runs.median(run -> run.facts.evenly().bend() / Math.abs(run.facts.bySamples().bend())),
            Comparison.AT_LEAST, 3, "times"));
  }

  private static List<Finding> ofText(Runs<Measurement> runs, boolean drawn) {
    return List.of(
        Criterion.gate("B: loss of the worst network, minus that of counting with one character of context",
            runs.median(run -> run.text.bySize().stream().mapToDouble(one -> one.loss() - run.text.counts()[1]).max()
                .orElseThrow()), Comparison.BELOW, 0, "nats"),
        Criterion.effect("B: loss of the largest network, minus that of counting with two characters of context",
            runs.median(run -> run.text.bySize().getLast().loss() - run.text.counts()[2]), Comparison.BELOW, 0,
            "nats"),
        Criterion.effect("B: R^2 of the law of size",
            runs.median(run -> bySize(run).map(PowerLaw::rSquared).orElse(Double.NaN)), Comparison.AT_LEAST, 0.97, ""),
        Criterion.effect("B: loss of the largest network as a share of that of the smallest",
            runs.median(run -> run.text.bySize().getLast().loss() / run.text.bySize().getFirst().loss()),
            Comparison.AT_MOST, drawn ? 0.6 : 0.9, ""),
        Criterion.effect("B: error of the loss that the law predicts for the largest network",
            runs.median(run -> ScalingTextExperiment.missedBy(run.text.bySize(), Trained::parameters)),
            Comparison.AT_MOST, 0.03, ""),
        Criterion.control("B: exponent between smallest and largest for shuffled characters",
            runs.median(run -> Math.abs(run.text.shuffledExponent())), Comparison.AT_MOST, 0.02, ""),
        Criterion.control("B: distance of both from counting characters without context",
            runs.median(run -> run.text.shuffledFromCounting()), Comparison.AT_MOST, 0.02, "nats"),
        Criterion.dose("B: share of places to which shuffling brought another character",
            runs.median(run -> run.text.moved()), Comparison.AT_LEAST, 0.8, ""));
  }

  private static Optional<PowerLaw> bySize(Measurement run) {
    return ScalingTextExperiment.law(run.text.bySize(), Trained::parameters);
  }

  @Override
  public Card card() {
    return Card.of(11, "scaling-laws", "Scaling laws")
        .withClaim("What a memoriser loses falls as a power of the questions that it has seen and of the room that it"
            + " has, if questions are as unequally frequent as words. Language models of growing size that learn from"
            + " the same text lose a power of their size as well, above a floor that this text sets: the law of the"
            + " smaller ones tells the loss of the largest beforehand, within 3 % in the median of three texts.")
        .withSlides("Scaling Laws for Neural Language Models")
        .withData("zipf-text", "tiny-shakespeare")
        .withSabotage("all facts are asked for alike, and the networks that are called larger are as small as the"
            + " smallest")
        .withSham("the characters of the control are not shuffled")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
