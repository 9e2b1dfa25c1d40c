package scrutable.lessons.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.selfsupervised.DualEncoder;
import scrutable.nn.selfsupervised.WordShares;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// A dual encoder for scenes with captions, small enough to be trained in a second: pictures by an MLP
/// 432-256-32, captions by the mean of one vector of 32 numbers per word.
///
/// @param encoder the trained encoders
/// @param words the words that occurred in training
record CaptionModel(DualEncoder encoder, WordShares words) {
  private static final int HIDDEN = 256;
  private static final int WIDTH = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int BATCH = 128;
  private static final double LEARNING_RATE = 4e-3;

  /// Trains on pairs; labels are not looked at.
  static CaptionModel train(Scenes.Captioned pairs, int epochs, Rng rng) {
    WordShares words = WordShares.ofWordsIn(pairs.captions());
    Rng initialise = rng.split("initialise");
    int pixels = 3 * Scenes.SIZE * Scenes.SIZE;
    DualEncoder encoder = new DualEncoder(
        new Sequential(new Flatten(), new Linear(pixels, HIDDEN, initialise), new Relu(),
            new Linear(HIDDEN, WIDTH, initialise)),
        Linear.withoutBias(words.size(), WIDTH, initialise), TEMPERATURE);
    encoder.train(pairs.pictures().inputs(), words.of(pairs.captions()),
        new DualEncoder.Settings(epochs, BATCH, LEARNING_RATE), rng.split("shuffle"));
    return new CaptionModel(encoder, words);
  }

  /// The share of pictures that are nearest to the description of their own class.
  ///
  /// @param descriptions one for each class, in the order of the classes
  double zeroShotAccuracy(Dataset pictures, List<String> descriptions) {
    return Metrics.accuracy(encoder.zeroShot(words.of(descriptions)), pictures, 500);
  }

  /// "a red disc" and so on: colour and form of each class by the name with that index, 0 to 2.
  static List<String> descriptions(int name) {
    List<String> descriptions = new ArrayList<>();
    for (Scenes.Colour colour : Scenes.Colour.values()) {
      for (Scenes.Form form : Scenes.Form.values()) {
        descriptions.add("a " + colour.words().get(name) + " " + form.words().get(name));
      }
    }
    return descriptions;
  }

  /// Descriptions that say nothing: two filler words for each class.
  static List<String> emptyDescriptions() {
    List<String> descriptions = new ArrayList<>();
    for (int i = 0; i < Scenes.classNames().size(); i++) {
      descriptions.add("a filler" + 2 * i + " filler" + (2 * i + 1));
    }
    return descriptions;
  }
}
