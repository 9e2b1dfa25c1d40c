package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learns to play from values: acts, remembers, and learns from what it remembers.
///
/// Each move of all games is remembered in the [Replay]; after every `movesPerUpdate` moves of all games, a batch of
/// the memory corrects the network towards the targets of [DoubleQ]. Exploration follows an [EpsilonSchedule] over
/// the moves.
public final class DoubleQAgent {
  private final Module online;
  private final TargetNetwork target;
  private final Optimizer optimizer;
  private final Settings settings;
  private final Replay replay;
  private final Rng exploring;
  private final Rng drawing;
  private final Recycler memory = new Recycler();
  private long moves;

  /// How it learns.
  ///
  /// @param gamma the discount
  /// @param batchSize how many remembered moves an update learns from; there is none before so many are remembered
  /// @param capacity of the memory, in moves of single games
  /// @param targetEvery after how many updates the target network is renewed
  /// @param movesPerUpdate after how many moves of all games there is an update
  /// @param epsilon how often to explore, by the number of moves of all games
  public record Settings(double gamma, int batchSize, int capacity, int targetEvery, int movesPerUpdate,
      EpsilonSchedule epsilon) {
    /// Checks what the parts do not check themselves.
    public Settings {
      if (batchSize < 1 || movesPerUpdate < 1 || capacity < batchSize) {
        throw new IllegalArgumentException("DoubleQAgent: batches of 1 move or more, no more than are remembered, after"
            + " 1 move or more; not " + batchSize + " of " + capacity + " after " + movesPerUpdate);
      }
    }
  }

  /// @param online the network that learns: frames `(N, ...)` to values `(N, K)`
  /// @param copy another one of the same shape, for the targets
  /// @param optimizer of the online network's parameters
  /// @param frameShape of one frame
  /// @param rng takes its streams "explore" and "replay"
  public DoubleQAgent(Module online, Module copy, Optimizer optimizer, Settings settings, Rng rng,
      int... frameShape) {
    this.online = online;
    this.target = new TargetNetwork(online, copy, settings.targetEvery);
    this.optimizer = optimizer;
    this.settings = settings;
    this.replay = new Replay(settings.capacity, frameShape);
    this.exploring = rng.split("explore");
    this.drawing = rng.split("replay");
  }

  /// Plays and learns for a number of moves of all games.
  ///
  /// @return the sum of the rewards on the way, over the number of games that ended; NaN if none did
  public double play(VectorEnvironment games, int steps) {
    double earned = 0;
    int ended = 0;
    for (int i = 0; i < steps; i++) {
      Tensor before = games.frames();
      Tensor values = memory.run(() -> values(before).keep());
      int[] actions = Actions.epsilonGreedy(values, settings.epsilon.at(moves), exploring);
      VectorEnvironment.Step step = games.step(actions);
      replay.add(new Transitions(before, actions, step.rewards(), step.reached(), step.terminal()));
      moves++;
      if (moves % settings.movesPerUpdate == 0 && replay.size() >= settings.batchSize) {
        memory.run(() -> update(replay.draw(settings.batchSize, drawing)));
      }
      earned += Arrays.stream(step.rewards()).sum();
      for (int game = 0; game < games.games(); game++) {
        ended += step.ended(game) ? 1 : 0;
      }
    }
    return ended == 0 ? Double.NaN : earned / ended;
  }

  /// The player as it is, without exploration.
  public Policy policy() {
    return Policy.greedy(online);
  }

  private Tensor values(Tensor frames) {
    return online.evaluating(() -> Graph.withoutRecording(() -> online.forward(frames).value()));
  }

  private double update(Transitions batch) {
    Tensor targets = DoubleQ.targets(batch.rewards(), batch.terminal(), values(batch.reached()),
        target.values(batch.reached()), settings.gamma);
    Variable loss = DoubleQ.loss(online.forward(batch.frames()), batch.actions(), targets);
    optimizer.step(Gradients.of(loss, optimizer.parameters()));
    target.afterUpdate();
    return loss.item();
  }
}
