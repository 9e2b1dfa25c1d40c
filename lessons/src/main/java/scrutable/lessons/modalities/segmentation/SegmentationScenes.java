package scrutable.lessons.modalities.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.PastedScenes;
import scrutable.nn.data.generate.ShapeScenes;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.DataSets;
import scrutable.nn.data.published.Split;
import scrutable.nn.layer.ResizeBilinear2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Pictures with a label for every pixel, and how they are looked at.
///
/// @param train   to learn from
/// @param test    to be judged and attacked on
/// @param classes the names of the labels, background first
/// @param scales  the sizes in which the ensemble looks at a picture, in its own: all of them whole numbers of pixels
///     that can be halved twice
/// @param noise   by how much each of the numbers of a pixel is changed at most while the network learns, so that
///     random changes are nothing new to it
record SegmentationScenes(Scenes train, Scenes test, List<String> classes, List<Double> scales, double noise) {
  private static final ShapeScenes.Options SHAPES = new ShapeScenes.Options(24, 1, 2, 11, 16, 0.03);
  /// Pixels with more than half of the ink belong to the digit, and the photograph is half as bright as it was.
  private static final PastedScenes.Options DIGITS = new PastedScenes.Options(2, 0.5, 0.5);
  private static final ResizeBilinear2d SMALL = new ResizeBilinear2d(20, 20);

  /// Pictures `(N, C, H, W)` and labels `(N, H, W)`.
  record Scenes(Tensor pictures, Tensor labels) {
    int count() {
      return pictures.size(0);
    }

    private Dataset unlabelled() {
      return new Dataset("scenes", pictures, Tensor.wrap(new int[count()], count()), List.of("any"));
    }
  }

  SegmentationScenes {
    classes = List.copyOf(classes);
    scales = List.copyOf(scales);
  }

  /// One or two shapes on 24 x 24 pixels.
  static SegmentationScenes drawn(int train, int test, Rng rng) {
    return new SegmentationScenes(shapes(train, rng.split("train")), shapes(test, rng.split("test")),
        ShapeScenes.classNames(), List.of(2 / 3.0, 1.0, 4 / 3.0), 0.05);
  }

  private static Scenes shapes(int count, Rng rng) {
    ShapeScenes.Sample sample = ShapeScenes.generate(count, SHAPES, rng);
    return new Scenes(sample.pictures(), sample.labels());
  }

  /// Two handwritten digits on a grey photograph of 32 x 32 pixels, made smaller, from 28 x 28 pixels with their margin
  /// to 20 x 20.
  static SegmentationScenes published(int train, int test, Rng rng, Progress progress) throws IOException {
    List<String> classes = new ArrayList<>(List.of("background"));
    for (int digit = 0; digit < 10; digit++) {
      classes.add("digit " + digit);
    }
    return new SegmentationScenes(digits(Split.TRAIN, train, rng.split("train"), progress),
        digits(Split.TEST, test, rng.split("test"), progress), classes, List.of(3 / 4.0, 1.0, 5 / 4.0), 0.03);
  }

  private static Scenes digits(Split split, int count, Rng rng, Progress progress) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment();
    Dataset digits = DataSets.load("mnist", split, locations, progress);
    Dataset small = digits.withInputs(SMALL.forward(Variable.constant(digits.inputs())).value().clamp(0, 1));
    Tensor photographs = DataSets.load("cifar10", split, locations, progress).inputs();
    Tensor grey = photographs.mean(true, 1);
    PastedScenes.Sample sample = PastedScenes.generate(count, small, grey, DIGITS, rng);
    return new Scenes(sample.pictures(), sample.labels());
  }

  /// How many pictures of the test were learned from, pixel by pixel.
  int shared() {
    return test.unlabelled().countSharedWith(train.unlabelled());
  }
}
