package scrutable.nn.reinforcement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.Joining;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learns to play from whole games: plays many at once, and makes the moves more probable that were followed by more
/// than in the other games. See [PolicyGradient] and [Returns].
public final class Reinforce {
  private final Module network;
  private final Optimizer optimizer;
  private final double gamma;
  private final double entropyWeight;
  private final Rng acting;
  private final Recycler memory = new Recycler();

  /// @param network frames `(N, ...)` to logits `(N, K)`
  /// @param optimizer of its parameters
  /// @param gamma the discount
  /// @param entropyWeight see [PolicyGradient#perMove]
  /// @param rng takes its stream "act"
  public Reinforce(Module network, Optimizer optimizer, double gamma, double entropyWeight, Rng rng) {
    this.network = network;
    this.optimizer = optimizer;
    this.gamma = gamma;
    this.entropyWeight = entropyWeight;
    this.acting = rng.split("act");
  }

  /// Begins all games anew, plays each to its end, and takes one step of the optimiser.
  ///
  /// @return the mean over the games of what they earned
  public double update(VectorEnvironment games) {
    games.restart();
    Played played = play(games);
    double[][] returns = Returns.discounted(played.rewards(), played.ended(), gamma);
    double[][] advantages = Returns.aboveOthers(returns, played.counts());
    memory.run(() -> learn(played, advantages, games.games()));
    double earned = 0;
    for (int t = 0; t < played.rewards().length; t++) {
      for (int i = 0; i < games.games(); i++) {
        earned += played.counts()[t][i] ? played.rewards()[t][i] : 0;
      }
    }
    return earned / games.games();
  }

  /// The player as it is, doing what is most probable.
  public Policy policy() {
    return Policy.greedy(network);
  }

  /// All moves, `[t][game]`, until the last game ended; what follows in the place of ended games does not count.
  private record Played(Tensor[] frames, int[][] actions, double[][] rewards, boolean[][] ended, boolean[][] counts) {}

  private Played play(VectorEnvironment games) {
    List<Tensor> frames = new ArrayList<>();
    List<int[]> actions = new ArrayList<>();
    List<double[]> rewards = new ArrayList<>();
    List<boolean[]> ends = new ArrayList<>();
    List<boolean[]> counts = new ArrayList<>();
    boolean[] running = new boolean[games.games()];
    Arrays.fill(running, true);
    for (boolean any = true; any;) {
      Tensor before = games.frames();
      Tensor logits = memory.run(() -> Graph.withoutRecording(() -> network.forward(before).value().keep()));
      int[] chosen = Actions.sampled(logits, acting);
      VectorEnvironment.Step step = games.step(chosen);
      boolean[] ended = new boolean[running.length];
      counts.add(running.clone());
      any = false;
      for (int i = 0; i < running.length; i++) {
        ended[i] = step.ended(i);
        running[i] &= !ended[i];
        any |= running[i];
      }
      frames.add(before);
      actions.add(chosen);
      rewards.add(step.rewards());
      ends.add(ended);
    }
    return new Played(frames.toArray(Tensor[]::new), actions.toArray(int[][]::new), rewards.toArray(double[][]::new),
        ends.toArray(boolean[][]::new), counts.toArray(boolean[][]::new));
  }

  /// One step on the loss of all moves that count, over the number of games.
  private double learn(Played played, double[][] advantages, int games) {
    Variable logits = network.forward(Joining.concat(0, played.frames()));
    int[] actions = Arrays.stream(played.actions()).flatMapToInt(Arrays::stream).toArray();
    double[] weights = Arrays.stream(advantages).flatMapToDouble(Arrays::stream).toArray();
    double[] counted = new double[actions.length];
    Arrays.setAll(counted, i -> played.counts()[i / games][i % games] ? 1 : 0);
    Variable none = Variable.constant(Tensor.full(0, logits.dtype()));
    Variable loss = PolicyGradient.perMove(logits, actions, weights, entropyWeight)
        .where(Tensor.wrap(counted, counted.length).to(logits.dtype()), none).sum().div(games);
    optimizer.step(Gradients.of(loss, optimizer.parameters()));
    return loss.item();
  }
}
