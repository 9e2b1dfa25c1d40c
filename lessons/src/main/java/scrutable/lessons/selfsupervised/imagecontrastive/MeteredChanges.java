package scrutable.lessons.selfsupervised.imagecontrastive;

import scrutable.nn.augment.Augmentation;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Changes that keep account of how far they really move pictures.
final class MeteredChanges implements Augmentation {
  private final Augmentation changes;
  private double moved;
  private long pictures;

  MeteredChanges(Augmentation changes) {
    this.changes = changes;
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    Tensor changed = changes.apply(images, rng);
    moved += changed.sub(images).square().sum(false, 1, 2, 3).sqrt().sum().item();
    pictures += images.size(0);
    return changed;
  }

  /// The mean distance of a changed picture from what it was, in L2 over the pixels; NaN if there was none.
  double distance() {
    return moved / pictures;
  }
}
