package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;

/// What an attack on a translation achieved, found out by translating the very words that came out once more.
///
/// [#judge] is the only way to get one.
public final class SequenceResult {
  private final SequenceProblem problem;
  private final List<String> words;
  private final List<String> translation;
  private final int readings;

  private SequenceResult(SequenceProblem problem, List<String> words, List<String> translation, int readings) {
    this.problem = problem;
    this.words = words;
    this.translation = translation;
    this.readings = readings;
  }

  //: code judge
  /// Judges sources, wherever they come from: words only, no vectors, translated word by word from what is written so
  /// far and not from what should stand there.
  ///
  /// @throws IllegalArgumentException if a translation was at its goal before the attack
  /// @throws IllegalStateException if a problem does not allow a source
  public static List<SequenceResult> judge(SequenceVictim victim, List<SequenceProblem> problems,
      List<SequenceSearch.Attempt> attempts) {
    List<List<String>> before = victim.translate(problems.stream().map(SequenceProblem::original).toList());
    List<List<String>> after = victim.translate(attempts.stream().map(SequenceSearch.Attempt::words).toList());
    List<SequenceResult> results = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      SequenceProblem problem = problems.get(i);
      List<String> words = attempts.get(i).words();
      if (problem.goal().isReached(before.get(i))) {
        throw new IllegalArgumentException("SequenceResult: without an attack \"" + String.join(" ", before.get(i))
            + "\" is at the goal " + problem.goal() + "; leave such sentences out");
      }
      if (!problem.allows(words)) {
        throw new IllegalStateException("the attack made \"" + String.join(" ", words) + "\" of \""
            + String.join(" ", problem.original()) + "\", which is not allowed");
      }
      results.add(new SequenceResult(problem, words, after.get(i), attempts.get(i).readings()));
    }
    return results;
  }
  //: end

  public SequenceProblem problem() {
    return problem;
  }

  /// The source after the attack.
  public List<String> words() {
    return words;
  }

  /// What the victim makes of it.
  public List<String> translation() {
    return translation;
  }

  /// Whether the translation is at the goal.
  public boolean success() {
    return problem.goal().isReached(translation);
  }

  /// How many words were exchanged.
  public int changes() {
    return problem.changes(words);
  }

  /// How many times the victim read a version of the sentence during the search.
  public int readings() {
    return readings;
  }
}
