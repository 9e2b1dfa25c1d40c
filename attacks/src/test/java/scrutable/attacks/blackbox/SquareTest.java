package scrutable.attacks.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.AttackChecks;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.blackbox.SquarePainter.Canvas;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SquareTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);

  @TestFactory
  List<DynamicContainer> squareIsHonestAndStrong() {
    List<DynamicContainer> all = new ArrayList<>();
    for (Norm norm : Norm.values()) {
      // Rules are kept in few queries as well as in many; strength takes many.
      all.add(container(norm + ", honesty", AttackChecks.of(norm, new Square(150)).honesty()));
      AttackChecks strong = AttackChecks.of(norm, new Square(norm == Norm.L1 ? 400 : 700));
      all.add(container(norm + ", strength",
          norm == Norm.LINF ? strong.strength() : strong.strengthOfASearch()));
    }
    return all;
  }

  private static DynamicContainer container(String name, Map<String, Executable> checks) {
    return DynamicContainer.dynamicContainer(name, checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue())).toList());
  }

  /// As in the authors' program with its schedule not rescaled, which is how AutoAttack runs it.
  @Test
  void squaresGetSmallerWhenTheAuthorsSayso() {
    int[] last = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};
    double share = 0.8;
    Square square = new Square(10_000);
    assertEquals(0.8, square.shareAt(0));
    for (int iteration : last) {
      assertEquals(share, square.shareAt(iteration));
      share /= 2;
      assertEquals(share, square.shareAt(iteration + 1));
    }
    assertEquals(0.8 / 512, square.shareAt(9_999));
  }

  /// A bump of 4 rows and 5 columns by hand: rectangles 1x1, 3x3 and all that is within 2 of the middle.
  @Test
  void aBumpFadesFromItsMiddleToItsRim() {
    double rim = 1.0 / 9;
    double ring = 1.0 / 4 + rim;
    double middle = 1 + ring;
    double[] expected = {
        rim, rim, rim, rim, rim,
        rim, ring, ring, ring, rim,
        rim, ring, middle, ring, rim,
        rim, ring, ring, ring, rim};
    assertArrayEquals(expected, SquareBumps.bump(4, 5, 2), 1e-15);
    assertEquals(1 + 1.0 / 16 + 1.0 / 81, SquareBumps.bump(4, 5, 4)[12], 1e-15);
  }

  @Test
  void inLinfEveryPixelIsAtACornerOfTheBallOrAtTheBox() {
    Tensor image = Rng.seed(1).uniform(2, 5, 7).to(DType.FLOAT64);
    SquarePainter painter = new SquareCorners(Canvas.of(image, Ball.linf(0.3), Rng.seed(2)));
    double[] original = image.toDoubleArray();
    double[] painted = painter.start();
    for (int square = 0; square < 50; square++) {
      double[] before = painted;
      painted = painter.paint(before, 0.2);
      int changed = 0;
      for (int j = 0; j < painted.length; j++) {
        double up = Math.min(original[j] + 0.3, 1);
        double down = Math.max(original[j] - 0.3, 0);
        assertTrue(painted[j] == up || painted[j] == down);
        changed += painted[j] != before[j] ? 1 : 0;
      }
      assertTrue(changed <= 2 * 9, "a square of 20 % of 35 pixels has a side of 3");
    }
  }

  @Test
  void inL2AllOfTheBudgetIsSpentAndNoneAdded() {
    Tensor image = Tensor.full(0.5, DType.FLOAT64, 3, 9, 6);
    SquarePainter painter = new SquareBumps(Canvas.of(image, Ball.l2(0.4), Rng.seed(3)));
    double[] painted = painter.start();
    for (int square = 0; square < 50; square++) {
      double length = Norm.L2.of(Tensor.of(painted, 1, painted.length).sub(0.5))[0];
      assertEquals(0.4, length, 1e-12);
      painted = painter.paint(painted, 0.3);
    }
  }

  /// Also where the box is near: what it does not take is spent elsewhere.
  @Test
  void inL1TheWholeBudgetIsSpentWithinTheBox() {
    Tensor image = Rng.seed(8).uniformBetween(-0.5, 1.5, 3, 9, 6).clamp(0, 1).to(DType.FLOAT64);
    SquarePainter painter = new SquareBumps(Canvas.of(image, Ball.l1(4), Rng.seed(3)));
    double[] painted = painter.start();
    for (int square = 0; square < 50; square++) {
      Tensor now = Tensor.of(painted, 1, painted.length);
      Box.UNIT.require(now);
      assertEquals(4, Norm.L1.of(now.sub(image.reshape(1, painted.length)))[0], 1e-5);
      painted = painter.paint(painted, 0.3);
    }
  }

  /// Nothing has to be cut here: 25 squares of length 1, then one that takes what they have left.
  @Test
  void inL1SquaresHaveTheLengthTheyAreGiven() {
    Tensor image = Tensor.full(0.5, DType.FLOAT64, 1, 20, 20);
    SquarePainter painter = new SquareBumps(Canvas.of(image, Ball.l1(40), Rng.seed(3)));
    double[] tiles = painter.start();
    assertEquals(25, Norm.L1.of(Tensor.of(tiles, 1, 400).sub(0.5))[0], 1e-9);
    // The middle of a half of 2 by 4 pixels: 1 + 1/16 + 1/81 of 1 + 6/16 + 8/81.
    double peak = 0.5 * (1 + 1.0 / 16 + 1.0 / 81) / (1 + 6.0 / 16 + 8.0 / 81);
    assertEquals(peak, Norm.LINF.of(Tensor.of(tiles, 1, 400).sub(0.5))[0], 1e-12);
    double[] painted = painter.paint(tiles, 0.8);
    double length = Norm.L1.of(Tensor.of(painted, 1, 400).sub(0.5))[0];
    assertTrue(length > 27 && length < 40 + 1e-9, "the box leaves part of 40: " + length);
  }

  /// Squares reach the last row and the last column too.
  @Test
  void everyPixelOfAnOblongImageIsReached() {
    Canvas canvas = Canvas.of(Tensor.full(0.5, DType.FLOAT64, 1, 6, 4), Ball.linf(0.2), Rng.seed(4));
    boolean[] corners = new boolean[24];
    for (int i = 0; i < 500; i++) {
      int[] corner = canvas.corner(2);
      corners[canvas.at(0, corner[0], corner[1])] = true;
    }
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 4; column++) {
        assertEquals(row < 5 && column < 3, corners[row * 4 + column]);
      }
    }
    assertEquals(4, canvas.side(1, 1));
    assertEquals(1, canvas.side(0.001, 1));
  }

  @Test
  void oblongImagesInColourAreAttacked() {
    Rng rng = Rng.seed(5);
    Tensor images = rng.uniform(6, 3, 4, 9);
    ScoreAccess redness = x -> {
      Tensor red = x.slice(1, 0, 1).mean(false, 1, 2, 3);
      Tensor rest = x.slice(1, 1, 3).mean(false, 1, 2, 3);
      return Joining.stack(1, red, rest);
    };
    Untargeted goal = new Untargeted(Tensor.ofInts(redness.labels(images), 6));
    for (Ball ball : new Ball[] {Ball.linf(0.5), Ball.l2(4), Ball.l1(20)}) {
      assertEquals(0, new Square(400).run(redness, images, goal, ball, rng).robustAccuracy(), "" + ball);
    }
  }

  /// Whoever is at the goal is left alone; the others get all their queries.
  @Test
  void onlyExamplesThatAreNotAtTheirGoalAreAskedAbout() {
    List<Integer> asked = new ArrayList<>();
    ScoreAccess counting = x -> {
      asked.add(x.size(0));
      return BARS.classifier().logits(x);
    };
    Examples examples = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(6));
    AttackResult result = new Square(60).run(counting, examples, Ball.linf(0.12));
    long spent = Arrays.stream(result.queries()).sum();
    List<Integer> byTheAttack = asked.subList(1, asked.size() - 1);
    assertEquals(byTheAttack.stream().mapToInt(n -> n).sum(), spent);
    for (int i = 1; i < byTheAttack.size(); i++) {
      assertTrue(byTheAttack.get(i) <= byTheAttack.get(i - 1));
    }
    int early = 0;
    for (int i = 0; i < result.count(); i++) {
      if (!result.success()[i]) {
        assertEquals(60, result.queries()[i]);
      }
      early += result.success()[i] && result.queries()[i] < 60 ? 1 : 0;
    }
    assertTrue(early > 5, "few were won, so this test says little: " + early);
  }

  @Test
  void moreQueriesNeverLoseAnExample() {
    Examples examples = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(7));
    boolean[] before = new boolean[examples.count()];
    for (int queries : new int[] {1, 5, 20, 80, 300}) {
      boolean[] won = new Square(queries).run(BARS.classifier(), examples, Ball.linf(0.12)).success();
      for (int i = 0; i < won.length; i++) {
        assertTrue(won[i] || !before[i], "example " + i + " is lost with " + queries + " queries");
      }
      before = won;
    }
  }

  @Test
  void whatIsNoImageIsRefused() {
    Examples vectors = Examples.of(Tensor.zeros(2, 16), Untargeted.of(0, 0), Rng.seed(1));
    assertThrows(IllegalArgumentException.class,
        () -> new Square(10).perturb(BARS.classifier(), vectors, Ball.linf(0.1)));
    Examples bars = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1));
    assertThrows(IllegalArgumentException.class, () -> new Square(10).perturb(BARS.classifier(), bars,
        Ball.linf(Double.POSITIVE_INFINITY).within(Box.UNIT)));
    assertThrows(IllegalArgumentException.class, () -> new Square(0));
    assertThrows(IllegalArgumentException.class, () -> new Square(10, 1.5));
  }
}
