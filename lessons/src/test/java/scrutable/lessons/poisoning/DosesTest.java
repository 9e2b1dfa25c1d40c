package scrutable.lessons.poisoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.LabelFlip;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.WrongLabelInsertion;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DosesTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");

  private static Dataset pictures(int count, Rng rng) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 3);
    return new Dataset("noise", rng.uniform(count, 1, 2, 2), Tensor.ofInts(labels, count), CLASSES);
  }

  private static ChosenTargets targets(Rng rng, int... wanted) {
    return new ChosenTargets(rng.uniform(wanted.length, 1, 2, 2), Tensor.ofInts(wanted, wanted.length));
  }

  private static PoisonDose dose(Poison<Dataset, ? super ChosenTargets> poison, int examples) {
    Dataset clean = pictures(30, Rng.seed(1));
    ChosenTargets target = targets(Rng.seed(2), 1);
    return PoisonDose.of(clean, poison.craft(clean, target, new Budget(examples), Rng.seed(3)), target);
  }

  @Test
  void flippedLabelsAreCountedAndNoPictureHasMoved() {
    PoisonDose dose = dose(LabelFlip.random(), 7);
    assertEquals(7, dose.examples());
    assertEquals(7, dose.relabelled());
    assertEquals(0, dose.moved());
    assertEquals(0, dose.away());
  }

  @Test
  void insertedExamplesAreCountedUnderTheWantedLabelAndLieAsFarAwayAsTheBallIsWide() {
    PoisonDose dose = dose(new WrongLabelInsertion(Ball.l2(0.01)), 5);
    assertEquals(5, dose.examples());
    assertEquals(0, dose.relabelled());
    assertEquals(5, dose.wanted());
    assertTrue(dose.away() > 0 && dose.away() <= 0.0101, dose.toString());
  }

  @Test
  void aMovedPictureIsMeasuredAfterItWasClipped() {
    Tensor corner = Tensor.zeros(30, 1, 2, 2);
    Dataset clean = pictures(30, Rng.seed(1)).withInputs(corner);
    ChosenTargets target = targets(Rng.seed(2), 1);
    Poisoned<Dataset> poisoned = new RandomChange(Ball.linf(0.3)).craft(clean, target, new Budget(4), Rng.seed(4));
    // Of four pixels at 0, those whose random sign is minus cannot move.
    double up = 0;
    for (int i : poisoned.indices()) {
      up += StrictMath.sqrt(0.09 * poisoned.data().inputs().select(0, i).greater(Tensor.zeros(1)).sum().item());
    }
    assertEquals(up / poisoned.count(), PoisonDose.of(clean, poisoned, target).moved(), 1e-6);
    assertTrue(up / poisoned.count() < 0.6);
  }

  /// Every victim says what it was told to say of each target, whatever it learned from.
  private static LabelledOutcome outcome(int[] own, int[] wanted, int[] answers) {
    Dataset data = pictures(30, Rng.seed(1));
    ChosenTargets targets = targets(Rng.seed(2), wanted);
    DecisionAccess parrot = inputs -> inputs.size(0) == answers.length ? answers : new int[inputs.size(0)];
    return new LabelledTrial(data, pictures(10, Rng.seed(5)), targets, own, new Budget(2), (now, rng) -> parrot, false)
        .of(LabelFlip.random(), Rng.seed(6));
  }

  @Test
  void anotherTargetIsAskedForTheClassThatThePoisonWasMadeForUnlessItIsItsOwn() {
    // Poison for class 1, 2, 1; the targets are of classes 0, 1, 2, and the victims call everything a 1.
    LabelledOutcome outcome = outcome(new int[] {0, 1, 2}, new int[] {1, 2, 1}, new int[] {1, 1, 1});
    assertEquals(2.0 / 3, outcome.success());
    // asked: poison 0 (wants 1): target 2; poison 1 (wants 2): target 0; poison 2 (wants 1): target 0. Two say 1.
    assertEquals(3, outcome.asked());
    assertEquals(2.0 / 3, outcome.elsewhere());
  }

  @Test
  void aPoisonThatGoesAstrayIsMadeForTheNextTargetAndKeepsItsClass() {
    ChosenTargets targets = targets(Rng.seed(2), 1, 2, 0);
    LabelledTrial trial = new LabelledTrial(pictures(30, Rng.seed(1)), pictures(10, Rng.seed(5)), targets,
        new int[] {0, 0, 1}, new Budget(2), (now, rng) -> inputs -> new int[inputs.size(0)], true);
    assertEquals(targets.input(0).toString(), trial.aim(2).inputs().toString());
    assertEquals(0, trial.aim(2).wanted(0));
  }

  @Test
  void anEqualBridgeIsAsLongFromTheSameEndAndLeadsAwayFromTheTarget() {
    Rng rng = Rng.seed(7);
    Dataset labelled = pictures(9, rng);
    Tensor pool = rng.uniform(400, 1, 2, 2);
    ChosenTargets target = new ChosenTargets(Tensor.full(0.9, DType.FLOAT32, 1, 1, 2, 2),
        Tensor.ofInts(new int[] {1}, 1));
    Poison<Tensor, ChosenTargets> attack = new Interpolation(labelled);
    PoolDose bridge = PoolDose.of(pool, attack.craft(pool, target, new Budget(8), rng).data(), target);
    PoolDose equal = PoolDose.of(pool, new EqualBridge(labelled, false).craft(pool, target, new Budget(8), rng).data(),
        target);
    assertEquals(8, equal.added());
    assertEquals(bridge.length(), equal.length(), 0.05 * bridge.length());
    assertTrue(equal.nearest() > 2 * bridge.nearest(), equal + " " + bridge);
    PoolDose sham = PoolDose.of(pool, new EqualBridge(labelled, true).craft(pool, target, new Budget(8), rng).data(),
        target);
    assertEquals(0, sham.length(), 1e-6);
  }

  @Test
  void whereThePoolIsTooSmallToLeadElsewhereTheControlIsRefused() {
    Dataset labelled = pictures(9, Rng.seed(7));
    ChosenTargets target = targets(Rng.seed(2), 1);
    Tensor atTheTarget = target.input(0);
    assertThrows(IllegalArgumentException.class,
        () -> new EqualBridge(labelled, false).craft(atTheTarget, target, new Budget(4), Rng.seed(1)));
  }
}
