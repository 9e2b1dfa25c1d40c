package scrutable.lessons.selfsupervised.noisytext;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
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

/// Dual encoders learn from pairs of a picture and a caption, more and more of which are wrong; then the classes of
/// unseen pictures are named by descriptions. Beside the names they are asked for by other names, which they know as
/// well, and by the filler words that stood most often beside each class. Few pairs are learned from as many steps
/// long as many: what more pairs are worth must not be what more steps are worth.
///
/// Jia et al. 2021, "Scaling up visual and vision-language representation learning with noisy text supervision".
///
/// @param measured what each model could do
/// @param shared pictures that training and test have in common
/// @param crawled the pairs of the largest set, half of them wrong
/// @param test unseen pairs
/// @param model what learned from the crawled pairs
record NoisyTextExperiment(Map<Setting, Measurement> measured, int shared, Scenes.Captioned crawled,
    Scenes.Captioned test, CaptionModel model) {
  static final double[] SHARES = {0, 0.5, 0.8, 1};
  private static final int TEST = 1_000;
  private static final int HIDDEN = 256;
  private static final int WIDTH = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int BATCH = 128;
  private static final double LEARNING_RATE = 4e-3;

  /// What was trained.
  ///
  /// @param size how many pairs
  /// @param wrong the share of them whose caption is that of another picture
  record Setting(int size, double wrong) implements Comparable<Setting> {
    @Override
    public int compareTo(Setting other) {
      return size != other.size ? Integer.compare(size, other.size) : Double.compare(wrong, other.wrong);
    }
  }

  /// What one trained model could do: the shares of test pictures named right.
  ///
  /// @param named by the first name of each colour and form
  /// @param otherNames by the second names
  /// @param emptyNames by filler words that stood beside the class, mean of several lists
  record Measurement(double named, double otherNames, double emptyNames, Doses doses) {}

  /// What was really learned from and asked.
  ///
  /// @param otherClass the share of captions that name another class than that of their picture
  /// @param steps how many were made
  /// @param sameWords words that names and other names have in common, without the article
  /// @param excess how many times as often as elsewhere the filler words asked for stood beside their class
  record Doses(double otherClass, long steps, int sameWords, double excess) {}

  /// Trains on the first pairs of one set, for each size and each share of wrong captions.
  ///
  /// @param sizes ascending; each divides the largest
  /// @param epochs of the largest set; smaller ones are gone through more often
  /// @param conspiring for a sabotage: a wrong caption is always that of a picture of the next class
  /// @param right for a sham: where all captions should be wrong, all are right
  static NoisyTextExperiment of(int[] sizes, int epochs, boolean conspiring, boolean right, Rng rng,
      Progress progress) {
    int most = sizes[sizes.length - 1];
    Scenes.Captioned pairs = Scenes.generate(most, rng.split("train"));
    Scenes.Captioned test = Scenes.generate(TEST, rng.split("test"));
    Map<Setting, Measurement> measured = new TreeMap<>();
    Scenes.Captioned shown = null;
    CaptionModel model = null;
    for (int size : sizes) {
      for (double wrong : SHARES) {
        double share = right && wrong == 1 ? 0 : wrong;
        Scenes.Captioned crawled = conspiring ? conspiring(pairs.take(size), share, rng.split("mismatch"))
            : pairs.take(size).withMismatched(share, rng.split("mismatch"));
        CaptionModel trained = CaptionModel.train(crawled, epochs * most / size, rng.split("model"));
        measured.put(new Setting(size, wrong), measure(trained, crawled, test.pictures()));
        if (size == most && wrong == 0.5) {
          shown = crawled;
          model = trained;
        }
        progress.update("training on pairs", measured.size(), (long) sizes.length * SHARES.length);
      }
    }
    return new NoisyTextExperiment(measured, pairs.pictures().countSharedWith(test.pictures()), shown, test, model);
  }

  /// Wrong captions that all lie in the same direction: those of random pictures of the next class.
  private static Scenes.Captioned conspiring(Scenes.Captioned pairs, double share, Rng rng) {
    int[] labels = pairs.pictures().labels().toIntArray();
    int classes = pairs.pictures().classCount();
    List<String> captions = new ArrayList<>(pairs.captions());
    for (int i : rng.sampleWithoutReplacement(labels.length, (int) StrictMath.rint(share * labels.length))) {
      int next = (labels[i] + 1) % classes;
      int[] places = IntStream.range(0, labels.length).filter(j -> labels[j] == next).toArray();
      captions.set(i, pairs.captions().get(places[rng.nextInt(places.length)]));
    }
    return new Scenes.Captioned(pairs.pictures(), captions);
  }

  private static int common(WordShares some, WordShares others) {
    return (int) some.places().keySet().stream().filter(word -> !word.equals("a") && others.places().containsKey(word))
        .count();
  }

  /// The share of captions that name another class than that of their picture.
  private static double otherClass(Scenes.Captioned pairs) {
    int others = 0;
    for (int i = 0; i < pairs.captions().size(); i++) {
      others += Scenes.classOf(pairs.captions().get(i)) == pairs.pictures().labels().get(i) ? 0 : 1;
    }
    return (double) others / pairs.captions().size();
  }

  //: code measure
  private static Measurement measure(CaptionModel model, Scenes.Captioned crawled, Dataset pictures) {
    List<String> names = descriptions(0);
    List<String> others = descriptions(1);
    FillerDescriptions fillers = FillerDescriptions.of(crawled);
    double empty = fillers.lists().stream().mapToDouble(list -> model.zeroShotAccuracy(pictures, list)).average()
        .orElseThrow();
    return new Measurement(model.zeroShotAccuracy(pictures, names), model.zeroShotAccuracy(pictures, others), empty,
        new Doses(otherClass(crawled), model.steps,
            common(WordShares.ofWordsIn(names), WordShares.ofWordsIn(others)), fillers.excess()));
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
  //: end

  /// A dual encoder for scenes with captions, small enough to be trained in a second: pictures by an MLP
  /// 432-256-32, captions by the mean of one vector of 32 numbers per word.
  ///
  /// @param encoder the trained encoders
  /// @param words the words that occurred in training
  /// @param steps how many it was trained for
  record CaptionModel(DualEncoder encoder, WordShares words, long steps) {
    /// Trains on pairs; labels are not looked at.
    static CaptionModel train(Scenes.Captioned pairs, int epochs, Rng rng) {
      WordShares words = WordShares.ofWordsIn(pairs.captions());
      Rng initialise = rng.split("initialise");
      int pixels = 3 * Scenes.SIZE * Scenes.SIZE;
      DualEncoder encoder = new DualEncoder(
          new Sequential(new Flatten(), new Linear(pixels, HIDDEN, initialise), new Relu(),
              new Linear(HIDDEN, WIDTH, initialise)),
          Linear.withoutBias(words.size(), WIDTH, initialise), TEMPERATURE);
      long steps = encoder.train(pairs.pictures().inputs(), words.of(pairs.captions()),
          new DualEncoder.Settings(epochs, BATCH, LEARNING_RATE), rng.split("shuffle"));
      return new CaptionModel(encoder, words, steps);
    }

    /// The share of pictures that are nearest to the description of their own class.
    ///
    /// @param descriptions one for each class, in the order of the classes
    double zeroShotAccuracy(Dataset pictures, List<String> descriptions) {
      return Metrics.accuracy(encoder.zeroShot(words.of(descriptions)), pictures, 500);
    }
  }
}
