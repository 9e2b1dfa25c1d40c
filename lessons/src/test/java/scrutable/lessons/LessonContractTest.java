package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Sabotage;

/// The contract accepts an honest lesson and finds each kind of dishonest one.
class LessonContractTest {
  @Test
  void anHonestLessonHasNoViolations() {
    assertEquals(List.of(), LessonContract.violations(new CoinLesson()));
  }

  @Test
  void aLessonThatPassesUnderSabotageIsFound() {
    assertOneViolation("although it is sabotaged",
        changed((context, honest) -> context.sabotage()
            ? new CoinLesson().run(context.withSabotage(Sabotage.NONE)) : honest));
  }

  @Test
  void aLessonWhoseCriteriaCannotFailIsFound() {
    assertOneViolation("although it is sabotaged", changed((context, honest) -> {
      if (context.sham()) {
        return honest;
      }
      List<Finding> findings = without(honest, Criterion.class);
      findings.add(Criterion.effect("always", 1, Comparison.AT_LEAST, 0, ""));
      findings.add(Criterion.control("never", 0, Comparison.AT_MOST, 1, ""));
      return LessonResult.of(findings);
    }));
  }

  @Test
  void aLessonWhoseSabotageOnlySpoilsTheGateIsFound() {
    assertOneViolation("its effect shows although", changed((context, honest) -> context.sabotage()
        ? LessonResult.of(Criterion.gate("spoilt", 0, Comparison.AT_LEAST, 1, ""),
            Criterion.effect("still there", 1, Comparison.AT_LEAST, 1, ""),
            Criterion.control("small", 0, Comparison.AT_MOST, 1, "")) : honest));
  }

  @Test
  void aShamControlThatNoDoseNoticesIsFound() {
    assertOneViolation("no dose notices the sham", changed((context, honest) ->
        new CoinLesson().run(context.sham() ? context.withSabotage(Sabotage.NONE) : context)));
  }

  @Test
  void aNanIsNoPass() {
    assertOneViolation("EFFECT_ABSENT", changed((context, honest) -> with(honest,
        Criterion.effect("broken", Double.NaN, Comparison.AT_MOST, 1, ""))));
  }

  @Test
  void aLessonWithoutControlAndAblationIsFound() {
    assertOneViolation("neither", changed((context, honest) -> LessonResult.of(
        Criterion.effect("big", 2, Comparison.AT_LEAST, 1, ""))));
  }

  @Test
  void aLessonWithoutEffectIsFound() {
    assertOneViolation("at least one effect", changed((context, honest) -> LessonResult.of(
        Criterion.control("small", 0, Comparison.AT_MOST, 1, ""))));
  }

  @Test
  void aLessonThatDependsOnTimeIsFound() {
    var calls = new AtomicInteger();
    assertTrue(LessonContract.violations(changed((context, honest) -> with(honest,
        new Headline("calls", calls.incrementAndGet(), 0, "")))).toString().contains("second time"));
  }

  @Test
  void aLessonThatDependsOnThreadsIsFound() {
    assertOneViolation("two threads", changed((context, honest) -> with(honest,
        new Headline("threads", context.threads(), 0, ""))));
  }

  @Test
  void aLessonThatShowsNothingIsFound() {
    assertOneViolation("no table or no figure",
        changed((context, honest) -> LessonResult.of(honest.criteria())));
  }

  @Test
  void twoLessonsOfOneNameAreFound() {
    assertEquals(List.of("two lessons are called bent-coin", "two lessons have the number 7"),
        LessonContract.violations(List.of(new CoinLesson(), new CoinLesson())));
  }

  private static void assertOneViolation(String expected, Lesson lesson) {
    List<String> violations = LessonContract.violations(lesson);
    assertEquals(1, violations.size(), violations.toString());
    assertTrue(violations.getFirst().contains(expected), violations.toString());
  }

  private static LessonResult with(LessonResult honest, Finding more) {
    List<Finding> findings = without(honest, Void.class);
    findings.add(more);
    return LessonResult.of(findings);
  }

  private static List<Finding> without(LessonResult honest, Class<?> kind) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(honest.criteria());
    findings.addAll(honest.tables());
    findings.addAll(honest.figures());
    findings.removeIf(kind::isInstance);
    return findings;
  }

  /// The coin lesson with another result.
  private static Lesson changed(BiFunction<LessonContext, LessonResult, LessonResult> change) {
    var coin = new CoinLesson();
    return new Lesson() {
      @Override
      public Card card() {
        return coin.card();
      }

      @Override
      public LessonResult run(LessonContext context) {
        return change.apply(context, coin.run(context));
      }
    };
  }
}
