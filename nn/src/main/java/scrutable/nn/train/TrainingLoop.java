package scrutable.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.GradientClipping;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.train.ProgressListener.EpochReport;
import scrutable.nn.train.ProgressListener.Progress;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Trains a network: batch after batch, epoch after epoch.
///
/// Everything that changes while training lies in a [TrainingState], so that it can be saved and resumed to
/// the last bit. All else is four short methods: [#run] (epochs), `trainOneEpoch` (batches), `trainOneStep`
/// (the gradient and the optimiser) and `endEpoch` (validation, the best weights, the checkpoint).
///
/// ```java
/// TrainingLoop loop = new TrainingLoop(network, new Adam(network.parameters(), 1e-3),
///     TrainingSettings.of(5, 64), rng.split("shuffle"));
/// loop.run(digits, ProgressListener.SILENT);
/// ```
public final class TrainingLoop {
  private final TrainingState state;
  private final TrainingSettings settings;
  private final Objective objective;
  private final LongSupplier nanoseconds;
  private final Recycler memory = new Recycler();

  /// A loop for classification by cross-entropy.
  ///
  /// @param shuffle orders the examples of each epoch
  public TrainingLoop(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle) {
    this(network, optimizer, settings, shuffle, Losses::crossEntropy);
  }

  /// A loop for classification by another loss, for example with smoothed labels. Validation, and with it
  /// early stopping, goes by the cross-entropy all the same, so that runs can be compared.
  ///
  /// @param loss of the logits `(N, K)` and the labels `(N,)` of a batch: a scalar, the mean over the batch
  public TrainingLoop(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle,
      BiFunction<Variable, Tensor, Variable> loss) {
    this(network, optimizer, settings, shuffle, loss, System::nanoTime);
  }

  TrainingLoop(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle,
      BiFunction<Variable, Tensor, Variable> loss, LongSupplier nanoseconds) {
    this(network, optimizer, settings, shuffle, Objective.ofLogits(loss), nanoseconds);
  }

  private TrainingLoop(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle,
      Objective objective, LongSupplier nanoseconds) {
    this.state = new TrainingState(network, optimizer, shuffle, settings.averageDecay());
    this.settings = settings;
    this.objective = objective;
    this.nanoseconds = nanoseconds;
  }

  /// A loop for what is more than a loss of logits and labels, such as adversarial training. Validation goes
  /// by the cross-entropy of the unchanged inputs all the same.
  public static TrainingLoop minimizing(Objective objective, Module network, Optimizer optimizer,
      TrainingSettings settings, Rng shuffle) {
    return new TrainingLoop(network, optimizer, settings, shuffle, objective, System::nanoTime);
  }

  /// Trains without validation; see [#run(Dataset, Optional, ProgressListener)].
  public List<EpochReport> run(Dataset training, ProgressListener listener) {
    return run(training, Optional.empty(), listener);
  }

  /// Trains and validates after each epoch; see [#run(Dataset, Optional, ProgressListener)].
  public List<EpochReport> run(Dataset training, Dataset validation, ProgressListener listener) {
    return run(training, Optional.of(validation), listener);
  }

  /// Trains until the settings' number of epochs is reached, or patience is lost. With early stopping the
  /// network has its best weights at the end, otherwise the last.
  ///
  /// @return a report of each epoch of this run
  /// @throws UncheckedIOException if a checkpoint cannot be written
  public List<EpochReport> run(Dataset training, Optional<Dataset> validation, ProgressListener listener) {
    if (settings.patience() > 0 && validation.isEmpty()) {
      throw new IllegalArgumentException("early stopping waits for a lower validation loss: it needs a"
          + " validation set");
    }
    if (training.size() == 0) {
      throw new IllegalArgumentException("there are no examples to train on: " + training);
    }
    List<EpochReport> reports = new ArrayList<>();
    Stopwatch stopwatch = new Stopwatch(nanoseconds.getAsLong(), state.step());
    while (state.epoch() < settings.epochs() && !hasLostPatience()) {
      Metrics trained = trainOneEpoch(training, listener, stopwatch);
      EpochReport report = endEpoch(trained, validation);
      listener.epochEnded(report);
      reports.add(report);
    }
    if (settings.patience() > 0) {
      state.restoreBest();
    }
    return reports;
  }

  private Metrics trainOneEpoch(Dataset training, ProgressListener listener, Stopwatch stopwatch) {
    state.network().train();
    double lossSum = 0;
    int correct = 0;
    int seen = 0;
    int count = 0;
    int batches = (training.size() + settings.batchSize() - 1) / settings.batchSize();
    Iterator<Batch> rest = training.batches(settings.batchSize(), state.shuffle()).iterator();
    while (rest.hasNext()) {
      StepResult result = memory.run(() -> trainOneStep(rest.next()));
      lossSum += result.loss * result.size;
      correct += result.correct;
      seen += result.size;
      count++;
      listener.stepEnded(progress(count, batches, lossSum / seen, stopwatch));
    }
    return new Metrics(lossSum / seen, (double) correct / seen);
  }

  private record StepResult(int size, double loss, int correct) {}

  private StepResult trainOneStep(Batch batch) {
    Optimizer optimizer = state.optimizer();
    settings.schedule().ifPresent(schedule -> optimizer.setLearningRate(schedule.rate(state.step())));
    Objective.Outcome outcome = objective.of(state.network(), batch, state.step());
    Gradients gradients = Gradients.of(outcome.loss(), optimizer.parameters());
    if (settings.clipNorm() < Double.POSITIVE_INFINITY) {
      gradients = GradientClipping.byNorm(gradients, settings.clipNorm());
    }
    optimizer.step(gradients);
    state.countStep();
    return new StepResult(batch.size(), outcome.loss().item(),
        Metrics.countCorrect(outcome.logits().value(), batch.labels()));
  }

  private EpochReport endEpoch(Metrics trained, Optional<Dataset> validation) {
    Optional<Metrics> validated = validation.map(examples ->
        state.evaluating(() -> Metrics.of(state.network(), examples, settings.batchSize())));
    boolean isBest = state.countEpoch(validated.map(Metrics::loss), settings.patience() > 0);
    if (settings.checkpointFile().isPresent() && state.epoch() % settings.checkpointEvery() == 0) {
      save(settings.checkpointFile().get());
    }
    return new EpochReport(state.epoch(), trained, validated, state.optimizer().learningRate(), isBest);
  }

  private boolean hasLostPatience() {
    return settings.patience() > 0 && state.epochsWithoutProgress() >= settings.patience();
  }

  private record Stopwatch(long start, long firstStep) {}

  /// The time left is guessed from the mean pace since this run began.
  private Progress progress(int batch, int batches, double meanLoss, Stopwatch stopwatch) {
    long elapsed = nanoseconds.getAsLong() - stopwatch.start;
    long left = (long) (settings.epochs() - state.epoch()) * batches - batch;
    long remaining = (long) ((double) elapsed / (state.step() - stopwatch.firstStep) * left);
    return new Progress(state.epoch() + 1, settings.epochs(), batch, batches, state.step(), meanLoss,
        Duration.ofNanos(elapsed), Duration.ofNanos(remaining));
  }

  /// Everything that changes while training.
  public TrainingState state() {
    return state;
  }

  /// Writes a checkpoint of the present state.
  ///
  /// @throws UncheckedIOException if it cannot be written
  public void save(Path file) {
    try {
      state.checkpoint().write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Continues from a checkpoint: [#run] then trains the epochs that are left, to the same bits as if it had
  /// never been interrupted. An epoch that was interrupted in the middle is repeated.
  ///
  /// @throws IllegalArgumentException naming every difference if the checkpoint is of another network or
  ///     optimiser; nothing is changed then
  /// @throws UncheckedIOException if it cannot be read
  public void resume(Path file) {
    try {
      state.load(Checkpoint.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
