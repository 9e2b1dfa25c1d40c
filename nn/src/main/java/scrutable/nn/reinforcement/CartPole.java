package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A pole stands on a cart; pushes to the left and to the right should keep it upright.
///
/// Frames `(N, 4)`: the cart's place x and speed, the pole's angle from upright and angular speed, in metres, radians
/// and seconds. Action 0 pushes the cart with 10 N to the left, 1 to the right. Every move earns 1. The game is over
/// when the cart is more than 2.4 m from the middle or the pole leans by more than 12 degrees, and it is cut after a
/// given number of moves.
///
/// With the masses M of the cart (1 kg) and m of the pole (0.1 kg), half its length l (0.5 m), the push F, and no
/// friction:
///
/// ```
/// a      = (F + m l angle'^2 sin(angle)) / (M + m)
/// angle'' = (g sin(angle) - cos(angle) a) / (l (4/3 - m cos^2(angle) / (M + m)))
/// x''     = a - m l angle'' cos(angle) / (M + m)
/// ```
///
/// and a move is one explicit Euler step of 0.02 s: places move with the old speeds. Sources: Barto, Sutton and
/// Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems" (1983), appendix; the
/// numbers and the cut after 500 moves are those of OpenAI Gym's `CartPole-v1`.
public final class CartPole implements VectorEnvironment {
  private static final double GRAVITY = 9.8;
  private static final double CART = 1;
  private static final double POLE = 0.1;
  private static final double HALF_LENGTH = 0.5;
  private static final double PUSH = 10;
  private static final double SECONDS = 0.02;
  private static final double FARTHEST = 2.4;
  private static final double STEEPEST = 12 * 2 * Math.PI / 360;
  private static final double FIRST = 0.05;
  private static final int ACTIONS = 2;

  private final int mostMoves;
  private final Rng rng;
  private final State[] states;
  private final int[] moves;
  private final int[] begun;

  /// What there is to know about one game.
  ///
  /// @param x the place of the cart, in metres to the right of the middle
  /// @param speed of the cart
  /// @param angle of the pole, in radians to the right of upright
  /// @param turning how fast the angle grows
  public record State(double x, double speed, double angle, double turning) {
    /// The state one step later.
    ///
    /// @param push in newtons, to the right
    public State after(double push) {
      double total = CART + POLE;
      double sine = StrictMath.sin(angle);
      double cosine = StrictMath.cos(angle);
      double a = (push + POLE * HALF_LENGTH * turning * turning * sine) / total;
      double angular = (GRAVITY * sine - cosine * a) / (HALF_LENGTH * (4.0 / 3 - POLE * cosine * cosine / total));
      double acceleration = a - POLE * HALF_LENGTH * angular * cosine / total;
      return new State(x + SECONDS * speed, speed + SECONDS * acceleration, angle + SECONDS * turning,
          turning + SECONDS * angular);
    }

    /// Whether the cart has left its track, or the pole has fallen; a state that is not a number counts as lost.
    public boolean isLost() {
      return !(Math.abs(x) <= FARTHEST && Math.abs(angle) <= STEEPEST);
    }
  }

  /// Games that are cut after `mostMoves`; usual are 500. All four numbers start between -0.05 and 0.05.
  ///
  /// @throws IllegalArgumentException if there is no game or no move
  public CartPole(int games, int mostMoves, Rng rng) {
    if (games < 1 || mostMoves < 1) {
      throw new IllegalArgumentException("CartPole: there must be a game and a move, but there are " + games
          + " games of " + mostMoves + " moves");
    }
    this.mostMoves = mostMoves;
    this.rng = Rng.seed(rng.nextLong());
    this.states = new State[games];
    this.moves = new int[games];
    this.begun = new int[games];
    restart();
  }

  @Override
  public int games() {
    return states.length;
  }

  @Override
  public int actions() {
    return ACTIONS;
  }

  @Override
  public void restart() {
    for (int i = 0; i < states.length; i++) {
      begin(i);
    }
  }

  private void begin(int i) {
    Rng own = rng.split(i).split(begun[i]++);
    moves[i] = 0;
    states[i] = new State(first(own), first(own), first(own), first(own));
  }

  private static double first(Rng own) {
    return FIRST * (2 * own.nextDouble() - 1);
  }

  /// The state of game `i`.
  public State state(int i) {
    return states[i];
  }

  @Override
  public Tensor frames() {
    float[] numbers = new float[4 * states.length];
    for (int i = 0; i < states.length; i++) {
      numbers[4 * i] = (float) states[i].x;
      numbers[4 * i + 1] = (float) states[i].speed;
      numbers[4 * i + 2] = (float) states[i].angle;
      numbers[4 * i + 3] = (float) states[i].turning;
    }
    return Tensor.wrap(numbers, states.length, 4);
  }

  @Override
  public Step step(int... actions) {
    requireActions(actions);
    for (int i = 0; i < states.length; i++) {
      states[i] = states[i].after(actions[i] == 1 ? PUSH : -PUSH);
      moves[i]++;
    }
    Tensor reached = frames();
    double[] rewards = new double[states.length];
    Arrays.fill(rewards, 1);
    boolean[] terminal = new boolean[states.length];
    boolean[] cut = new boolean[states.length];
    for (int i = 0; i < states.length; i++) {
      terminal[i] = states[i].isLost();
      cut[i] = !terminal[i] && moves[i] == mostMoves;
      if (terminal[i] || cut[i]) {
        begin(i);
      }
    }
    return new Step(reached, rewards, terminal, cut);
  }
}
