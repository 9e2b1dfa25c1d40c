package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourTest {
  private static Contour contour(DoubleBinaryOperator f, double level, int cells) {
    return Contour.of((xs, ys) -> {
      double[][] values = new double[ys.length][xs.length];
      for (int row = 0; row < ys.length; row++) {
        for (int column = 0; column < xs.length; column++) {
          values[row][column] = f.applyAsDouble(xs[column], ys[row]);
        }
      }
      return values;
    }, level, -2, 2, -2, 2, cells);
  }

  @Test
  void aCircleHasItsCircumference() {
    Contour circle = contour((x, y) -> x * x + y * y, 1, 200);
    assertEquals(2 * Math.PI, circle.length(), 1e-3);
    for (int i = 0; i < circle.x().length; i++) {
      if (i % 3 != 2) {
        assertEquals(1, Math.hypot(circle.x()[i], circle.y()[i]), 1e-3);
      }
    }
  }

  @Test
  void aSlantedLineIsExactOnAnyGrid() {
    Contour line = contour((x, y) -> y - x / 2 - 0.3, 0, 3);
    assertEquals(4 * Math.sqrt(1.25), line.length(), 1e-12);
    assertEquals(4 * Math.sqrt(1.25), contour((x, y) -> 0.3 + x / 2 - y, 0, 3).length(), 1e-12);
  }

  @Test
  void aSaddleIsJoinedByItsMiddle() {
    // one cell whose diagonals lie on different sides; the middle value decides which of them is joined
    double raised = contour((x, y) -> x * y + 1, 0, 1).length();
    double lowered = contour((x, y) -> x * y - 1, 0, 1).length();
    assertEquals(raised, lowered, 1e-12, "mirror images");
    Contour high = contour((x, y) -> x * y + 1, 0, 1);
    // above zero are the corners (-2, -2) and (2, 2); they are joined, so each piece cuts off another corner
    assertEquals(true, (high.x()[0] + high.x()[1]) / 2 > 0 != (high.y()[0] + high.y()[1]) / 2 > 0);
  }

  @Test
  void whatDoesNotReachTheLevelHasNoContour() {
    assertEquals(0, contour((x, y) -> x, 7, 10).x().length);
  }
}
