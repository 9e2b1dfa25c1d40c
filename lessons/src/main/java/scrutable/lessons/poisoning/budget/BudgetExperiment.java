package scrutable.lessons.poisoning.budget;

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
import scrutable.lessons.poisoning.CaptionVictim;
import scrutable.lessons.poisoning.FarEnd;
import scrutable.lessons.poisoning.GraphLearner;
import scrutable.lessons.poisoning.LabelledOutcome;
import scrutable.lessons.poisoning.LabelledTrial;
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

/// Five attacks on four kinds of learners, each with growing budgets, and beside each of them as much without its idea.
///
/// @param full     with all budgets, targets and examples, or with few
/// @param disarmed whether every budget is spent on nothing
record BudgetExperiment(boolean full, boolean disarmed) {
  private static final double EPS = 0.3;

  private Budget spend(int examples) {
    return new Budget(disarmed ? 0 : examples);
  }

  //: code three-attacks
  /// Three attacks on the same small network, trained from scratch.
  void labelled(SmallDigits digits, BudgetCurve wrong, BudgetCurve right, BudgetCurve sign, Rng rng) {
    Dataset train = digits.labelled();
    Dataset test = digits.test();
    Recipe<Dataset> recipe = (data, own) -> Classifier.of(network(data, 15, own));
    DecisionAccess clean = recipe.train(train, rng.split("clean"));
    double accuracy = new ManyErrors(test).accuracy(clean);
    ChosenTargets targets = Victims.targets(test, clean, full ? 6 : 2, rng.split("targets"));
    for (int budget : full ? new int[] {1, 2, 4, 8, 16} : new int[] {4}) {
      attack(wrong, budget, new WrongLabelInsertion(Ball.linf(0.02)), train, test, targets, recipe, rng);
    }
    List<Module> surrogates =
        IntStream.range(0, 3).mapToObj(i -> network(train, 4, rng.split("surrogate").split(i))).toList();
    for (int budget : full ? new int[] {4, 8, 16, 32, 64} : new int[] {4, 24}) {
      attack(right, budget, new GradientMatching(surrogates, 60, EPS / 10, 1, Ball.linf(EPS)), train, test, targets,
          recipe, rng);
    }
    LabelledTrial trial = LabelledTrial.of(train, test, targets, clean, new Budget(full ? 16 : 4), recipe);
    wrong.control().add(trial.of(LabelFlip.random(), rng.split("flips")).success());
    right.control().add(trial.spending(full ? 64 : 24).of(new RandomChange(Ball.linf(EPS)), rng.split("noise"))
        .success());
    Backdoor door = new Backdoor(Backdoor.cornerPatch(2, 1), 0, test);
    for (int budget : full ? new int[] {2, 4, 8, 16, 32} : new int[] {16}) {
      Dataset poisoned =
          new BackdoorPoison().craft(train, door, spend(budget), rng.split("sign")).data();
      Retrained victim = Retrained.of(recipe, poisoned, door, test, rng.split("entered").split(budget));
      sign.add(budget, victim.success(), victim.accuracy());
    }
    Dataset honest =
        new BackdoorPoison(false).craft(train, door, new Budget(full ? 32 : 16), rng.split("sign")).data();
    sign.control().add(Retrained.of(recipe, honest, door, test, rng.split("honest")).success());
    List.of(wrong, right, sign).forEach(curve -> curve.clean().add(accuracy));
  }
  //: end

  private void attack(BudgetCurve curve, int budget, Poison<Dataset, ChosenTargets> poison, Dataset train,
      Dataset test, ChosenTargets targets, Recipe<Dataset> recipe, Rng rng) {
    LabelledOutcome outcome = new LabelledTrial(train, test, targets, new int[targets.count()], spend(budget), recipe,
        false).of(poison, rng.split(curve.name()).split(budget));
    curve.add(budget, outcome.success(), outcome.accuracy());
  }

  private static Module network(Dataset data, int epochs, Rng rng) {
    return Victims.fit(new Sequential(new Flatten(), new Linear(SmallDigits.SIDE * SmallDigits.SIDE, 64, rng),
        new Relu(), new Linear(64, data.classCount(), rng)), data, epochs, 2e-3, rng.split("shuffle"));
  }

  /// The graph of lesson L42.
  void unlabelled(SmallDigits digits, BudgetCurve curve, Rng rng) {
    GraphLearner learner = GraphLearner.of(digits.labelled(), digits.pool(), GraphLearner.SIGMA);
    DecisionAccess clean = learner.train(digits.pool(), rng);
    ChosenTargets targets = Victims.targets(digits.test(), clean, full ? 6 : 2, rng.split("targets"));
    for (int budget : full ? new int[] {1, 2, 4, 8, 16} : new int[] {4}) {
      UnlabelledOutcome outcome = UnlabelledOutcome.of(
          new Interpolation(digits.labelled()), spend(budget).examples(), digits, targets, learner,
          rng.split("bridge"));
      curve.add(budget, outcome.success(), outcome.accuracy());
    }
    curve.control().add(UnlabelledOutcome.of(new FarEnd(), full ? 16 : 4,
        digits, targets, learner, rng.split("endpoint")).success());
    curve.clean().add(new ManyErrors(digits.test()).accuracy(clean));
  }

  /// The dual encoder of lesson L43; all targets at once, each with its own pairs.
  void captioned(BudgetCurve curve, Rng rng) {
    Scenes.Captioned pairs = Scenes.generate(curve.size(), rng.split("train"));
    Dataset test = Scenes.generate(500, rng.split("test")).pictures();
    Dataset chosen = Scenes.generate(100, rng.split("targets")).pictures();
    CaptionVictim victim = new CaptionVictim(full ? 24 : 12, full ? 128 : 32);
    CaptionVictim.Trained clean = victim.train(pairs, rng.split("clean"));
    ChosenTargets targets = Victims.targets(chosen, clean, full ? 12 : 4, rng.split("wanted"));
    for (int budget : full ? new int[] {1, 2, 4, 8, 10} : new int[] {10}) {
      Budget all = spend(budget * targets.count());
      CaptionVictim.Trained attacked = victim.train(
          CaptionPoison.targeted().craft(pairs, targets, all, rng.split("poison")).data(),
          rng.split("attacked").split(budget));
      curve.add(budget, targets.success(attacked), attacked.accuracy(test));
    }
    curve.control().add(targets.success(victim.train(pairs, rng.split("again"))));
    curve.clean().add(clean.accuracy(test));
  }
}
