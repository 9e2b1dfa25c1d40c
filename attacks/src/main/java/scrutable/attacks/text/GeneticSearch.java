package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import scrutable.tensor.Rng;

/// Texts that breed: those nearer to the goal have more children, a child has each word from one of its parents, and
/// then one word more is replaced.
///
/// Replacing draws a place where the word is still the original's, in proportion to how many words could stand there,
/// asks the victim about each of them, and takes the best if it is better. The best text of a generation lives on as it
/// is. It ends when one reaches the goal, or after the last generation.
///
/// Only scores are asked for, one query a text that is tried.
///
/// Source: Alzantot et al. 2018, "Generating natural language adversarial examples", algorithm 1. There a child may
/// change more words than are allowed and is thrown away at the end; here a crossing that is not allowed is replaced by
/// its first parent.
///
/// @param population S, how many texts live at a time
/// @param generations G, how many times they breed
/// @param temperature of the choice of parents, in units of the goal's score: the higher, the less the score counts
public record GeneticSearch(int population, int generations, double temperature) implements TextSearch {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there are no two texts, or the temperature is not positive and finite
  public GeneticSearch {
    if (population < 2 || generations < 0 || !(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("GeneticSearch: two texts or more breed at a positive temperature, not "
          + population + " at " + temperature + " in " + generations + " generations");
    }
  }

  /// A text, and how near it is to the goal.
  private record Member(List<String> text, double score) {}

  //: code genetic
  @Override
  public List<String> search(TextProblem problem, Rng rng) {
    Member original = new Member(problem.original(), problem.scores(List.of(problem.original()))[0]);
    List<Member> living = perturbed(Collections.nCopies(population, original), problem, rng);
    for (int generation = 0; generation < generations && best(living).score <= 0; generation++) {
      List<Member> children = new ArrayList<>();
      double[] fitness = fitness(living);
      while (children.size() < population - 1) {
        Member first = living.get(rng.categorical(fitness));
        Member second = living.get(rng.categorical(fitness));
        children.add(crossed(first, second, problem, rng));
      }
      Member elite = best(living);
      living = new ArrayList<>(perturbed(scored(children, problem), problem, rng));
      living.add(elite);
    }
    return best(living).text;
  }

  /// Each word from either parent, with equal chance.
  private static Member crossed(Member first, Member second, TextProblem problem, Rng rng) {
    List<String> child = new ArrayList<>();
    for (int t = 0; t < first.text.size(); t++) {
      child.add((rng.nextBoolean() ? first : second).text.get(t));
    }
    return problem.allows(child) ? new Member(List.copyOf(child), Double.NaN) : first;
  }

  /// One word more of each is replaced, if that brings it nearer to the goal.
  private static List<Member> perturbed(List<Member> members, TextProblem problem, Rng rng) {
    int[] choices = problem.choices();
    List<List<List<String>>> tried = new ArrayList<>();
    List<List<String>> all = new ArrayList<>();
    for (Member member : members) {
      List<List<String>> neighbours = neighbours(member.text, choices, problem, rng);
      tried.add(neighbours);
      all.addAll(neighbours);
    }
    double[] scores = all.isEmpty() ? new double[0] : problem.scores(all);
    List<Member> result = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < members.size(); i++) {
      Member kept = members.get(i);
      for (List<String> text : tried.get(i)) {
        kept = scores[next] > kept.score ? new Member(text, scores[next]) : kept;
        next++;
      }
      result.add(kept);
    }
    return result;
  }
  //: end

  /// The texts that replacing one word of a text can lead to, at a place that is drawn; none if all are used up.
  private static List<List<String>> neighbours(List<String> text, int[] choices, TextProblem problem, Rng rng) {
    double[] weights = new double[choices.length];
    double sum = 0;
    for (int t = 0; t < weights.length; t++) {
      weights[t] = text.get(t).equals(problem.original().get(t)) ? choices[t] : 0;
      sum += weights[t];
    }
    return sum == 0 ? List.of() : problem.neighbours(text, rng.categorical(weights));
  }

  /// Asks for the scores that are not known yet, all in one go.
  private static List<Member> scored(List<Member> members, TextProblem problem) {
    List<List<String>> unknown = members.stream().filter(each -> Double.isNaN(each.score)).map(Member::text).toList();
    double[] scores = unknown.isEmpty() ? new double[0] : problem.scores(unknown);
    List<Member> result = new ArrayList<>();
    int next = 0;
    for (Member member : members) {
      result.add(Double.isNaN(member.score) ? new Member(member.text, scores[next++]) : member);
    }
    return result;
  }

  /// Weights of the parents: `exp((score - best) / temperature)`.
  private double[] fitness(List<Member> members) {
    double highest = best(members).score;
    return members.stream().mapToDouble(each -> StrictMath.exp((each.score - highest) / temperature)).toArray();
  }

  private static Member best(List<Member> members) {
    Member best = members.getFirst();
    for (Member member : members) {
      best = member.score > best.score ? member : best;
    }
    return best;
  }
}
