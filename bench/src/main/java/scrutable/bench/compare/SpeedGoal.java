package scrutable.bench.compare;

import java.util.List;
import java.util.Set;

/// What the engine must reach in an area: a ratio of speeds, ours to that of the best of some peers.
///
/// @param area what is measured
/// @param against the names of the peers, without versions; empty for all
/// @param one the least geometric mean over the tasks with one thread
/// @param two the same with two threads
/// @param worst the least ratio of any single task
public record SpeedGoal(Area area, Set<String> against, double one, double two, double worst) {
  /// All goals; areas without one are shown and not judged.
  public static List<SpeedGoal> all() {
    Set<String> any = Set.of();
    Set<String> torch = Set.of("torch");
    return List.of(
        new SpeedGoal(Area.SGEMM, any, 1, 1.15, 0.85),
        new SpeedGoal(Area.CONV_FORWARD, any, 1, 1, 0.85),
        new SpeedGoal(Area.CONV_FORWARD_BACKWARD, any, 1.15, 1.15, 0.9),
        new SpeedGoal(Area.TRAINING, any, 1.15, 1.15, 1),
        new SpeedGoal(Area.PGD, any, 1.3, 1.3, 0),
        new SpeedGoal(Area.GPT, any, 1.05, 1.15, 0),
        new SpeedGoal(Area.GRU, any, 1, 1, 0),
        new SpeedGoal(Area.ATTENTION, any, 1, 1, 0),
        new SpeedGoal(Area.EXP, torch, 1.8, 1.8, 0),
        new SpeedGoal(Area.TANH, torch, 5, 5, 0),
        new SpeedGoal(Area.BATCH_NORM, torch, 3, 3, 0),
        new SpeedGoal(Area.LAYER_NORM, torch, 2.3, 2.3, 0),
        new SpeedGoal(Area.RELU_ADD_SUM, torch, 1, 1, 0.75),
        new SpeedGoal(Area.WIDE_SOFTMAX, torch, 1.15, 1.15, 0.75),
        new SpeedGoal(Area.TRANSPOSE, torch, 1.1, 1.1, 0.75),
        new SpeedGoal(Area.TRAINING, Set.of("djl"), 1.5, 1.5, 0),
        new SpeedGoal(Area.SGEMM, Set.of("ejml"), 15, 15, 0));
  }

  /// Whether the peer counts.
  public boolean isAgainst(String engine) {
    return against.isEmpty() || against.stream().anyMatch(name -> engine.equals(name)
        || engine.startsWith(name + "-"));
  }

  /// The least geometric mean for so many threads.
  public double must(int threads) {
    return threads == 1 ? one : two;
  }
}
