package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private static final long SECOND = 1_000_000_000L;

  private long clock = 77 * SECOND;
  private final TimeLeft timeLeft = new TimeLeft(() -> clock);

  @Test
  void nothingIsGuessedBeforeSomeWorkWasWatched() {
    assertEquals("0 %", timeLeft.update("training", 0, 1_000).text());
    clock += 3 * SECOND;
    assertEquals("0 %", timeLeft.update("training", 0, 1_000).text());
    assertEquals("50 %", new TimeLeft(() -> clock).update("resumed", 500, 1_000).text());
  }

  @Test
  void theRestGoesAsFastAsWhatWasWatched() {
    timeLeft.update("training", 500, 1_000);                                  // resumed: these 500 took no time here
    clock += 10 * SECOND;
    TimeLeft.Position position = timeLeft.update("training", 600, 1_000);
    assertEquals(Optional.of(Duration.ofSeconds(40)), position.left());
    assertEquals(0.6, position.share());
    assertEquals("60 %, 40 s left", position.text());
  }

  @Test
  void anotherStageAndOneThatGoesBackBeginAnew() {
    timeLeft.update("one", 0, 10);
    clock += 100 * SECOND;
    assertEquals("10 %, 15 min 0 s left", timeLeft.update("one", 1, 10).text());
    assertEquals(Optional.empty(), timeLeft.update("two", 2, 10).left());
    clock += SECOND;
    assertEquals("40 %, 3 s left", timeLeft.update("two", 4, 10).text());
    assertEquals(Optional.empty(), timeLeft.update("two", 1, 10).left());
    clock += SECOND;
    assertEquals("20 %, 8 s left", timeLeft.update("two", 2, 10).text());
  }

  @Test
  void littleAndMuchTimeAreSaidInWords() {
    timeLeft.update("a", 0, 1_000_000);
    clock += SECOND;
    assertEquals("99 %, less than 1 s left", timeLeft.update("a", 999_999, 1_000_000).text());
    assertEquals("100 %", timeLeft.update("a", 1_000_000, 1_000_000).text());
    timeLeft.update("b", 0, 1_000);
    clock += 10 * SECOND;
    assertEquals("0 %, 2 h 46 min left", timeLeft.update("b", 1, 1_000).text());
  }

  @Test
  void theFirstUnitAloneIsNoReasonForAGuess() {
    timeLeft.update("training", 0, 1_000);
    clock += SECOND;
    assertEquals("0 %", timeLeft.update("training", 1, 1_000).text());
    clock += SECOND;
    assertEquals("1 %, 3 min 18 s left", timeLeft.update("training", 10, 1_000).text());
  }

  @Test
  void ofAnUnknownTotalOnlyTheWorkDoneIsSaid() {
    timeLeft.update("listening", 1, 0);
    clock += SECOND;
    TimeLeft.Position position = timeLeft.update("listening", 2, 0);
    assertEquals("2 done", position.text());
    assertTrue(Double.isNaN(position.share()));
  }

  @Test
  void progressIsPrintedWhenAStageBeginsAndThenNowAndThen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintedProgress progress = new PrintedProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8),
        Duration.ofSeconds(2), () -> clock);
    for (int done = 0; done <= 4; done++) {
      progress.update("training", done, 8);
      clock += SECOND;
    }
    progress.update("testing", 1, 8);
    assertEquals(List.of("training: 0 %", "training: 25 %, 6 s left", "training: 50 %, 4 s left", "testing: 12 %"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
