package scrutable.lessons.poisoning.unlabelledpoison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.lessons.poisoning.PoolDose;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.UnlabelledOutcome;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.tensor.Rng;

/// L42: poison without labels, on pictures; the method is in [UnlabelledPoisonExperiment], the same against FixMatch in
/// [FixMatchExperiment].
public final class UnlabelledPoisonLesson implements Lesson {
  private static final int SEEDS = 3;

  /// What one seed showed: the graph, which is judged, and the networks, which are reported.
  record Measurement(UnlabelledPoisonExperiment graph, List<FixMatchExperiment> networks) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Measurement> runs = new ArrayList<>();
    boolean full = context.profile() == Profile.FULL;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      context.progress().update("spreading labels, seed " + seed, runs.size(), SEEDS);
      Rng rng = Rng.seed(seed);
      SmallDigits digits = SmallDigits.load(context.data(), SmallDigits.FEW_LABELS,
          context.choose(600, 1_200), rng.split("data"), context.progress());
      runs.add(new Measurement(
          UnlabelledPoisonExperiment.of(digits, context.choose(4, 8), full, context.sabotage(),
              context.sham(), rng),
          full ? FixMatchExperiment.measure(context.data(), context.sabotage(), rng.split("FixMatch"),
              context.progress()) : List.of()));
    }
    return judge(new Runs<>(runs), context);
  }

  private static LessonResult judge(Runs<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    ToDoubleFunction<Measurement> gain = run -> run.graph().clean() - run.graph().supervised();
    findings.add(Criterion.gate("accuracy gained by the pool, over the nearest labelled picture",
        runs.median(gain), Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.effect("targets turned by 1 % of pictures without labels",
        runs.median(run -> run.graph().judged().success()), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.control("targets turned by an equal bridge to another picture",
        runs.median(run -> run.graph().elsewhere().success()), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.control("accuracy lost", runs.median(run ->
        run.graph().clean() - run.graph().judged().accuracy()),
        Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.ablation("targets turned by as many pictures at the target only",
        runs.median(run -> run.graph().endpoint().success()), Comparison.AT_MOST, 0.1, ""));
    findings.addAll(doses(runs));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the class of each glyph, chosen before it is drawn by a hand that shakes three"
          + " quarters as much as usual; nothing that would help the attack"));
    }
    findings.addAll(UnlabelledPoisonFigures.of(runs, context));
    return LessonResult.of(findings);
  }

  /// The least length of a way as a share of another's to the same target.
  private static double lengths(UnlabelledOutcome some, UnlabelledOutcome others) {
    return IntStream.range(0, some.doses().size())
        .mapToDouble(i -> some.doses().get(i).length() / others.doses().get(i).length()).min().orElseThrow();
  }

  /// The worst case over all targets of all seeds.
  private static List<Finding> doses(Runs<Measurement> runs) {
    int most = UnlabelledPoisonExperiment.onePercent(runs.measured().getFirst().graph().digits());
    return List.of(
        Criterion.dose("pictures of an equal bridge, least", runs.spread(run ->
            run.graph().elsewhere().least(PoolDose::added)).min(), Comparison.EXACTLY, most, "pictures"),
        Criterion.dose("its length, of the attack's, least", runs.spread(run ->
            lengths(run.graph().elsewhere(), run.graph().judged())).min(), Comparison.AT_LEAST, 0.9, ""),
        Criterion.dose("pictures at the target only, least", runs.spread(run ->
            run.graph().endpoint().least(PoolDose::added)).min(), Comparison.EXACTLY, most, "pictures"),
        Criterion.dose("how far the farthest of them lies from the target", runs.spread(run ->
            run.graph().endpoint().greatest(PoolDose::farthest)).max(), Comparison.AT_MOST, 0.3, ""),
        Criterion.dose("labelled pictures that the graph has", runs.spread(run -> run.graph().labels()).max(),
            Comparison.EXACTLY, SmallDigits.FEW_LABELS * 3, "pictures"),
        Criterion.dose("pictures that two of the labelled, the pool and the test share", runs.spread(run ->
            run.graph().digits().shared()).max(), Comparison.EXACTLY, 0, "pictures"));
  }

  @Override
  public Card card() {
    return Card.of(42, "poison-ssl", "But if we added unlabeled data")
        .withClaim("A learner that spreads thirty labels over a graph of 1200 pictures gives at least 80 % of chosen"
            + " test pictures a chosen class when twelve pictures without any label lead from a labelled picture to"
            + " the chosen one; as many at the end of that way, or on an equal way to another picture,"
            + " turn at most 10 %.")
        .withSlides("For example: Poisoning Semi-Supervised Learning", "but if we added unlabeled data ...",
            "Semi-supervised learning: 0.1%")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("pictures added to the pool that nobody labels; no label at all",
            "12 pictures beside 1200, 1 % of the pool, for one target",
            "the thirty labelled pictures; neither the pool nor the settings of the learner",
            "one chosen test picture, which is never inserted, is given one chosen class"))
        .withSabotage("only the far end of the way is inserted: as many pictures at the target")
        .withSham("the equal bridge to another picture leads nowhere: all its pictures lie at the labelled one")
        .withSeconds(60);
  }
}
