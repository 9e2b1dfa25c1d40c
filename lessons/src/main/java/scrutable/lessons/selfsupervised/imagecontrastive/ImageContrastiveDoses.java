package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.List;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What was really done to the rivals of the learner.
///
/// @param unchanged the distance of two views where they should not be changed, of that where they are
/// @param epochs without changes, of those with changes
/// @param steps of the encoder trained with labels alone, of those made without labels; the least
/// @param changes by what share the changes of the former are longer or shorter than those of the latter, the most
/// @param shared pictures that two of the pool, the labelled and the test have in common
record ImageContrastiveDoses(double unchanged, double epochs, double steps, double changes, int shared) {

  /// @param epochs  see above
  /// @param learner how far the changes moved the pictures without labels
  /// @param rivals  the networks that saw labelled pictures only
  static ImageContrastiveDoses of(ImageContrastivePictures pictures, double epochs, double learner,
      List<ImageContrastiveLabels> rivals, Rng rng) {
    double unchanged = distance(ImageContrastiveExperiment.unchanged(), pictures.test(), rng)
        / distance(ImageContrastiveExperiment.views(), pictures.test(), rng);
    return new ImageContrastiveDoses(unchanged, epochs,
        rivals.stream().mapToDouble(ImageContrastiveLabels::steps).min().orElseThrow(),
        rivals.stream().mapToDouble(rival -> Math.abs(rival.changes() / learner - 1)).max().orElseThrow(),
        pictures.shared());
  }

  /// The mean distance of two views of a picture, pixel by pixel.
  private static double distance(Augmentation views, Dataset pictures, Rng rng) {
    Tensor change = views.apply(pictures.inputs(), rng.split("one")).sub(views.apply(pictures.inputs(),
        rng.split("other")));
    return change.square().sum(false, 1, 2, 3).sqrt().mean().item();
  }
}
