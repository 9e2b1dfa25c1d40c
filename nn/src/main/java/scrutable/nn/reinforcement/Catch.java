package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A ball falls, straight down and one row a move; the paddle in the last row should be below it when it arrives.
///
/// Frames `(N, 1, rows, columns)`: ball and paddle are one pixel each, [#BRIGHTNESS] brighter than the background.
/// The ball starts in a random column of the first row, the paddle in the middle of the last one. The player moves
/// the paddle to the left (0), leaves it (1), or moves it to the right (2), then the ball falls. After `rows - 1`
/// moves it has arrived: the reward is 1 if the paddle is there and -1 if not, and 0 for every other move.
///
/// What is planted: everything stands still but ball and paddle; a background is as bright everywhere as at the
/// start of the game, and does not move behind them (no parallax). The best policy is known, [#best].
///
/// After "Catch" of Osband et al., "Behaviour suite for reinforcement learning" (2020), which has 10 x 5 pixels,
/// black and white.
public final class Catch implements VectorEnvironment {
  /// How much brighter than the background ball and paddle are.
  public static final float BRIGHTNESS = 0.35f;
  private static final double DARKEST = 0.2;
  private static final double BRIGHTEST = 0.6;
  private static final int ACTIONS = 3;

  private final int rows;
  private final int columns;
  private final float[][] pictures;                    // backgrounds to choose from; none: grey ones are drawn
  private final Rng rng;
  private final int[] ball;                            // its column
  private final int[] paddle;                          // its column
  private final float[][] background;
  private final int[] begun;                           // how many games
  private int fallen;                                  // the row of all balls: all games begin and end together

  private Catch(int games, int rows, int columns, float[][] pictures, Rng rng) {
    this.rows = rows;
    this.columns = columns;
    this.pictures = pictures;
    this.rng = rng;
    this.ball = new int[games];
    this.paddle = new int[games];
    this.background = new float[games][];
    this.begun = new int[games];
    restart();
  }

  /// Games on a grey background, drawn anew for every game between 0.2 and 0.6.
  ///
  /// @throws IllegalArgumentException if there is no game, or a board is smaller than 2 x 1
  public static Catch onGrey(int games, int rows, int columns, Rng rng) {
    requireSizes(games, rows, columns);
    return new Catch(games, rows, columns, new float[0][], Rng.seed(rng.nextLong()));
  }

  /// Games on pictures, chosen at random for every game.
  ///
  /// @param pictures `float32 (K, 1, rows, columns)`, pixels from 0 to `1 - BRIGHTNESS`: in front of brighter ones, the
  ///     ball could not be brighter
  /// @throws IllegalArgumentException if they are otherwise
  public static Catch onPictures(int games, Tensor pictures, Rng rng) {
    if (pictures.rank() != 4 || pictures.size(0) < 1 || pictures.size(1) != 1 || pictures.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException("Catch: pictures must be float32 (K, 1, rows, columns), not "
          + pictures.dtype() + " " + Shape.text(pictures.shape()));
    }
    requireSizes(games, pictures.size(2), pictures.size(3));
    if (!(pictures.min().item() >= 0 && pictures.max().item() <= 1 - BRIGHTNESS)) {
      throw new IllegalArgumentException("Catch: pixels must lie in [0, " + (1 - BRIGHTNESS) + "], but reach from "
          + pictures.min().item() + " to " + pictures.max().item() + "; multiply pictures by that number");
    }
    float[][] all = new float[pictures.size(0)][];
    Arrays.setAll(all, k -> pictures.select(0, k).toFloatArray());
    return new Catch(games, pictures.size(2), pictures.size(3), all, Rng.seed(rng.nextLong()));
  }

  private static void requireSizes(int games, int rows, int columns) {
    if (games < 1 || rows < 2 || columns < 1) {
      throw new IllegalArgumentException("Catch: there must be a game or more, two rows and one column, but there are "
          + games + " games of " + rows + " x " + columns);
    }
  }

  @Override
  public int games() {
    return ball.length;
  }

  @Override
  public int actions() {
    return ACTIONS;
  }

  @Override
  public void restart() {
    fallen = 0;
    for (int i = 0; i < ball.length; i++) {
      Rng own = rng.split(i).split(begun[i]++);
      ball[i] = own.nextInt(columns);
      paddle[i] = columns / 2;
      if (pictures.length > 0) {
        background[i] = pictures[own.nextInt(pictures.length)];
      } else {
        background[i] = new float[rows * columns];
        Arrays.fill(background[i], (float) (DARKEST + (BRIGHTEST - DARKEST) * own.nextDouble()));
      }
    }
  }

  @Override
  public Tensor frames() {
    int size = rows * columns;
    float[] pixels = new float[ball.length * size];
    for (int i = 0; i < ball.length; i++) {
      System.arraycopy(background[i], 0, pixels, i * size, size);
      int ofBall = fallen * columns + ball[i];
      int ofPaddle = (rows - 1) * columns + paddle[i];
      pixels[i * size + ofBall] = background[i][ofBall] + BRIGHTNESS;
      pixels[i * size + ofPaddle] = background[i][ofPaddle] + BRIGHTNESS;
    }
    return Tensor.wrap(pixels, ball.length, 1, rows, columns);
  }

  @Override
  public Step step(int... actions) {
    requireActions(actions);
    for (int i = 0; i < ball.length; i++) {
      paddle[i] = Math.clamp(paddle[i] + actions[i] - 1, 0, columns - 1);
    }
    fallen++;
    Tensor reached = frames();
    double[] rewards = new double[ball.length];
    boolean[] terminal = new boolean[ball.length];
    if (fallen == rows - 1) {
      Arrays.fill(terminal, true);
      Arrays.setAll(rewards, i -> paddle[i] == ball[i] ? 1 : -1);
      restart();
    }
    return new Step(reached, rewards, terminal, new boolean[ball.length]);
  }

  /// The best move in each game, which looks at the ball and not at the frame: towards the ball, and stay below it.
  public int[] best() {
    int[] moves = new int[ball.length];
    Arrays.setAll(moves, i -> 1 + Integer.signum(ball[i] - paddle[i]));
    return moves;
  }
}
