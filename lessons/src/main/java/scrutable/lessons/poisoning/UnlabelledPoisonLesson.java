package scrutable.lessons.poisoning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Decision;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
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
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L42: poison without labels, on pictures.
///
/// Carlini, "Poisoning the unlabeled dataset of semi-supervised learning", USENIX Security 2021.
public final class UnlabelledPoisonLesson implements Lesson {
  private static final int SEEDS = 3;
  static final int LABELS_PER_CLASS = 10;
  /// What counts as near, as a share of the mean distance of neighbours.
  static final double SIGMA = 0.25;
  private static final double[] OTHER_SIGMAS = {1, 0.5, 0.33};
  /// Poisoned examples for one target: 0.08, 0.17, 0.33 and 1 % of the pool.
  static final int[] BUDGETS = {1, 2, 4, 12};
  private static final int SMALL_BUDGET = 4;

  /// What one kind of poison did to all targets of one seed, each with a victim of its own.
  ///
  /// @param success the share of targets that were given the wanted class
  /// @param accuracy on test pictures, the mean over the victims
  record Outcome(double success, double accuracy) {
    static Outcome of(Poison<Tensor, ChosenTargets> poison, int examples, SmallDigits digits, ChosenTargets targets,
        Recipe<Tensor> recipe, Rng rng) {
      double success = 0;
      double accuracy = 0;
      for (int i = 0; i < targets.count(); i++) {
        Rng own = rng.split(i);
        Poisoned<Tensor> poisoned =
            poison.craft(digits.pool(), targets.only(i), new Budget(examples), own.split("poison"));
        Retrained victim =
            Retrained.of(recipe, poisoned.data(), targets.only(i), digits.test(), own.split("victim"));
        success += victim.success();
        accuracy += victim.accuracy();
      }
      return new Outcome(success / targets.count(), accuracy / targets.count());
    }
  }

  /// What one seed showed.
  ///
  /// @param supervised accuracy of the nearest labelled picture
  /// @param clean accuracy of the graph without poison
  /// @param byBudget the attack
  /// @param endpoint 1 % of pictures at the target instead of on the way
  /// @param elsewhere 1 % of pictures on a way between two pictures of the pool
  /// @param bySigma graphs to which more, or less, counts as near: their accuracy without poison, and the attack with
  ///     4 pictures
  record Measurement(double supervised, double clean, Map<Integer, Outcome> byBudget, Outcome endpoint,
      Outcome elsewhere, Map<Double, double[]> bySigma, List<FixMatchVictims> networks, SmallDigits digits,
      ChosenTargets targets) {
    int onePercent() {
      return UnlabelledPoisonLesson.onePercent(digits);
    }

    Outcome judged() {
      return byBudget.get(onePercent());
    }
  }

  static int onePercent(SmallDigits digits) {
    return digits.pool().size(0) / 100;
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Measurement> runs = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      context.progress().update("spreading labels, seed " + seed, runs.size(), SEEDS);
      runs.add(measure(context, Rng.seed(seed)));
    }
    return judge(runs, context);
  }

  private static Measurement measure(LessonContext context, Rng rng) throws IOException {
    SmallDigits digits = SmallDigits.load(context, LABELS_PER_CLASS, context.choose(600, 1_200), rng.split("data"));
    boolean full = context.profile() == Profile.FULL;
    GraphLearner learner = GraphLearner.of(digits.labelled(), digits.pool(), SIGMA);
    Decision clean = learner.train(digits.pool(), rng);
    ChosenTargets targets =
        Training.targets(digits.test(), clean, context.choose(4, 8), rng.split("targets"));
    Poison<Tensor, ChosenTargets> bridge = context.sabotage() ? UnlabelledPoisonLesson::endpoint
        : new Interpolation(digits.labelled());
    int most = onePercent(digits);
    Map<Integer, Outcome> byBudget = new TreeMap<>();
    for (int examples : full ? BUDGETS : new int[] {most}) {
      byBudget.put(examples, Outcome.of(bridge, examples, digits, targets, learner, rng.split("bridge")));
    }
    Map<Double, double[]> bySigma = new TreeMap<>();
    for (double share : full ? OTHER_SIGMAS : new double[0]) {
      GraphLearner other = GraphLearner.of(digits.labelled(), digits.pool(), share);
      Outcome attacked = Outcome.of(bridge, SMALL_BUDGET, digits, targets, other, rng.split("bridge"));
      bySigma.put(share, new double[] {accuracy(other.train(digits.pool(), rng), digits.test()),
          attacked.success()});
    }
    if (full) {
      bySigma.put(SIGMA, new double[] {accuracy(clean, digits.test()), byBudget.get(SMALL_BUDGET).success()});
    }
    return new Measurement(accuracy(GraphLearner.labelledOnly(digits.labelled()), digits.test()),
        accuracy(clean, digits.test()), byBudget,
        Outcome.of(UnlabelledPoisonLesson::endpoint, most, digits, targets, learner, rng.split("endpoint")),
        Outcome.of(UnlabelledPoisonLesson::elsewhere, most, digits, targets, learner, rng.split("elsewhere")),
        bySigma, full ? FixMatchVictims.measure(context, rng.split("FixMatch")) : List.of(), digits, targets);
  }

  private static double accuracy(Decision victim, Dataset test) {
    return 1 - new ManyErrors(test).success(victim);
  }

  /// The ablation: the far end of the way alone, with a little noise so that no two pictures are the same.
  static Poisoned<Tensor> endpoint(Tensor clean, ChosenTargets goal, Budget budget, Rng rng) {
    int each = budget.perPart(goal.count());
    Tensor[] parts = new Tensor[1 + each * goal.count()];
    parts[0] = clean;
    for (int i = 1; i < parts.length; i++) {
      Tensor target = goal.input((i - 1) / each);
      parts[i] = target.add(rng.uniformBetween(-0.02, 0.02, target.shape())).clamp(0, 1);
    }
    return Poisoned.of(clean, Joining.concat(0, parts), budget, "only the far end");
  }

  /// The control: a way between two random pictures of the pool, which leads to no target.
  static Poisoned<Tensor> elsewhere(Tensor clean, ChosenTargets goal, Budget budget, Rng rng) {
    int from = rng.nextInt(clean.size(0));
    int to = rng.nextInt(clean.size(0));
    Tensor[] parts = new Tensor[1 + budget.examples()];
    parts[0] = clean;
    for (int i = 1; i < parts.length; i++) {
      double place = (i - 0.5) / budget.examples();
      parts[i] = clean.slice(0, from, from + 1).mul(1 - place).add(clean.slice(0, to, to + 1).mul(place));
    }
    return Poisoned.of(clean, Joining.concat(0, parts), budget, "a way to elsewhere");
  }

  private static LessonResult judge(List<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    ToDoubleFunction<Measurement> gain = run -> run.clean - run.supervised;
    findings.add(Criterion.gate("accuracy gained by the pool, over the nearest labelled picture",
        median(runs, gain), Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.effect("targets turned by 1 % of pictures without labels",
        median(runs, run -> run.judged().success), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.control("targets turned by as many pictures on a way to elsewhere",
        median(runs, run -> run.elsewhere.success), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.control("accuracy lost", median(runs, run -> run.clean - run.judged().accuracy),
        Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.ablation("targets turned by as many pictures at the target only",
        median(runs, run -> run.endpoint.success), Comparison.AT_MOST, 0.1, ""));
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the class of each glyph, chosen before it is drawn by a hand that shakes three"
            + " quarters as"
          + " much as usual; nothing that would help the attack"));
    }
    findings.addAll(UnlabelledPoisonFigures.of(runs, context));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(42, "poison-ssl", "But if we added unlabeled data")
        .withClaim("A learner that spreads thirty labels over a graph of 1200 pictures gives at least 80 % of chosen"
            + " test pictures a chosen class when twelve pictures without any label lead from a labelled picture to"
            + " the chosen one; as many at the end of that way, or on ways to elsewhere, turn at most 10 %.")
        .withSlides("For example: Poisoning Semi-Supervised Learning", "but if we added unlabeled data ...",
            "Semi-supervised learning: 0.1%")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("pictures added to the pool that nobody labels; no label at all",
            "12 pictures beside 1200, 1 % of the pool, for one target",
            "the thirty labelled pictures; neither the pool nor the settings of the learner",
            "one chosen test picture, which is never inserted, is given one chosen class"))
        .withSabotage("only the far end of the way is inserted: as many pictures at the target")
        .withSeconds(60);
  }
}
