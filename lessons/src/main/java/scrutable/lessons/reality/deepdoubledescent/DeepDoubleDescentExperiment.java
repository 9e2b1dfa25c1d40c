package scrutable.lessons.reality.deepdoubledescent;

import java.util.Arrays;
import java.util.List;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.NoisyLabels;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;
import scrutable.tensor.kernel.parallel.Parallel;

/// A network of each width, trained with wrong labels and without, for all epochs and without any regularisation.
///
/// Nakkiran, Kaplun, Bansal, Yang, Barak, Sutskever, "Deep double descent: where bigger models and more data
/// hurt", ICLR 2020.
///
/// @param noisy the networks of growing width with wrong labels
/// @param clean without
/// @param wrong the share of training labels that are wrong, `validationWrong` of those that say when to stop;
///     `cleanWrong` where none should be
/// @param shared how many images any two of the sets that teach, that stop and that judge have in common
record DeepDoubleDescentExperiment(List<WidthRun> noisy, List<WidthRun> clean, double wrong,
    double validationWrong, double cleanWrong, int shared) {
  private static final double NOISE = 0.2;
  private static final int BATCHES = 5;
  private static final double LEARNING_RATE = 8e-3;

  /// One network, looked at on the way.
  ///
  /// @param parameters how many it has
  /// @param trainError on the training labels, wrong ones included, after the last epoch
  /// @param testErrors on true labels, at each checkpoint
  /// @param validationErrors on labels as noisy as the training labels, at each checkpoint
  record WidthRun(int parameters, double trainError, double[] testErrors, double[] validationErrors) {
    /// The test error after the last epoch.
    double testError() {
      return testErrors[testErrors.length - 1];
    }

    /// The checkpoint where the validation error is least, the first of several: what a careful user would keep.
    int stop() {
      int best = 0;
      for (int i = 1; i < validationErrors.length; i++) {
        best = validationErrors[i] < validationErrors[best] ? i : best;
      }
      return best;
    }

    /// The test error there.
    double earlyStopped() {
      return testErrors[stop()];
    }
  }

  /// What a run learns from and is judged by; only the labels of `test` are all right.
  private record Data(Dataset train, Dataset validation, Dataset test) {
    int shared() {
      return train.countSharedWith(validation) + train.countSharedWith(test) + validation.countSharedWith(test);
    }

    Data withNoise(double noise, Rng rng) {
      return new Data(withNoise(train, noise, rng.split("wrong labels")),
          withNoise(validation, noise, rng.split("wrong validation labels")), test);
    }

    private static Dataset withNoise(Dataset examples, double share, Rng rng) {
      return examples.withLabels(NoisyLabels.of(examples.labels(), examples.classCount(), share, rng));
    }
  }

  /// Trains all networks twice.
  ///
  /// @param digits      half of the training images are learned from, the others choose when to stop
  /// @param checkpoints the epochs after which networks are judged, ascending; they are trained up to the last
  /// @param disarmed    whether no label is wrong
  /// @param peeks       for a sham: training stops where the error on the test images is least
  static DeepDoubleDescentExperiment of(Digits digits, int[] widths, int[] checkpoints, boolean disarmed, boolean peeks,
      Rng rng) {
    int examples = digits.train().size() / 2;
    Data clean = new Data(digits.train().slice(0, examples),
        peeks ? digits.test() : digits.train().slice(examples, 2 * examples), digits.test());
    Data noisy = clean.withNoise(disarmed ? 0 : NOISE, rng);
    return new DeepDoubleDescentExperiment(runs(widths, checkpoints, noisy, rng),
        runs(widths, checkpoints, clean, rng),
        NoisyLabels.share(clean.train.labels(), noisy.train.labels()),
        NoisyLabels.share(clean.validation.labels(), noisy.validation.labels()),
        NoisyLabels.share(digits.train().slice(0, examples).labels(), clean.train.labels()), clean.shared());
  }

  /// Glyphs of 10 x 10 pixels: with so few, a network needs many units to learn noise by heart, and the wide ones still
  /// train fast. They are in a calmer hand than elsewhere, so that a few units suffice for what can be learned.
  static Digits calmGlyphs(int training, int judged, Rng rng) {
    Glyphs.Options calm = Glyphs.Options.standard().withSize(10).withShake(0.6);
    return new Digits(Glyphs.generate(training, calm, rng.split("train")),
        Glyphs.generate(judged, calm, rng.split("test")));
  }

  /// Real digits of 9 x 9 pixels, for the same reasons: each is the mean of 3 x 3.
  static Digits reduced(Digits real, int training, Rng rng) {
    return new Digits(reduced(real.train().shuffled(rng.split("choice")).take(training)), reduced(real.test()));
  }

  private static Dataset reduced(Dataset images) {
    return images.withInputs(Pooling2d.average(images.inputs(), Window.square(3, 3, 0)));
  }

  /// Networks do not depend on each other: threads share them, the widest first since they take longest.
  private static List<WidthRun> runs(int[] widths, int[] checkpoints, Data data, Rng rng) {
    WidthRun[] runs = new WidthRun[widths.length];
    Parallel.forRange(widths.length, 1, (from, end) -> {
      int i = widths.length - 1 - from;
      runs[i] = run(widths[i], checkpoints, data, rng.split("network").split(widths[i]));
    });
    return List.of(runs);
  }

  //: code run
  private static WidthRun run(int width, int[] checkpoints, Data data, Rng rng) {
    Module network = network(width, data.train, rng.split("weights"));
    double[] testErrors = new double[checkpoints.length];
    double[] validationErrors = new double[checkpoints.length];
    int epochs = checkpoints[checkpoints.length - 1];
    TrainingSettings settings = TrainingSettings.of(epochs, data.train.size() / BATCHES)
        .afterEachEpoch(report -> {
          int checkpoint = Arrays.binarySearch(checkpoints, report.epoch());
          if (checkpoint >= 0) {
            testErrors[checkpoint] = error(network, data.test);
            validationErrors[checkpoint] = error(network, data.validation);
          }
        });
    Adam optimizer = new Adam(network.parameters(), LEARNING_RATE);
    new ClassifierTraining(network, optimizer, settings, rng.split("shuffle")).run(data.train);
    return new WidthRun(network.parameterCount(), error(network, data.train), testErrors, validationErrors);
  }

  /// Leaky rectifiers: of four plain ones, two may die at the start, and what is left is a matter of luck.
  private static Module network(int width, Dataset train, Rng rng) {
    int pixels = train.inputs().elementCount() / train.size();
    return new Sequential(new Flatten(), new Linear(pixels, width, rng), new LeakyRelu(0.1),
        new Linear(width, train.classCount(), rng));
  }
  //: end

  private static double error(Module network, Dataset examples) {
    return 1 - Metrics.accuracy(network, examples, 1_000);
  }
}
