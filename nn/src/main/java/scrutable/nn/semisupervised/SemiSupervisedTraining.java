package scrutable.nn.semisupervised;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Schedule;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The loop that all methods share: draw a batch of each kind, follow the gradient of the loss, average.
final class SemiSupervisedTraining {
  private static final double LAST_RATE = 0.1;

  private SemiSupervisedTraining() {}

  static Module run(Function<TrainingStep, Variable> loss, Dataset labelled, Tensor unlabelled,
      SemiSupervisedSettings settings, Rng rng) {
    requireExamples(labelled, unlabelled);
    Module network = settings.network().apply(rng.split("initialise")).train();
    List<Parameter> parameters = network.parameters();
    Adam optimizer = new Adam(parameters, settings.learningRate());
    Schedule schedule = Schedule.cosine(settings.learningRate(), LAST_RATE * settings.learningRate(),
        settings.steps());
    var average = new ExponentialMovingAverage(parameters, settings.averageDecay());
    Deck withLabel = new Deck(labelled.size(), rng.split("labelled"));
    Deck without = new Deck(unlabelled.size(0), rng.split("unlabelled"));
    Rng changes = rng.split("changes");
    for (int number = 0; number < settings.steps(); number++) {
      Dataset few = labelled.select(withLabel.draw(settings.labelledBatch()));
      Tensor many = Indexing.select(unlabelled, 0, Tensor.wrap(without.draw(settings.unlabelledBatch()),
          settings.unlabelledBatch()));
      TrainingStep step = new TrainingStep(network, average, new Batch(few.inputs(), few.labels()), many,
          settings.weak(), settings.strong(), number / (double) settings.steps(), changes.split(number));
      optimizer.setLearningRate(schedule.rate(number));
      optimizer.step(Gradients.of(loss.apply(step), parameters));
      average.update();
      settings.observer().afterStep(number + 1, settings.steps(), network);
    }
    average.state().forEach((index, mean) -> parameters.get(Integer.parseInt(index)).assign(mean));
    return network.eval();
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
