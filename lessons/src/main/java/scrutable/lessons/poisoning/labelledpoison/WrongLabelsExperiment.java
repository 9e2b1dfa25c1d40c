package scrutable.lessons.poisoning.labelledpoison;

import java.util.LinkedHashMap;
import java.util.Map;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.LabelFlip;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.WrongLabelInsertion;
import scrutable.lessons.poisoning.LabelledOutcome;
import scrutable.lessons.poisoning.LabelledTrial;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Moons;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Part A: the picture on the slide. Two classes in the plane, a small network, and new examples with a wrong
/// label at the place where an error is wanted.
///
/// @param clean accuracy without poison
/// @param byBudget what each number of inserted examples did
/// @param flips what as many labels flipped at random did, at 1 %
/// @param honest what the inserted examples did with their right label, at 1 %
/// @param shared points that training and test have in common
/// @param plane the picture before and after, of the first target
record WrongLabelsExperiment(double clean, Map<Integer, LabelledOutcome> byBudget, LabelledOutcome flips,
    LabelledOutcome honest, int shared, Plane plane) {
  static final int TRAIN = 1_000;
  static final int ONE_PERCENT = TRAIN / 100;
  private static final double NOISE = 0.1;
  private static final int WIDTH = 64;
  private static final int EPOCHS = 120;
  static final double RADIUS = 0.02;
  private static final Ball NEAR = Ball.l2(RADIUS).within(Box.unbounded());

  private static final Poison<Dataset, ChosenTargets> LEFT_ALONE =
      (clean, goal, budget, rng) -> Poisoned.of(clean, clean, budget, "nothing");

  /// One target and what was inserted for it, with a victim before and one after.
  record Plane(Dataset train, ChosenTargets target, Poisoned<Dataset> poisoned, DecisionAccess before,
      DecisionAccess after) {}

  //: code wrong-labels
  /// @param astray for a sabotage: what is inserted for a target lies at the next one
  /// @param still  for a sham: as many flips leave all labels as they are
  static WrongLabelsExperiment run(int[] budgets, int targetCount, boolean astray, boolean still, Rng rng) {
    Dataset train = Moons.generate(TRAIN, NOISE, rng.split("train"));
    Dataset test = Moons.generate(TRAIN, NOISE, rng.split("test"));
    Recipe<Dataset> recipe = WrongLabelsExperiment::train;
    DecisionAccess unpoisoned = recipe.train(train, rng.split("unpoisoned"));
    ChosenTargets targets = Victims.targets(test, unpoisoned, targetCount, rng.split("targets"));
    LabelledTrial onePercent = LabelledTrial.of(train, test, targets, unpoisoned, new Budget(ONE_PERCENT), recipe);
    LabelledTrial attack = onePercent.astray(astray);
    Poison<Dataset, ChosenTargets> insertion = new WrongLabelInsertion(NEAR);
    Map<Integer, LabelledOutcome> byBudget = new LinkedHashMap<>();
    for (int examples : budgets) {
      byBudget.put(examples, attack.spending(examples).of(insertion, rng.split("insert").split(examples)));
    }
    LabelledOutcome flips = onePercent.of(still ? LEFT_ALONE : LabelFlip.random(), rng.split("flip"));
    LabelledOutcome honest = onePercent.of(WrongLabelsExperiment::insertHonestly, rng.split("honest"));
    return new WrongLabelsExperiment(new ManyErrors(test).accuracy(unpoisoned), byBudget, flips, honest,
        train.countSharedWith(test), plane(train, targets.only(0), attack.aim(0), unpoisoned, insertion,
            rng.split("picture")));
  }
  //: end

  private static Classifier train(Dataset data, Rng rng) {
    return Classifier.of(Victims.fit(new Sequential(new Linear(2, WIDTH, rng), new Relu(),
        new Linear(WIDTH, WIDTH, rng), new Relu(), new Linear(WIDTH, 2, rng)), data, EPOCHS, 0.01,
        rng.split("shuffle")));
  }

  /// The same places, but labelled as they should be.
  private static Poisoned<Dataset> insertHonestly(Dataset clean, ChosenTargets goal, Budget budget, Rng rng) {
    ChosenTargets right = new ChosenTargets(goal.inputs(), Tensor.ofInts(new int[] {1 - goal.wanted(0)}, 1));
    return new WrongLabelInsertion(NEAR).craft(clean, right, budget, rng);
  }

  private static Plane plane(Dataset train, ChosenTargets target, ChosenTargets aim, DecisionAccess before,
      Poison<Dataset, ChosenTargets> poison, Rng rng) {
    Poisoned<Dataset> poisoned = poison.craft(train, aim, new Budget(ONE_PERCENT), rng.split("poison"));
    return new Plane(train, target, poisoned, before, train(poisoned.data(), rng.split("victim")));
  }
}
