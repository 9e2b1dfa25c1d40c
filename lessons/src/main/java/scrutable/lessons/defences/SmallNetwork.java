package scrutable.lessons.defences;

import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// The network that is defended in this chapter: two strided convolutions and a linear layer, for images of 28 x 28
/// pixels and ten classes.
public final class SmallNetwork {
  private SmallNetwork() {}

  /// One with fresh weights.
  ///
  /// @param channels of the images: 1 if they are grey, more if something encodes them
  public static Module fresh(int channels, Rng rng) {
    return new Sequential(
        new Conv2d(channels, 8, Window.square(5, 2, 0), rng), new Relu(),           // (N, 8, 12, 12)
        new Conv2d(8, 16, Window.square(3, 2, 0), rng), new Relu(),                 // (N, 16, 5, 5)
        new Flatten(), new Linear(16 * 5 * 5, 10, rng));
  }
}
