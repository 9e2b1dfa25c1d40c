package scrutable.lessons.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table EMPTY =
      Table.of("t", "title", Column.text("model, kind"), Column.number("eps", 2),
          Column.number("error (%)", 1));

  @Test
  void csvIsExactAndQuoted() {
    Table table = EMPTY.row("soft\"max", 0.25f, 1.0 / 3).row("=1+1", 7, null);
    assertEquals("\"model, kind\",eps,error (%)\n\"soft\"\"max\",0.25,0.3333333333333333\n\"'=1+1\",7,\n",
        table.csv());
  }

  @Test
  void shownRowsAreRoundedToTheirColumns() {
    assertEquals(List.of(List.of("a", "0.10", "33.3")), EMPTY.row("a", 0.1, 100.0 / 3).shownRows());
    Table errors = Table.of("e", "", Column.significant("error", 2)).row(1.2345e-11).row(0.51).row(0);
    assertEquals(List.of(List.of("1.2e-11"), List.of("0.51"), List.of("0")), errors.shownRows());
    assertEquals(List.of(List.of("a", "", "NaN")), EMPTY.row("a", null, Double.NaN).shownRows());
  }

  @Test
  void aRowThatDoesNotFitIsRefusedWithTheReason() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> EMPTY.row("a", 1)).getMessage()
        .contains("3 cells"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> EMPTY.row("a", "b", 1)).getMessage()
        .contains("column \"eps\" holds numbers; a String"));
  }

  @Test
  void addingARowLeavesTheOldTableAlone() {
    EMPTY.row("a", 1, 2);
    assertEquals(List.of(), EMPTY.rows());
  }
}
