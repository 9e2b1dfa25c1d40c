package scrutable.lessons.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.LessonResult;

class RealDataRunTest {
  private static final String CODE = "0123456789abcdef".repeat(4);
  private static final CoinLesson COIN = new CoinLesson();
  private static final RealDataRun RUN = RealDataRun.of("dice", CODE, LocalDate.of(2026, 11, 29), LessonResult.of(
      Criterion.gate("throws", 100, Comparison.AT_LEAST, 50, ""),
      Criterion.effect("sixes", 12, Comparison.AT_LEAST, 15, "%"),
      Criterion.control("sevens", 0, Comparison.EXACTLY, 0, "")));

  @TempDir
  private Path root;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    assertEquals(Optional.empty(), RealDataRun.read(root, COIN, "dice"));
    RUN.write(root, COIN);
    assertEquals(Optional.of(RUN), RealDataRun.read(root, COIN, "dice"));
  }

  @Test
  void aPageShowsTheDayTheEndingAndTheCriteriaOrSaysThatThereIsNoRun() throws IOException {
    assertEquals(List.of("With the data set **dice** nobody has written down yet what this lesson finds."),
        RealDataRun.inWords(root, COIN));
    RUN.write(root, COIN);
    assertEquals(List.of(
        "With the data set **dice**, on 2026-11-29: **EFFECT_ABSENT**, " + RUN.status().meaning() + ".", "",
        "| | criterion | measured | required |", "| --- | --- | ---: | :--- |", "| ✓ gate | throws | 100 | ≥ 50 |",
        "| ✗ effect | sixes | 12 % | ≥ 15 % |", "| ✓ control | sevens | 0 | = 0 |"), RealDataRun.inWords(root, COIN));
  }

  @Test
  void theTableOfAllLessonsHasTheStatusNotRunOrNothing() throws IOException {
    List<String> all = List.of("mnist", "dice");
    assertEquals("| coin | PASS |  | not run |", RealDataRun.row(root, COIN, all, "coin"));
    RUN.write(root, COIN);
    assertEquals("| coin | PASS |  | EFFECT_ABSENT (2026-11-29) |", RealDataRun.row(root, COIN, all, "coin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "code 12", "code CODE\nday 2026-02-30\nstatus PASS\n",
      "code CODE\nday today\nstatus PASS\n",
      "code CODE\nday 2026-11-29\nstatus FINE\n", "code CODE\nstatus PASS\n"})
  void anythingElseInTheFileIsRefused(String text) throws IOException {
    RUN.write(root, COIN);
    Path file = root.resolve("lessons/book/real/bent-coin.dice.txt");
    Files.writeString(file, text.replace("CODE", CODE));
    String message = assertThrows(BookException.class, () -> RealDataRun.read(root, COIN, "dice")).getMessage();
    assertTrue(message.startsWith(file + ": it should begin with"), message);
  }
}
