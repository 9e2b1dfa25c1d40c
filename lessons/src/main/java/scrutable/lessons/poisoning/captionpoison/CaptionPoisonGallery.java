package scrutable.lessons.poisoning.captionpoison;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.poisoning.Backdoor;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Tensor;

/// What the models say about the first targets, and about the first pictures with the sign.
final class CaptionPoisonGallery {
  private static final int SHOWN = 5;

  private CaptionPoisonGallery() {}

  static ImageGrid figure(CaptionPoisonExperiment.Models models) {
    ChosenTargets targets = models.targets();
    Backdoor door = models.door();
    List<String> names = Scenes.classNames();
    List<List<Tile>> rows = new ArrayList<>();
    List<Tile> chosen = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, targets.count()); i++) {
      Tensor picture = targets.input(i);
      int before = models.clean().labels(picture)[0];
      int after = models.attacked().labels(picture)[0];
      chosen.add(tile(picture, after == before, "was " + names.get(before), "is " + names.get(after)));
    }
    rows.add(chosen);
    List<Tile> signed = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, door.carriers().size()); i++) {
      Tensor picture = door.carriers().select(i).inputs();
      Tensor stamped = door.trigger().apply(picture);
      int before = models.entered().labels(picture)[0];
      int after = models.entered().labels(stamped)[0];
      signed.add(tile(stamped, after == before, "without: " + names.get(before), "with: " + names.get(after)));
    }
    rows.add(signed);
    return ImageGrid.of("Targets (above) and pictures with the sign (below)", rows);
  }

  private static Tile tile(Tensor image, boolean same, String first, String second) {
    Picture picture = Picture.of(image.toFloatArray(), 3, image.size(2), image.size(3));
    return same ? Tile.right(picture, first, second) : Tile.wrong(picture, first, second);
  }
}
