package scrutable.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.data.BatchSource;
import scrutable.nn.optim.GradientClipping;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;

/// Makes a loss smaller: batch after batch, epoch after epoch. The only loop of its kind; [ClassifierTraining]
/// and the semi- and self-supervised learners stand on it.
///
/// Everything that changes while training lies in a [TrainingState], so that it can be saved and resumed to the
/// last bit, also in the middle of an epoch. All else is four short methods: [#run] (epochs), `trainOneEpoch`
/// (batches), `trainOneStep` (the gradient and the optimiser) and `endEpoch` (validation, the best weights).
///
/// ```java
/// TrainingLoop loop = new TrainingLoop(network, new Adam(network.parameters(), 1e-3),
///     TrainingSettings.of(5, 64), rng.split("shuffle"));
/// loop.run(pictures, batch -> Losses.mse(network.forward(batch), batch));
/// ```
///
/// How long, how fast, with or without early stopping and checkpoints: that is said by the [TrainingSettings].
///
/// Each step works in recycled memory ([Recycler]): a tensor that is made in the loss and shall last is taken out
/// with `keep()`.
public final class TrainingLoop {
  private final TrainingState state;
  private final TrainingSettings settings;
  private final Recycler memory = new Recycler();

  /// A loop for the parameters of a network.
  ///
  /// @param network is put into training mode in every epoch, and left in it
  /// @param shuffle orders the examples of each epoch
  public TrainingLoop(Module network, Optimizer optimizer, TrainingSettings settings, Rng shuffle) {
    this.state = new TrainingState(network, optimizer, shuffle, settings.averageDecay());
    this.settings = settings;
  }

  /// A loop for parameters that belong to no network.
  public TrainingLoop(Optimizer optimizer, TrainingSettings settings, Rng shuffle) {
    this(new Bare(optimizer.parameters()), optimizer, settings, shuffle);
  }

  /// Parameters alone; they are named by their position.
  private record Bare(List<Parameter> parameters) implements Module {
    @Override
    public Variable forward(Variable input) {
      throw new UnsupportedOperationException("these are parameters alone, without a network");
    }

    @Override
    public void describe(Parts parts) {
      for (int i = 0; i < parameters.size(); i++) {
        parts.parameter(Integer.toString(i), parameters.get(i));
      }
    }
  }

  /// What a step makes smaller, and how many examples of the batch were classified correctly.
  record Counted(Variable loss, long correct) {}

  /// A [BatchLoss] that counts.
  interface CountingLoss<B> {
    Counted of(B batch, Step step);
  }

  /// Trains with a loss of the batch alone; see [#run(BatchSource, BatchLoss)].
  public <B> List<EpochReport> run(BatchSource<B> source, Function<B, Variable> loss) {
    return run(source, (batch, step) -> loss.apply(batch));
  }

  /// Trains until the settings' epochs or steps are done.
  ///
  /// @return a report of each epoch of this run
  /// @throws UncheckedIOException if a checkpoint cannot be written
  public <B> List<EpochReport> run(BatchSource<B> source, BatchLoss<B> loss) {
    return run(source, uncounted(loss), Optional.empty(), false);
  }

  /// Trains and validates after each epoch, until the settings' epochs or steps are done or patience is lost.
  /// With early stopping the network has its best weights at the end, otherwise the last.
  ///
  /// @param validation how good the network is now; it is asked with the averaged weights, if there is an
  ///     average
  /// @return a report of each epoch of this run
  /// @throws UncheckedIOException if a checkpoint cannot be written
  public <B> List<EpochReport> run(BatchSource<B> source, BatchLoss<B> loss, Supplier<Metrics> validation) {
    return run(source, uncounted(loss), Optional.of(validation), false);
  }

  /// Trains on all there is in every step: the loss is always the same function of the parameters, and an epoch
  /// is one step.
  ///
  /// @return a report of each step of this run
  public List<EpochReport> run(Supplier<Variable> loss) {
    return run(BatchSource.steps(1, none -> () -> loss), Supplier::get);
  }

  private static <B> CountingLoss<B> uncounted(BatchLoss<B> loss) {
    return (batch, step) -> new Counted(loss.of(batch, step), 0);
  }

  /// @param counts whether the loss counts correct answers
  <B> List<EpochReport> run(BatchSource<B> source, CountingLoss<B> loss, Optional<Supplier<Metrics>> validation,
      boolean counts) {
    if (settings.patience() > 0 && validation.isEmpty()) {
      throw new IllegalArgumentException("early stopping waits for a lower validation loss: it needs a"
          + " validation set");
    }
    TrainingPlan plan = TrainingPlan.of(source, settings);
    List<EpochReport> reports = new ArrayList<>();
    tellProgress(plan);
    while (state.step() < plan.count() && !hasLostPatience() || isInsideAnEpoch(plan)) {
      trainOneEpoch(source, loss, plan);
      EpochReport report = endEpoch(validation, plan, counts);
      settings.watch().afterEpoch().accept(report);
      reports.add(report);
    }
    if (settings.patience() > 0) {
      state.restoreBest();
    }
    return reports;
  }

  /// A checkpoint may have been written between the last step of an epoch and its end.
  private boolean isInsideAnEpoch(TrainingPlan plan) {
    return state.counters().batch() > 0 && state.step() <= plan.count();
  }

  private <B> void trainOneEpoch(BatchSource<B> source, CountingLoss<B> loss, TrainingPlan plan) {
    state.network().train();
    Iterator<B> rest = state.openEpoch(source, settings.batchSize(), memory);
    while (state.counters().batch() < plan.stepsPerEpoch() && state.step() < plan.count()) {
      Step step = plan.step(state.step());
      settings.watch().beforeStep().accept(step);
      plan.requireNext(rest, state.counters().batch());
      double value = memory.run(() -> trainOneStep(rest.next(), loss, plan, step));
      settings.checkpoints().filter(each -> each.countsSteps() && state.step() % each.every() == 0)
          .ifPresent(each -> save(each.file()));
      tellProgress(plan);
      settings.watch().afterStep().accept(new StepReport(step, value));
    }
  }

  private void tellProgress(TrainingPlan plan) {
    settings.watch().progress().update(settings.watch().stage(), state.step(), plan.count());
  }

  private <B> double trainOneStep(B batch, CountingLoss<B> loss, TrainingPlan plan, Step step) {
    Optimizer optimizer = state.optimizer();
    settings.rate().ifPresent(rate -> optimizer.setLearningRate(rate.applyAsDouble(step)));
    Counted outcome = loss.of(batch, step);
    Gradients gradients = Gradients.of(outcome.loss(), optimizer.parameters());
    if (settings.clipNorm() < Double.POSITIVE_INFINITY) {
      gradients = GradientClipping.byNorm(gradients, settings.clipNorm());
    }
    optimizer.step(gradients);
    double value = outcome.loss().item();
    state.countStep(value * plan.weight(state.counters().batch()), outcome.correct());
    return value;
  }

  private EpochReport endEpoch(Optional<Supplier<Metrics>> validation, TrainingPlan plan, boolean counts) {
    TrainingCounters done = state.counters();
    double accuracy = counts ? (double) done.correct() / plan.examplesOf(done.batch()) : Double.NaN;
    Metrics trained = new Metrics(done.lossSum() / plan.weightOf(done.batch()), accuracy);
    Optional<Metrics> validated = validation.map(state::evaluating);
    boolean isBest = state.countEpoch(validated.map(Metrics::loss), settings.patience() > 0);
    settings.checkpoints().filter(each -> !each.countsSteps() && state.epoch() % each.every() == 0)
        .ifPresent(each -> save(each.file()));
    return new EpochReport(state.epoch(), trained, validated, state.optimizer().learningRate(), isBest);
  }

  private boolean hasLostPatience() {
    return settings.patience() > 0 && state.counters().epochsWithoutProgress() >= settings.patience();
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

  /// Continues from a checkpoint: [#run] then trains what is left, to the same bits as if it had never been
  /// interrupted, also in the middle of an epoch. Settings, examples and loss must be those of before.
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
