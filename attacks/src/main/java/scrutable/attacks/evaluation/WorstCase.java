package scrutable.attacks.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;

/// Several attacks on the same examples, and the worst of them for each example.
///
/// A victim withstands a threat model for an example only if no attack breaks it. So the robust accuracy of a
/// victim is that of the worst case, which may lie well below that of every single attack; the least of the
/// accuracies is not enough (Carlini et al. 2019, "On evaluating adversarial robustness", section 5.6).
///
/// @param results what each attack achieved, in the order in which they were given
/// @param worst for each example the nearest image at its goal that any attack found
public record WorstCase(SequencedMap<String, AttackResult> results, AttackResult worst) {

  /// Copies the results.
  public WorstCase {
    results = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(results));
  }

  /// Runs every attack on every example, each as it would run alone.
  ///
  /// @param attacks by their names; in an ordered map, for the order is that of the results
  /// @throws IllegalArgumentException if there is no attack
  public static <A extends DecisionAccess> WorstCase of(
      SequencedMap<String, ? extends FixedBudgetAttack<? super A>> attacks, A victim, Examples examples,
      Ball ball) {
    if (attacks.isEmpty()) {
      throw new IllegalArgumentException("WorstCase: there is no attack, so nothing would be known");
    }
    SequencedMap<String, AttackResult> results = new LinkedHashMap<>();
    attacks.forEach((name, attack) -> results.put(name, attack.run(victim, examples, ball)));
    return new WorstCase(results, results.values().stream().reduce(AttackResult::best).orElseThrow());
  }
}
