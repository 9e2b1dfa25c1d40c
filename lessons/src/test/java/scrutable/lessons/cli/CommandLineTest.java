package scrutable.lessons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.Lessons;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;

class CommandLineTest {
  @TempDir
  private Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aBareNameRunsTheLesson() {
    assertEquals(0, execute(new CoinLesson(), "bent-coin", "--quick"));
    assertTrue(Files.exists(root.resolve("report/bent-coin-quick/result.json")));
    assertTrue(out().startsWith("L07 bent-coin: A bent coin"), out());
    assertTrue(out().contains("report: "), out());
    assertEquals("", err());
  }

  @ParameterizedTest
  @CsvSource({"run bent-coin --quick, 0", "L07 --quick, 0", "--quick 7, 0", "BENT-COIN --quick, 0",
      "bent-coin --quick --sabotage, 1", "bent-coin --quick --seed 9223372036854775807 --threads 3, 0",
      "list, 0", "--help, 0", "run --help, 0", "run, 2", "bent-coin --seed x, 2", "bent-coin --nonsense, 2",
      "bent-coin --threads 0, 2", "book --threads 0, 2", "book --code --threads 2, 2", "fresh, 2",
      "fresh bent-coin --from -1, 2",
      "real, 2", "real bent-coin --data coins, 2",
      "bent-coin --quick --sham, 1", "bent-coin --quick --sham --sabotage, 2",
      "--stacktrace list, 0", "--stacktrace, 0", "--stacktrace bent-coin --quick, 0", "help, 0", "help run, 0",
      "help bent-coin, 0", "--version, 0", "-V, 0",
      "bent-coin other, 2", "nothing-like-it, 2", "bent-coin --data mnist, 2"})
  void theExitCodeSaysWhatHappened(String arguments, int code) {
    assertEquals(code, execute(new CoinLesson(), arguments.split(" ")), () -> out() + err());
  }

  @Test
  void noArgumentsListTheLessons() {
    assertEquals(0, execute(new CoinLesson()));
    assertEquals("""
               name       takes  ends in
          L07  bent-coin    1 s  PASS
               A bent coin (coins, dice)
        """, out());
  }

  @Test
  void theListOfTheBookFitsItsWindow() {
    for (int columns : new int[] {60, 80, 120}) {
      String listing = new Catalogue(Lessons.all()).listing(columns);
      assertTrue(listing.lines().allMatch(line -> line.length() <= columns), listing);
      for (Lesson lesson : Lessons.all()) {
        assertTrue(listing.contains(" " + lesson.id() + " ") && listing.contains(lesson.seconds() + " s"), listing);
      }
      assertEquals(Lessons.all().size(), Pattern.compile(Arrays.stream(Status.values()).map(Status::name)
          .collect(Collectors.joining("|", "\\b(", ")\\b"))).matcher(listing).results().count(), listing);
    }
  }

  @Test
  void theOutputFolderAndTheDataSetAreTakenFromTheOptions() {
    assertEquals(0, execute(new CoinLesson(), "bent-coin", "--data", "dice", "--out",
        root.resolve("a b").toString()));
    assertTrue(Files.exists(root.resolve("a b/bent-coin-dice/table.csv")));
  }

  /// The lesson would end in 4.
  @Test
  void aPlaceThatCannotBeWrittenToIsNamedBeforeTheWork() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertEquals(3, execute(failing(new IllegalStateException("oops")), "fails", "--out", file + "/reports"));
    assertEquals(file + " is a file where a folder is needed\n", err());
  }

  @Test
  void anEmptyNameIsNoPlaceToWriteTo() {
    for (String[] command : new String[][] {{"bent-coin", "--out", ""}, {"judge", "x", "y", "--json", ""},
        {"export", ""}, {"export", "x", "--weights", ""}, {"attack", "", "fgsm"}, {"judge", "", "y"}}) {
      err.reset();
      assertEquals(2, execute(new CoinLesson(), command), () -> String.join(" ", command) + out() + err());
      assertTrue(err().contains(" is empty; the name of a file or folder is needed"), err());
    }
    assertFalse(Files.exists(Path.of("bent-coin")));
  }

  @Test
  void theVersionIsThatOfThePom() throws IOException {
    Files.writeString(root.resolve("pom.xml"), "<artifactId>scrutable</artifactId>\n  <version>7.8</version>");
    assertEquals(0, execute(new CoinLesson(), "--version"));
    assertTrue(out().startsWith("Scrutable 7.8 in " + root + "\nJava " + Runtime.version()), out());
    assertEquals("", err());
  }

  @Test
  void helpIsTheHelpOfTheCommand() {
    execute(new CoinLesson(), "help", "judge");
    String asked = out();
    out.reset();
    execute(new CoinLesson(), "judge", "--help");
    assertEquals(out(), asked);
    assertTrue(asked.contains("Judge images"), asked);
  }

  @Test
  void aNumberOfThreadsThatIsNoneIsAMistakeOfTheCommandLine() {
    for (String given : List.of("0", "-1", "many", "", "99999999999")) {
      assertThrows(UsageException.class, () -> Threads.requireProperty(given), given);
    }
    Threads.requireProperty("12");
    Threads.requireProperty(null);
  }

  /// As `/dev/full` does: every write fails.
  @Test
  void outputThatIsLostIsNotPassed() {
    var full = new PrintStream(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    });
    for (String command : List.of("list", "bent-coin --quick", "--help", "bent-coin --quick --sabotage")) {
      err.reset();
      var terminal = new Terminal(full, stream(err), true, false);
      assertEquals(3, new CommandLineInterface(List.of(new CoinLesson()), terminal, root)
          .execute(command.split(" ")), command);
      assertTrue(err().contains("The output could not be written completely"), err());
    }
  }

  @Test
  void anUnknownLessonIsAnsweredWithTheNearestAndTheList() {
    assertEquals(2, execute(new CoinLesson(), "bend-coin"));
    assertEquals("There is no lesson \"bend-coin\". Did you mean \"bent-coin\"?\nThe lessons are:\n"
        + "  L07  bent-coin  A bent coin\n", err());
  }

  @Test
  void anUnknownDataSetIsAnsweredWithThoseOfTheLesson() {
    execute(new CoinLesson(), "bent-coin", "--data", "mnist");
    assertEquals("Lesson bent-coin cannot run on the data set \"mnist\"; it runs on coins, dice "
        + "(the first is the default).\n", err());
  }

  @Test
  void aMissingFileIsAnEnvironmentErrorOfOneLine() {
    assertEquals(3, execute(failing(new IOException("mnist: no network")), "fails"));
    assertEquals("mnist: no network\n", err());
    err.reset();
    assertEquals(3, execute(failing(new java.nio.file.AccessDeniedException("/data/mnist")), "fails"));
    assertEquals("There is no permission to read or write /data/mnist.\n", err());
  }

  @Test
  void aBugHasItsOwnCodeAndATraceOnlyOnRequest() {
    assertEquals(4, execute(failing(new IllegalStateException("oops")), "fails"));
    assertFalse(err().contains("\tat "), err());
    assertEquals(4, execute(failing(new IllegalStateException("oops")), "fails", "--stacktrace"));
    assertTrue(err().contains("\tat "), err());
  }

  @Test
  void evenAnErrorOfTheVirtualMachineIsNoVerdictOnTheLesson() {
    assertEquals(4, execute(failing(new AssertionError("oops")), "fails"));
    assertEquals(3, execute(failing(new OutOfMemoryError()), "fails"));
    long allowed = Runtime.getRuntime().maxMemory() >> 20;
    assertTrue(err().contains("ran out of memory; it may use " + allowed + " MB"), err());
    assertTrue(err().contains("-Xmx" + 2 * allowed + "m gives it more"), "less would be no advice: " + err());
  }

  @Test
  void theHeaderIsPrintedBeforeTheRun() {
    execute(failing(new IllegalStateException("oops")), "fails");
    assertTrue(out().startsWith("L99 fails: It fails"), out());
  }

  @Test
  void theTitleIsPrintedOnceWhereverTheNameStands() {
    for (String arguments : List.of("bent-coin --quick", "--quick bent-coin", "run L07 --quick")) {
      out.reset();
      execute(new CoinLesson(), arguments.split(" "));
      assertEquals(1, out().split("L07 bent-coin: A bent coin", -1).length - 1, arguments + ": " + out());
    }
  }

  @Test
  void aCallForHelpRunsAndAnnouncesNothing() {
    execute(new CoinLesson(), "bent-coin", "--help");
    assertFalse(out().contains("A bent coin"), out());
  }

  @Test
  void theNearestNameIsSuggestedOnlyWhenItIsNear() {
    List<String> names = List.of("fgsm", "random-labels", "gradcheck", "is-triangle");
    assertEquals(Optional.of("fgsm"), Suggestion.nearest("fsgm", names));
    assertEquals(Optional.of("random-labels"), Suggestion.nearest("random", names));
    assertEquals(Optional.of("gradcheck"), Suggestion.nearest("gradcheck-and-hvp", names));
    assertEquals(Optional.empty(), Suggestion.nearest("mnist-cnn", names));
    assertEquals(3, Suggestion.distance("kitten", "sitting"));
  }

  @Test
  void theBookIsUpdatedAndThenChecked() throws IOException {
    Path book = Files.createDirectories(root.resolve("lessons/book"));
    Files.writeString(book.resolve("README.md"),
        "<!-- begin generated: contents -->\n<!-- end generated -->\n");
    assertEquals(1, execute(new CoinLesson(), "book"));
    assertEquals(1, execute(new CoinLesson(), "book", "--update", "bent-coin"));
    Path page = book.resolve("07-bent-coin.md");
    Files.writeString(page, Files.readString(page).replace("<!-- write this -->", "Prose."));
    assertEquals(0, execute(new CoinLesson(), "book"), this::out);
    Files.writeString(page, Files.readString(page).replace("| fair |", "| false |"));
    assertEquals(1, execute(new CoinLesson(), "book"));
    assertTrue(out().contains("07-bent-coin.md:"), out());
  }

  @Test
  void aCountOfFreshSeedsIsWrittenDownAndNotRunAgain() throws IOException {
    Path sources = Files.createDirectories(root.resolve("lessons/src/main/java/scrutable/lessons"));
    Files.writeString(sources.resolve("CoinLesson.java"), "final class CoinLesson {}");
    Path count = root.resolve("lessons/book/fresh/bent-coin.txt");
    assertEquals(0, execute(new CoinLesson(), "fresh", "bent-coin"), this::out);
    assertTrue(out().contains("bent-coin --seed 190: PASS"), out());
    String first = Files.readString(count);
    assertEquals(11, first.lines().count());
    Files.writeString(count, first.replace("130 PASS", "130 EFFECT_ABSENT: remembered").replaceFirst("190 PASS\n", ""));
    out.reset();
    assertEquals(0, execute(new CoinLesson(), "fresh", "bent-coin"), this::out);
    assertFalse(out().contains("--seed 130"), out());
    assertTrue(out().contains("--seed 190: PASS") && out().contains("9 of 10 ended in PASS"), out());
    Files.writeString(sources.resolve("CoinLesson.java"), "final class CoinLesson { int sides = 2; }");
    assertEquals(0, execute(new CoinLesson(), "fresh", "bent-coin"), this::out);
    assertTrue(out().contains("--seed 130: PASS") && !Files.readString(count).contains("remembered"), out());
  }

  @Test
  void whatALessonFindsInPublishedDataIsWrittenDownAndNotRunAgain() throws IOException {
    Path sources = Files.createDirectories(root.resolve("lessons/src/main/java/scrutable/lessons"));
    Files.writeString(sources.resolve("CoinLesson.java"), "final class CoinLesson {}");
    Path file = root.resolve("lessons/book/real/bent-coin.dice.txt");
    assertEquals(0, execute(new CoinLesson(), "real", "bent-coin"), this::out);
    assertTrue(out().contains("bent-coin --data dice: PASS"), out());
    String first = Files.readString(file);
    assertTrue(first.contains("\nstatus PASS\n") && first.contains("✓ effect"), first);
    out.reset();
    assertEquals(0, execute(new CoinLesson(), "real", "bent-coin", "--data", "dice"), this::out);
    assertFalse(out().contains("bent-coin --data"), out());
    Files.writeString(sources.resolve("CoinLesson.java"), "final class CoinLesson { int sides = 2; }");
    assertEquals(0, execute(new CoinLesson(), "real", "bent-coin"), this::out);
    assertTrue(out().contains("bent-coin --data dice: PASS") && !first.equals(Files.readString(file)), out());
  }

  private int execute(Lesson lesson, String... arguments) {
    var terminal = new Terminal(stream(out), stream(err), true, false);
    return new CommandLineInterface(List.of(lesson), terminal, root).execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return text(out);
  }

  private String err() {
    return text(err);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static Lesson failing(Throwable error) {
    return new Lesson() {
      @Override
      public Card card() {
        return Card.of(99, "fails", "It fails").withClaim("It fails.").withData("none").withSabotage("nothing")
            .withSeconds(1);
      }

      @Override
      public LessonResult run(LessonContext context) throws IOException {
        switch (error) {
          case IOException io -> throw io;
          case RuntimeException bug -> throw bug;
          case Error grave -> throw grave;
          default -> throw new AssertionError(error);
        }
      }
    };
  }
}
