package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ScatterPlot;
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
/// @param pictures the plane before and after, of the first target
record WrongLabels(double clean, Map<Integer, LabelledOutcome> byBudget, LabelledOutcome flips,
    LabelledOutcome honest, List<ScatterPlot> pictures) {
  static final int TRAIN = 1_000;
  static final int ONE_PERCENT = TRAIN / 100;
  private static final double NOISE = 0.1;
  private static final int WIDTH = 64;
  private static final int EPOCHS = 120;
  private static final Ball NEAR = Ball.l2(0.02).within(Box.unbounded());

  static WrongLabels run(int[] budgets, int targetCount, boolean sabotage, Rng rng) {
    Dataset train = Moons.generate(TRAIN, NOISE, rng.split("train"));
    Dataset test = Moons.generate(TRAIN, NOISE, rng.split("test"));
    Recipe<Dataset> recipe = WrongLabels::train;
    DecisionAccess unpoisoned = recipe.train(train, rng.split("unpoisoned"));
    ChosenTargets targets = Victims.targets(test, unpoisoned, targetCount, rng.split("targets"));
    Poison<Dataset, ChosenTargets> insertion = new WrongLabelInsertion(NEAR);
    Map<Integer, LabelledOutcome> byBudget = new LinkedHashMap<>();
    for (int examples : budgets) {
      byBudget.put(examples, LabelledOutcome.of(insertion, train, test, targets,
          new Budget(sabotage ? 0 : examples), recipe, rng.split("insert").split(examples)));
    }
    Budget onePercent = new Budget(ONE_PERCENT);
    LabelledOutcome flips = LabelledOutcome.of(LabelFlip.random(), train, test, targets, onePercent, recipe,
        rng.split("flip"));
    LabelledOutcome honest = LabelledOutcome.of(WrongLabels::insertHonestly, train, test, targets, onePercent,
        recipe, rng.split("honest"));
    return new WrongLabels(1 - new ManyErrors(test).success(unpoisoned), byBudget, flips, honest,
        pictures(train, targets.only(0), unpoisoned, insertion, sabotage ? 0 : ONE_PERCENT, rng.split("picture")));
  }

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

  private static List<ScatterPlot> pictures(Dataset train, ChosenTargets target, DecisionAccess before,
      Poison<Dataset, ChosenTargets> poison, int examples, Rng rng) {
    Poisoned<Dataset> poisoned = poison.craft(train, target, new Budget(examples), rng.split("poison"));
    DecisionAccess after = train(poisoned.data(), rng.split("victim"));
    List<ScatterPlot> pictures = new ArrayList<>();
    pictures.add(picture("Before: the desired error", train, target, null, before));
    pictures.add(picture("After: one example in a hundred", train, target, poisoned, after));
    return pictures;
  }

  private static ScatterPlot picture(String title, Dataset train, ChosenTargets target, Poisoned<Dataset> poisoned,
      DecisionAccess victim) {
    List<Points> points = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      points.add(points(train.classNames().get(label), train.inputs(),
          i -> (int) train.labels().get(i) == wanted));
    }
    points.add(points("target", target.inputs(), i -> true));
    points.add(poisoned == null || poisoned.count() == 0
        ? new Points("poison, labelled as the other class", new double[0], new double[0])
        : points("poison, labelled as the other class", poisoned.data().select(poisoned.indices()).inputs(),
            i -> true));
    return new ScatterPlot(title, Axis.linear("x").range(-1.6, 2.6), Axis.linear("y").range(-1.1, 1.6), points,
        List.of(DecisionBoundary.of("decision boundary", victim, -1.6, 2.6, -1.1, 1.6)), List.of());
  }

  private static Points points(String name, Tensor inputs, IntPredicate chosen) {
    int[] rows = IntStream.range(0, inputs.size(0)).filter(chosen).toArray();
    double[] x = Arrays.stream(rows).mapToDouble(i -> inputs.get(i, 0)).toArray();
    double[] y = Arrays.stream(rows).mapToDouble(i -> inputs.get(i, 1)).toArray();
    return new Points(name, x, y);
  }
}
