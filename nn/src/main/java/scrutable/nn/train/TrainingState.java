package scrutable.nn.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import scrutable.nn.Module;
import scrutable.nn.data.BatchSource;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.DType;
import scrutable.tensor.Recycler;
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
  private TrainingCounters counters = TrainingCounters.start();
  private Rng.State epochStart;

  TrainingState(Module network, Optimizer optimizer, Rng shuffle, OptionalDouble averageDecay) {
    this.network = network;
    this.optimizer = optimizer;
    this.shuffle = shuffle;
    this.average = averageDecay.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExponentialMovingAverage(optimizer.parameters(), averageDecay.getAsDouble()));
  }

  public Module network() {
    return network;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  /// The moving average of the weights, if there is one.
  public Optional<ExponentialMovingAverage> average() {
    return average;
  }

  /// How many epochs are done.
  public int epoch() {
    return counters.epoch();
  }

  /// How many steps are done.
  public long step() {
    return counters.step();
  }

  TrainingCounters counters() {
    return counters;
  }

  /// Runs `work` with the weights that are to be judged: the averaged ones, if there is an average.
  public <T> T evaluating(Supplier<T> work) {
    return average.isPresent() ? average.get().averaged(work) : work.get();
  }

  /// The batches of the present epoch that are left. Those that are done already are drawn once more, in the
  /// order of before; what the network's own generators gave for them is not taken back.
  <B> Iterator<B> openEpoch(BatchSource<B> source, int batchSize, Recycler memory) {
    if (counters.batch() == 0) {
      epochStart = shuffle.state();
      return source.batches(batchSize, shuffle).iterator();
    }
    Map<Rng, Rng.State> inNetwork = new IdentityHashMap<>();
    network.namedGenerators().values().forEach(generator -> inNetwork.put(generator, generator.state()));
    shuffle.moveTo(epochStart);
    Iterator<B> batches = source.batches(batchSize, shuffle).iterator();
    for (int i = 0; i < counters.batch() && batches.hasNext(); i++) {
      memory.run(() -> {
        batches.next();
      });
    }
    inNetwork.forEach(Rng::moveTo);
    return batches;
  }

  void countStep(double weightedLoss, long correct) {
    counters = counters.afterStep(weightedLoss, correct);
    average.ifPresent(ExponentialMovingAverage::update);
  }

  /// Ends an epoch; returns whether its validation loss is the lowest so far, and keeps the weights then.
  boolean countEpoch(Optional<Double> validationLoss, boolean keepBest) {
    counters = counters.afterEpoch();
    if (validationLoss.isEmpty() || !(validationLoss.get() < counters.bestLoss())) {
      return false;
    }
    counters = counters.withBestLoss(validationLoss.get());
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
    generators.put(SHUFFLE, counters.batch() == 0 ? shuffle.state() : epochStart);
    network.namedGenerators()
        .forEach((name, generator) -> generators.put(IN_NETWORK + name, generator.state()));
    return new Checkpoint(copied(network.state()), parts, generators, counters.texts());
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
    attempt(problems, () -> counters = TrainingCounters.of(checkpoint.progress()));
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
    epochStart = states.get(SHUFFLE);
  }
}
