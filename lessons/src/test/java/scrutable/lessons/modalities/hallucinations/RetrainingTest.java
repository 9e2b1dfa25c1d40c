package scrutable.lessons.modalities.hallucinations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingTest {
  private final List<Integer> made = new ArrayList<>();

  private int training(int again) {
    made.add(again);
    return 10 * again;
  }

  @Test
  void aGoodFirstTrainingIsTheOnlyOne() {
    assertEquals(0, Retraining.until(result -> true, 3, this::training));
    assertEquals(List.of(0), made);
  }

  @Test
  void theFirstGoodTrainingIsTheLast() {
    assertEquals(10, Retraining.until(result -> result >= 10, 3, this::training));
    assertEquals(List.of(0, 1), made);
  }

  @Test
  void whereNoneIsGoodTheLastIsTaken() {
    assertEquals(20, Retraining.until(result -> false, 3, this::training));
    assertEquals(List.of(0, 1, 2), made);
    assertEquals(0, Retraining.until(result -> false, 1, this::training));
  }

  @Test
  void whatATrainingThrowsArrives() {
    assertThrows(IOException.class, () -> Retraining.until(result -> false, 2, again -> {
      throw new IOException("disk full");
    }));
  }
}
