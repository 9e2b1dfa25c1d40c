package scrutable.lessons.poisoning.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.lessons.contract.Spread;

/// One row of the table: how often an attack succeeds, by the number of examples it may poison, over the seeds.
///
/// @param name of the learner and the attack, short
/// @param size how many examples the victim learns from
/// @param threat what is wanted and what the adversary controls
/// @param success by budget: one share for each seed
/// @param accuracy by budget: one for each seed
/// @param control the share reached by the same budget without the idea of the attack, at the largest budget
/// @param doses what that control really did, as a share of what the attack did: one for each seed
/// @param clean accuracy without poison
record BudgetCurve(String name, int size, String threat, Map<Integer, List<Double>> success,
    Map<Integer, List<Double>> accuracy, List<Double> control, List<Double> doses,
    List<Double> clean) {
  private static final double OFTEN = 0.5;

  static BudgetCurve empty(String name, int size, String threat) {
    return new BudgetCurve(name, size, threat, new TreeMap<>(), new TreeMap<>(), new ArrayList<>(),
        new ArrayList<>(), new ArrayList<>());
  }

  void add(int budget, double reached, double accurate) {
    success.computeIfAbsent(budget, none -> new ArrayList<>()).add(reached);
    accuracy.computeIfAbsent(budget, none -> new ArrayList<>()).add(accurate);
  }

  /// The control of one more seed.
  ///
  /// @param dose what it really did, as a share of what the attack did
  void control(double reached, double dose) {
    control.add(reached);
    doses.add(dose);
  }

  double median(int budget) {
    return median(success.get(budget));
  }

  static double median(List<Double> values) {
    return spread(values).median();
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The weakest control of all seeds, as a share of the attack.
  double leastDose() {
    return spread(doses).min();
  }

  /// The smallest budget that was tried with a median success of at least one half; NaN if there is none.
  double smallest() {
    for (int budget : success.keySet()) {
      if (median(budget) >= OFTEN) {
        return budget;
      }
    }
    return Double.NaN;
  }

  /// The most that the median success falls from a budget to the next larger one.
  double largestFall() {
    double fall = 0;
    double before = 0;
    for (int budget : success.keySet()) {
      fall = Math.max(fall, before - median(budget));
      before = median(budget);
    }
    return fall;
  }
}
