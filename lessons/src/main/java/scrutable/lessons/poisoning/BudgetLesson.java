package scrutable.lessons.poisoning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Backdoor;
import scrutable.attacks.poisoning.BackdoorPoison;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.CaptionPoison;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.GradientMatching;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.LabelFlip;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.attacks.poisoning.WrongLabelInsertion;
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
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;

/// L44: how much poison each kind of learner needs, with what the adversary may do written beside it.
public final class BudgetLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final double EPS = 0.3;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    int pool = context.choose(600, 1_200);
    BudgetCurve wrong = BudgetCurve.empty("labelled, wrong label", pool,
        "chosen targets; adds labelled examples, the label is wrong, the picture is the target itself");
    BudgetCurve right = BudgetCurve.empty("labelled, right label", pool,
        "chosen targets; changes pixels of labelled examples by at most 0.3, every label stays right");
    BudgetCurve sign = BudgetCurve.empty("labelled, backdoor", pool,
        "pictures with a sign; changes pictures and their labels");
    BudgetCurve none = BudgetCurve.empty("unlabelled bridge", pool,
        "chosen targets; adds pictures without labels, never the target itself");
    BudgetCurve captions = BudgetCurve.empty("captions", context.choose(1_000, 4_000),
        "chosen targets; adds pictures with captions, the caption is wrong, the picture is the target itself");
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      context.progress().update("labelled examples, seed " + seed, seed - context.seed(), SEEDS);
      labelled(SmallDigits.load(context.data(), pool / 3, 0, rng.split("labelled"), context.progress()), wrong, right,
          sign, context,
          rng.split("supervised"));
      unlabelled(SmallDigits.load(context.data(), SmallDigits.FEW_LABELS, pool, rng.split("few"),
              context.progress()), none,
          context, rng.split("graph"));
      captioned(captions, context, rng.split("captions"));
    }
    return judge(List.of(wrong, right, sign, none, captions), context);
  }

  private static Budget spend(LessonContext context, int examples) {
    return new Budget(context.sabotage() ? 0 : examples);
  }

  /// Three attacks on the same small network, trained from scratch.
  private static void labelled(SmallDigits digits, BudgetCurve wrong, BudgetCurve right, BudgetCurve sign,
      LessonContext context, Rng rng) {
    Dataset train = digits.labelled();
    Dataset test = digits.test();
    Recipe<Dataset> recipe = (data, own) -> Classifier.of(network(data, 15, own));
    DecisionAccess clean = recipe.train(train, rng.split("clean"));
    double accuracy = 1 - new ManyErrors(test).success(clean);
    ChosenTargets targets = Victims.targets(test, clean, context.choose(2, 6), rng.split("targets"));
    for (int budget : context.choose(0, 1) == 0 ? new int[] {4} : new int[] {1, 2, 4, 8, 16}) {
      attack(wrong, budget, new WrongLabelInsertion(Ball.linf(0.02)), train, test, targets, recipe, context, rng);
    }
    List<Module> surrogates =
        IntStream.range(0, 3).mapToObj(i -> network(train, 4, rng.split("surrogate").split(i))).toList();
    for (int budget : context.choose(0, 1) == 0 ? new int[] {4, 24} : new int[] {4, 8, 16, 32, 64}) {
      attack(right, budget, new GradientMatching(surrogates, 60, EPS / 10, 1, Ball.linf(EPS)), train, test, targets,
          recipe, context, rng);
    }
    wrong.control().add(LabelledOutcome.of(LabelFlip.random(), train, test, targets,
        new Budget(context.choose(4, 16)), recipe, rng.split("flips")).success());
    right.control().add(LabelledOutcome.of(new CleanLabels.RandomChange(Ball.linf(EPS)), train, test, targets,
        new Budget(context.choose(24, 64)), recipe, rng.split("noise")).success());
    Backdoor door = new Backdoor(Backdoor.cornerPatch(2, 1), 0, test);
    for (int budget : context.choose(0, 1) == 0 ? new int[] {16} : new int[] {2, 4, 8, 16, 32}) {
      Dataset poisoned =
          new BackdoorPoison().craft(train, door, spend(context, budget), rng.split("sign")).data();
      Retrained victim = Retrained.of(recipe, poisoned, door, test, rng.split("entered").split(budget));
      sign.add(budget, victim.success(), victim.accuracy());
    }
    Dataset honest =
        new BackdoorPoison(false).craft(train, door, new Budget(context.choose(16, 32)), rng.split("sign")).data();
    sign.control().add(Retrained.of(recipe, honest, door, test, rng.split("honest")).success());
    List.of(wrong, right, sign).forEach(curve -> curve.clean().add(accuracy));
  }

  private static void attack(BudgetCurve curve, int budget, Poison<Dataset, ChosenTargets> poison, Dataset train,
      Dataset test, ChosenTargets targets, Recipe<Dataset> recipe, LessonContext context, Rng rng) {
    LabelledOutcome outcome = LabelledOutcome.of(poison, train, test, targets, spend(context, budget), recipe,
        rng.split(curve.name()).split(budget));
    curve.add(budget, outcome.success(), outcome.accuracy());
  }

  private static Module network(Dataset data, int epochs, Rng rng) {
    return Victims.fit(new Sequential(new Flatten(), new Linear(SmallDigits.SIDE * SmallDigits.SIDE, 64, rng),
        new Relu(), new Linear(64, data.classCount(), rng)), data, epochs, 2e-3, rng.split("shuffle"));
  }

  /// The graph of lesson L42.
  private static void unlabelled(SmallDigits digits, BudgetCurve curve, LessonContext context, Rng rng) {
    GraphLearner learner = GraphLearner.of(digits.labelled(), digits.pool(), GraphLearner.SIGMA);
    DecisionAccess clean = learner.train(digits.pool(), rng);
    ChosenTargets targets = Victims.targets(digits.test(), clean, context.choose(2, 6), rng.split("targets"));
    for (int budget : context.choose(0, 1) == 0 ? new int[] {4} : new int[] {1, 2, 4, 8, 16}) {
      UnlabelledOutcome outcome = UnlabelledOutcome.of(
          new Interpolation(digits.labelled()), spend(context, budget).examples(), digits, targets, learner,
          rng.split("bridge"));
      curve.add(budget, outcome.success(), outcome.accuracy());
    }
    curve.control().add(UnlabelledOutcome.of(new FarEnd(), context.choose(4, 16),
        digits, targets, learner, rng.split("endpoint")).success());
    curve.clean().add(1 - new ManyErrors(digits.test()).success(clean));
  }

  /// The dual encoder of lesson L43; all targets at once, each with its own pairs.
  private static void captioned(BudgetCurve curve, LessonContext context, Rng rng) {
    Scenes.Captioned pairs = Scenes.generate(curve.size(), rng.split("train"));
    Dataset test = Scenes.generate(500, rng.split("test")).pictures();
    Dataset chosen = Scenes.generate(100, rng.split("targets")).pictures();
    CaptionVictim victim = new CaptionVictim(context.choose(12, 24), context.choose(32, 128));
    CaptionVictim.Trained clean = victim.train(pairs, rng.split("clean"));
    ChosenTargets targets = Victims.targets(chosen, clean, context.choose(4, 12), rng.split("wanted"));
    for (int budget : context.choose(0, 1) == 0 ? new int[] {10} : new int[] {1, 2, 4, 8, 10}) {
      Budget all = spend(context, budget * targets.count());
      CaptionVictim.Trained attacked = victim.train(
          CaptionPoison.targeted().craft(pairs, targets, all, rng.split("poison")).data(),
          rng.split("attacked").split(budget));
      curve.add(budget, targets.success(attacked), attacked.accuracy(test));
    }
    curve.control().add(targets.success(victim.train(pairs, rng.split("again"))));
    curve.clean().add(clean.accuracy(test));
  }

  private static LessonResult judge(List<BudgetCurve> curves, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    BudgetCurve wrong = curves.get(0);
    BudgetCurve right = curves.get(1);
    BudgetCurve none = curves.get(3);
    BudgetCurve captions = curves.get(4);
    for (BudgetCurve curve : curves) {
      findings.add(Criterion.gate("accuracy without poison: " + curve.name(), BudgetCurve.median(curve.clean()),
          Comparison.AT_LEAST, 0.8, ""));
      findings.add(Criterion.control("reached by the control: " + curve.name(), BudgetCurve.median(curve.control()),
          Comparison.AT_MOST, 0.1, ""));
      if (context.profile() == Profile.FULL) {
        findings.add(Criterion.control("largest fall of success with a larger budget: " + curve.name(),
            curve.largestFall(), Comparison.AT_MOST, 0.2, ""));
      }
    }
    findings.add(Criterion.effect("budget with right labels, in budgets without labels",
        right.smallest() / none.smallest(), Comparison.ABOVE, 1, ""));
    findings.add(Criterion.effect("pairs with captions for one target", captions.smallest(), Comparison.AT_MOST, 10,
        ""));
    findings.add(Criterion.effect("examples with wrong labels for one target", wrong.smallest(), Comparison.AT_MOST,
        10, ""));
    findings.add(new Planted("the class of each glyph and of each scene, and the captions, chosen before they are"
            + " drawn;"
        + " nothing that would help the attacks"));
    findings.addAll(BudgetFigures.of(curves));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(44, "how-much-poison", "How much poisoning data?")
        .withClaim("Of pictures without labels it takes fewer to turn a chosen picture in half of the cases than of"
            + " pictures with right labels, and of pictures with captions at most ten; but where the label may be"
            + " wrong and the picture be the target, a labelled learner falls to a handful as well.")
        .withSlides("How much poisoning data?", "Fully supervised learning: 1%", "Semi-supervised learning: 0.1%",
            "Self-supervised learning: 0.00001%")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("differs from row to row: see the table", "counted in examples, for one"
            + " target",
            "differs from row to row", "half of the chosen targets, or of the pictures with a sign, are given a"
            + " chosen class"))
        .withSabotage("every budget is spent on nothing")
        .withSeconds(90);
  }
}
