package scrutable.lessons.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.Lessons;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.report.LessonRun;

class BookTest {
  private static final String PAGE = """
      # A coin

      It shows <!--n:bent-heads-->0<!--/n--> % heads, <!--n:bent-heads-->70.2<!--/n--> to be exact.

      <!-- begin generated: table heads -->
      old
      <!-- end generated -->
      Prose stays.
      <!-- begin generated: figure heads -->
      <!-- end generated -->
      """;

  @TempDir
  private Path folder;
  private Book book;
  private LessonRun run;
  private Path pages;
  private Path page;

  @BeforeEach
  void runTheLesson() throws IOException {
    var coin = new CoinLesson();
    book = new Book(folder, List.of(coin));
    run = LessonRun.of(coin, LessonContext.defaults(coin).withProfile(Profile.QUICK));
    pages = Files.createDirectories(folder.resolve("lessons/book"));
    page = pages.resolve("07-bent-coin.md");
  }

  @Test
  void anUpdatedPageIsUpToDateAndItsProseIsUntouched() throws IOException {
    Files.writeString(page, PAGE);
    assertEquals(List.of(), book.update(run));
    assertEquals(List.of(), book.check(run));
    String text = Files.readString(page);
    String heads = run.result().headlines().getFirst().shown();
    assertTrue(text.startsWith("# A coin\n\n<!-- begin generated: links -->\n[The book](README.md) | [source]("
        + "../src/main/java/scrutable/lessons)\n<!-- end generated -->\n\nIt shows <!--n:bent-heads-->" + heads
        + "<!--/n--> % heads, <!--n:bent-heads-->" + heads + "<!--/n--> to be exact.\n\n<!-- begin"), text);
    assertTrue(text.contains("| coin | flips | heads (%) |\n| :--- | ---: | ---: |\n| bent | 2000 | "
        + heads), text);
    assertTrue(text.contains("<!-- end generated -->\nProse stays.\n<!-- begin generated: figure heads -->\n"
        + "![The share of heads settles above one half.](figures/bent-coin-heads.svg)\n"), text);
    assertTrue(Files.exists(pages.resolve("figures/bent-coin-heads.svg")));
  }

  @Test
  void everyStaleNumberIsReportedWithItsLine() throws IOException {
    Files.writeString(page, PAGE);
    book.update(run);
    String good = Files.readString(page);
    String heads = run.result().headlines().getFirst().shown();
    Files.writeString(page,
        good.replaceFirst(">" + heads + "<", ">12.3<").replace("| fair |", "| Fair |"));
    List<Stale> stale = book.check(run);
    assertEquals(2, stale.size(), stale.toString());
    assertEquals(new Stale(page, 7, "bent-heads = " + heads, "bent-heads = 12.3"),
        stale.getFirst());
    assertEquals(13, stale.getLast().line());
    assertTrue(stale.getLast().found().startsWith("| Fair |"));
    assertTrue(stale.getFirst().message().contains("07-bent-coin.md:7\n"), stale.getFirst().message());
  }

  @Test
  void changedMissingAndLeftOverFiguresAreReported() throws IOException {
    Files.writeString(page, PAGE);
    book.update(run);
    Path figure = pages.resolve("figures/bent-coin-heads.svg");
    String good = Files.readString(figure);
    Files.writeString(figure, good.replace("bent coin", "Bent coin"));
    assertEquals(1, book.check(run).size());
    Files.writeString(figure, good + "\n");
    assertEquals(1, book.check(run).size());
    Files.delete(figure);
    assertEquals("no file", book.check(run).getFirst().found());
    Files.writeString(figure, good);
    Path orphan = pages.resolve("figures/bent-coin-old.svg");
    Files.writeString(orphan, good);
    assertEquals(orphan, book.check(run).getFirst().file());
    book.update(run);
    assertFalse(Files.exists(orphan));
    assertEquals(List.of(), book.check(run));
  }

  @Test
  void aMissingPageIsBegunAndItsUnwrittenPartsAreReported() throws IOException {
    assertThrows(BookException.class, () -> book.check(run));
    assertEquals(6, book.update(run).size());
    assertEquals(6, book.check(run).size());
    String text = Files.readString(page);
    Files.writeString(page, text.replace(Page.UNWRITTEN, "Prose."));
    assertEquals(List.of(), book.check(run));
    for (String part : new String[] {"# L07 A bent coin", "> You could not", "- **budget**: a bias of 0.2",
        "| ✓ gate | flips left", "**PASS**", "## What real systems add"}) {
      assertTrue(text.contains(part), part);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "a <!--n:unknown-->1<!--/n-->; no headline \"unknown\"",
      "<!--n:bent-heads-->1<!--/n--> heads; must not begin a line",
      "a <!--n:bent-heads-->1; stands on one line",
      "<!-- begin generated: table none -->\\n<!-- end generated -->; nothing generates \"table none\"",
      "<!-- begin generated: criteria -->; has no line <!-- end generated -->",
      "<!-- end generated -->; without its beginning",
      "<!-- begin generated: claim -->\\n<!-- begin generated: claim -->; inside another"})
  void aPageThatIsWrittenWronglyIsRefusedWithFileLineAndReason(String text, String reason)
      throws IOException {
    Files.writeString(page, "first line\n" + text.replace("\\n", "\n") + "\n");
    var error = assertThrows(BookException.class, () -> book.check(run));
    assertTrue(error.getMessage().contains(reason) && error.getMessage().contains("07-bent-coin.md:"),
        error.getMessage());
  }

  @Test
  void aPageLeadsToItsNeighboursInTheOrderOfTheBook() throws IOException {
    List<Lesson> all = Lessons.all();
    Lesson lesson = all.get(5);
    book = new Book(folder, all);
    Files.writeString(book.page(lesson), "# A page\n");
    book.updateCode(lesson);
    assertEquals(List.of(), book.checkCode(lesson));
    String text = Files.readString(book.page(lesson));
    assertTrue(text.contains("[The book](README.md) | before: [L04 cross-validation-wrapper]("
        + "04-cross-validation-wrapper.md) | after: [L06 elephant](06-elephant.md) | [source](../src/main/java/"
        + "scrutable/lessons/understood/greenblack)"), text);
    Files.writeString(book.page(lesson), text.replace("after: ", "then: "));
    assertEquals(1, book.checkCode(lesson).size());
  }

  @Test
  void theTableOfContentsListsTheLessons() throws IOException {
    Path contents = pages.resolve("README.md");
    Files.writeString(contents, "# Book\n<!-- begin generated: contents -->\n<!-- end generated -->\n");
    assertEquals(1, book.checkContents().size());
    book.updateContents();
    assertEquals(List.of(), book.checkContents());
    assertTrue(Files.readString(contents).contains("\n- [L07 bent-coin](07-bent-coin.md): A bent coin"
        + " ([source](../src/main/java/scrutable/lessons))\n"));
  }

  @Test
  void aPageRepeatsNumbersOfAnotherPageAndNoticesWhenTheyChange() throws IOException {
    List<Lesson> all = Lessons.all();
    Lesson lesson = all.get(5);
    Lesson other = all.get(6);
    book = new Book(folder, all);
    Files.writeString(book.page(other), "# Other\n\nA distance of <!--n:eight-->0.25<!--/n-->.\n");
    Files.writeString(book.page(lesson), "# A page\n\nThere it is <!--n:" + other.id() + "/eight-->?<!--/n-->.\n");
    book.updateCode(lesson);
    assertTrue(Files.readString(book.page(lesson)).contains("/eight-->0.25<!--/n-->."));
    assertEquals(List.of(), book.checkCode(lesson));
    Files.writeString(book.page(other), "# Other\n\nA distance of <!--n:eight-->0.5<!--/n-->.\n");
    assertEquals(1, book.checkCode(lesson).size());
    Files.writeString(book.page(lesson), "# A page\n\nThere it is <!--n:nowhere/eight-->?<!--/n-->.\n");
    String message = assertThrows(BookException.class, () -> book.updateCode(lesson)).getMessage();
    assertTrue(message.contains("a lesson \"nowhere\", which the book does not have"), message);
  }

  @Test
  void aPageShowsAMarkedRegionAndALinkToItsFile() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("nn/src/main/java/coin"));
    Files.writeString(sources.resolve("Toss.java"), """
        class Toss {
          //: code one-toss
          boolean heads(double share) {
            return random() < share;
          }
          //: end
        }
        """);
    Files.writeString(page, """
        # A coin

        <!-- begin generated: code Toss.java#one-toss -->
        <!-- end generated -->
        <!-- begin generated: table heads -->
        stays
        <!-- end generated -->
        """);
    book.updateCode(run.lesson());
    assertEquals("""
        # A coin

        <!-- begin generated: links -->
        [The book](README.md) | [source](../src/main/java/scrutable/lessons)
        <!-- end generated -->

        <!-- begin generated: code Toss.java#one-toss -->
        ```java
        boolean heads(double share) {
          return random() < share;
        }
        ```

        *From [Toss.java](../../nn/src/main/java/coin/Toss.java).*
        <!-- end generated -->
        <!-- begin generated: table heads -->
        stays
        <!-- end generated -->
        """, Files.readString(page));
    assertEquals(List.of(), book.checkCode(run.lesson()));
    Files.writeString(sources.resolve("Toss.java"),
        Files.readString(sources.resolve("Toss.java")).replace("<", "<="));
    List<Stale> stale = book.checkCode(run.lesson());
    assertEquals(List.of(new Stale(page, 10, "  return random() <= share;", "  return random() < share;")), stale);
    Files.writeString(page, Files.readString(page).replace("#one-toss", "#two"));
    String message = assertThrows(BookException.class, () -> book.checkCode(run.lesson())).getMessage();
    assertTrue(message.contains("has no region \"two\"; it has [one-toss]"), message);
  }
}
