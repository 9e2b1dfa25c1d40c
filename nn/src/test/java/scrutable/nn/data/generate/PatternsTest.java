package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Patterns and letters: what lies among the digits of an uncurated collection.
class PatternsTest {
  private static final int SIDE = 14;
  private static final Glyphs.Options HAND = Glyphs.Options.standard().withSize(SIDE);

  @Test
  void theSameSeedGivesTheSamePicturesWhateverIsDrawnAfterThem() {
    assertArrayEquals(Patterns.generate(20, SIDE, Rng.seed(1)).inputs().toFloatArray(),
        Patterns.generate(40, SIDE, Rng.seed(1)).take(20).inputs().toFloatArray());
    assertArrayEquals(Letters.generate(20, HAND, Rng.seed(1)).inputs().toFloatArray(),
        Letters.generate(40, HAND, Rng.seed(1)).take(20).inputs().toFloatArray());
  }

  @Test
  void eachOfNineFamiliesIsThereAsOften() {
    int[] twenty = new int[9];
    Arrays.fill(twenty, 20);
    assertArrayEquals(twenty, Patterns.generate(180, SIDE, Rng.seed(2)).countPerClass());
    assertArrayEquals(twenty, Letters.generate(180, HAND, Rng.seed(2)).countPerClass());
  }

  @Test
  void brightnessesLieBetweenPaperAndInk() {
    float[] pixels = Patterns.generate(900, SIDE, Rng.seed(3)).inputs().toFloatArray();
    for (float pixel : pixels) {
      assertTrue(pixel >= 0 && pixel <= 1, "" + pixel);
    }
    double mean = IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).average().orElseThrow();
    assertTrue(mean > 0.2 && mean < 0.7, "mean " + mean);
  }

  /// A family is more than a name: whoever has seen some of each tells them apart, grain from stripes as A from X.
  @Test
  void familiesAndLettersAreToldApartByTheirNearestNeighbours() {
    assertTrue(accuracy(Patterns.generate(900, SIDE, Rng.seed(4)), Patterns.generate(180, SIDE, Rng.seed(5))) > 0.6);
    assertTrue(accuracy(Letters.generate(900, HAND, Rng.seed(4)), Letters.generate(180, HAND, Rng.seed(5))) > 0.7);
  }

  /// Among as many letters as patterns, the nearest to a digit is mostly a letter.
  @Test
  void lettersAreNearToDigitsAndPatternsAreFar() {
    Dataset letters = Letters.generate(900, HAND, Rng.seed(7));
    Dataset patterns = Patterns.generate(900, SIDE, Rng.seed(7));
    int[] pattern = new int[1_800];
    Arrays.fill(pattern, 900, 1_800, 1);
    Tensor both = Joining.concat(0, letters.inputs(), patterns.inputs());
    int[] nearest = NearestNeighborClassifier.fit(both, Tensor.wrap(pattern, 1_800), 2, 1)
        .predict(Glyphs.generate(200, HAND, Rng.seed(6)).inputs()).toIntArray();
    double share = IntStream.of(nearest).filter(what -> what == 0).count() / 200.0;
    assertTrue(share > 0.7, "letters: " + share);
  }

  @Test
  void wrongSizesAreRefused() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Patterns.generate(1, 7, Rng.seed(1))).getMessage()
        .contains("1 of 7"));
    assertThrows(IllegalArgumentException.class, () -> Patterns.generate(-1, 14, Rng.seed(1)));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Letters.generate(-1, HAND, Rng.seed(1))).getMessage()
        .startsWith("letters: count must not be negative"));
    assertEquals(0, Letters.generate(0, HAND, Rng.seed(1)).size());
  }

  private static double accuracy(Dataset train, Dataset test) {
    int[] said = NearestNeighborClassifier.fit(train.inputs(), train.labels(), 9, 1).predict(test.inputs())
        .toIntArray();
    int[] truth = test.labels().toIntArray();
    return IntStream.range(0, truth.length).filter(i -> said[i] == truth[i]).count() / (double) truth.length;
  }
}
