package scrutable.lessons.modalities.segmentation;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.Ball;
import scrutable.attacks.dense.Segmenter;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Attack;
import scrutable.lessons.modalities.segmentation.SegmentationScenes.Scenes;
import scrutable.nn.Module;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The first pictures of the test, and what the network says of every pixel, with and without the attack.
record SegmentationGallery(ImageGrid figure) {
  private static final int SHOWN = 4;
  private static final int[] LEVELS = {1, 4, SegmentationExperiment.LEVELS};
  /// Background, triangle, disc, square, diamond: the colours of Okabe and Ito, which can be told apart by everybody.
  /// For ten digits there are not as many: theirs are the four, then the other three, then a dark one of three.
  private static final float[][] COLOURS = {
      {0.93f, 0.93f, 0.93f}, {0.90f, 0.62f, 0.00f}, {0.34f, 0.71f, 0.91f}, {0.00f, 0.62f, 0.45f},
      {0.84f, 0.37f, 0.00f}, {0.94f, 0.89f, 0.26f}, {0.00f, 0.45f, 0.70f}, {0.80f, 0.47f, 0.65f},
      {0.45f, 0.31f, 0.00f}, {0.00f, 0.31f, 0.22f}, {0.40f, 0.23f, 0.32f}};

  static SegmentationGallery of(Module network, Scenes test, double strength, Rng rng) {
    Segmenter seen = Segmenter.of(network);
    Tensor pictures = test.pictures().slice(0, 0, SHOWN);
    Tensor truth = test.labels().slice(0, 0, SHOWN);
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      rows.add(new ArrayList<>(List.of(Tile.of(Picture.of(pictures.select(0, i).toFloatArray(), pictures.size(1),
          pictures.size(2), pictures.size(3))), answer(truth, truth, i), answer(seen.labels(pictures), truth, i))));
    }
    List<String> columns = new ArrayList<>(List.of("picture", "truth", "no attack"));
    for (int levels : LEVELS) {
      Tensor attacked = Attack.ITERATED.with(levels).perturb(seen, pictures, Ball.linf(strength * levels / 255), rng);
      for (int i = 0; i < SHOWN; i++) {
        rows.get(i).add(answer(seen.labels(attacked), truth, i));
      }
      columns.add(levels == 1 ? "1 grey level" : levels + " grey levels");
    }
    return new SegmentationGallery(new ImageGrid("What the network says of every pixel", columns, rows));
  }

  private static Tile answer(Tensor labels, Tensor truth, int i) {
    int[] classes = labels.select(0, i).toIntArray();
    int[] right = truth.select(0, i).toIntArray();
    float[] pixels = new float[3 * classes.length];
    int equal = 0;
    for (int p = 0; p < classes.length; p++) {
      for (int c = 0; c < 3; c++) {
        pixels[c * classes.length + p] = COLOURS[classes[p]][c];
      }
      equal += classes[p] == right[p] ? 1 : 0;
    }
    Picture picture = Picture.of(pixels, 3, labels.size(1), labels.size(2));
    return labels == truth ? Tile.of(picture)
        : Tile.of(picture, Numbers.fixed(100.0 * equal / classes.length, 0) + " % right");
  }
}
