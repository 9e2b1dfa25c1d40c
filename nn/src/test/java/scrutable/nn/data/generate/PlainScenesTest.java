package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.nn.data.generate.PlainScenes.Sample;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class PlainScenesTest {
  private static final PlainSceneReader READER = new PlainSceneReader();

  private static Set<String> pairs(Caption caption) {
    List<String> words = List.of(caption.colour().name(), caption.form().name(), caption.above() ? "above" : "left",
        caption.snow() ? "snow" : "dark");
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      for (int j = i + 1; j < 4; j++) {
        pairs.add(words.get(i) + "+" + words.get(j));
      }
    }
    return pairs;
  }

  @Test
  void thereAreSixtyFourCaptionsAndEachHasItsNumberAndWords() {
    assertEquals(64, Caption.all().stream().map(Caption::text).distinct().count());
    for (int i = 0; i < 64; i++) {
      assertEquals(i, Caption.of(i).index());
    }
    assertEquals("a red disc left of a stone in dark", Caption.of(0).text());
    assertEquals("a yellow pole above a stone in snow", Caption.of(63).text());
    assertThrows(IllegalArgumentException.class, () -> Caption.of(64));
  }

  @Test
  void everyPairOfAttributesOfAHeldOutCaptionIsSeenInTraining() {
    List<Caption> heldOut = PlainScenes.heldOut();
    assertEquals(12, new HashSet<>(heldOut).size());
    assertEquals(52, PlainScenes.seen().size());
    Set<String> seen = PlainScenes.seen().stream().flatMap(c -> pairs(c).stream()).collect(Collectors.toSet());
    Set<String> all = Caption.all().stream().flatMap(c -> pairs(c).stream()).collect(Collectors.toSet());
    assertEquals(all, seen);
  }

  @Test
  void heldOutCaptionsFavourNoAttribute() {
    List<Caption> heldOut = PlainScenes.heldOut();
    assertTrue(heldOut.stream().collect(Collectors.groupingBy(Caption::colour, Collectors.counting())).values()
        .stream().allMatch(n -> n == 3));
    assertTrue(heldOut.stream().collect(Collectors.groupingBy(Caption::form, Collectors.counting())).values()
        .stream().allMatch(n -> n == 3));
    assertEquals(6, heldOut.stream().filter(Caption::above).count());
    assertEquals(6, heldOut.stream().filter(Caption::snow).count());
  }

  @Test
  void theReaderReadsEveryPictureOfTheGenerator() {
    Sample sample = PlainScenes.generate(1_280, Caption.all(), Rng.seed(1));
    List<PlainSceneReader.Reading> readings = READER.read(sample.pictures());
    int right = 0;
    double worst = 0;
    for (int i = 0; i < 1_280; i++) {
      right += readings.get(i).caption().equals(sample.captions().get(i)) ? 1 : 0;
      worst = Math.max(worst, readings.get(i).misfit());
    }
    assertEquals(1_280, right);
    assertTrue(worst < 0.05, "misfit " + worst);
  }

  @Test
  void theReaderStandsNoiseAndTellsThatNothingIsThere() {
    Sample sample = PlainScenes.generate(640, Caption.all(), Rng.seed(2));
    Tensor noisy = sample.pictures().add(Rng.seed(3).normalAround(0, 0.3, 640, 3, 12, 12));
    List<PlainSceneReader.Reading> readings = READER.read(noisy);
    int right = 0;
    for (int i = 0; i < 640; i++) {
      right += readings.get(i).caption().equals(sample.captions().get(i)) ? 1 : 0;
    }
    assertTrue(right >= 0.99 * 640, "right " + right);
    assertTrue(READER.read(Rng.seed(4).uniformBetween(-1, 1, 1, 3, 12, 12)).getFirst().misfit() > 0.2);
  }

  @Test
  void picturesOfOneCaptionDifferAndPixelsLieBetweenMinusOneAndOne() {
    Sample sample = PlainScenes.generate(6, List.of(Caption.of(21)), Rng.seed(5));
    assertTrue(sample.pictures().select(0, 0).sub(sample.pictures().select(0, 1)).abs().max().item() > 0.3);
    assertTrue(sample.pictures().abs().max().item() <= 1);
    assertEquals(2 * 0.85f - 1, sample.pictures().select(0, 0).select(0, 0).get(11, 0), 1e-6);
  }

  @Test
  void captionsAreBalancedAndPicturesDoNotDependOnHowManyFollow() {
    Sample many = PlainScenes.generate(104, PlainScenes.seen(), Rng.seed(6));
    assertTrue(many.captions().stream().collect(Collectors.groupingBy(c -> c, Collectors.counting())).values()
        .stream().allMatch(n -> n == 2));
    Sample few = PlainScenes.generate(52, PlainScenes.seen(), Rng.seed(6));
    assertEquals(many.captions().subList(0, 52), few.captions());
    assertArrayEquals(few.pictures().toFloatArray(), many.pictures().slice(0, 0, 52).toFloatArray());
    assertThrows(IllegalArgumentException.class, () -> PlainScenes.generate(-1, PlainScenes.seen(), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> PlainScenes.generate(1, List.of(), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> READER.read(Tensor.zeros(1, 3, 12, 11)));
    assertThrows(IllegalArgumentException.class, () -> READER.read(Tensor.zeros(1, 3, 12, 12).mul(Double.NaN)));
  }
}
