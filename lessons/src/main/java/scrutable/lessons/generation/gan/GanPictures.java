package scrutable.lessons.generation.gan;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scrutable.autograd.Graph;
import scrutable.lessons.data.Digits;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.FrechetDistance;
import scrutable.nn.validation.GaussianFit;
import scrutable.nn.validation.ModesCovered;
import scrutable.nn.validation.ParzenLogLikelihood;
import scrutable.tensor.Joining;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Small pictures of ten digits in five parts that share none, and a judge who has seen none of those that he judges.
/// Pictures are rows of 256 pixels in [-1, 1].
///
/// @param train      what a generator learns from
/// @param judged     what the judge learns from, `(N, 1, 16, 16)`, with labels
/// @param others     what a generator could make at best: real pictures
/// @param validation to choose by
/// @param test       to compare with
record GanPictures(Tensor train, Dataset judged, Tensor others, Tensor validation, Dataset test) {
  static final int SIDE = 16;
  static final int PIXELS = SIDE * SIDE;
  private static final double SHAKE = 0.75;
  private static final int FOR_PARZEN = 200;
  private static final int FOR_NEAREST = 50;
  private static final int EPOCHS = 4;
  private static final double LEARNING_RATE = 2e-3;

  /// How many pictures each part has.
  record Size(int train, int judged, int test) {}

  /// Glyphs on paper without grain.
  static GanPictures drawn(Size size, Rng rng) {
    Glyphs.Options hand = Glyphs.Options.standard().withSize(SIDE).withShake(SHAKE).withNoise(0);
    return new GanPictures(
        rows(signed(Glyphs.generate(size.train, hand, rng.split("train")))),
        signed(Glyphs.generate(size.judged, hand, rng.split("judged"))),
        rows(signed(Glyphs.generate(size.test, hand, rng.split("others")))),
        rows(signed(Glyphs.generate(size.test, hand, rng.split("validation")))),
        signed(Glyphs.generate(size.test, hand, rng.split("test"))));
  }

  /// Pictures of a published set, made smaller: 28 x 28 pixels with a frame of two, then each 2 x 2 their mean.
  static GanPictures published(String data, Size size, Rng rng, Progress progress) throws IOException {
    Digits real = Digits.real(data, Integer.MAX_VALUE, Integer.MAX_VALUE, progress);
    Dataset mixed = real.train().shuffled(rng.split("parts")).take(size.train + size.judged
        + 2 * size.test);
    Dataset all = signed(small(mixed));
    int end = size.train + size.judged;
    return new GanPictures(rows(all.slice(0, size.train)), all.slice(size.train, end),
        rows(all.slice(end, end + size.test)), rows(all.slice(end + size.test, all.size())),
        signed(small(real.test().shuffled(rng.split("test")).take(size.test))));
  }

  private static Dataset small(Dataset data) {
    int[] frame = {0, 0, 2, 2};
    return data.withInputs(Pooling2d.average(Joining.pad(data.inputs(), frame, frame, 0), Window.square(2, 2, 0)));
  }

  private static Dataset signed(Dataset data) {
    return data.withInputs(data.inputs().mul(2).sub(1));
  }

  private static Tensor rows(Dataset data) {
    return data.inputs().reshape(data.size(), PIXELS);
  }

  Tensor testRows() {
    return rows(test);
  }

  /// A picture that equals another if all its pixels do.
  private record Pixels(float[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Pixels pixels && Arrays.equals(values, pixels.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /// How many pictures are found in more than one part, pixel for pixel.
  int shared() {
    Set<Pixels> before = new HashSet<>();
    int shared = 0;
    for (Tensor part : List.of(train, rows(judged), others, validation, rows(test))) {
      float[] pixels = part.toFloatArray();
      Set<Pixels> own = new HashSet<>();
      for (int i = 0; i < part.size(0); i++) {
        own.add(new Pixels(Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS)));
      }
      shared += (int) own.stream().filter(before::contains).count();
      before.addAll(own);
    }
    return shared;
  }

  /// How good pictures are.
  ///
  /// @param frechet the squared distance from the test pictures in the judge's features
  /// @param kinds   how many show each digit
  /// @param parzen  the score of 2014, with the width chosen on the validation pictures
  /// @param nearest the median distance from the nearest training picture
  record Scores(double frechet, ModesCovered kinds, ParzenLogLikelihood parzen, double nearest) {}

  /// A classifier that is not taught any more: what it sees in a picture, and what it takes it for.
  ///
  /// @param seer   pictures to 32 features
  /// @param namer  features to the logits of the ten digits
  /// @param accuracy on the test pictures
  /// @param expected the features of the test pictures
  record Judge(Module seer, Module namer, double accuracy, GaussianFit expected) {
    private Tensor features(Tensor rows) {
      return Graph.withoutRecording(() -> seer.forward(rows.reshape(rows.size(0), 1, SIDE, SIDE)).value());
    }

    //: code frechet
    double frechet(Tensor rows) {
      return FrechetDistance.squared(expected, GaussianFit.of(features(rows)));
    }

    ModesCovered kinds(Tensor rows) {
      Tensor logits = Graph.withoutRecording(() -> namer.forward(features(rows)).value());
      return ModesCovered.of(logits.argmax(1), logits.size(1));
    }
    //: end
  }

  /// Teaches the judge.
  Judge judge(Rng rng, Progress progress) {
    Rng start = rng.split("initialise");
    Window half = Window.square(4, 2, 1);
    Sequential seer = new Sequential(new Conv2d(1, 12, half, start), new Relu(), new Conv2d(12, 24, half, start),
        new Relu(), new Flatten(), new Linear(PIXELS * 24 / 16, 32, start), new Relu());
    Linear namer = new Linear(32, judged.classCount(), start);
    Sequential both = new Sequential(seer, namer);
    TrainingSettings settings = TrainingSettings.of(EPOCHS, 64).withProgress(progress, "teaching the judge");
    new ClassifierTraining(both, new Adam(both.parameters(), LEARNING_RATE), settings, rng.split("shuffle"))
        .run(judged);
    GaussianFit expected = GaussianFit.of(Graph.withoutRecording(() -> seer.forward(test.inputs()).value()));
    return new Judge(seer, namer, Metrics.accuracy(both, test, 500), expected);
  }

  /// Judges pictures by all measures.
  Scores scores(Judge judge, Tensor made) {
    ParzenLogLikelihood parzen = ParzenLogLikelihood.choosing(made, few(validation, FOR_PARZEN),
        few(testRows(), FOR_PARZEN), ParzenLogLikelihood.usualWidths());
    return new Scores(judge.frechet(made), judge.kinds(made), parzen, nearest(made));
  }

  private static Tensor few(Tensor rows, int most) {
    return rows.slice(0, 0, Math.min(rows.size(0), most));
  }

  /// The median distance of pictures, the first few of them, from the nearest training picture.
  double nearest(Tensor rows) {
    double[] distances = NearestNeighbors.among(train).find(few(rows, FOR_NEAREST), 1).distances().toDoubleArray();
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }
}
