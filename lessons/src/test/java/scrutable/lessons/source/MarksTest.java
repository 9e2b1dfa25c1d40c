package scrutable.lessons.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.lessons.source.Region.Kind;

class MarksTest {
  @Test
  void aRegionIsPrintedAtTheLeftMarginWithoutTheMarksInIt() {
    Marks marks = Marks.of("A.java", """
        class A {
          //: code square

          int square(int x) {
            //: task 1.5
            return x * x;
            //: end

          }

          //: end
        }
        """);
    assertEquals(List.of("int square(int x) {", "  return x * x;", "", "}"), marks.code("square"));
    assertEquals(List.of(new Region(Kind.CODE, "square", 2, 11), new Region(Kind.TASK, "1.5", 5, 7)), marks.regions());
  }

  @Test
  void answersMayBeGivenAwayInManyPlacesButATaskIsOnePlace() {
    assertEquals(2, Marks.of("A.java", "//: leak 1.5\n//: end\n//: leak 1.5\n//: end\n").regions().size());
    assertThrows(MarkException.class, () -> Marks.of("A.java", "//: task 1.5\n//: end\n//: task 1.5\n//: end\n"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "//: code a                       | A.java:1: this region has no line",
      "//: end                          | A.java:1: \"//: end\" ends a region, but none is open here",
      "//: cod a                        | A.java:1: \"//: cod a\" is no mark",
      "//:code a                        | A.java:1: \"//:code a\" is no mark",
      "//: code A                       | A.java:1: \"//: code A\" is no mark",
      "//: code a;//: end;//: code a    | A.java:3: a second region \"code a\"",
  })
  void aWrongMarkIsToldWithItsLine(String text, String expected) {
    String lines = text.replace(";", "\n");
    String message = assertThrows(MarkException.class, () -> Marks.of("A.java", lines)).getMessage();
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void aFileIsFoundByItsNameAndByAFolderWhereTwoHaveIt(@TempDir Path root) throws IOException {
    for (String folder : List.of("nn/src/main/java/a", "lessons/src/main/java/b")) {
      Files.createDirectories(root.resolve(folder));
      Files.writeString(root.resolve(folder).resolve("Twice.java"), "");
    }
    Path once = Files.writeString(root.resolve("nn/src/main/java/a/Once.java"), "");
    SourceTree tree = SourceTree.of(root);
    assertEquals(once, tree.file("Once.java"));
    assertEquals("lessons/src/main/java/b/Twice.java", tree.path(tree.file("b/Twice.java")));
    String many = assertThrows(MarkException.class, () -> tree.file("Twice.java")).getMessage();
    assertTrue(many.contains("write a folder before the name"), many);
    assertThrows(MarkException.class, () -> tree.file("Never.java"));
  }
}
