package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.List;

/// What a search works on: the original, what is wanted, what is allowed, and a victim whose answers are counted.
public final class TextProblem {
  private final List<String> original;
  private final TextVictim victim;
  private final TextGoal goal;
  private final TextConstraint constraint;
  private final TextTransformation transformation;
  private long queries;

  /// A problem.
  ///
  /// @throws IllegalArgumentException if the text has no words
  TextProblem(List<String> original, TextVictim victim, TextGoal goal, TextConstraint constraint,
      TextTransformation transformation) {
    if (original.isEmpty()) {
      throw new IllegalArgumentException("TextProblem: there is no word in the text");
    }
    this.original = List.copyOf(original);
    this.victim = victim;
    this.goal = goal;
    this.constraint = constraint;
    this.transformation = transformation;
  }

  public List<String> original() {
    return original;
  }

  public TextGoal goal() {
    return goal;
  }

  /// How many texts the victim was asked about.
  public long queries() {
    return queries;
  }

  /// How near each text is to the goal, see [TextGoal#score]: one query a text.
  public double[] scores(List<List<String>> texts) {
    queries += texts.size();
    double[][] logits = victim.logits(texts);
    double[] scores = new double[texts.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = goal.score(logits[i]);
    }
    return scores;
  }

  /// Whether a text may stand for the original.
  public boolean allows(List<String> text) {
    return constraint.allows(original, text);
  }

  /// The allowed texts that differ from this one in one place. A place where a word was changed before has none: each
  /// word is changed once at most.
  public List<List<String>> neighbours(List<String> text, int place) {
    List<List<String>> found = new ArrayList<>();
    if (text.get(place).equals(original.get(place))) {
      for (String word : transformation.replacements(text, place)) {
        List<String> changed = TextTransformation.with(text, place, word);
        if (allows(changed)) {
          found.add(changed);
        }
      }
    }
    return found;
  }

  /// How many words may be tried at each place of the original, whether or not the constraint then allows them.
  public int[] choices() {
    int[] choices = new int[original.size()];
    for (int t = 0; t < choices.length; t++) {
      choices[t] = transformation.replacements(original, t).size();
    }
    return choices;
  }
}
