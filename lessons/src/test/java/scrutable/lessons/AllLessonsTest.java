package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.lessons.book.Book;
import scrutable.lessons.book.FreshStarts;
import scrutable.lessons.book.RealDataRun;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.report.LessonRun;
import scrutable.lessons.source.Region;
import scrutable.lessons.source.SourceTree;

/// Every lesson keeps the contract, and its page says what it finds.
///
/// The pages of lessons that take long are checked with `-Pbook` only.
class AllLessonsTest {
  private static final boolean ALL_PAGES = "all".equals(System.getProperty("scrutable.book"));
  private static final Book BOOK = new Book(Repository.root(), Lessons.all());

  @Test
  void namesAndNumbersAreUnique() {
    assertEquals(List.of(), LessonContract.violations(Lessons.all()));
  }

  @TestFactory
  Stream<DynamicTest> everyLessonKeepsTheContract() {
    return Lessons.all().stream().map(lesson -> dynamicTest(lesson.id(),
        () -> assertEquals(List.of(), LessonContract.violations(lesson))));
  }

  @TestFactory
  Stream<DynamicTest> everyPageSaysWhatItsLessonFinds() {
    return Lessons.all().stream().filter(lesson -> ALL_PAGES || lesson.seconds() < Lesson.SECONDS_IN_BUILD)
        .map(lesson -> dynamicTest(lesson.id(), () -> {
          LessonRun run = LessonRun.of(lesson, LessonContext.defaults(lesson)
              .withThreads(Runtime.getRuntime().availableProcessors()));
          assertEquals(lesson.expectedStatus(), run.result().status(), () -> run.result().criteria().toString());
          assertEquals(List.of(), BOOK.check(run), "lessons/run book --update " + lesson.id()
              + " writes it anew");
        }));
  }

  @TestFactory
  Stream<DynamicTest> everyPageShowsTheCodeAsItStandsInTheSource() {
    return Lessons.all().stream().map(lesson -> dynamicTest(lesson.id(), () ->
        assertEquals(List.of(), BOOK.checkCode(lesson), "lessons/run book --code --update writes it anew")));
  }

  @TestFactory
  Stream<DynamicTest> everyCountOfFreshSeedsIsWholeAndOfTheCodeAsItStands() {
    return Lessons.all().stream().map(lesson -> dynamicTest(lesson.id(), () -> {
      assertTrue(Files.readString(BOOK.page(lesson)).contains("<!-- begin generated: fresh -->"),
          "the page of " + lesson.id() + " does not say whether there is a count");
      var count = FreshStarts.read(Repository.root(), lesson);
      if (count.isPresent()) {
        String again = "lessons/run fresh " + lesson.id() + " counts again";
        assertEquals(FreshStarts.codeOf(Repository.root(), lesson), count.get().code(), again);
        assertTrue(count.get().isComplete(), again);
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenOfPublishedDataIsOnThePageAndOfTheCodeAsItStands() {
    return Lessons.all().stream().filter(lesson -> !RealDataRun.dataSets(lesson).isEmpty())
        .map(lesson -> dynamicTest(lesson.id(), () -> {
          assertTrue(Files.readString(BOOK.page(lesson)).contains("<!-- begin generated: real -->"),
              "the page of " + lesson.id() + " does not say what is found in published data");
          for (String data : RealDataRun.dataSets(lesson)) {
            var run = RealDataRun.read(Repository.root(), lesson, data);
            if (run.isPresent()) {
              assertEquals(FreshStarts.codeOf(Repository.root(), lesson), run.get().code(),
                  "lessons/run real " + lesson.id() + " runs it again");
            }
          }
        }));
  }

  @Test
  void everyCodeRegionIsShownOnAPage() throws IOException {
    StringBuilder pages = new StringBuilder();
    for (Lesson lesson : Lessons.all()) {
      pages.append(Files.readString(BOOK.page(lesson)));
    }
    SourceTree sources = SourceTree.of(Repository.root());
    List<String> unseen = new ArrayList<>();
    for (Path file : sources.files()) {
      sources.marks(file).regions().stream().filter(region -> region.kind() == Region.Kind.CODE)
          .map(region -> file.getFileName() + "#" + region.name())
          .filter(name -> !pages.toString().contains(name + " -->")).forEach(unseen::add);
    }
    assertEquals(List.of(), unseen);
  }

  @Test
  void everyMarkInTheSourcesIsUnderstood() throws IOException {
    SourceTree sources = SourceTree.of(Repository.root());
    for (Path file : sources.files()) {
      sources.marks(file);
    }
  }

  /// Only with `-Pbook`, for lessons whose quick profile is too small to prove it.
  @TestFactory
  Stream<DynamicTest> everyLessonFailsWhenItIsSabotaged() {
    return Lessons.all().stream().filter(lesson -> ALL_PAGES && lesson.provenBy() == Profile.FULL)
        .map(lesson -> dynamicTest(lesson.id(), () -> assertEquals(List.of(), LessonContract.ofSabotage(lesson,
            LessonContext.defaults(lesson).withThreads(Runtime.getRuntime().availableProcessors())))));
  }

  @Test
  void theTableOfContentsIsComplete() throws Exception {
    assertEquals(List.of(), BOOK.checkContents());
  }

  @Test
  void theWalkThroughTheTalkSaysWhatThePagesSay() throws Exception {
    assertTrue(Files.exists(Repository.root().resolve("lessons/book/talk.md")));
    assertEquals(List.of(), BOOK.checkTalk(), "lessons/run book --code --update writes it anew");
  }
}
