package scrutable.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import scrutable.nn.Module;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Everything that changes while a network is trained: weights, moments, averages, generators, counters.
///
/// [#checkpoint] takes all of it, [#load] puts all of it back.
public final class TrainingState {
  private static final String OPTIMIZER = "optimizer";
  private static final String AVERAGE = "average";
  private static final String BEST = "best";
  private static final String SHUFFLE = "shuffle";
  private static final String IN_NETWORK = "network.";

  private final Module network;
  private final Optimizer optimizer;
  private final Rng shuffle;
  private final Optional<ExponentialMovingAverage> average;
  private Map<String, Tensor> best = Map.of();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int epochsWithoutProgress;
  private int epoch;
  private long step;

  TrainingState(Module network, Optimizer optimizer, Rng shuffle, double averageDecay) {
    this.network = network;
    this.optimizer = optimizer;
    this.shuffle = shuffle;
    this.average = averageDecay == 0
        ? Optional.empty()
        : Optional.of(new ExponentialMovingAverage(optimizer.parameters(), averageDecay));
  }

  public Module network() {
    return network;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  Rng shuffle() {
    return shuffle;
  }

  /// How many epochs are done.
  public int epoch() {
    return epoch;
  }

  /// How many steps are done.
  public long step() {
    return step;
  }

  int epochsWithoutProgress() {
    return epochsWithoutProgress;
  }

  /// Runs `work` with the weights that are to be judged: the averaged ones, if there is an average.
  public <T> T evaluating(Supplier<T> work) {
    return average.isPresent() ? average.get().averaged(work) : work.get();
  }

  void countStep() {
    step++;
    average.ifPresent(ExponentialMovingAverage::update);
  }

  /// Ends an epoch; returns whether its validation loss is the lowest so far, and keeps the weights then.
  boolean countEpoch(Optional<Double> validationLoss, boolean keepBest) {
    epoch++;
    epochsWithoutProgress++;
    if (validationLoss.isEmpty() || !(validationLoss.get() < bestLoss)) {
      return false;
    }
    bestLoss = validationLoss.get();
    epochsWithoutProgress = 0;
    if (keepBest) {
      best = evaluating(() -> copied(network.state()));
    }
    return true;
  }

  void restoreBest() {
    if (!best.isEmpty()) {
      network.load(best);
    }
  }

  /// The tensors of a network's state change with the next step; these do not.
  private static Map<String, Tensor> copied(Map<String, Tensor> tensors) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, switch (tensor.dtype()) {
      case DType.FLOAT32 -> Tensor.wrap(tensor.toFloatArray(), tensor.shape());
      case DType.FLOAT64 -> Tensor.wrap(tensor.toDoubleArray(), tensor.shape());
      case DType.INT32 -> Tensor.wrap(tensor.toIntArray(), tensor.shape());
    }));
    return copies;
  }

  /// This moment of training.
  public Checkpoint checkpoint() {
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
    parts.put(OPTIMIZER, optimizer.state());
    average.ifPresent(mean -> parts.put(AVERAGE, mean.state()));
    if (!best.isEmpty()) {
      parts.put(BEST, best);
    }
    Map<String, Rng.State> generators = new LinkedHashMap<>();
    generators.put(SHUFFLE, shuffle.state());
    network.namedGenerators()
        .forEach((name, generator) -> generators.put(IN_NETWORK + name, generator.state()));
    Map<String, String> progress = new LinkedHashMap<>();
    progress.put("epoch", Integer.toString(epoch));
    progress.put("step", Long.toString(step));
    progress.put("best_loss", Double.toString(bestLoss));
    progress.put("epochs_without_progress", Integer.toString(epochsWithoutProgress));
    return new Checkpoint(copied(network.state()), parts, generators, progress);
  }

  /// Puts a moment of training back.
  ///
  /// @throws IllegalArgumentException naming every difference if it is of another network, optimiser or
  ///     average; nothing is changed then
  public void load(Checkpoint checkpoint) {
    Checkpoint before = checkpoint();
    List<String> problems = new ArrayList<>();
    attempt(problems, () -> loadNetwork(checkpoint));
    attempt(problems, () -> optimizer.load(part(checkpoint, OPTIMIZER)));
    attempt(problems, () -> loadAverage(checkpoint));
    attempt(problems, () -> loadGenerators(checkpoint.generators()));
    attempt(problems, () -> loadProgress(checkpoint.progress()));
    if (!problems.isEmpty()) {
      load(before);
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private static void attempt(List<String> problems, Runnable part) {
    try {
      part.run();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  private static Map<String, Tensor> part(Checkpoint checkpoint, String name) {
    return checkpoint.parts().getOrDefault(name, Map.of());
  }

  private void loadAverage(Checkpoint checkpoint) {
    if (average.isPresent() != checkpoint.parts().containsKey(AVERAGE)) {
      throw new IllegalArgumentException(average.isPresent()
          ? "the checkpoint was made without an average of the weights, and this training is with one"
          : "the checkpoint was made with an average of the weights, and this training is without one");
    }
    average.ifPresent(mean -> mean.load(part(checkpoint, AVERAGE)));
  }

  private void loadNetwork(Checkpoint checkpoint) {
    best = part(checkpoint, BEST);
    if (!best.isEmpty()) {
      network.load(best);                                           // for its checks; replaced at once
    }
    network.load(checkpoint.network());
  }

  private void loadGenerators(Map<String, Rng.State> states) {
    Map<String, Rng> own = new LinkedHashMap<>();
    own.put(SHUFFLE, shuffle);
    network.namedGenerators().forEach((name, generator) -> own.put(IN_NETWORK + name, generator));
    if (!own.keySet().equals(states.keySet())) {
      throw new IllegalArgumentException("the checkpoint has the random generators " + states.keySet()
          + ", this training " + own.keySet());
    }
    own.forEach((name, generator) -> generator.moveTo(states.get(name)));
  }

  private void loadProgress(Map<String, String> progress) {
    Set<String> needed = Set.of("epoch", "step", "best_loss", "epochs_without_progress");
    if (!progress.keySet().containsAll(needed)) {
      throw new IllegalArgumentException("the checkpoint tells the progress " + progress + ", but needed are "
          + new TreeSet<>(needed));
    }
    epoch = Math.toIntExact(count(progress, "epoch", Integer.MAX_VALUE));
    step = count(progress, "step", Long.MAX_VALUE);
    bestLoss = number(progress, "best_loss");
    epochsWithoutProgress = Math.toIntExact(count(progress, "epochs_without_progress", Integer.MAX_VALUE));
  }

  private static long count(Map<String, String> progress, String key, long most) {
    try {
      long value = Long.parseLong(progress.get(key));
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the key and what was expected.
    }
    throw new IllegalArgumentException("the checkpoint's progress \"" + key + "\" is \"" + progress.get(key)
        + "\", but should be a whole number from 0 to " + most);
  }

  private static double number(Map<String, String> progress, String key) {
    try {
      return Double.parseDouble(progress.get(key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the checkpoint's progress \"" + key + "\" is \"" + progress.get(key)
          + "\", but should be a number", e);
    }
  }
}
