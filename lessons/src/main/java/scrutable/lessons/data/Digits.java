package scrutable.lessons.data;

import java.io.IOException;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.DataSets;
import scrutable.nn.data.published.Split;
import scrutable.tensor.Rng;

/// Ten classes of small grey images, for training and for testing.
///
/// @param train the images a model may learn from
/// @param test  the images it is judged and attacked on; none of them is in `train`
public record Digits(Dataset train, Dataset test) {

  private static final String DRAWN = "glyphs";

  /// How many images to train on and to test on.
  public record Size(int train, int test) {}

  /// Whether the data set of this name is drawn by ourselves, so that nothing has to be read and everything that was
  /// planted in it is known.
  public static boolean areDrawn(String data) {
    return data.equals(DRAWN);
  }

  /// The data set of this name, of one size if it is drawn and of another if it is real.
  ///
  /// @throws IOException if it is neither on this machine nor to be downloaded
  public static Digits of(String data, Size drawn, Size real, Rng rng, Progress progress) throws IOException {
    return areDrawn(data) ? glyphs(drawn.train, drawn.test, rng) : real(data, real.train, real.test, progress);
  }

  /// Procedural glyphs, drawn with independent random numbers.
  public static Digits glyphs(int train, int test, Rng rng) {
    return new Digits(Glyphs.generate(train, rng.split("train")), Glyphs.generate(test, rng.split("test")));
  }

  /// The first `train` and `test` images of a real data set, by its name in [DataSets].
  ///
  /// @throws IOException if it is neither on this machine nor to be downloaded
  public static Digits real(String name, int train, int test, Progress progress) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment();
    Dataset all = DataSets.load(name, Split.TRAIN, locations, progress);
    Dataset judged = DataSets.load(name, Split.TEST, locations, progress);
    return new Digits(all.take(Math.min(train, all.size())), judged.take(Math.min(test, judged.size())));
  }
}
