package scrutable.lessons.selfsupervised.imagecontrastive;

import java.io.IOException;
import scrutable.lessons.data.Digits;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Pictures of ten classes, 14 x 14 grey pixels in [0, 1], in three parts that share none.
///
/// @param pool     pictures of which nobody says what they show, `(M, 1, 14, 14)`
/// @param labelled pictures with labels, [#LABELS_PER_CLASS] of each class in published sets, as many on average in
///     drawn ones
/// @param test     to judge by
record ImageContrastivePictures(Tensor pool, Dataset labelled, Dataset test) {
  static final int LABELS_PER_CLASS = 10;
  private static final int SIDE = 14;
  private static final int TEST = 1_000;
  /// Among so many pictures there are enough of each class.
  private static final int TO_LABEL = 1_000;

  /// Glyphs.
  ///
  /// @param pictures in the pool
  static ImageContrastivePictures drawn(int pictures, Rng rng) {
    Glyphs.Options small = Glyphs.Options.standard().withSize(SIDE);
    return new ImageContrastivePictures(Glyphs.generate(pictures, small, rng.split("pool")).inputs(),
        Glyphs.generate(10 * LABELS_PER_CLASS, small, rng.split("labelled")),
        Glyphs.generate(TEST, small, rng.split("test")));
  }

  /// Pictures of a published set, each 2 x 2 of its pixels made one, their mean. Every seed draws other ones.
  ///
  /// @throws IOException if the set is neither on this machine nor to be downloaded
  static ImageContrastivePictures published(String data, int pictures, Rng rng, Progress progress) throws IOException {
    Digits real = Digits.real(data, Integer.MAX_VALUE, Integer.MAX_VALUE, progress);
    Dataset some = small(real.train().shuffled(rng.split("train")).take(pictures + TO_LABEL));
    Dataset labelled = ImageContrastiveLabels.cut(some.slice(pictures, some.size()), LABELS_PER_CLASS, 1)[0];
    return new ImageContrastivePictures(some.inputs().slice(0, 0, pictures), labelled,
        small(real.test().shuffled(rng.split("test")).take(TEST)));
  }

  private static Dataset small(Dataset data) {
    return data.withInputs(Pooling2d.average(data.inputs(), Window.square(2, 2, 0)));
  }

  /// How many pictures two of the parts share, pixel for pixel.
  int shared() {
    Dataset unlabelled = new Dataset("pool", pool, Tensor.ofInts(new int[pool.size(0)], pool.size(0)),
        labelled.classNames());
    return labelled.countSharedWith(unlabelled) + labelled.countSharedWith(test) + test.countSharedWith(unlabelled);
  }
}
