package scrutable.nn.train;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Trains a network to tell classes apart: a [TrainingLoop] over a [Dataset] that counts correct answers and
/// validates by the cross-entropy.
///
/// ```java
/// ClassifierTraining training = new ClassifierTraining(network, new Adam(network.parameters(), 1e-3),
///     TrainingSettings.of(5, 64), rng.split("shuffle"));
/// training.run(digits);
/// ```
public final class ClassifierTraining {
  private final Module network;
  private final TrainingSettings settings;
  private final Objective objective;
  private final TrainingLoop loop;

  /// Training by cross-entropy.
  ///
  /// @param shuffle orders the examples of each epoch
  public ClassifierTraining(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle) {
    this(network, optimizer, settings, shuffle, Losses::crossEntropy);
  }

  /// Training by another loss, for example with smoothed labels. Validation, and with it early stopping, goes by
  /// the cross-entropy all the same, so that runs can be compared.
  ///
  /// @param loss of the logits `(N, K)` and the labels `(N,)` of a batch: a scalar, the mean over the batch
  public ClassifierTraining(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle,
      BiFunction<Variable, Tensor, Variable> loss) {
    this(Objective.ofLogits(loss), network, optimizer, settings, shuffle);
  }

  private ClassifierTraining(Objective objective, Module network, Optimizer optimizer, TrainingSettings settings,
      Rng shuffle) {
    this.network = network;
    this.settings = settings;
    this.objective = objective;
    this.loop = new TrainingLoop(network, optimizer, settings, shuffle);
  }

  /// Training by what is more than a loss of logits and labels, such as adversarial training. Validation goes by
  /// the cross-entropy of the unchanged inputs all the same.
  public static ClassifierTraining minimizing(Objective objective, Module network, Optimizer optimizer,
      TrainingSettings settings, Rng shuffle) {
    return new ClassifierTraining(objective, network, optimizer, settings, shuffle);
  }

  /// Trains without validation; see [TrainingLoop#run(scrutable.nn.data.BatchSource, BatchLoss)].
  public List<EpochReport> run(Dataset training) {
    return run(training, Optional.empty());
  }

  /// Trains and validates after each epoch; see
  /// [TrainingLoop#run(scrutable.nn.data.BatchSource, BatchLoss, Supplier)].
  public List<EpochReport> run(Dataset training, Dataset validation) {
    return run(training, Optional.of(() -> Metrics.of(network, validation, settings.batchSize())));
  }

  private List<EpochReport> run(Dataset training, Optional<Supplier<Metrics>> validation) {
    return loop.run(training, (batch, step) -> {
      Objective.Outcome outcome = objective.of(network, batch, step.number());
      return new TrainingLoop.Counted(outcome.loss(),
          Metrics.countCorrect(outcome.logits().value(), batch.labels()));
    }, validation, true);
  }

  /// The loop underneath, to save and to resume.
  public TrainingLoop loop() {
    return loop;
  }
}
