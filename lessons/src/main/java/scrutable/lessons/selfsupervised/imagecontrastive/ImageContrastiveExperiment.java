package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.List;
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
import scrutable.nn.data.Dataset;
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
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An encoder learns without labels which views show the same picture; then a linear classifier with a few labels per
/// class is put on its features. Beside it: the same encoder untrained, the nearest pixels with the same labels, an
/// encoder that was shown every picture twice without a change, and what decides whether the pictures without labels
/// are worth anything: the same encoder, the same labels and the same changes without one of them.
///
/// Chen et al. 2020, "A simple framework for contrastive learning of visual representations".
///
/// @param measured what was found
/// @param encoder  pictures to 64 features, trained
record ImageContrastiveExperiment(Measurement measured, Module encoder, Dataset labelled, Dataset test) {
  static final int FEATURES = 64;
  /// How many sets of one labelled picture per class are tried; one set alone is a matter of luck.
  private static final int DRAWS = 5;
  private static final int COMPARED = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 2e-3;
  static final double PENALTY = 0.01;

  /// What one seed showed; accuracies are shares of the test pictures.
  ///
  /// @param probe of the trained encoder, after each epoch, from 0 on
  /// @param unchanged the probe of an encoder trained with views that are not changed
  /// @param pixels of the nearest labelled pictures, for the best number of neighbours
  /// @param ten with ten labels per class: with the pictures that have none, and without them
  /// @param one the same with one label per class
  /// @param before how the compared vectors lie before training
  /// @param after how they lie afterwards
  /// @param doses what was really done
  record Measurement(double[] probe, double unchanged, double pixels, ImageContrastiveLabels ten,
      ImageContrastiveLabels one, Sphere before, Sphere after, ImageContrastiveDoses doses) {
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
  /// @param strangers for a sabotage: the two views are of different pictures
  /// @param lazy for a sham: the encoder trained with labels alone makes a tenth of its steps
  static ImageContrastiveExperiment of(ImageContrastivePictures pictures, int epochs, boolean strangers, boolean lazy,
      Rng rng, Progress progress) {
    Tensor pool = pictures.pool();
    Dataset labelled = pictures.labelled();
    Dataset test = pictures.test();
    MeteredChanges views = new MeteredChanges(views());
    double[] probes = new double[epochs + 1];
    EncoderWithHead learner = EncoderWithHead.untrained(rng.split("initialise"));
    Sphere before = learner.sphere(test.inputs(), rng.split("sphere"));
    probes[0] = learner.probe(labelled, test);
    learner.train(pool, strangers ? SHUFFLED.then(views) : views, epochs, rng.split("train"), report -> {
      probes[report.epoch()] = learner.probe(labelled, test);
      progress.update("learning from views", report.epoch(), epochs);
    });
    EncoderWithHead unchanged = EncoderWithHead.untrained(rng.split("initialise"));
    int[] epochsUnchanged = {0};
    unchanged.train(pool, unchanged(), epochs, rng.split("train"), report -> epochsUnchanged[0]++);
    int steps = epochs * (pool.size(0) / BATCH);
    var ten = ImageContrastiveLabels.of(learner.encoder, ImageContrastiveLabels.cut(labelled,
        ImageContrastivePictures.LABELS_PER_CLASS, 1), test, steps, lazy, rng.split("ten labels"));
    var one = ImageContrastiveLabels.of(learner.encoder, ImageContrastiveLabels.cut(labelled, 1, DRAWS), test, steps,
        lazy, rng.split("one label"));
    var doses = ImageContrastiveDoses.of(pictures, (double) epochsUnchanged[0] / epochs, views.distance(),
        List.of(ten, one), rng);
    return new ImageContrastiveExperiment(new Measurement(probes, unchanged.probe(labelled, test),
        ImageContrastiveLabels.pixels(labelled, test), ten, one, before,
        learner.sphere(test.inputs(), rng.split("sphere")), doses), learner.encoder, labelled, test);
  }

  /// For a sabotage: the pictures of a batch in another order.
  private static final Augmentation SHUFFLED = (images, rng) -> Indexing.select(images, 0,
      Tensor.wrap(rng.permutation(images.size(0)), images.size(0)));

  /// The ablation: both views are the picture itself.
  static Augmentation unchanged() {
    return Augmentation.none();
  }

  /// Other crops, turns, slants, shades and grains of the same picture.
  static Augmentation views() {
    return new RandomCrop(0.75).then(new AffineWarp(20, 0.3, 0.2, 0.07)).then(new Intensity(0.4, 0.1))
        .then(Noise.ofPixels(0.08));
  }
  //: end

  /// Pictures to 64 features.
  static Sequential newEncoder(Rng rng) {
    return new Sequential(
        new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2),                     // (N, 16, 6, 6)
        new Conv2d(16, 32, 3, rng), new Relu(), new MaxPool2d(2),                    // (N, 32, 2, 2)
        new Flatten(), new Linear(32 * 2 * 2, FEATURES, rng), new Relu());
  }

  /// The encoder, with the head that is thrown away after training.
  ///
  /// @param encoder pictures to 64 features: what is wanted
  /// @param head features to the 32 numbers that are compared while learning
  private record EncoderWithHead(Module encoder, Module head) {
    static EncoderWithHead untrained(Rng rng) {
      return new EncoderWithHead(newEncoder(rng),
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
}
