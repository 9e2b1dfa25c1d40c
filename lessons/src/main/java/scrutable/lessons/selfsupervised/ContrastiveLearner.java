package scrutable.lessons.selfsupervised;

import java.util.function.Consumer;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.AffineWarp;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Intensity;
import scrutable.nn.augment.Noise;
import scrutable.nn.augment.RandomCrop;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.selfsupervised.SimClr;
import scrutable.nn.train.EpochReport;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A small convolutional encoder of 14 x 14 pictures, with the head that is thrown away after training.
///
/// @param encoder pictures to 64 features: what is wanted
/// @param head features to the 32 numbers that are compared while learning
record ContrastiveLearner(Module encoder, Module head) {
  static final int SIDE = 14;
  static final int FEATURES = 64;
  static final int COMPARED = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int BATCH = 128;
  private static final double LEARNING_RATE = 3e-3;

  static ContrastiveLearner untrained(Rng rng) {
    return new ContrastiveLearner(
        new Sequential(
            new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2),               // (N, 16, 6, 6)
            new Conv2d(16, 32, 3, rng), new Relu(), new MaxPool2d(2),              // (N, 32, 2, 2)
            new Flatten(), new Linear(32 * 2 * 2, FEATURES, rng), new Relu()),
        new Sequential(new Linear(FEATURES, FEATURES, rng), new Relu(), new Linear(FEATURES, COMPARED, rng)));
  }

  /// Other crops, turns, slants, shades and grains of the same picture.
  static Augmentation views() {
    return new RandomCrop(0.75).then(new AffineWarp(20, 0.3, 0.2, 0.07)).then(new Intensity(0.4, 0.1))
        .then(Noise.ofPixels(0.08));
  }

  /// Learns from pictures without labels, where it is.
  void train(Tensor images, Augmentation views, int epochs, Rng rng, Consumer<EpochReport> observer) {
    new SimClr(views, TEMPERATURE, epochs, BATCH, LEARNING_RATE).train(images, encoder, head, rng, observer);
  }

  /// What is compared while learning: vectors of length 1, `(N, 32)`.
  Tensor compared(Tensor images) {
    return Graph.withoutRecording(() -> {
      Variable z = head.forward(encoder.forward(images));
      return Contrast.unitRows(z).value();
    });
  }
}
