package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.function.Consumer;
import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.augment.AffineWarp;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Intensity;
import scrutable.nn.augment.Noise;
import scrutable.nn.augment.RandomCrop;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.selfsupervised.Geometry;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.selfsupervised.SimClr;
import scrutable.nn.train.EpochReport;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An encoder learns without labels which views show the same picture; then a linear classifier with ten labels per
/// class is put on its features. Beside it: the same encoder untrained, the nearest pixels with the same labels, and an
/// encoder that was shown every picture twice without a change.
///
/// Chen et al. 2020, "A simple framework for contrastive learning of visual representations".
///
/// @param measured what was found
/// @param encoder  pictures to 64 features, trained
record ImageContrastiveExperiment(Measurement measured, Module encoder, Dataset labelled, Dataset test) {
  private static final int SIDE = 14;
  private static final int LABELS_PER_CLASS = 10;
  private static final int TEST = 1_000;
  private static final int FEATURES = 64;
  private static final int COMPARED = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int BATCH = 128;
  private static final double LEARNING_RATE = 3e-3;
  private static final double PENALTY = 0.01;
  private static final int[] NEIGHBOURS = {1, 3, 5};

  /// What one seed showed; accuracies are shares of the test pictures.
  ///
  /// @param probe of the trained encoder, after each epoch, from 0 on
  /// @param unchanged the probe of an encoder trained with views that are not changed
  /// @param pixels of the nearest labelled pictures, for the best number of neighbours
  /// @param before how the compared vectors lie before training
  /// @param after how they lie afterwards
  record Measurement(double[] probe, double unchanged, double pixels, Sphere before, Sphere after) {
    double untrained() {
      return probe[0];
    }

    double trained() {
      return probe[probe.length - 1];
    }
  }

  /// How vectors lie on the sphere.
  ///
  /// @param partners the mean squared distance of two views of a picture
  /// @param strangers the mean squared distance of two pictures
  /// @param uniformity see [Geometry#uniformity]
  /// @param spread the standard deviation of a coordinate, in units of that of an even distribution
  record Sphere(double partners, double strangers, double uniformity, double spread) {
    double alignment() {
      return partners / strangers;
    }
  }

  //: code experiment
  static ImageContrastiveExperiment of(int pictures, int epochs, Rng rng, Progress progress) {
    Glyphs.Options small = Glyphs.Options.standard().withSize(SIDE);
    Tensor pool = Glyphs.generate(pictures, small, rng.split("pool")).inputs();
    Dataset labelled = Glyphs.generate(10 * LABELS_PER_CLASS, small, rng.split("labelled"));
    Dataset test = Glyphs.generate(TEST, small, rng.split("test"));
    double[] probes = new double[epochs + 1];
    EncoderWithHead learner = EncoderWithHead.untrained(rng.split("initialise"));
    Sphere before = learner.sphere(test.inputs(), rng.split("sphere"));
    probes[0] = learner.probe(labelled, test);
    learner.train(pool, views(), epochs, rng.split("train"), report -> {
      probes[report.epoch()] = learner.probe(labelled, test);
      progress.update("learning from views", report.epoch(), epochs);
    });
    EncoderWithHead unchanged = EncoderWithHead.untrained(rng.split("initialise"));
    unchanged.train(pool, Augmentation.none(), epochs, rng.split("train"), report -> {});
    return new ImageContrastiveExperiment(new Measurement(probes, unchanged.probe(labelled, test),
        pixels(labelled, test), before, learner.sphere(test.inputs(), rng.split("sphere"))), learner.encoder, labelled,
        test);
  }

  /// Other crops, turns, slants, shades and grains of the same picture.
  static Augmentation views() {
    return new RandomCrop(0.75).then(new AffineWarp(20, 0.3, 0.2, 0.07)).then(new Intensity(0.4, 0.1))
        .then(Noise.ofPixels(0.08));
  }
  //: end

  /// The encoder, with the head that is thrown away after training.
  ///
  /// @param encoder pictures to 64 features: what is wanted
  /// @param head features to the 32 numbers that are compared while learning
  private record EncoderWithHead(Module encoder, Module head) {
    static EncoderWithHead untrained(Rng rng) {
      return new EncoderWithHead(
          new Sequential(
              new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2),               // (N, 16, 6, 6)
              new Conv2d(16, 32, 3, rng), new Relu(), new MaxPool2d(2),              // (N, 32, 2, 2)
              new Flatten(), new Linear(32 * 2 * 2, FEATURES, rng), new Relu()),
          new Sequential(new Linear(FEATURES, FEATURES, rng), new Relu(), new Linear(FEATURES, COMPARED, rng)));
    }

    void train(Tensor images, Augmentation views, int epochs, Rng rng, Consumer<EpochReport> observer) {
      new SimClr(views, TEMPERATURE, epochs, BATCH, LEARNING_RATE).train(images, encoder, head, rng, observer);
    }

    double probe(Dataset labelled, Dataset test) {
      return Metrics.accuracy(LinearProbe.fit(encoder, labelled, PENALTY), test, 500);
    }

    Sphere sphere(Tensor images, Rng rng) {
      Tensor one = compared(views().apply(images, rng));
      Tensor other = compared(views().apply(images, rng));
      return new Sphere(Geometry.alignment(one, other), Geometry.distanceOfStrangers(one),
          Geometry.uniformity(one), Geometry.spread(one) * StrictMath.sqrt(COMPARED));
    }

    /// What is compared while learning: vectors of length 1, `(N, 32)`.
    private Tensor compared(Tensor images) {
      return Graph.withoutRecording(() -> Contrast.unitRows(head.forward(encoder.forward(images))).value());
    }
  }

  /// The best of a few numbers of neighbours on the test set itself, which favours the rival.
  private static double pixels(Dataset labelled, Dataset test) {
    double best = 0;
    int[] truth = test.labels().toIntArray();
    for (int k : NEIGHBOURS) {
      int[] answers = NearestNeighborClassifier.fit(labelled.inputs(), labelled.labels(), 10, k)
          .predict(test.inputs()).toIntArray();
      int right = 0;
      for (int i = 0; i < truth.length; i++) {
        right += answers[i] == truth[i] ? 1 : 0;
      }
      best = Math.max(best, (double) right / truth.length);
    }
    return best;
  }
}
