package scrutable.lessons.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final String LESSON = """
      package scrutable.lessons.reality.coin;

      import scrutable.lessons.contract.Lesson;
      import scrutable.lessons.reality.Coins;

      /// A coin.
      final class CoinLesson {
        static final double LIMIT = 0.5; // half
        String name = "a coin // with \\"two\\" sides";
        char quote = '"';
      }
      """;

  @TempDir
  private Path root;
  private String before;

  @BeforeEach
  void aLessonInItsChapter() throws IOException {
    write("reality/coin/CoinLesson.java", LESSON);
    write("reality/coin/CoinFigures.java", "package scrutable.lessons.reality.coin; class CoinFigures {}");
    write("reality/Coins.java",
        "package scrutable.lessons.reality;\nimport scrutable.lessons.data.Dice;\nclass Coins {}");
    write("data/Dice.java", "package scrutable.lessons.data;\nclass Dice { int sides = 6; }");
    write("contract/Lesson.java", "package scrutable.lessons.contract;\ninterface Lesson {}");
    before = fingerprint();
  }

  @Test
  void wordsAndTheBreakingOfLinesDoNotCount() throws IOException {
    write("reality/coin/CoinLesson.java", LESSON.replace("/// A coin.", "/// A round coin, /* as it were */.")
        .replace("a coin // with", "the coin /* of").replace("LIMIT = 0.5;", "LIMIT =\n      0.5;")
        .replace("import scrutable.lessons.contract.Lesson;\n", ""));
    assertEquals(before, fingerprint());
  }

  @Test
  void anotherThresholdCounts() throws IOException {
    write("reality/coin/CoinLesson.java", LESSON.replace("0.5", "0.4"));
    assertNotEquals(before, fingerprint());
  }

  @Test
  void anotherCharacterCounts() throws IOException {
    write("reality/coin/CoinLesson.java", LESSON.replace("'\"'", "'+'"));
    assertNotEquals(before, fingerprint());
  }

  @Test
  void whatTheLessonImportsIndirectlyCounts() throws IOException {
    write("data/Dice.java", "package scrutable.lessons.data;\nclass Dice { int sides = 8; }");
    assertNotEquals(before, fingerprint());
  }

  @Test
  void aNewFileOfTheLessonCounts() throws IOException {
    write("reality/coin/CoinExperiment.java", "package scrutable.lessons.reality.coin; class CoinExperiment {}");
    assertNotEquals(before, fingerprint());
  }

  @Test
  void whatOnlyShowsResultsDoesNotCount() throws IOException {
    write("reality/coin/CoinFigures.java", "package scrutable.lessons.reality.coin; class CoinFigures { int width; }");
    write("contract/Lesson.java", "package scrutable.lessons.contract;\ninterface Lesson { int number(); }");
    assertEquals(before, fingerprint());
  }

  private String fingerprint() throws IOException {
    return Fingerprint.of(root, "scrutable.lessons.reality.coin");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("lessons/src/main/java/scrutable/lessons").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
