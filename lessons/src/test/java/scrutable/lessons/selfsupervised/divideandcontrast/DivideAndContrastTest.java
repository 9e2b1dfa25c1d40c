package scrutable.lessons.selfsupervised.divideandcontrast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.Progress;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DivideAndContrastTest {
  @Test
  void onePictureInTenIsADigitAndTheDigitsAreTheSameWhateverLiesAroundThem() {
    Collection patterns = Collection.asItComes(200, Rng.seed(1));
    Collection letters = Collection.amongLetters(200, Rng.seed(1));
    assertEquals(20, patterns.digits());
    assertEquals(200, patterns.size());
    assertArrayEquals(patterns.digitsAlone().pictures().toFloatArray(),
        letters.digitsAlone().pictures().toFloatArray());
    assertNotEquals(patterns.pictures().slice(0, 20, 21).sum().item(),
        letters.pictures().slice(0, 20, 21).sum().item());
    assertEquals(200, Collection.chosen(200, Rng.seed(1)).digits());
  }

  @Test
  void partsHoldEveryPictureOnceAndEmptyOnesAreLeftOut() {
    List<int[]> parts = Collection.parts(new int[] {2, 0, 2, 4});
    assertEquals(3, parts.size());
    assertArrayEquals(new int[] {1}, parts.get(0));
    assertArrayEquals(new int[] {0, 2}, parts.get(1));
    assertArrayEquals(new int[] {3}, parts.get(2));
  }

  @Test
  void purityIsTheShareOfDigitsThatADigitFindsInItsPart() {
    assertEquals(1, DivideAndContrastExperiment.purity(List.of(new int[] {0, 1}, new int[] {2, 3, 4}), 2));
    assertEquals(0.4, DivideAndContrastExperiment.purity(List.of(new int[] {0, 1, 2, 3, 4}), 2), 1e-12);
    assertEquals((3 * 0.75 + 1 * 0.25) / 4,
        DivideAndContrastExperiment.purity(List.of(new int[] {0, 1, 2, 7}, new int[] {3, 4, 5, 6}), 4), 1e-12);
  }

  /// Whoever divides perfectly lets digits meet digits alone, and shows them as often as before.
  @Test
  void divisionChangesTheCompanyOfADigitAndNotHowOftenItIsShown() {
    Collection collection = Collection.asItComes(400, Rng.seed(2));
    Pupil undivided = new Pupil(Rng.seed(3), Progress.silent()).learn(collection, collection.undivided(), 20);
    Pupil divided = new Pupil(Rng.seed(3), Progress.silent()).learn(collection, collection.byTruth(), 20);
    assertEquals(1, divided.company());
    assertEquals(0.1, undivided.company(), 0.02);
    assertEquals(256, undivided.digits(), 60);
    assertEquals(256, divided.digits());
  }

  @Test
  void theSameSeedTeachesTheSameAndAPupilGoesOnWithOtherPictures() {
    Collection collection = Collection.asItComes(200, Rng.seed(4));
    Tensor[] features = new Tensor[2];
    for (int i = 0; i < 2; i++) {
      Pupil pupil = new Pupil(Rng.seed(5), Progress.silent()).learn(collection, collection.undivided(), 2);
      features[i] = LinearProbe.features(pupil.encoder(), collection.digitsAlone().pictures());
      long once = pupil.digits();
      assertTrue(pupil.learn(collection, collection.undivided(), 2).digits() > once);
    }
    assertArrayEquals(features[0].toFloatArray(), features[1].toFloatArray());
  }

  @Test
  void aPartHasTheTurnsThatAreDueToItsSize() {
    List<int[]> parts = List.of(new int[1], new int[6], new int[3]);
    long[] turns = new long[3];
    for (int i = 0; i < 100; i++) {
      Pupil.nextTurn(parts, turns);
      for (int part = 0; part < 3; part++) {
        assertEquals(parts.get(part).length * (i + 1) / 10.0, turns[part], 1);
      }
    }
    assertArrayEquals(new long[] {10, 60, 30}, turns);
  }
}
