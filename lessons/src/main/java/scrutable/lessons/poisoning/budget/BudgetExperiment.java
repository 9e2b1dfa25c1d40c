package scrutable.lessons.poisoning.budget;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Backdoor;
import scrutable.attacks.poisoning.BackdoorPoison;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.CaptionPoison;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.FeatureCollision;
import scrutable.attacks.poisoning.GradientMatching;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.attacks.poisoning.WrongLabelInsertion;
import scrutable.lessons.poisoning.CaptionVictim;
import scrutable.lessons.poisoning.CaptionsElsewhere;
import scrutable.lessons.poisoning.EqualBridge;
import scrutable.lessons.poisoning.GraphLearner;
import scrutable.lessons.poisoning.LabelledOutcome;
import scrutable.lessons.poisoning.LabelledTrial;
import scrutable.lessons.poisoning.PoisonDose;
import scrutable.lessons.poisoning.PoolDose;
import scrutable.lessons.poisoning.RandomChange;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.UnlabelledOutcome;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Seven attacks on three learners, each with growing budgets, and beside each of them as much without its idea. What
/// is compared is done to one and the same learner: a graph, with wrong labels, with right labels and without labels.
///
/// @param full   with all budgets, targets and examples, or with few
/// @param astray for a sabotage: every poison is made for the next target, and the sign gets right labels
/// @param weak   for a sham: every control does half as much
record BudgetExperiment(boolean full, boolean astray, boolean weak) {
  private static final double EPS = 0.3;
  private static final Poison<Dataset, ChosenTargets> WRONG_LABELS = new WrongLabelInsertion(Ball.linf(0.02));

  private int targets() {
    return full ? 4 : 2;
  }

  private int control(int budget) {
    return weak ? budget / 2 : budget;
  }

  //: code one-learner
  /// Three attacks on the graph of lesson L42: wrong labels at the target; right labels on pictures that are moved
  /// towards it; and a bridge without labels.
  void graph(SmallDigits digits, BudgetCurve wrong, BudgetCurve right, BudgetCurve none, Rng rng) {
    GraphLearner learner = GraphLearner.of(digits.labelled(), digits.pool(), GraphLearner.SIGMA);
    Recipe<Dataset> recipe = (labelled, own) -> new GraphLearner(labelled, learner.sigma()).train(digits.pool(), own);
    DecisionAccess clean = learner.train(digits.pool(), rng);
    ChosenTargets targets = Victims.targets(digits.test(), clean, targets(), rng.split("targets"));
    int[] budgets = full ? new int[] {1, 2, 4} : new int[] {4};
    LabelledTrial trial = LabelledTrial.of(digits.labelled(), digits.test(), targets, clean, new Budget(0), recipe);
    labelled(wrong, WRONG_LABELS, budgets, trial, trial.astray(true), WRONG_LABELS, PoisonDose::wanted, rng);
    // The engine's collision with features that are the pixels themselves: as near as eps allows.
    labelled(right, new FeatureCollision(new Flatten(), 0, 50, 0.25, Ball.linf(EPS)), budgets, trial, trial,
        new RandomChange(Ball.linf(EPS)), PoisonDose::moved, rng);
    Poison<Tensor, ChosenTargets> bridge = new Interpolation(digits.labelled());
    UnlabelledOutcome attacked = null;
    for (int budget : budgets) {
      attacked = UnlabelledOutcome.of(astray ? new EqualBridge(digits.labelled(), false) : bridge, budget, digits,
          targets, learner, rng.split("bridge"));
      none.add(budget, attacked.success(), attacked.accuracy());
    }
    UnlabelledOutcome elsewhere = UnlabelledOutcome.of(new EqualBridge(digits.labelled(), false),
        control(budgets[budgets.length - 1]), digits, targets, learner, rng.split("elsewhere"));
    none.control(elsewhere.success(), Math.min(elsewhere.least(PoolDose::added) / attacked.least(PoolDose::added),
        leastLength(elsewhere.doses(), attacked.doses())));
    List.of(wrong, right, none).forEach(curve -> curve.clean().add(new ManyErrors(digits.test()).accuracy(clean)));
  }

  private static double leastLength(List<PoolDose> some, List<PoolDose> others) {
    return IntStream.range(0, some.size()).mapToDouble(i -> some.get(i).length() / others.get(i).length()).min()
        .orElseThrow();
  }

  /// One row with labels: the attack with each budget, and the control with the largest.
  private void labelled(BudgetCurve curve, Poison<Dataset, ChosenTargets> poison, int[] budgets, LabelledTrial trial,
      LabelledTrial controls, Poison<Dataset, ChosenTargets> control, ToDoubleFunction<PoisonDose> what, Rng rng) {
    LabelledOutcome attacked = null;
    for (int budget : budgets) {
      attacked = trial.astray(astray).spending(budget).of(poison, rng.split(curve.name()).split(budget));
      curve.add(budget, attacked.success(), attacked.accuracy());
    }
    LabelledOutcome harmless = controls.spending(control(budgets[budgets.length - 1])).of(control,
        rng.split(curve.name()).split("control"));
    double amount = harmless.least(PoisonDose::examples) / attacked.least(PoisonDose::examples);
    curve.control(harmless.success(), Math.min(amount, harmless.mean(what) / attacked.mean(what)));
  }
  //: end

  //: code three-attacks
  /// Three attacks on the same small network, trained from scratch.
  void network(SmallDigits digits, BudgetCurve wrong, BudgetCurve right, BudgetCurve sign, Rng rng) {
    Dataset train = digits.labelled();
    Dataset test = digits.test();
    Recipe<Dataset> recipe = (data, own) -> Classifier.of(network(data, 15, own));
    DecisionAccess clean = recipe.train(train, rng.split("clean"));
    ChosenTargets targets = Victims.targets(test, clean, targets(), rng.split("targets"));
    LabelledTrial trial = LabelledTrial.of(train, test, targets, clean, new Budget(0), recipe);
    labelled(wrong, WRONG_LABELS, full ? new int[] {2, 4, 8, 16} : new int[] {8}, trial, trial.astray(true),
        WRONG_LABELS, PoisonDose::wanted, rng);
    List<Module> surrogates =
        IntStream.range(0, 3).mapToObj(i -> network(train, 4, rng.split("surrogate").split(i))).toList();
    labelled(right, new GradientMatching(surrogates, 60, EPS / 10, 1, Ball.linf(EPS)),
        full ? new int[] {4, 16, 64} : new int[] {24}, trial, trial, new RandomChange(Ball.linf(EPS)),
        PoisonDose::moved, rng);
    Backdoor door = new Backdoor(Backdoor.cornerPatch(2, 1), 0, test);
    int[] budgets = full ? new int[] {4, 16, 32} : new int[] {16};
    int signs = 0;
    for (int budget : budgets) {
      Poisoned<Dataset> poisoned =
          new BackdoorPoison(!astray).craft(train, door, new Budget(budget), rng.split("sign"));
      signs = poisoned.count();
      Retrained victim = Retrained.of(recipe, poisoned.data(), door, test, rng.split("entered").split(budget));
      sign.add(budget, victim.success(), victim.accuracy());
    }
    Poisoned<Dataset> honest = new BackdoorPoison(false).craft(train, door,
        new Budget(control(budgets[budgets.length - 1])), rng.split("sign"));
    sign.control(Retrained.of(recipe, honest.data(), door, test, rng.split("honest")).success(),
        (double) honest.count() / signs);
    List.of(wrong, right, sign).forEach(curve -> curve.clean().add(new ManyErrors(test).accuracy(clean)));
  }
  //: end

  private static Module network(Dataset data, int epochs, Rng rng) {
    return Victims.fit(new Sequential(new Flatten(), new Linear(SmallDigits.SIDE * SmallDigits.SIDE, 64, rng),
        new Relu(), new Linear(64, data.classCount(), rng)), data, epochs, 2e-3, rng.split("shuffle"));
  }

  /// The dual encoder of lesson L43; all targets at once, each with its own pairs.
  ///
  /// @return how many pictures two of training, test and targets share
  int captioned(BudgetCurve curve, Rng rng) {
    Scenes.Captioned pairs = Scenes.generate(curve.size(), rng.split("train"));
    Dataset test = Scenes.generate(500, rng.split("test")).pictures();
    Dataset chosen = Scenes.generate(100, rng.split("targets")).pictures();
    CaptionVictim victim = new CaptionVictim(full ? 24 : 12, full ? 128 : 32);
    CaptionVictim.Trained clean = victim.train(pairs, rng.split("clean"));
    ChosenTargets targets = Victims.targets(chosen, clean, full ? 12 : 4, rng.split("wanted"));
    int[] own = clean.labels(targets.inputs());
    ChosenTargets aims = !astray ? targets : new ChosenTargets(targets.inputs(), Tensor.ofInts(own, own.length));
    Scenes.Captioned poisoned = pairs;
    for (int budget : full ? new int[] {2, 4, 10} : new int[] {10}) {
      poisoned = CaptionPoison.targeted().craft(pairs, aims, new Budget(budget * targets.count()), rng.split("poison"))
          .data();
      CaptionVictim.Trained attacked = victim.train(poisoned, rng.split("attacked").split(budget));
      curve.add(budget, targets.success(attacked), attacked.accuracy(test));
    }
    Scenes.Captioned elsewhere = CaptionsElsewhere.of(pairs, poisoned, own, weak, rng.split("elsewhere"));
    curve.control(targets.success(victim.train(elsewhere, rng.split("again"))),
        (double) wrong(pairs, elsewhere, targets) / (poisoned.captions().size() - pairs.captions().size()));
    curve.clean().add(clean.accuracy(test));
    return test.countSharedWith(pairs.pictures()) + chosen.countSharedWith(pairs.pictures())
        + chosen.countSharedWith(test);
  }

  /// How many added captions name the class wanted of the target in whose place they stand.
  private static int wrong(Scenes.Captioned pairs, Scenes.Captioned all, ChosenTargets targets) {
    int honest = pairs.captions().size();
    int each = (all.captions().size() - honest) / targets.count();
    return (int) IntStream.range(honest, all.captions().size())
        .filter(i -> Scenes.classOf(all.captions().get(i)) == targets.wanted((i - honest) / each)).count();
  }
}
