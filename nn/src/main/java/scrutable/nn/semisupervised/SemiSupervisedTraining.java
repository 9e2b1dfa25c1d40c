package scrutable.nn.semisupervised;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Schedule;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What all methods share: a batch of each kind in every step, a rate that falls, an average of the weights.
final class SemiSupervisedTraining {
  private static final double LAST_RATE = 0.1;

  private SemiSupervisedTraining() {}

  static Module run(Function<TrainingStep, Variable> loss, Dataset labelled, Tensor unlabelled,
      SemiSupervisedSettings settings, Rng rng) {
    requireExamples(labelled, unlabelled);
    Module network = settings.network().apply(rng.split("initialise"));
    List<Parameter> parameters = network.parameters();
    TrainingSettings training = TrainingSettings.ofSteps(settings.steps())
        .withSchedule(Schedule.cosine(settings.learningRate(), LAST_RATE * settings.learningRate(),
            settings.steps()))
        .withAveraging(settings.averageDecay())
        .withProgress(settings.progress(), settings.stage())
        .afterEachStep(report -> settings.observer().accept(report.step(), network));
    var loop = new TrainingLoop(network, new Adam(parameters, settings.learningRate()), training, rng);
    ExponentialMovingAverage average = loop.state().average().orElseThrow();
    Rng changes = rng.split("changes");
    loop.run(pairs(labelled, unlabelled, settings), (pair, step) -> loss.apply(new TrainingStep(network, average,
        pair.labelled, pair.unlabelled, settings.weak(), settings.strong(), step.share(),
        changes.split(step.number()))));
    average.state().forEach((index, mean) -> parameters.get(Integer.parseInt(index)).assign(mean));
    return network.eval();
  }

  /// A batch of each kind.
  private record Pair(Batch labelled, Tensor unlabelled) {}

  private static BatchSource<Pair> pairs(Dataset labelled, Tensor unlabelled, SemiSupervisedSettings settings) {
    return BatchSource.steps(settings.steps(), rng -> {
      Deck withLabel = new Deck(labelled.size(), rng.split("labelled"));
      Deck without = new Deck(unlabelled.size(0), rng.split("unlabelled"));
      return () -> {
        Dataset few = labelled.select(withLabel.draw(settings.labelledBatch()));
        Tensor many = Indexing.select(unlabelled, 0, Tensor.wrap(without.draw(settings.unlabelledBatch()),
            settings.unlabelledBatch()));
        return new Pair(new Batch(few.inputs(), few.labels()), many);
      };
    });
  }

  static void requireExamples(Dataset labelled, Tensor unlabelled) {
    int[] shape = unlabelled.shape();
    int[] one = shape.length < 2 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
    if (shape.length < 2 || !Arrays.equals(one, labelled.inputShape())) {
      throw new IllegalArgumentException("the unlabelled inputs " + Shape.text(shape) + " should be (M, ...)"
          + " with the shape of a labelled one, " + Shape.text(labelled.inputShape()));
    }
    if (labelled.size() == 0 || shape[0] == 0) {
      throw new IllegalArgumentException("there are " + labelled.size() + " labelled and " + shape[0]
          + " unlabelled examples, but at least one of each is needed");
    }
  }

  /// Cards that are dealt from the top; when they are used up, all are shuffled again. So every example is
  /// seen equally often, up to one.
  private static final class Deck {
    private final int size;
    private final Rng shuffle;
    private int[] order = {};
    private int next;

    Deck(int size, Rng shuffle) {
      this.size = size;
      this.shuffle = shuffle;
    }

    int[] draw(int count) {
      int[] drawn = new int[count];
      for (int i = 0; i < count; i++) {
        if (next == order.length) {
          order = shuffle.permutation(size);
          next = 0;
        }
        drawn[i] = order[next++];
      }
      return drawn;
    }
  }
}
