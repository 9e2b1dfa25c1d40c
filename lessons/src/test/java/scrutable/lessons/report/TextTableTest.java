package scrutable.lessons.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Table;

/// Tables in a window of any width.
class TextTableTest {
  private final Table table = Table.of("errors", "Errors.",
          Column.text("model"), Column.number("clean accuracy (%)", 1), Column.number("error, random signs (%)", 1),
          Column.text("least to greatest"))
      .row("softmax", 93.3, 10.2, "[100.0, 100.0]").row("a convolutional network", 96.2, 6.0, "[1.0, 2.0]");

  private String at(int width) {
    return TextTable.lines(table, width).stream().collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void whatFitsStaysAsItIs() {
    assertEquals("""
        model                    clean accuracy (%)  error, random signs (%)  least to greatest
        ---------------------------------------------------------------------------------------
        softmax                                93.3                     10.2  [100.0, 100.0]
        a convolutional network                96.2                      6.0  [1.0, 2.0]
        """, at(90));
  }

  @Test
  void headingsAreBrokenFirst() {
    assertEquals("""
                                         clean   error, random  least to
        model                     accuracy (%)       signs (%)  greatest
        ----------------------------------------------------------------------
        softmax                           93.3            10.2  [100.0, 100.0]
        a convolutional network           96.2             6.0  [1.0, 2.0]
        """, at(70));
  }

  @Test
  void wordsAreBrokenWhereHeadingsDoNotSuffice() {
    assertEquals("""
                                 error,
                          clean  random
                       accuracy   signs  least to
        model               (%)     (%)  greatest
        ----------------------------------------------
        softmax            93.3    10.2  [100.0,
                                         100.0]
        a                  96.2     6.0  [1.0, 2.0]
        convolutional
        network
        """, at(46));
  }

  @Test
  void aTableOfManyColumnsGoesOnBelowWithItsFirstColumnRepeated() {
    String narrow = at(30);
    assertEquals(3, narrow.split("softmax", -1).length - 1, narrow);
    assertTrue(narrow.contains("\n\n"), narrow);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 38, 46, 54, 62, 70, 78, 86, 94})
  void noLineIsLongerThanTheWindowAndNoWordIsLost(int width) {
    List<String> lines = TextTable.lines(table, width);
    lines.forEach(line -> assertTrue(line.length() <= width, line));
    String all = String.join(" ", lines);
    for (String word : List.of("softmax", "convolutional", "93.3", "10.2", "96.2", "6.0", "100.0]", "greatest")) {
      assertTrue(all.contains(word), () -> word + " in\n" + at(width));
    }
  }

  @Test
  void proseIsBrokenBetweenWordsAndALongWordStaysWhole() {
    assertEquals(List.of("one two", "three", "incomprehensible", "four"),
        TextTable.broken("one two three incomprehensible four", 8));
    assertEquals(List.of("two  blanks"), TextTable.broken("two  blanks", 11));
  }
}
