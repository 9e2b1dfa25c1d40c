package scrutable.lessons.explanations;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// Training images of the second network: what they show, the change, and what they are called.
record TransplantGallery(ImageGrid figure) {
  private static final int SHOWN = 8;
  private static final int PER_ROW = 2;

  static TransplantGallery of(Relabelling set, double eps) {
    List<List<Tile>> rows = new ArrayList<>();
    List<Tile> row = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, set.images().size()); i++) {
      if (!row.isEmpty()) {
        row.add(Tile.empty());
      }
      Dataset images = set.images();
      Tensor before = images.inputs().select(0, i);
      Tensor after = set.attacked().inputs().select(0, i);
      row.add(Tile.of(picture(before), "a " + name(images, images.labels(), i)));
      row.add(Tile.symbol("+"));
      row.add(Tile.of(Picture.signed(after.sub(before).toFloatArray(), 1, before.size(1), before.size(2),
          eps / 6), "the change"));
      row.add(Tile.symbol("="));
      row.add(Tile.of(picture(after), "called " + name(images, set.attacked().labels(), i)));
      if ((i + 1) % PER_ROW == 0) {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    return new TransplantGallery(ImageGrid.of("What the second network is taught", rows));
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
  }

  private static String name(Dataset data, Tensor labels, int i) {
    return data.classNames().get((int) labels.get(i));
  }
}
