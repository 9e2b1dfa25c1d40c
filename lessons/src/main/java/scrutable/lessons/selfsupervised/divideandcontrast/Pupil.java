package scrutable.lessons.selfsupervised.divideandcontrast;

import java.util.Arrays;
import java.util.List;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.augment.AffineWarp;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Intensity;
import scrutable.nn.augment.Noise;
import scrutable.nn.augment.RandomCrop;
import scrutable.nn.data.BatchSource;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An encoder that learns without labels, and a count of what it was shown.
final class Pupil {
  private static final int BATCH = 128;
  private static final int FEATURES = 64;
  private static final int COMPARED = 32;
  private static final double TEMPERATURE = 0.5;
  private static final double LEARNING_RATE = 3e-3;

  private final Module encoder;
  private final Module head;
  private final Rng rng;
  private final Progress progress;
  private long digits;
  private long met;

  /// One that has learned nothing; pictures have 14 x 14 pixels.
  Pupil(Rng rng, Progress progress) {
    Rng initial = rng.split("initialise");
    this.encoder = new Sequential(
        new Conv2d(1, 16, 3, initial), new Relu(), new MaxPool2d(2),                    // (N, 16, 6, 6)
        new Conv2d(16, 32, 3, initial), new Relu(), new MaxPool2d(2),                   // (N, 32, 2, 2)
        new Flatten(), new Linear(32 * 2 * 2, FEATURES, initial), new Relu());
    this.head = new Sequential(new Linear(FEATURES, FEATURES, initial), new Relu(),
        new Linear(FEATURES, COMPARED, initial));
    this.rng = rng;
    this.progress = progress;
  }

  /// Pictures to 64 features.
  Module encoder() {
    return encoder;
  }

  /// How many times a digit was shown.
  long digits() {
    return digits;
  }

  /// The share of digits among the pictures that a digit had to be told from.
  double company() {
    return met / ((BATCH - 1.0) * digits);
  }

  //: code contrast
  /// Learns to tell the pictures of a batch from one another. All of a batch are of one part, and a part comes as often
  /// as is due to its size.
  ///
  /// @return itself
  Pupil learn(Collection collection, List<int[]> parts, int steps) {
    Module both = new Sequential(encoder, head);
    Rng own = rng.split("learn").split(digits);
    Rng changes = own.split("views");
    long[] turns = new long[parts.size()];
    BatchSource<Tensor> batches = BatchSource.steps(Math.max(1, steps), deal -> () -> {
      int[] part = parts.get(nextTurn(parts, turns));
      int[] rows = new int[BATCH];
      Arrays.setAll(rows, i -> part[deal.nextInt(part.length)]);
      count(rows, collection.digits());
      return Indexing.select(collection.pictures(), 0, Tensor.wrap(rows, BATCH));
    });
    TrainingSettings settings = TrainingSettings.ofSteps(steps)
        .withSchedule(Schedule.cosine(LEARNING_RATE, LEARNING_RATE / 10, Math.max(1, steps)))
        .withProgress(progress, "learning from views");
    new TrainingLoop(both, new Adam(both.parameters(), LEARNING_RATE), settings, own.split("deal"))
        .run(batches, pictures -> Contrast.ntXent(both.forward(views().apply(pictures, changes)),
            both.forward(views().apply(pictures, changes)), TEMPERATURE));
    both.eval();
    return this;
  }
  //: end

  /// The part that has waited longest for the turns that are due to its size.
  static int nextTurn(List<int[]> parts, long[] turns) {
    double pictures = parts.stream().mapToInt(part -> part.length).sum();
    long turn = Arrays.stream(turns).sum() + 1;
    int next = 0;
    for (int i = 1; i < turns.length; i++) {
      double due = parts.get(i).length * turn / pictures - turns[i];
      next = due > parts.get(next).length * turn / pictures - turns[next] ? i : next;
    }
    turns[next]++;
    return next;
  }

  private void count(int[] rows, int ofDigits) {
    long inBatch = Arrays.stream(rows).filter(row -> row < ofDigits).count();
    digits += inBatch;
    met += inBatch * (inBatch - 1);
  }

  /// Other crops, turns, slants, shades and grains of the same picture, as in the lesson on pairs of pictures.
  private static Augmentation views() {
    return new RandomCrop(0.75).then(new AffineWarp(20, 0.3, 0.2, 0.07)).then(new Intensity(0.4, 0.1))
        .then(Noise.ofPixels(0.08));
  }
}
