package scrutable.nn.reinforcement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class CatchTest {
  private static int[] all(int count, int action) {
    int[] actions = new int[count];
    Arrays.fill(actions, action);
    return actions;
  }

  /// Where a pixel of one channel is brighter than the darkest one, row by row.
  private static int[] bright(Tensor frames, int game) {
    float[] pixels = frames.select(0, game).toFloatArray();
    float ground = (float) Arrays.stream(frames.select(0, game).toDoubleArray()).min().getAsDouble();
    return java.util.stream.IntStream.range(0, pixels.length).filter(p -> pixels[p] > ground).toArray();
  }

  @Test
  void aFrameShowsBallAndPaddleOnAFlatBackground() {
    Tensor frames = Catch.onGrey(50, 16, 16, Rng.seed(1)).frames();
    assertArrayEquals(new int[] {50, 1, 16, 16}, frames.shape());
    assertTrue(frames.min().item() >= 0.2f && frames.max().item() <= 0.95f);
    for (int i = 0; i < 50; i++) {
      int[] bright = bright(frames, i);
      assertEquals(2, bright.length);
      assertTrue(bright[0] < 16, "the ball is in the first row");
      assertEquals(15 * 16 + 8, bright[1], "the paddle is in the middle of the last row");
      float ground = (float) frames.get(i, 0, 7, 3);
      assertEquals(ground + Catch.BRIGHTNESS, (float) frames.get(i, 0, 15, 8));
    }
  }

  @Test
  void theBallFallsStraightAndThePaddleObeysWithinTheBoard() {
    Catch games = Catch.onGrey(3, 5, 3, Rng.seed(2));
    int[] start = bright(games.frames(), 0);
    Tensor reached = games.step(0, 2, 1).reached();
    assertEquals(start[0] + 3, bright(reached, 0)[0]);
    assertEquals(4 * 3, bright(reached, 0)[1]);
    assertEquals(4 * 3 + 2, bright(reached, 1)[1]);
    assertEquals(4 * 3 + 1, bright(reached, 2)[1]);
    reached = games.step(0, 2, 1).reached();
    assertEquals(4 * 3, bright(reached, 0)[1], "the board ends on the left");
    assertEquals(4 * 3 + 2, bright(reached, 1)[1], "and on the right");
    assertFalse(games.step(1, 1, 1).ended(0));
    VectorEnvironment.Step last = games.step(1, 1, 1);
    assertArrayEquals(new boolean[] {true, true, true}, last.terminal());
    assertEquals(start[0] == 0 ? 1 : -1, last.rewards()[0]);
  }

  @Test
  void theBestPolicyCatchesEveryBallOnTheBoardOfTheLesson() {
    Catch games = Catch.onGrey(200, 16, 16, Rng.seed(3));
    double[] returns = Games.play(games, frames -> games.best());
    assertTrue(Arrays.stream(returns).allMatch(r -> r == 1));
  }

  /// Every sequence of moves on a wide, low board, where some balls are out of reach.
  @Test
  void noSequenceOfMovesEarnsMoreThanTheBestPolicy() {
    int games = 40;
    double[] most = new double[games];
    Arrays.fill(most, -1);
    for (int code = 0; code < 27; code++) {
      Catch board = Catch.onGrey(games, 4, 9, Rng.seed(4));
      board.step(all(games, code % 3));
      board.step(all(games, code / 3 % 3));
      double[] rewards = board.step(all(games, code / 9)).rewards();
      Arrays.setAll(most, i -> Math.max(most[i], rewards[i]));
    }
    Catch board = Catch.onGrey(games, 4, 9, Rng.seed(4));
    assertArrayEquals(most, Games.play(board, frames -> board.best()));
    assertTrue(Arrays.stream(most).anyMatch(r -> r == -1) && Arrays.stream(most).anyMatch(r -> r == 1));
  }

  @Test
  void theFrameReachedIsTheLastOneAndTheNextGameHasBegun() {
    Catch games = Catch.onGrey(2, 2, 5, Rng.seed(5));
    VectorEnvironment.Step step = games.step(1, 1);
    assertTrue(step.ended(0) && step.ended(1));
    for (int i = 0; i < 2; i++) {
      int[] last = bright(step.reached(), i);
      assertTrue(last[0] >= 5, "ball and paddle are both in the last row");
      assertTrue(bright(games.frames(), i)[0] < 5, "the next ball is at the top");
    }
    assertTrue(games.frames().get(0, 0, 0, 0) != step.reached().get(0, 0, 0, 0), "on another background");
  }

  @Test
  void aGameDoesNotDependOnTheOthersNorOnTheirMoves() {
    Catch many = Catch.onGrey(4, 3, 7, Rng.seed(6));
    Catch few = Catch.onGrey(2, 3, 7, Rng.seed(6));
    for (int t = 0; t < 7; t++) {
      assertArrayEquals(few.frames().toFloatArray(), many.frames().slice(0, 0, 2).toFloatArray());
      few.step(t % 3, 1);
      many.step(t % 3, 1, (t + 1) % 3, 0);
    }
  }

  @Test
  void picturesStandBehindTheGame() {
    Tensor pictures = Rng.seed(7).uniformBetween(0, 0.64, 5, 1, 4, 6);
    Catch games = Catch.onPictures(30, pictures, Rng.seed(8));
    Tensor frames = games.frames();
    boolean[] used = new boolean[5];
    for (int i = 0; i < 30; i++) {
      for (int k = 0; k < 5; k++) {
        float[] difference = frames.select(0, i).sub(pictures.select(0, k)).toFloatArray();
        long changed = java.util.stream.IntStream.range(0, 24).filter(p -> difference[p] != 0).count();
        used[k] |= changed == 2;
      }
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true}, used);
    assertTrue(frames.max().item() <= 1);
    assertThrows(IllegalArgumentException.class, () -> Catch.onPictures(1, pictures.add(0.1), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Catch.onPictures(1, Tensor.zeros(2, 3, 4, 4), Rng.seed(1)));
  }

  @Test
  void impossibleBoardsAndMovesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Catch.onGrey(0, 16, 16, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Catch.onGrey(1, 1, 16, Rng.seed(1)));
    Catch games = Catch.onGrey(2, 4, 4, Rng.seed(1));
    assertThrows(IllegalArgumentException.class, () -> games.step(1));
    assertThrows(IllegalArgumentException.class, () -> games.step(1, 3));
  }
}
