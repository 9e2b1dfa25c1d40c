package scrutable.lessons.adversarial.fastgradientsign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// Images before and after: the first test image of each class, whether the attack worked on it or not.
record FastGradientSignGallery(ImageGrid figure) {

  static FastGradientSignGallery of(Classifier victim, Dataset test, double eps, Rng rng) {
    Dataset shown = test.select(firstOfEachClass(test));
    Tensor attacked = new FastGradientSign().perturb(victim,
        Examples.of(shown.inputs(), new Untargeted(shown.labels()), rng), Ball.linf(eps));
    Tensor before = Softmaxes.softmax(victim.logits(shown.inputs()));
    Tensor after = Softmaxes.softmax(victim.logits(attacked));
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      rows.add(List.of(
          captioned(shown, shown.inputs().select(0, i), before.select(0, i), i),
          Tile.symbol("+ " + Numbers.significant(eps, 2) + " ×"),
          Tile.of(Picture.signed(change(shown, attacked, i), 1, shown.inputShape()[1], shown.inputShape()[2], eps),
              "the step, clipped"),
          Tile.symbol("="),
          captioned(shown, attacked.select(0, i), after.select(0, i), i)));
    }
    return new FastGradientSignGallery(new ImageGrid("What the CNN sees, before and after one step", List.of(),
        paired(rows)));
  }

  private static int[] firstOfEachClass(Dataset test) {
    int[] labels = test.labels().toIntArray();
    int[] first = new int[test.classCount()];
    Arrays.fill(first, -1);
    for (int i = labels.length - 1; i >= 0; i--) {
      first[labels[i]] = i;
    }
    return Arrays.stream(first).filter(i -> i >= 0).toArray();
  }

  private static float[] change(Dataset shown, Tensor attacked, int i) {
    return attacked.select(0, i).sub(shown.inputs().select(0, i)).toFloatArray();
  }

  private static Tile captioned(Dataset shown, Tensor image, Tensor probabilities, int i) {
    int guess = (int) probabilities.argmax(0).item();
    int label = (int) shown.labels().get(i);
    Picture picture = Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
    String caption = shown.classNames().get(guess) + ", "
        + Numbers.fixed(100 * probabilities.get(guess), 1) + " %";
    return guess == label ? Tile.right(picture, caption) : Tile.wrong(picture, caption);
  }

  /// Two triples side by side in each row, so that the figure is wider than tall.
  private static List<List<Tile>> paired(List<List<Tile>> triples) {
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < triples.size(); i += 2) {
      List<Tile> row = new ArrayList<>(triples.get(i));
      if (i + 1 < triples.size()) {
        row.add(Tile.empty());
        row.addAll(triples.get(i + 1));
      }
      rows.add(row);
    }
    return rows;
  }
}
