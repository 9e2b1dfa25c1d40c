package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.parallel.Parallel;

/// Shares the images of a batch among threads, and the tiles of each image if there are few images.
final class ImageLoop {

  /// The work on the tiles `fromTile <= tile < toTile` of one image.
  interface Body {
    void run(int image, int fromTile, int toTile);
  }

  private ImageLoop() {}

  /// Runs `body` over all tiles of all images.
  static void run(int images, int tiles, Body body) {
    int parts = images >= 2 * Parallel.threads() ? 1 : Math.min(tiles, Parallel.threads());
    int share = (tiles + parts - 1) / parts;
    Parallel.forRange(images * parts, 1, (task, end) -> {
      int from = task % parts * share;
      if (from < tiles) {
        body.run(task / parts, from, Math.min(tiles, from + share));
      }
    });
  }
}
