package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.evaluation.RobustReport.Stage;
import scrutable.attacks.evaluation.RobustReport.Warning;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.attacks.evasion.MultiTargetedAutoPgd;
import scrutable.tensor.Tensor;

/// Four attacks without settings, each on what the ones before it have left: the usual measure of a defence.
///
/// | stage | what it is | why it is there |
/// |---|---|---|
/// | `APGD-CE` | [AutoPgd] on the cross-entropy | fast, and enough for most networks |
/// | `APGD-T` | [MultiTargetedAutoPgd] on the difference of logits ratio | is not fooled by loud logits |
/// | `FAB-T` | [FastAdaptiveBoundary] towards one class after another | follows the boundary, not the loss |
/// | `Square` | [Square] with 5000 queries | uses no gradient, so none can be hidden |
///
/// Attacks that differ in loss, in path and in what they know fail in different places. With nothing to tune,
/// nobody can tune it badly: on 50 published defences it found less robustness than their authors in all but
/// one case, often by more than 10 points.
///
/// There may still be better attacks, made for one defence; hence the [RobustReport.Warning]s.
///
/// In `L1` climbs get stuck more easily, so `APGD-CE` is tried five times, and for that `APGD-T` goes towards
/// five classes instead of nine.
///
/// Sources: Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of diverse
/// parameter-free attacks", ICML 2020, section 5; for `L1` Croce and Hein, "Mind the box: l1-APGD for sparse
/// adversarial attacks on image classifiers", ICML 2021, section 4; the "standard" version of their program.
///
/// @param steps of each gradient attack and class; the standard is 100
/// @param queries of the search without gradients; the standard is 5000
public record AutoAttack(int steps, int queries) {
  static final String SQUARE = "Square";
  private static final int RIVALS = 9;
  private static final int RIVALS_IN_L1 = 5;
  private static final int TRIES_IN_L1 = 5;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there are too few steps or queries
  public AutoAttack {
    new AutoPgd(steps, AttackLoss.CROSS_ENTROPY);
    new Square(queries);
  }

  /// The standard: what is meant when somebody reports an accuracy under AutoAttack.
  public static AutoAttack standard() {
    return new AutoAttack(100, 5000);
  }

  /// Attacks every example that is classified correctly, and reports. What the self-checks ask, a few looks
  /// at every image, is not in the accounts.
  ///
  /// @throws IllegalArgumentException unless the goals are [Untargeted], the images `(N, C, H, W)` and in the
  ///     box, and `eps` is finite
  public RobustReport evaluate(WhiteBox victim, Examples examples, Ball ball) {
    ball.requireFinite("AutoAttack");
    if (!(examples.goal() instanceof Untargeted)) {
      throw new IllegalArgumentException("AutoAttack measures robust accuracy, for which the goal is any"
          + " wrong answer: Untargeted");
    }
    ball.require(examples.images());
    List<Warning> warnings = new ArrayList<>(SelfChecks.beforehand(victim, examples));
    int classes = victim.logits(examples.images().slice(0, 0, 1)).size(1);
    List<Stage> stages = new ArrayList<>();
    FixedBudgetAttack<WhiteBox> cascade = (attacked, open, within) ->
        cascade(attacks(classes, ball.norm()), attacked, open, within, examples.count(), stages);
    AttackResult result = cascade.run(victim, examples, ball);
    SelfChecks.afterwards(stages, examples.count()).ifPresent(warnings::add);
    return new RobustReport(result, stages, warnings);
  }

  private SequencedMap<String, FixedBudgetAttack<? super WhiteBox>> attacks(int classes, Norm norm) {
    boolean sparse = norm == Norm.L1;
    AttackLoss towardsOneClass = classes < 4 ? AttackLoss.LOGIT : AttackLoss.DLR;
    SequencedMap<String, FixedBudgetAttack<? super WhiteBox>> attacks = new LinkedHashMap<>();
    attacks.put("APGD-CE",
        new AutoPgd(steps, AttackLoss.CROSS_ENTROPY).withRestarts(sparse ? TRIES_IN_L1 : 1));
    attacks.put("APGD-T", new MultiTargetedAutoPgd(steps, sparse ? RIVALS_IN_L1 : RIVALS, towardsOneClass));
    attacks.put("FAB-T", new FastAdaptiveBoundary(steps, RIVALS).withinBudget());
    attacks.put(SQUARE, new Square(queries));
    return attacks;
  }

  /// Each attack on the survivors of those before it; what it broke stays broken.
  private static Tensor cascade(SequencedMap<String, FixedBudgetAttack<? super WhiteBox>> attacks, WhiteBox victim,
      Examples examples, Ball ball, int all, List<Stage> stages) {
    Tensor images = examples.images();
    boolean[] broken = new boolean[examples.count()];
    for (var attack : attacks.entrySet()) {
      int[] rows = BatchRows.open(broken);
      if (rows.length == 0) {
        break;
      }
      Examples survivors = examples.only(rows).drawing(attack.getKey());
      Tensor moved = attack.getValue().perturb(victim, survivors, ball);
      survivors.countQuery();
      boolean[] reached = survivors.goal().reached(victim.labels(moved));
      for (int i = 0; i < rows.length; i++) {
        broken[rows[i]] = reached[i];
      }
      images = BatchRows.replace(images, rows, BatchRows.where(reached, moved, survivors.images()));
      int left = BatchRows.open(broken).length;
      stages.add(new Stage(attack.getKey(), rows.length, rows.length - left, left / (double) all,
          Arrays.stream(survivors.queries()).sum(), Arrays.stream(survivors.gradientEvaluations()).sum()));
    }
    return images;
  }
}
