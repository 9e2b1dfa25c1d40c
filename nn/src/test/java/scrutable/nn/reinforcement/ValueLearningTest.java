package scrutable.nn.reinforcement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learning from values: memory, exploration, targets, and all of them together.
class ValueLearningTest {
  /// Move `m` has frames m and m + 0.5, action m, reward 10 m.
  private static Transitions moves(int... numbers) {
    double[] frames = Arrays.stream(numbers).asDoubleStream().toArray();
    double[] rewards = Arrays.stream(frames).map(m -> 10 * m).toArray();
    boolean[] terminal = new boolean[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      terminal[i] = numbers[i] % 2 == 1;
    }
    Tensor before = Tensor.of(frames, numbers.length, 1).to(scrutable.tensor.DType.FLOAT32);
    return new Transitions(before, numbers, rewards, before.add(0.5), terminal);
  }

  @Test
  void aFullMemoryForgetsTheOldestMovesFirst() {
    Replay replay = new Replay(3, 1);
    replay.add(moves(1, 2));
    assertEquals(2, replay.size());
    replay.add(moves(3, 4, 5));
    assertEquals(3, replay.size());
    Transitions kept = replay.at(0, 1, 2);
    assertArrayEquals(new int[] {4, 5, 3}, kept.actions());
    assertArrayEquals(new float[] {4, 5, 3}, kept.frames().toFloatArray());
    assertArrayEquals(new float[] {4.5f, 5.5f, 3.5f}, kept.reached().toFloatArray());
    assertArrayEquals(new double[] {40, 50, 30}, kept.rewards());
    assertArrayEquals(new boolean[] {false, true, true}, kept.terminal());
  }

  @Test
  void movesAreDrawnWithEqualChanceFromWhatIsRemembered() {
    Replay replay = new Replay(10, 1);
    replay.add(moves(0, 1, 2, 3));
    int[] counts = new int[10];
    for (int action : replay.draw(8_000, Rng.seed(1)).actions()) {
      counts[action]++;
    }
    for (int m = 0; m < 10; m++) {
      assertEquals(m < 4 ? 2_000 : 0, counts[m], m < 4 ? 4 * Math.sqrt(1_500) : 0);
    }
    assertThrows(IllegalArgumentException.class, () -> new Replay(10, 1).draw(1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new Replay(10, 2).add(moves(1)));
    assertThrows(IllegalArgumentException.class, () -> new Replay(0, 2));
  }

  @Test
  void whatIsRememberedDoesNotChangeWithTheFrameItCameFrom() {
    float[] pixels = {1, 2};
    Replay replay = new Replay(2, 1);
    Tensor frames = Tensor.wrap(pixels, 2, 1);
    replay.add(new Transitions(frames, new int[2], new double[2], frames, new boolean[2]));
    pixels[0] = 9;
    assertArrayEquals(new float[] {1, 2}, replay.at(0, 1).frames().toFloatArray());
  }

  @Test
  void epsilonFallsInAStraightLineAndStays() {
    EpsilonSchedule schedule = new EpsilonSchedule(1, 0.02, 3000);
    assertEquals(1, schedule.at(0));
    assertEquals(0.51, schedule.at(1500), 1e-15);
    assertEquals(0.02, schedule.at(3000));
    assertEquals(0.02, schedule.at(1_000_000));
    assertThrows(IllegalArgumentException.class, () -> schedule.at(-1));
    assertThrows(IllegalArgumentException.class, () -> new EpsilonSchedule(1.1, 0, 10));
  }

  @Test
  void epsilonGreedyExploresAsOftenAsItShouldAndEvenly() {
    Tensor values = Tensor.of(new float[] {0, 5, 1}, 1, 3).expand(9_000, 3);
    int[] counts = new int[3];
    for (int action : Actions.epsilonGreedy(values, 0.3, Rng.seed(2))) {
      counts[action]++;
    }
    assertEquals(900, counts[0], 4 * Math.sqrt(900));
    assertEquals(7_200, counts[1], 4 * Math.sqrt(7_200 * 0.2));
    assertEquals(900, counts[2], 4 * Math.sqrt(900));
    assertArrayEquals(new int[] {1, 0}, Actions.epsilonGreedy(
        Tensor.of(new float[] {0, 2, 3, 3}, 2, 2), 0, Rng.seed(3)));
    assertThrows(IllegalArgumentException.class, () -> Actions.epsilonGreedy(values, 1.5, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Actions.greedy(Tensor.of(new float[] {Float.NaN, 1}, 1, 2)));
  }

  /// The online network prefers actions 1, 0, 1; the target network says what those are worth.
  @Test
  void theOnlineNetworkChoosesAndTheTargetNetworkValues() {
    Tensor online = Tensor.of(new double[] {1, 2, 5, 4, 0, 9}, 3, 2);
    Tensor target = Tensor.of(new double[] {70, 30, 40, 80, 60, 20}, 3, 2);
    Tensor y = DoubleQ.targets(new double[] {1, 2, 3}, new boolean[] {false, false, true}, online, target, 0.5);
    assertArrayEquals(new double[] {1 + 0.5 * 30, 2 + 0.5 * 40, 3}, y.toDoubleArray());
    assertThrows(IllegalArgumentException.class,
        () -> DoubleQ.targets(new double[2], new boolean[3], online, target, 0.5));
    assertThrows(IllegalArgumentException.class,
        () -> DoubleQ.targets(new double[3], new boolean[3], online, target, 1.5));
  }

  @Test
  void theLossIsThatOfTheMovesThatWereMade() {
    Variable values = Variable.tracked(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2));
    Variable loss = DoubleQ.loss(values, new int[] {1, 0}, Tensor.of(new double[] {1.5, 6}, 2));
    assertEquals((0.5 * 0.25 + (3 - 0.5)) / 2, loss.item(), 1e-15);
    assertArrayEquals(new double[] {0, 0.25, -0.5, 0},
        Gradients.of(loss, values).get(values).toDoubleArray(), 1e-15);
  }

  @Test
  void theTargetNetworkLagsBehindUntilItIsRenewed() {
    Linear online = new Linear(2, 3, Rng.seed(1));
    Linear copy = new Linear(2, 3, Rng.seed(2));
    TargetNetwork target = new TargetNetwork(online, copy, 2);
    Tensor frame = Tensor.of(new float[] {1, -1}, 1, 2);
    float[] first = online.forward(frame).value().toFloatArray();
    assertArrayEquals(first, target.values(frame).toFloatArray());
    online.weight().assign(online.weight().value().mul(2));
    target.afterUpdate();
    assertArrayEquals(first, target.values(frame).toFloatArray());
    target.afterUpdate();
    assertArrayEquals(online.forward(frame).value().toFloatArray(), target.values(frame).toFloatArray());
    assertThrows(IllegalArgumentException.class, () -> new TargetNetwork(online, online, 2));
    assertThrows(IllegalArgumentException.class, () -> new TargetNetwork(online, new Sequential(online), 2));
    assertThrows(IllegalArgumentException.class, () -> new TargetNetwork(online, copy, 0));
  }

  private static Sequential network(Rng rng) {
    return new Sequential(new Flatten(), x -> x.sub(0.4).mul(5), new Linear(15, 32, rng), new Relu(),
        new Linear(32, 3, rng));
  }

  private static DoubleQAgent agent(Sequential online, Rng rng) {
    var settings = new DoubleQAgent.Settings(0.95, 32, 2_000, 50, 1, new EpsilonSchedule(1, 0.02, 250));
    return new DoubleQAgent(online, network(rng.split("copy")), new Adam(online.parameters(), 3e-3), settings,
        rng.split("agent"), 1, 5, 3);
  }

  @Test
  void theAgentLearnsToCatch() {
    Rng rng = Rng.seed(1);
    Sequential online = network(rng.split("network"));
    double[] before = Games.play(Catch.onGrey(100, 5, 3, Rng.seed(9)), Policy.greedy(online));
    DoubleQAgent agent = agent(online, rng);
    agent.play(Catch.onGrey(4, 5, 3, rng.split("games")), 500);
    double[] after = Games.play(Catch.onGrey(100, 5, 3, Rng.seed(9)), agent.policy());
    assertTrue(Arrays.stream(before).average().getAsDouble() < 0.5);
    assertTrue(Arrays.stream(after).average().getAsDouble() >= 0.9, Arrays.toString(after));
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    float[][] weights = new float[2][];
    for (int run = 0; run < 2; run++) {
      Rng rng = Rng.seed(5);
      Sequential online = network(rng.split("network"));
      agent(online, rng).play(Catch.onGrey(4, 5, 3, rng.split("games")), 60);
      weights[run] = online.parameters().getFirst().value().toFloatArray();
    }
    assertArrayEquals(weights[0], weights[1]);
  }
}
