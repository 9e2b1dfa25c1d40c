package scrutable.lessons.adversarial.stopsign;

import java.util.stream.IntStream;
import scrutable.attacks.physical.Palette;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What can be stuck on a sign.
///
/// @param sign the clean surface, `(1, 3, H, W)`
/// @param mask where the stickers of the attack are, `(1, 1, H, W)`: 0 or 1
record StopSignStickers(Tensor sign, Tensor mask, Palette inks) {
  private static final int LONGEST = 10;
  private static final int SHORTEST = 3;

  /// Paint in the places of the mask, as printed.
  Tensor printed(Tensor paint) {
    return Tensor.where(mask.expand(sign.shape()), inks.print(paint), sign);
  }

  /// One shade in the places of the mask.
  Tensor plain(double shade) {
    return printed(sign.mul(0).add(shade));
  }

  //: code others
  /// Every point of the mask with a grey of its own.
  Tensor random(Rng rng) {
    return printed(rng.uniform(1, 1, sign.size(2), sign.size(3)).expand(sign.shape()).contiguous());
  }

  /// The points of given stickers in another order, each with its shade.
  Tensor shuffled(Tensor stickers, Rng rng) {
    float[] points = stickers.toFloatArray();
    float[] result = points.clone();
    int[] places = places();
    int[] order = rng.permutation(places.length);
    int channel = sign.size(2) * sign.size(3);
    for (int from = 0; from < points.length; from += channel) {
      for (int i = 0; i < places.length; i++) {
        result[from + places[i]] = points[from + places[order[i]]];
      }
    }
    return Tensor.wrap(result, stickers.shape());
  }

  /// Every point of given stickers, each with its shade, in other places: rectangles anywhere on the sign.
  ///
  /// @param shape as of [scrutable.nn.data.generate.Signs#shape]
  Tensor elsewhere(Tensor stickers, Tensor shape, Rng rng) {
    int height = sign.size(2);
    int width = sign.size(3);
    float[] inside = shape.toFloatArray();
    float[] from = stickers.toFloatArray();
    float[] points = sign.toFloatArray();
    boolean[] covered = new boolean[inside.length];
    int[] places = places();
    int moved = 0;
    while (moved < places.length) {
      int rows = SHORTEST + rng.nextInt(LONGEST - SHORTEST + 1);
      int columns = SHORTEST + rng.nextInt(LONGEST - SHORTEST + 1);
      int first = rng.nextInt(height - rows + 1) * width + rng.nextInt(width - columns + 1);
      for (int i = 0; i < rows * columns && moved < places.length; i++) {
        int at = first + i / columns * width + i % columns;
        if (inside[at] > 0.99 && !covered[at]) {
          covered[at] = true;
          for (int channel = 0; channel < points.length; channel += covered.length) {
            points[channel + at] = from[channel + places[moved]];
          }
          moved++;
        }
      }
    }
    return Tensor.wrap(points, sign.shape());
  }
  //: end

  /// How many points of a surface are not as on the clean sign.
  double changed(Tensor surface) {
    return surface.sub(sign).abs().sum(true, 1).greater(Tensor.full(1e-6, sign.dtype())).sum().item();
  }

  private int[] places() {
    float[] inMask = mask.toFloatArray();
    return IntStream.range(0, inMask.length).filter(i -> inMask[i] > 0).toArray();
  }
}
