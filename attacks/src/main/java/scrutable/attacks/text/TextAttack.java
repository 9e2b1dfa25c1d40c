package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// The parts of an attack on texts but its goal, which differs from text to text.
///
/// @param constraint what may come out
/// @param transformation what a word may become
/// @param search how to look for it
public record TextAttack(TextConstraint constraint, TextTransformation transformation, TextSearch search) {
  /// The same attack with another way to look.
  public TextAttack with(TextSearch other) {
    return new TextAttack(constraint, transformation, other);
  }

  /// Attacks a text, and judges the outcome by a fresh look at what came out.
  ///
  /// @throws IllegalStateException if something came out that the constraint does not allow
  public TextAttackResult run(TextVictim victim, List<String> text, TextGoal goal, Rng rng) {
    TextProblem problem = new TextProblem(text, victim, goal, constraint, transformation);
    List<String> found = search.search(problem, rng);
    return TextAttackResult.judge(victim, problem.original(), found, goal, constraint, problem.queries());
  }
}
