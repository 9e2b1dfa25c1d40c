package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Scenes.Captioned;
import scrutable.nn.data.generate.Scenes.Colour;
import scrutable.nn.data.generate.Scenes.Form;
import scrutable.tensor.Rng;

class ScenesTest {
  private static final Captioned SCENES = Scenes.generate(320, Rng.seed(1));

  @Test
  void everyCaptionNamesColourFormRelationAndPlaceOfItsPicture() {
    for (int i = 0; i < SCENES.captions().size(); i++) {
      int label = (int) SCENES.pictures().labels().get(i);
      List<String> words = List.of(SCENES.captions().get(i).split(" "));
      assertTrue(words.stream().anyMatch(Colour.values()[label / 4].words()::contains), words.toString());
      assertTrue(words.stream().anyMatch(Form.values()[label % 4].words()::contains), words.toString());
      double corner = SCENES.pictures().inputs().get(i, 1, 11, 11);
      boolean lightGround = words.contains("snow");
      boolean isOnStone = Math.abs(corner - 0.5) < 0.2;
      assertTrue(isOnStone || lightGround == corner > 0.5, words + ": " + corner);
    }
  }

  @Test
  void theColourOfAClassIsTheStrongestInTheMiddleOfItsShape() {
    for (int i = 0; i < 320; i++) {
      String caption = SCENES.captions().get(i);
      boolean above = caption.contains(" above ");
      int label = (int) SCENES.pictures().labels().get(i);
      if (label / 4 == Colour.RED.ordinal()) {
        double red = 0;
        for (int across = 4; across < 8; across++) {
          int row = above ? 3 : across;
          int column = above ? across : 3;
          red = Math.max(red, SCENES.pictures().inputs().get(i, 0, row, column)
              - SCENES.pictures().inputs().get(i, 1, row, column));
        }
        assertTrue(red > 0.5, caption);
      }
    }
  }

  @Test
  void classesAreBalancedAndFillersDoNotTellThem() {
    assertArrayEquals(new int[] {20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20},
        SCENES.pictures().countPerClass());
    Captioned many = Scenes.generate(8_000, Rng.seed(2));
    Map<String, int[]> counts = new TreeMap<>();
    for (int i = 0; i < 8_000; i++) {
      int colour = (int) many.pictures().labels().get(i) / 4;
      for (String word : many.captions().get(i).split(" ")) {
        if (word.startsWith("filler")) {
          counts.computeIfAbsent(word, none -> new int[4])[colour]++;
        }
      }
    }
    assertEquals(Scenes.FILLERS, counts.size());
    double chiSquare = 0;
    for (int[] count : counts.values()) {
      double expected = Arrays.stream(count).sum() / 4.0;
      for (int seen : count) {
        chiSquare += (seen - expected) * (seen - expected) / expected;
      }
    }
    double freedom = 3.0 * Scenes.FILLERS;
    assertTrue(chiSquare < freedom + 4 * Math.sqrt(2 * freedom), "chi-square " + chiSquare);
  }

  @Test
  void aPictureDoesNotDependOnHowManyFollow() {
    Captioned fewer = Scenes.generate(16, Rng.seed(1));
    assertArrayEquals(fewer.pictures().inputs().toFloatArray(),
        SCENES.take(16).pictures().inputs().toFloatArray());
    assertEquals(fewer.captions(), SCENES.take(16).captions());
  }

  @Test
  void mismatchedCaptionsAreTheSameCaptionsOfOtherPictures() {
    Captioned half = SCENES.withMismatched(0.5, Rng.seed(3));
    List<String> before = new ArrayList<>(SCENES.captions());
    List<String> after = new ArrayList<>(half.captions());
    int moved = 0;
    for (int i = 0; i < 320; i++) {
      moved += before.get(i).equals(after.get(i)) ? 0 : 1;
    }
    assertEquals(160, moved);
    before.sort(null);
    after.sort(null);
    assertEquals(before, after);
    assertEquals(SCENES.captions(), SCENES.withMismatched(0, Rng.seed(3)).captions());
    assertThrows(IllegalArgumentException.class, () -> SCENES.withMismatched(1.1, Rng.seed(3)));
    assertThrows(IllegalArgumentException.class, () -> new Captioned(SCENES.pictures(), List.of("one")));
  }

  @Test
  void aCaptionNamesTheClassOfItsOwnPictureAndWithoutAWordOfBothNone() {
    Scenes.Captioned scenes = Scenes.generate(400, Rng.seed(5));
    for (int i = 0; i < 400; i++) {
      assertEquals((int) scenes.pictures().labels().get(i), Scenes.classOf(scenes.captions().get(i)));
    }
    assertEquals(Scenes.classNames().indexOf("blue pole"), Scenes.classOf("azure pillar"));
    assertThrows(IllegalArgumentException.class, () -> Scenes.classOf("a blue stone"));
    assertThrows(IllegalArgumentException.class, () -> Scenes.classOf("a red blue pole"));
  }
}
