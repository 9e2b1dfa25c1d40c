package scrutable.lessons.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.Lessons;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.Status;

class TalkIndexTest {
  private static final String PAGE = """
      Of ten coins <!--n:heads-->7<!--/n--> show heads.
      | ✓ gate | flips left \\| out | 1 | ≥ 0 |
      | ✗ effect | share of heads, bent \\| or not | 0.7 % | ≥ 0.8 % |
      | ✓ effect | another | 3 | = 3 |
      **EFFECT_ABSENT**: it is not there.
      """;

  /// Pages that all say the same, and counts that are whole for even numbers only.
  private static final TalkIndex.Source PAGES = new TalkIndex.Source() {
    @Override
    public PrintedPage page(Lesson lesson) {
      return new PrintedPage(lesson.id() + ".md", PAGE);
    }

    @Override
    public String link(Lesson lesson) {
      return "[" + lesson.code() + "]";
    }

    @Override
    public Optional<FreshStarts> fresh(Lesson lesson) {
      List<FreshStarts.Start> starts = IntStream.range(0, lesson.number() % 2 == 0 ? 10 : 9)
          .mapToObj(i -> new FreshStarts.Start(100 + 10L * i, i == 0 ? Status.EFFECT_ABSENT : Status.PASS, ""))
          .toList();
      return Optional.of(new FreshStarts("0", starts));
    }
  };

  @Test
  void theTalkAsksForEveryLessonButTheInstrumentsAndTheOneThatBecameAPartOfAnother() {
    assertEquals(IntStream.rangeClosed(1, 46).filter(number -> number != 9).boxed()
        .collect(Collectors.toCollection(TreeSet::new)), TalkIndex.asked());
  }

  @Test
  void everyLessonOfTheBookIsAskedForByTheTalkOrIsTheFirst() {
    for (Lesson lesson : Lessons.all()) {
      assertTrue(lesson.number() == 0 || TalkIndex.asked().contains(lesson.number()), lesson.id());
    }
  }

  @Test
  void whatIsCalledOpenIsExactlyWhatIsNotThere() {
    TreeSet<Integer> missing = new TreeSet<>(TalkIndex.asked());
    Lessons.all().forEach(lesson -> missing.remove(lesson.number()));
    TalkIndex index = new TalkIndex(Lessons.all(), PAGES);
    assertEquals(missing, index.open());
    assertEquals(missing, index.lines().stream().filter(line -> line.contains(" | open | "))
        .map(line -> Integer.valueOf(line.replaceFirst(".*\\| L(\\d+) \\| open.*", "$1")))
        .collect(Collectors.toCollection(TreeSet::new)));
    String summary = index.lines().getFirst();
    missing.forEach(number -> assertTrue(summary.contains(String.format("L%02d", number)), summary));
    assertEquals(missing.isEmpty(), summary.contains("All of them are here."), summary);
  }

  @Test
  void onlyAJokeAndAWarningHaveNoLesson() {
    assertEquals(2, Talk.parts().stream().flatMap(part -> part.items().stream())
        .filter(item -> item.lessons().isEmpty()).count());
  }

  @Test
  void aRowRepeatsThePageAndTheCount() {
    List<Lesson> two = Lessons.all().stream().filter(lesson -> List.of(13, 14).contains(lesson.number())).toList();
    List<String> lines = new TalkIndex(two, PAGES).lines();
    assertTrue(lines.contains("| What that is called, and the three papers of 2013 and 2014 that found it. | [L13] |"
        + " EFFECT_ABSENT | share of heads, bent \\| or not: **0.7 %** (≥ 0.8 %) | not counted |"), lines.toString());
    assertTrue(lines.contains("|  | [L14] | EFFECT_ABSENT | share of heads, bent \\| or not: **0.7 %** (≥ 0.8 %) |"
        + " 9 of 10 |"), lines.toString());
    assertTrue(lines.contains("|  | L15 | open |  |  |"), lines.toString());
  }

  @Test
  void aPageIsAskedForItsNumbersByName() {
    PrintedPage page = new PrintedPage("coin.md", PAGE);
    assertEquals("7", page.number("heads"));
    String message = assertThrows(BookException.class, () -> page.number("tails")).getMessage();
    assertTrue(message.contains("coin.md has no number \"tails\"; it has heads"), message);
    String unsaid = assertThrows(BookException.class, () -> new PrintedPage("bare.md", "# Bare\n").status())
        .getMessage();
    assertTrue(unsaid.contains("bare.md does not say how its run ended"), unsaid);
  }
}
