package scrutable.attacks.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;

/// On a reader that adds up a weight for each word, where the best attack is found by trying all.
class TextAttackTest {
  private static final int WORDS = 8;
  private static final TextGoal AWAY = new TextGoal(1);

  /// A world of words `0`, `1`, ... with synonyms `0a`, `0b`, `0c` and random weights.
  private static final class World implements TextVictim, TextGradient {
    private final Map<String, Double> weights = new HashMap<>();
    private final List<String> text = IntStream.range(0, WORDS).mapToObj(Integer::toString).toList();
    private final double bias;
    private double best = Double.NEGATIVE_INFINITY;
    private long asked;

    World(Rng rng) {
      for (String word : text) {
        for (String form : List.of("", "a", "b", "c")) {
          weights.put(word + form, rng.nextGaussian());
        }
      }
      bias = 1 + 5 * rng.nextDouble() - sum(text);
    }

    static List<String> synonyms(String word) {
      return word.length() > 1 ? List.of(word + "!") : List.of(word + "a", word + "b", word + "c");
    }

    double sum(List<String> words) {
      return words.stream().mapToDouble(weights::get).sum();
    }

    @Override
    public double[][] logits(List<List<String>> texts) {
      asked += texts.size();
      return texts.stream().map(words -> {
        best = Math.max(best, -sum(words) - bias);
        return new double[] {0, sum(words) + bias};
      }).toArray(double[][]::new);
    }

    @Override
    public double[][] gradient(List<String> words, TextGoal goal) {
      return words.stream().map(word -> new double[] {-1}).toArray(double[][]::new);
    }

    @Override
    public double[] vector(String word) {
      return new double[] {weights.get(word)};
    }

    /// The highest score with at most two words replaced.
    double optimum() {
      double most = 0;
      for (int s = 0; s < WORDS; s++) {
        for (int t = s + 1; t < WORDS; t++) {
          most = Math.max(most, gain(s) + gain(t));
        }
      }
      return -sum(text) - bias + most;
    }

    /// The highest score with two words replaced, whether that helps or not.
    double optimumOfTwo() {
      double[] gains = IntStream.range(0, WORDS).mapToDouble(this::bestOther).sorted().toArray();
      return -sum(text) - bias + gains[WORDS - 1] + gains[WORDS - 2];
    }

    private double gain(int t) {
      return Math.max(0, bestOther(t));
    }

    private double bestOther(int t) {
      String word = text.get(t);
      return synonyms(word).stream().mapToDouble(other -> weights.get(word) - weights.get(other)).max().orElseThrow();
    }
  }

  private static TextAttack attack(TextSearch search) {
    return new TextAttack(TextConstraint.changing(0.25).and(TextConstraint.amongSynonyms(World::synonyms)),
        TextTransformation.neighbours(World::synonyms, 8), search);
  }

  /// Never where trying all fails, and nearly always where it does not: a population whose words are all used up can
  /// only cross what it has.
  @Test
  void theGeneticSearchSucceedsWhereTryingAllDoes() {
    int possible = 0;
    int found = 0;
    for (int seed = 0; seed < 60; seed++) {
      World world = new World(Rng.seed(seed));
      boolean success = attack(new GeneticSearch(20, 20, 0.3)).run(world, world.text, AWAY, Rng.seed(100)).success();
      assertTrue(!success || world.optimum() > 0, "world " + seed + ": " + world.optimum());
      possible += world.optimum() > 0 ? 1 : 0;
      found += success ? 1 : 0;
    }
    assertTrue(possible > 10 && possible < 55 && found >= 0.9 * possible, found + " of " + possible);
  }

  @Test
  void whatComesOutIsTheBestTextThatWasAskedAbout() {
    for (int seed = 0; seed < 20; seed++) {
      World world = new World(Rng.seed(seed));
      TextAttackResult result = attack(new GeneticSearch(4, 6, 5)).run(world, world.text, AWAY, Rng.seed(seed));
      assertEquals(world.best, -world.sum(result.text()) - world.bias, 1e-12);
    }
  }

  /// For a linear reader the first order is all there is: the largest gains first is the optimum.
  @Test
  void hotFlipReplacesWhatIsWorthMostUntilTheGoalIsReached() {
    for (int seed = 0; seed < 40; seed++) {
      World world = new World(Rng.seed(seed));
      TextAttackResult result = attack(new HotFlipSearch(world)).run(world, world.text, AWAY, Rng.seed(1));
      double score = -world.sum(result.text()) - world.bias;
      assertEquals(world.optimum() > 0, result.success());
      assertTrue(result.success() || Math.abs(score - world.optimum()) < 1e-12);
      assertTrue(result.queries() <= 3);
    }
  }

  @Test
  void randomReplacementsAreAsManyAsAskedForAndAskNobody() {
    World world = new World(Rng.seed(3));
    for (int count = 0; count <= 4; count++) {
      TextAttackResult result = attack(new RandomReplacements(count)).run(world, world.text, AWAY, Rng.seed(count));
      assertEquals(Math.min(count, 2), result.changes(), "a quarter of eight words are two");
      assertEquals(0, result.queries());
    }
  }

  /// 28 pairs of places with nine pairs of synonyms each: 4000 draws miss one of them with a chance of 1e-7.
  @Test
  void randomDrawsFindWhatIsToBeFoundWhereThereAreFewTextsAndStopThere() {
    int reached = 0;
    for (int seed = 0; seed < 20; seed++) {
      World world = new World(Rng.seed(seed));
      boolean reachable = world.optimumOfTwo() > 0;
      TextAttackResult result = attack(new RandomSearch(2, 4_000)).run(world, world.text, AWAY, Rng.seed(seed));
      assertEquals(reachable, result.success(), "world " + seed);
      assertTrue(reachable ? result.queries() < 4_000 : result.queries() == 4_000, "world " + seed);
      assertEquals(2, result.changes());
      reached += reachable ? 1 : 0;
    }
    assertTrue(reached > 3 && reached < 17, "worlds that can be reached: " + reached);
  }

  @Test
  void randomDrawsAskNoMoreThanTheyMayAndKeepTheBest() {
    for (int questions : new int[] {1, 7, 20, 33}) {
      World world = new World(Rng.seed(7));
      List<Double> scores = new ArrayList<>();
      TextVictim listening = texts -> {
        texts.forEach(words -> scores.add(-world.sum(words) - world.bias));
        return world.logits(texts);
      };
      TextAttackResult result = attack(new RandomSearch(1, questions)).run(listening, world.text, AWAY, Rng.seed(2));
      assertTrue(result.success() || result.queries() == questions);
      assertEquals(scores.subList(0, (int) result.queries()).stream().reduce(Double.NEGATIVE_INFINITY, Math::max),
          -world.sum(result.text()) - world.bias, 1e-12);
    }
  }

  @Test
  void everyQueryOfTheSearchIsCounted() {
    World world = new World(Rng.seed(4));
    TextAttackResult result = attack(new GeneticSearch(6, 5, 0.3)).run(world, world.text, AWAY, Rng.seed(1));
    assertEquals(world.asked - 2, result.queries(), "two questions are the judge's");
  }

  @Test
  void aReplacedWordIsNotReplacedAgainAndTheOriginalStays() {
    World world = new World(Rng.seed(5));
    List<String> before = new ArrayList<>(world.text);
    TextProblem problem = new TextProblem(before, world, AWAY, TextConstraint.changing(1),
        TextTransformation.neighbours(World::synonyms, 8));
    List<String> once = problem.neighbours(before, 2).getFirst();
    assertEquals(List.of("0", "1", "2a", "3", "4", "5", "6", "7"), once);
    assertEquals(List.of(), problem.neighbours(once, 2));
    assertEquals(3, problem.neighbours(once, 3).size());
    assertEquals(world.text, before);
  }

  @Test
  void changesAreCountedAgainstTheOriginal() {
    TextConstraint fifth = TextConstraint.changing(0.2);
    List<String> original = List.of("a", "b", "c", "d", "e", "f");
    assertTrue(fifth.allows(original, List.of("a", "X", "c", "d", "Y", "f")), "ceil(1.2) = 2");
    assertTrue(!fifth.allows(original, List.of("a", "X", "Z", "d", "Y", "f")));
    assertTrue(!fifth.allows(original, List.of("a", "b", "c", "d", "e")));
    assertTrue(TextConstraint.changing(0.2).allows(List.of("a", "b", "c", "d", "e"), List.of("a", "b", "c", "d", "X")));
    assertTrue(!TextConstraint.changing(0.2).allows(List.of("a", "b", "c", "d", "e"),
        List.of("a", "b", "c", "X", "X")), "5 times 0.2 is one, whatever rounding says");
    assertEquals(2, TextConstraint.changes(original, List.of("a", "X", "c", "d", "Y", "f")));
    assertThrows(IllegalArgumentException.class, () -> TextConstraint.changing(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> TextConstraint.changes(original, List.of("a")));
  }

  @Test
  void aSynonymOfASynonymIsNone() {
    TextConstraint synonyms = TextConstraint.amongSynonyms(World::synonyms);
    assertTrue(synonyms.allows(List.of("0", "1"), List.of("0b", "1")));
    assertTrue(!synonyms.allows(List.of("0", "1"), List.of("0b!", "1")));
  }

  @Test
  void farWordsAreSortedOutBeforeUnlikelyOnes() {
    TextTransformation two = TextTransformation.neighbours(word -> List.of("near", word, "middle", "far"), 2);
    assertEquals(List.of("near", "middle"), two.replacements(List.of("x"), 0));
    List<String> likely = List.of("near", "middle", "far");
    TextTransformation likeliest = two.likeliest(text -> likely.indexOf(text.getFirst()), 1);
    assertEquals(List.of("middle"), likeliest.replacements(List.of("x"), 0), "far is the likeliest, but too far");
  }

  @Test
  void theGoalIsALargerLogitOfAnotherClass() {
    TextGoal goal = new TextGoal(1);
    assertEquals(2, goal.score(3, 1, -5), 0);
    assertTrue(goal.isReached(3, 1, -5) && !goal.isReached(1, 1) && !goal.isReached(0, 4));
    assertThrows(IllegalArgumentException.class, () -> goal.score(1.0));
    assertThrows(IllegalArgumentException.class, () -> goal.score(Double.NaN, 1));
  }

  @Test
  void anAttackThatCheatsIsNotJudged() {
    World world = new World(Rng.seed(6));
    assertThrows(IllegalStateException.class, () -> attack((problem, rng) -> List.of("0", "1", "2"))
        .run(world, world.text, AWAY, Rng.seed(1)));
    assertThrows(IllegalStateException.class,
        () -> attack((problem, rng) -> TextTransformation.with(problem.original(), 3, "2a"))
            .run(world, world.text, AWAY, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> attack(new RandomReplacements(1))
        .run(world, world.text, new TextGoal(0), Rng.seed(1)), "it does not answer 0 to begin with");
  }

  @Test
  void theSameSeedFindsTheSameText() {
    World world = new World(Rng.seed(7));
    TextAttack genetic = attack(new GeneticSearch(6, 5, 0.3));
    assertEquals(genetic.run(world, world.text, AWAY, Rng.seed(1)).text(),
        genetic.run(world, world.text, AWAY, Rng.seed(1)).text());
  }

  @Test
  void numbersThatMakeNoSearchAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new GeneticSearch(1, 5, 0.3));
    assertThrows(IllegalArgumentException.class, () -> new GeneticSearch(5, 5, 0));
    assertThrows(IllegalArgumentException.class, () -> new GeneticSearch(5, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new RandomReplacements(-1));
    World world = new World(Rng.seed(8));
    assertThrows(IllegalArgumentException.class,
        () -> attack(new RandomReplacements(1)).run(world, List.of(), AWAY, Rng.seed(1)));
  }
}
