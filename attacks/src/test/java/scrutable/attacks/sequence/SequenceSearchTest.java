package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.SequenceGoal.Keyword;
import scrutable.attacks.sequence.SequenceSearch.Attempt;
import scrutable.tensor.Rng;

class SequenceSearchTest {
  private static final WordByWord VICTIM = WordByWord.random(30, 8, Rng.seed(1));
  private static final Seq2Sick PROX = new Seq2Sick(60, 0.5, 0.05, 0.3, 1, 5);

  /// Three words each, and a keyword that some word of the source is translated to.
  private static List<SequenceProblem> problems(int changes) {
    List<SequenceProblem> problems = new ArrayList<>();
    for (int i = 0; problems.size() < 12; i++) {
      List<String> original = List.of("s" + i % 30, "s" + (7 * i + 3) % 30, "s" + (11 * i + 5) % 30);
      String keyword = VICTIM.translate(List.of(List.of("s" + (5 * i + 2) % 30))).getFirst().getFirst();
      if (!VICTIM.translate(List.of(original)).getFirst().contains(keyword)) {
        problems.add(new SequenceProblem(original, new Keyword(keyword), Set.of(), changes));
      }
    }
    return problems;
  }

  /// Whether one exchange is enough, found by trying all.
  private static boolean possible(SequenceProblem problem) {
    return IntStream.range(0, problem.original().size()).anyMatch(place -> problem.replacements(VICTIM, place).stream()
        .anyMatch(word -> problem.goal().isReached(
            VICTIM.translate(List.of(SequenceProblem.with(problem.original(), place, word))).getFirst())));
  }

  @Test
  void swapsFindWhatTryingEverythingFinds() {
    for (SequenceResult result : new WordSwaps(1, 87, 1).run(VICTIM, problems(1), Rng.seed(1))) {
      assertEquals(possible(result.problem()), result.success());
      assertEquals(result.success() ? 1 : 0, result.changes());
    }
  }

  /// Of a linear victim: the keyword's lead over its rival, in the place where it is nearest, changes by the difference
  /// of two logits.
  @Test
  void whatASwapPromisesIsWhatALinearVictimGains() {
    SequenceProblem problem = problems(1).getFirst();
    SwapRanking ranking = new SwapRanking(VICTIM, List.of(problem), 1, 0);
    List<SwapRanking.Swap> best = ranking.best(List.of(new SwapRanking.Text(0, problem.original(), 0, false)), 90)
        .getFirst();
    assertEquals(87, best.size(), "29 other words at three places");
    int keyword = VICTIM.targets().id(((Keyword) problem.goal()).word());
    int nearest = IntStream.range(0, 3).boxed()
        .min(Comparator.comparingDouble(place -> -lead(problem.original().get(place), keyword))).orElseThrow();
    int rival = VICTIM.targets().id(VICTIM.translate(List.of(problem.original())).getFirst().get(nearest));
    for (SwapRanking.Swap swap : best) {
      double[] old = VICTIM.logits(problem.original().get(swap.place()));
      double[] now = VICTIM.logits(swap.word());
      double gain = swap.place() == nearest ? now[keyword] - now[rival] - old[keyword] + old[rival] : 0;
      assertEquals(gain, swap.gain(), 1e-4);
    }
    assertEquals(best.stream().mapToDouble(SwapRanking.Swap::gain).max().orElseThrow(), best.getFirst().gain());
  }

  private static double lead(String source, int word) {
    double[] logits = VICTIM.logits(source);
    return logits[word] - IntStream.range(0, logits.length).filter(w -> w != word).mapToDouble(w -> logits[w]).max()
        .orElseThrow();
  }

  @Test
  void proximalStepsFindWordsAndSayWhatVectorsCould() {
    List<Seq2Sick.Moved> moved = PROX.move(VICTIM, problems(3));
    List<SequenceResult> results = SequenceResult.judge(VICTIM, problems(3),
        moved.stream().map(Seq2Sick.Moved::attempt).toList());
    long words = results.stream().filter(SequenceResult::success).count();
    long vectors = moved.stream().filter(Seq2Sick.Moved::vectorsReached).count();
    assertTrue(words >= 8, words + " of 12");
    assertTrue(vectors >= 10, vectors + " of 12");
  }

  @Test
  void afterSnappingNoMoreWordsDifferThanMayAndNoneIsForbidden() {
    Seq2Sick dense = new Seq2Sick(20, 2, 0, 0, 1, 5);                       // without a price all vectors move far
    for (int changes = 0; changes <= 3; changes++) {
      for (SequenceProblem problem : problems(changes)) {
        Set<String> forbidden = Set.copyOf(VICTIM.sources().words().stream()
            .filter(word -> !problem.original().contains(word) && word.hashCode() % 2 == 0).toList());
        SequenceProblem strict = new SequenceProblem(problem.original(), problem.goal(), forbidden, changes);
        for (SequenceSearch search : List.of(dense, new WordSwaps(2, 5, 1), new RandomWords(20))) {
          Attempt found = search.search(VICTIM, List.of(strict), Rng.seed(2)).getFirst();
          assertTrue(strict.allows(found.words()), search + " made " + found.words() + " of " + strict.original());
        }
      }
    }
  }

  @Test
  void aHighPriceLeavesEveryWordWhereItIs() {
    Seq2Sick dear = new Seq2Sick(20, 0.5, 1e3, 0, 1, 5);
    for (Seq2Sick.Moved moved : dear.move(VICTIM, problems(3))) {
      assertFalse(moved.vectorsReached());
    }
    dear.run(VICTIM, problems(3), Rng.seed(1)).forEach(result -> assertEquals(0, result.changes()));
  }

  @Test
  void vectorsCountOnlyIfNoMoreOfThemMovedThanWordsMayBeExchanged() {
    PROX.move(VICTIM, problems(0)).forEach(moved -> assertFalse(moved.vectorsReached()));
    assertTrue(PROX.move(VICTIM, problems(1)).stream().anyMatch(Seq2Sick.Moved::vectorsReached));
  }

  @Test
  void whatTogetherIsFoundIsFoundAlone() {
    List<SequenceProblem> problems = problems(2);
    for (SequenceSearch search : List.of(PROX, new WordSwaps(3, 10, 1))) {
      List<Attempt> together = search.search(VICTIM, problems, Rng.seed(1));
      for (int n = 0; n < 4; n++) {
        assertEquals(together.get(n), search.search(VICTIM, List.of(problems.get(n)), Rng.seed(1)).getFirst());
      }
    }
  }

  @Test
  void theVictimIsNotReadMoreOftenThanIsSaid() {
    WordSwaps swaps = new WordSwaps(3, 10, 1);
    SequenceProblem hopeless = new SequenceProblem(List.of("s0", "s1"), new Keyword(unreachable()), Set.of(), 2);
    Attempt found = swaps.search(VICTIM, List.of(hopeless), Rng.seed(1)).getFirst();
    assertEquals(hopeless.original(), found.words());
    assertTrue(found.readings() > 50 && found.readings() <= swaps.mostReadings(2), found.readings() + " readings");
    assertEquals(0, swaps.mostReadings(0));
    assertEquals(77, new RandomWords(77).search(VICTIM, List.of(hopeless), Rng.seed(1)).getFirst().readings());
    assertEquals(3 * 4 + 1, new Seq2Sick(3, 1, 0, 0, 1, 3).search(VICTIM, List.of(hopeless), Rng.seed(1)).getFirst()
        .readings());
  }

  /// The places of a sentence have their own lists, and a place without one stays as it is.
  @Test
  void onlyWhatFitsIsPutIntoAPlace() {
    SequenceProblem problem = problems(3).getFirst();
    List<Set<String>> fitting = List.of(Set.of("s3", "s4", "s5"), Set.of(), Set.of("s6"));
    SequenceProblem strict = problem.fitting(fitting);
    for (SequenceSearch search : List.of(new Seq2Sick(20, 2, 0, 0, 1, 5), new WordSwaps(2, 5, 1), new RandomWords(9))) {
      Attempt found = search.search(VICTIM, List.of(strict), Rng.seed(3)).getFirst();
      assertTrue(strict.allows(found.words()), search.toString());
    }
    assertFalse(strict.allows(SequenceProblem.with(strict.original(), 2, "s3")));
    assertThrows(IllegalArgumentException.class, () -> problem.fitting(List.of(Set.of())));
  }

  @Test
  void theGradientOfAnotherGoalPromisesOtherWords() {
    List<SequenceProblem> problems = problems(1);
    WordSwaps swaps = new WordSwaps(1, 1, 1);
    List<SequenceResult> own = swaps.run(VICTIM, problems, Rng.seed(1));
    List<SequenceResult> foreign = swaps.withForeignGradient().run(VICTIM, problems, Rng.seed(1));
    assertTrue(own.stream().filter(SequenceResult::success).count()
        > 2 + foreign.stream().filter(SequenceResult::success).count());
    for (int n = 0; n < problems.size(); n++) {
      assertEquals(own.get(n).readings(), foreign.get(n).readings(), "the same effort");
    }
  }

  /// A word that is the translation of no word.
  private static String unreachable() {
    List<String> reachable = VICTIM.translate(List.of(VICTIM.sources().words())).getFirst();
    return VICTIM.targets().words().stream().filter(word -> !reachable.contains(word)).findFirst().orElseThrow();
  }

  @Test
  void theJudgeTranslatesAfreshAndRefusesWhatIsNotAllowed() {
    double[][] vectors = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    WordByWord victim = WordByWord.of(List.of("hund", "katze", "maus"), vectors, List.of("dog", "cat", "mouse"),
        new double[][] {{2, 0, 1}, {0, 2, 0}, {0, 0, 2}});
    SequenceProblem problem = new SequenceProblem(List.of("hund", "hund"), new Keyword("cat"), Set.of("katze"), 1);
    SequenceResult lost = judge(victim, problem, "hund", "maus");
    assertFalse(lost.success());
    assertEquals(List.of("dog", "mouse"), lost.translation());
    assertEquals(1, lost.changes());
    assertTrue(judge(victim, problem.withoutRule(), "hund", "katze").success());
    assertThrows(IllegalStateException.class, () -> judge(victim, problem, "hund", "katze"), "its own translation");
    assertThrows(IllegalStateException.class, () -> judge(victim, problem, "maus", "maus"), "two words");
    assertThrows(IllegalStateException.class, () -> judge(victim, problem, "hund"), "a word is missing");
    SequenceProblem there = new SequenceProblem(List.of("hund"), new Keyword("dog"), Set.of(), 1);
    assertThrows(IllegalArgumentException.class, () -> judge(victim, there, "hund"));
    assertThrows(IllegalArgumentException.class,
        () -> new SequenceProblem(List.of("katze"), new Keyword("cat"), Set.of("katze"), 1));
  }

  private static SequenceResult judge(SequenceVictim victim, SequenceProblem problem, String... words) {
    return SequenceResult.judge(victim, List.of(problem), List.of(new Attempt(List.of(words), 1))).getFirst();
  }
}
