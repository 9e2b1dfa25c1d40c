package scrutable.lessons.adversarial.szegedy;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.Classifier;
import scrutable.lessons.adversarial.szegedy.SzegedyExperiment.Victim;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// As on the second page of pictures in the paper: the image, ten times the difference, the image after it.
/// The first six test images, for the linear and for the deep network, whether the attack worked or not.
record SzegedyGallery(ImageGrid figure) {
  private static final int SHOWN = 6;

  static SzegedyGallery of(SzegedyExperiment experiment) {
    Dataset attacked = experiment.attacked();
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      List<Tile> row = new ArrayList<>();
      for (Victim victim : List.of(Victim.FC10_WEAK, Victim.FC100)) {
        if (!row.isEmpty()) {
          row.add(Tile.empty());
        }
        Tensor before = attacked.inputs().slice(0, i, i + 1);
        Tensor after = experiment.results().get(victim).adversarial().slice(0, i, i + 1);
        row.add(captioned(experiment.own().get(victim), before, attacked, i));
        row.add(Tile.of(Picture.signed(after.sub(before).mul(10).toFloatArray(), 1, 28, 28, 1),
            "difference × 10"));
        row.add(captioned(experiment.own().get(victim), after, attacked, i));
      }
      rows.add(row);
    }
    return new SzegedyGallery(new ImageGrid("Left: FC10(1e-4). Right: FC100-100-10", List.of(), rows));
  }

  private static Tile captioned(Classifier victim, Tensor image, Dataset attacked, int i) {
    Tensor probabilities = Softmaxes.softmax(victim.logits(image)).select(0, 0);
    int guess = (int) probabilities.argmax(0).item();
    Picture picture = Picture.of(image.toFloatArray(), 1, 28, 28);
    String caption = attacked.classNames().get(guess) + ", " + Numbers.fixed(100 * probabilities.get(guess), 1)
        + " %";
    return guess == (int) attacked.labels().get(i) ? Tile.right(picture, caption) : Tile.wrong(picture, caption);
  }
}
