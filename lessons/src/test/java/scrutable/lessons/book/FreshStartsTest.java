package scrutable.lessons.book;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.book.FreshStarts.Start;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;

class FreshStartsTest {
  private static final String CODE = "0123456789abcdef".repeat(4);
  private static final CoinLesson COIN = new CoinLesson();

  @TempDir
  private Path root;

  @Test
  void theSeedsAreTenAndTenApart() {
    assertArrayEquals(new long[] {100, 110, 120, 130, 140, 150, 160, 170, 180, 190}, FreshStarts.seeds(100));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    assertEquals(Optional.empty(), FreshStarts.read(root, COIN));
    FreshStarts count = starts(7);
    count.write(root, COIN);
    assertEquals(Optional.of(count), FreshStarts.read(root, COIN));
    assertTrue(count.isComplete());
    assertFalse(new FreshStarts(CODE, count.starts().subList(0, 9)).isComplete());
  }

  @Test
  void aStartNamesEachCriterionThatFailed() {
    Start start = Start.of(130, LessonResult.of(
        Criterion.gate("good", 1, Comparison.AT_LEAST, 0.9, ""),
        Criterion.effect("heads", 48, Comparison.AT_LEAST, 60, "%"),
        Criterion.control("tails", 3, Comparison.AT_MOST, 1, "")));
    assertEquals(new Start(130, Status.EFFECT_ABSENT, "heads 48 % (≥ 60 %); tails 3 (≤ 1)"), start);
  }

  @Test
  void aPageSaysHowManyStartsPassedAndWhyTheOthersDidNot() {
    assertEquals(List.of("Started from the seeds 100, 110, ... 190, on which no setting was chosen, all criteria were"
        + " met at once in **9 of 10** runs.", "- 190 ended in EFFECT_ABSENT: heads 48 % (≥ 60 %)"),
        FreshStarts.inWords(Optional.of(starts(9)), Status.PASS));
  }

  @Test
  void aPageSaysThatEightAreTooFew() {
    assertTrue(FreshStarts.inWords(Optional.of(starts(8)), Status.PASS).getFirst()
        .endsWith("**8 of 10** runs. The book asks for 9: what this lesson shows depends on the seed."));
  }

  @Test
  void aLessonThatIsExpectedToFailIsCountedByItsOwnEnding() {
    assertTrue(FreshStarts.inWords(Optional.of(starts(3)), Status.EFFECT_ABSENT).getFirst()
        .endsWith("**3 of 10** runs. It ended in EFFECT_ABSENT, as here, in 7."));
  }

  @Test
  void withoutAWholeCountNothingIsClaimed() {
    List<String> none = FreshStarts.inWords(Optional.empty(), Status.PASS);
    assertTrue(none.getFirst().startsWith("Nobody has counted"), none.toString());
    FreshStarts begun = new FreshStarts(CODE, starts(9).starts().subList(0, 9));
    assertEquals(none, FreshStarts.inWords(Optional.of(begun), Status.PASS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "code 12", "code CODE\n100 FINE", "code CODE\nseed PASS", "code CODE\n\n100 PASS",
    "code CODE\n99999999999999999999 PASS"})
  void anythingElseInTheFileIsRefusedWithItsLine(String text) throws IOException {
    starts(9).write(root, COIN);
    Path file = root.resolve("lessons/book/fresh/bent-coin.txt");
    Files.writeString(file, text.replace("CODE", CODE));
    String message = assertThrows(BookException.class, () -> FreshStarts.read(root, COIN)).getMessage();
    assertTrue(message.startsWith(file + ":" + (text.contains("\n") ? 2 : 1) + ": "), message);
  }

  private static FreshStarts starts(int passed) {
    return new FreshStarts(CODE, Arrays.stream(FreshStarts.seeds(100)).mapToObj(seed -> (seed - 100) / 10 < passed
        ? new Start(seed, Status.PASS, "") : new Start(seed, Status.EFFECT_ABSENT, "heads 48 % (≥ 60 %)")).toList());
  }
}
