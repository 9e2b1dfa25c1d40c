package scrutable.lessons.defences;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// Images under both attacks on one defence, the rounding to 8 greys, as the network behind it sees them.
record Rounded(ImageGrid figure) {
  private static final int SHOWN = 5;

  static Rounded of(Module network, Dataset test, int steps, Rng rng) {
    BitDepthReduction rounding = new BitDepthReduction(3);
    WhiteBox deployed = Classifier.of(new Sequential(rounding, network));
    WhiteBox attackable = Classifier.of(new Sequential(rounding.straightThrough(), network));
    Ball ball = Ball.linf(FailedDefencesLesson.EPS);
    Tensor naive = Trial.descent(deployed, AttackLoss.CROSS_ENTROPY).images(test, ball, steps,
        rng.split("shown"));
    Tensor adaptive = Trial.descent(attackable, AttackLoss.MARGIN).images(test, ball, steps,
        rng.split("shown"));
    List<List<Tile>> rows = new ArrayList<>();
    for (Tensor images : new Tensor[] {test.inputs(), naive, adaptive}) {
      Tensor seen = rounding.apply(images);
      Tensor confidence = Softmaxes.softmax(deployed.logits(images));
      List<Tile> row = new ArrayList<>();
      row.add(Tile.symbol(rows.isEmpty() ? "clean" : images == naive ? "naive" : "adaptive"));
      for (int i = 0; i < Math.min(SHOWN, test.size()); i++) {
        row.add(captioned(test, seen.select(0, i), confidence.select(0, i), i));
      }
      rows.add(row);
    }
    return new Rounded(ImageGrid.of("What the network behind the rounding sees", rows));
  }

  private static Tile captioned(Dataset test, Tensor image, Tensor confidence, int i) {
    int guess = (int) confidence.argmax(0).item();
    Picture picture = Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
    String caption = test.classNames().get(guess) + ", " + Numbers.fixed(100 * confidence.get(guess), 1)
        + " %";
    return guess == (int) test.labels().get(i) ? Tile.right(picture, caption) : Tile.wrong(picture, caption);
  }
}
