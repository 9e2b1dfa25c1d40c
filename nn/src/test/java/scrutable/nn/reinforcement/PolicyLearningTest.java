package scrutable.nn.reinforcement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learning from whole games, compared with a world of two states in which every game can be listed.
class PolicyLearningTest {
  private static final int MOVES = 3;
  private static final double[][] REWARD = {{1, -0.5}, {0.3, 2}};
  private static final double[][] TO_STATE_ONE = {{0.2, 0.7}, {0.9, 0.4}};
  private static final Tensor LOGITS = Tensor.of(new double[] {0.3, -0.4, -0.2, 0.6}, 2, 2);

  /// One way in which a game from state 0 can go.
  private record Game(double probability, int[] states, int[] actions, double[] returns) {}

  private static double[] policy(double[] logits, int state) {
    double a = Math.exp(logits[2 * state]);
    double b = Math.exp(logits[2 * state + 1]);
    return new double[] {a / (a + b), b / (a + b)};
  }

  /// The expected return of a policy from a state on, by recursion over all that can happen.
  private static double expected(double[] logits, int state, int movesLeft) {
    double sum = 0;
    for (int action = 0; action < 2 && movesLeft > 0; action++) {
      double one = TO_STATE_ONE[state][action];
      sum += policy(logits, state)[action] * (REWARD[state][action]
          + (1 - one) * expected(logits, 0, movesLeft - 1) + one * expected(logits, 1, movesLeft - 1));
    }
    return sum;
  }

  /// The gradient of the expected return, by central differences.
  private static double[] exactGradient() {
    double[] gradient = new double[4];
    for (int k = 0; k < 4; k++) {
      double[] up = LOGITS.toDoubleArray();
      double[] down = LOGITS.toDoubleArray();
      up[k] += 1e-5;
      down[k] -= 1e-5;
      gradient[k] = (expected(up, 0, MOVES) - expected(down, 0, MOVES)) / 2e-5;
    }
    return gradient;
  }

  private static List<Game> allGames() {
    List<Game> games = new ArrayList<>();
    for (int code = 0; code < 64; code++) {
      int[] states = new int[MOVES];
      int[] actions = new int[MOVES];
      double[][] rewards = new double[MOVES][1];
      double probability = 1;
      int state = 0;
      for (int t = 0; t < MOVES; t++) {
        states[t] = state;
        actions[t] = code >> 2 * t & 1;
        rewards[t][0] = REWARD[state][actions[t]];
        probability *= policy(LOGITS.toDoubleArray(), state)[actions[t]];
        int next = code >> 2 * t + 1 & 1;
        double one = TO_STATE_ONE[state][actions[t]];
        probability *= next == 1 ? one : 1 - one;
        state = next;
      }
      double[][] returns = Returns.discounted(rewards, new boolean[MOVES][1], 1);
      games.add(new Game(probability, states, actions,
          Arrays.stream(returns).mapToDouble(row -> row[0]).toArray()));
    }
    assertEquals(1, games.stream().mapToDouble(Game::probability).sum(), 1e-14);
    return games;
  }

  /// Minus the gradient of the weighted sum of the losses of moves by the table of logits.
  private static double[] climb(int[] states, int[] actions, double[] advantages, double[] weights) {
    Variable table = Variable.tracked(LOGITS);
    Variable logits = table.selectAll(0, Tensor.ofInts(states, states.length));
    Variable loss = PolicyGradient.perMove(logits, actions, advantages, 0)
        .mul(Variable.constant(Tensor.of(weights, weights.length))).sum();
    return Gradients.of(loss, table).get(table).neg().toDoubleArray();
  }

  @Test
  void theExpectedGradientIsThatOfTheExpectedReturnWithAnyBaseline() {
    for (double baseline : new double[] {0, 1.7, -3}) {
      List<Game> games = allGames();
      int moves = games.size() * MOVES;
      int[] states = new int[moves];
      int[] actions = new int[moves];
      double[] advantages = new double[moves];
      double[] weights = new double[moves];
      for (int i = 0; i < moves; i++) {
        Game game = games.get(i / MOVES);
        states[i] = game.states[i % MOVES];
        actions[i] = game.actions[i % MOVES];
        advantages[i] = game.returns[i % MOVES] - baseline * (1 + states[i]);
        weights[i] = game.probability;
      }
      assertArrayEquals(exactGradient(), climb(states, actions, advantages, weights), 1e-9);
    }
  }

  /// Every pair of games, each judged by the other.
  @Test
  void theMeanOfTheOtherGamesIsAnUnbiasedBaseline() {
    List<Game> games = allGames();
    int pairs = games.size() * games.size();
    int[] states = new int[pairs * 2 * MOVES];
    int[] actions = new int[states.length];
    double[] advantages = new double[states.length];
    double[] weights = new double[states.length];
    boolean[][] played = {{true, true}, {true, true}, {true, true}};
    int at = 0;
    for (Game a : games) {
      for (Game b : games) {
        double[][] returns = new double[MOVES][];
        Arrays.setAll(returns, t -> new double[] {a.returns[t], b.returns[t]});
        double[][] above = Returns.aboveOthers(returns, played);
        for (int t = 0; t < MOVES; t++) {
          for (int i = 0; i < 2; i++) {
            states[at] = (i == 0 ? a : b).states[t];
            actions[at] = (i == 0 ? a : b).actions[t];
            advantages[at] = above[t][i];
            weights[at++] = a.probability * b.probability / 2;
          }
        }
      }
    }
    assertArrayEquals(exactGradient(), climb(states, actions, advantages, weights), 1e-9);
  }

  @Test
  void theEntropyOfTheFormulaIsAddedAndItsGradientIsRight() {
    Tensor logits = Rng.seed(1).normal(4, 3).to(DType.FLOAT64);
    int[] actions = {0, 2, 1, 1};
    double[] advantages = {1, -2, 0.5, 0};
    Tensor losses = PolicyGradient.perMove(Variable.constant(logits), actions, advantages, 0.1).value();
    for (int i = 0; i < 4; i++) {
      double total = 0;
      for (int k = 0; k < 3; k++) {
        total += Math.exp(logits.get(i, k));
      }
      double entropy = 0;
      for (int k = 0; k < 3; k++) {
        double p = Math.exp(logits.get(i, k)) / total;
        entropy -= p * Math.log(p);
      }
      double logPi = logits.get(i, actions[i]) - Math.log(total);
      assertEquals(-advantages[i] * logPi - 0.1 * entropy, losses.get(i), 1e-14);
    }
    GradientCheck.check(v -> PolicyGradient.perMove(v[0], actions, advantages, 0.1).sum(), logits).require();
    assertThrows(IllegalArgumentException.class,
        () -> PolicyGradient.perMove(Variable.constant(logits), new int[] {0, 1, 2, 3}, advantages, 0));
    assertThrows(IllegalArgumentException.class, () -> PolicyGradient.perMove(Variable.constant(logits), actions,
        new double[] {1, 2, 3, Double.NaN}, 0));
    assertThrows(IllegalArgumentException.class,
        () -> PolicyGradient.perMove(Variable.constant(logits), actions, advantages, -1));
  }

  /// Constant rewards r: the closed form is `r (1 - gamma^n) / (1 - gamma)` with n moves to go.
  @Test
  void discountedReturnsAreTheGeometricSeries() {
    double[][] rewards = new double[10][2];
    boolean[][] ended = new boolean[10][2];
    for (double[] row : rewards) {
      Arrays.fill(row, 3);
    }
    ended[3][1] = true;
    double[][] returns = Returns.discounted(rewards, ended, 0.9);
    for (int t = 0; t < 10; t++) {
      assertEquals(30 * (1 - Math.pow(0.9, 10 - t)), returns[t][0], 1e-12);
      int left = t <= 3 ? 4 - t : 10 - t;
      assertEquals(30 * (1 - Math.pow(0.9, left)), returns[t][1], 1e-12);
    }
    assertArrayEquals(new double[][] {{1 + 2 + 4}, {2 + 4}, {4}},
        Returns.discounted(new double[][] {{1}, {2}, {4}}, new boolean[3][1], 1));
    assertArrayEquals(new double[][] {{1}, {2}}, Returns.discounted(new double[][] {{1}, {2}}, new boolean[2][1], 0));
    assertThrows(IllegalArgumentException.class, () -> Returns.discounted(rewards, ended, 1.01));
    assertThrows(IllegalArgumentException.class, () -> Returns.discounted(rewards, new boolean[9][2], 1));
  }

  @Test
  void gamesThatAreOverAreNoBaseline() {
    double[][] above = Returns.aboveOthers(new double[][] {{1, 4, 7}, {1, 4, 99}, {1, 99, 99}},
        new boolean[][] {{true, true, true}, {true, true, false}, {true, false, false}});
    assertArrayEquals(new double[][] {{1 - 5.5, 4 - 4, 7 - 2.5}, {1 - 4, 4 - 1, 0}, {1, 0, 0}}, above);
  }

  @Test
  void actionsAreSampledWithTheProbabilitiesOfTheSoftmax() {
    Tensor logits = Tensor.of(new double[] {1_000, 1_000 + Math.log(3), 0}, 1, 3).expand(8_000, 3);
    int[] counts = new int[3];
    for (int action : Actions.sampled(logits, Rng.seed(1))) {
      counts[action]++;
    }
    assertEquals(2_000, counts[0], 4 * Math.sqrt(8_000 * 0.25 * 0.75));
    assertEquals(0, counts[2]);
  }

  @Test
  void reinforceLearnsToCatch() {
    Rng rng = Rng.seed(2);
    Rng initial = rng.split("network");
    Sequential network = new Sequential(new Flatten(), x -> x.sub(0.4).mul(5), new Linear(15, 32, initial),
        new Relu(), new Linear(32, 3, initial));
    Reinforce learner = new Reinforce(network, new Adam(network.parameters(), 1e-2), 1, 0.01, rng.split("learner"));
    Catch games = Catch.onGrey(32, 5, 3, rng.split("games"));
    double first = learner.update(games);
    for (int i = 0; i < 60; i++) {
      learner.update(games);
    }
    double[] after = Games.play(Catch.onGrey(100, 5, 3, Rng.seed(9)), learner.policy());
    assertTrue(first < 0.5, "first " + first);
    assertTrue(Arrays.stream(after).average().getAsDouble() >= 0.9, Arrays.toString(after));
  }

  /// Games of different length: a policy that always pushes the same way is over after about ten moves.
  @Test
  void movesAfterTheEndOfAGameDoNotCount() {
    Linear network = Linear.of(Tensor.zeros(2, 4), Tensor.of(new float[] {30, -30}, 2));
    Reinforce learner = new Reinforce(network, new Adam(network.parameters(), 1e-3), 0.99, 0, Rng.seed(1));
    double mean = learner.update(new CartPole(40, 500, Rng.seed(2)));
    assertTrue(mean >= 8 && mean <= 11, "mean " + mean);
    assertEquals(0, Indexing.select(network.weight().value(), 0, Tensor.ofInts(new int[] {0}, 1)).abs().max().item(),
        2e-3);
  }
}
