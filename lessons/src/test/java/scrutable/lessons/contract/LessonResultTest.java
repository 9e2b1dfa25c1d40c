package scrutable.lessons.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.lessons.contract.Comparison.AT_LEAST;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessonResultTest {
  @ParameterizedTest
  @CsvSource({
      "1, 1, 1, 1, PASS", "0, 1, 1, 1, GATE_FAILED", "0, 0, 0, 0, GATE_FAILED", "1, 0, 1, 1, EFFECT_ABSENT",
      "1, 0, 0, 0, EFFECT_ABSENT", "1, 1, 0, 1, CONTROL_ALSO_SHOWS_IT", "1, 1, 0, 0, CONTROL_ALSO_SHOWS_IT",
      "1, 1, 1, 0, ABLATION_DID_NOT_KILL_IT", "NaN, 1, 1, 1, GATE_FAILED",
      "1, 1, 1, NaN, ABLATION_DID_NOT_KILL_IT"})
  void theFirstRoleWithAnUnsatisfiedCriterionDecides(
      double gate, double effect, double control, double ablation, Status status) {
    assertEquals(status, LessonResult.of(
        Criterion.ablation("d", ablation, AT_LEAST, 1, ""), Criterion.control("c", control, AT_LEAST, 1, ""),
        Criterion.effect("b", effect, AT_LEAST, 1, ""), Criterion.gate("a", gate, AT_LEAST, 1, "")).status());
  }

  @Test
  void oneUnsatisfiedCriterionAmongManyIsEnough() {
    assertEquals(Status.EFFECT_ABSENT, LessonResult.of(
        Criterion.effect("a", 1, AT_LEAST, 1, ""), Criterion.effect("b", 0, AT_LEAST, 1, ""),
        Criterion.control("c", 1, AT_LEAST, 1, "")).status());
  }

  @Test
  void anEffectAndAControlOrAblationAreNeeded() {
    assertThrows(IllegalArgumentException.class, () ->
        LessonResult.of(Criterion.effect("a", 1, AT_LEAST, 1, "")));
    assertThrows(IllegalArgumentException.class, () ->
        LessonResult.of(Criterion.control("a", 1, AT_LEAST, 1, "")));
    assertEquals(Status.PASS, LessonResult.of(Criterion.effect("a", 1, AT_LEAST, 1, ""),
        Criterion.ablation("b", 1, AT_LEAST, 1, "")).status());
  }

  @Test
  void namesAreUniqueWithinAKind() {
    var error = assertThrows(IllegalArgumentException.class, () -> LessonResult.of(
        Criterion.effect("a", 1, AT_LEAST, 1, ""), Criterion.control("a", 1, AT_LEAST, 1, "")));
    assertTrue(error.getMessage().contains("\"a\""), error.getMessage());
  }

  @Test
  void namesThatCouldLeaveTheFolderAreRefused() {
    for (String name : new String[] {"../x", "a/b", "", "A", "a b", "-a", "a--b", "a.svg", "a\\b"}) {
      assertThrows(IllegalArgumentException.class, () -> new Illustration(name, "", () -> ""), name);
      assertThrows(IllegalArgumentException.class, () -> Table.of(name, ""), name);
      assertThrows(IllegalArgumentException.class, () -> new Headline(name, 1, 1, ""), name);
    }
  }
}
