package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.tensor.Rng;

/// A control: as many words as may be exchanged, at random places, become other words, again and again, until a
/// translation is at its goal. The victim is asked as often as an attack may ask it, and nothing of its inside is used.
///
/// @param tries how many versions of a sentence are tried
public record RandomWords(int tries) implements SequenceSearch {
  private static final int AT_ONCE = 16;

  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public RandomWords {
    if (tries < 1) {
      throw new IllegalArgumentException("RandomWords: there should be a try, not " + tries);
    }
  }

  @Override
  public List<Attempt> search(SequenceVictim victim, List<SequenceProblem> problems, Rng rng) {
    List<List<List<String>>> replacements = problems.stream().map(problem -> replacements(problem, victim)).toList();
    List<Attempt> found = new ArrayList<>();
    problems.forEach(problem -> found.add(new Attempt(problem.original(), 0)));
    List<Integer> open = IntStream.range(0, problems.size()).boxed().toList();
    for (int done = 0; done < tries && !open.isEmpty(); done += AT_ONCE) {
      int now = Math.min(AT_ONCE, tries - done);
      List<List<String>> texts = new ArrayList<>();
      for (int n : open) {
        for (int i = 0; i < now; i++) {
          texts.add(draw(problems.get(n), replacements.get(n), rng));
        }
      }
      List<List<String>> translations = victim.translate(texts);
      List<Integer> stillOpen = new ArrayList<>();
      for (int k = 0; k < open.size(); k++) {
        int n = open.get(k);
        SequenceGoal goal = problems.get(n).goal();
        int at = IntStream.range(k * now, (k + 1) * now).filter(j -> goal.isReached(translations.get(j))).findFirst()
            .orElse(-1);
        found.set(n, at < 0 ? new Attempt(problems.get(n).original(), done + now)
            : new Attempt(texts.get(at), done + at - k * now + 1));
        if (at < 0) {
          stillOpen.add(n);
        }
      }
      open = stillOpen;
    }
    return found;
  }

  private static List<List<String>> replacements(SequenceProblem problem, SequenceVictim victim) {
    return IntStream.range(0, problem.original().size()).mapToObj(place -> problem.replacements(victim, place))
        .toList();
  }

  private static List<String> draw(SequenceProblem problem, List<List<String>> replacements, Rng rng) {
    List<String> text = problem.original();
    int left = problem.mostChanges();
    for (int place : rng.permutation(text.size())) {
      List<String> words = replacements.get(place);
      if (left > 0 && !words.isEmpty()) {
        text = SequenceProblem.with(text, place, words.get(rng.nextInt(words.size())));
        left--;
      }
    }
    return text;
  }
}
