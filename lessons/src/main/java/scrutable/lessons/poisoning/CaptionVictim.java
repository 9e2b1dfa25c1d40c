package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Recipe;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.selfsupervised.DualEncoder;
import scrutable.nn.selfsupervised.WordShares;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The victim: the dual encoder of lesson L37, asked about pictures without ever having been told a class.
///
/// @param epochs how many times each pair is used
/// @param batch pairs in each step
public record CaptionVictim(int epochs, int batch) implements Recipe<Scenes.Captioned> {
  private static final int HIDDEN = 256;
  private static final int WIDTH = 32;

  @Override
  public Trained train(Scenes.Captioned pairs, Rng rng) {
    WordShares words = WordShares.ofWordsIn(pairs.captions());
    Rng initialise = rng.split("initialise");
    DualEncoder encoder = new DualEncoder(
        new Sequential(new Flatten(), new Linear(3 * Scenes.SIZE * Scenes.SIZE, HIDDEN, initialise), new Relu(),
            new Linear(HIDDEN, WIDTH, initialise)),
        Linear.withoutBias(words.size(), WIDTH, initialise), 0.2);
    encoder.train(pairs.pictures().inputs(), words.of(pairs.captions()),
        new DualEncoder.Settings(epochs, batch, 4e-3), rng.split("shuffle"));
    return new Trained(encoder, words.of(descriptions()));
  }

  /// A trained encoder and the descriptions of the classes, as bags of words.
  public record Trained(DualEncoder encoder, Tensor descriptions) implements DecisionAccess {
    /// The cosine of each picture with each description, `(N, K)`.
    public Tensor cosines(Tensor pictures) {
      return encoder.pictureVectors(pictures).matmul(encoder.sentenceVectors(descriptions).t());
    }

    @Override
    public int[] labels(Tensor pictures) {
      return cosines(pictures).argmax(1).toIntArray();
    }

    public double accuracy(Dataset pictures) {
      return new ManyErrors(pictures).accuracy(this);
    }
  }

  /// "a red disc" and so on, by the first name of each colour and form.
  private static List<String> descriptions() {
    List<String> descriptions = new ArrayList<>();
    for (Scenes.Colour colour : Scenes.Colour.values()) {
      for (Scenes.Form form : Scenes.Form.values()) {
        descriptions.add("a " + colour.words().getFirst() + " " + form.words().getFirst());
      }
    }
    return descriptions;
  }
}
