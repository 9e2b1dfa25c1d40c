package scrutable.lessons.selfsupervised.imagecontrastive;

import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What was really done to the rivals of the learner.
///
/// @param unchanged the distance of two views where they should not be changed, of that where they are
/// @param epochs without changes, of those with changes
/// @param steps of the encoder trained with labels alone, of those made without labels; the least
/// @param shared pictures that two of the pool, the labelled and the test have in common
record ImageContrastiveDoses(double unchanged, double epochs, double steps, int shared) {

  static ImageContrastiveDoses of(Tensor pool, Dataset labelled, Dataset test, double epochs, double steps, Rng rng) {
    double unchanged = distance(ImageContrastiveExperiment.unchanged(), test, rng)
        / distance(ImageContrastiveExperiment.views(), test, rng);
    return new ImageContrastiveDoses(unchanged, epochs, steps, shared(pool, labelled, test));
  }

  /// The mean distance of two views of a picture, pixel by pixel.
  private static double distance(Augmentation views, Dataset pictures, Rng rng) {
    Tensor change = views.apply(pictures.inputs(), rng.split("one")).sub(views.apply(pictures.inputs(),
        rng.split("other")));
    return change.square().sum(false, 1, 2, 3).sqrt().mean().item();
  }

  private static int shared(Tensor pool, Dataset labelled, Dataset test) {
    Dataset unlabelled = new Dataset("pool", pool, Tensor.ofInts(new int[pool.size(0)], pool.size(0)),
        labelled.classNames());
    return labelled.countSharedWith(unlabelled) + labelled.countSharedWith(test) + test.countSharedWith(unlabelled);
  }
}
