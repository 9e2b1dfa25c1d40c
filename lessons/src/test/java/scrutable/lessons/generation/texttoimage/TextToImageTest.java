package scrutable.lessons.generation.texttoimage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Teaching;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.generate.PlainScenes;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.nn.data.generate.Scenes.Colour;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TextToImageTest {
  private static final PlainScenes.Sample REAL = PlainScenes.generate(2 * Caption.COUNT, Caption.all(), Rng.seed(1));

  @Test
  void realPicturesShowWhatTheirCaptionsSayInEveryWord() {
    Obeyed read = Obeyed.of(REAL.pictures(), REAL.captions());
    assertEquals(1, read.all());
    assertEquals(1, read.colour());
    assertEquals(1, read.place());
    assertTrue(read.misfit() < 0.02, "misfit " + read.misfit());
  }

  @Test
  void eachWordIsCountedForItselfAndAllMustBeRightTogether() {
    List<Caption> other = REAL.captions().stream().map(caption -> caption.colour() == Colour.values()[0]
        ? new Caption(Colour.values()[1], caption.form(), caption.above(), caption.snow())
        : new Caption(caption.colour(), caption.form(), !caption.above(), caption.snow())).toList();
    Obeyed read = Obeyed.of(REAL.pictures(), other);
    assertEquals(0, read.all());
    assertEquals(0.75, read.colour());
    assertEquals(0.25, read.relation());
    assertEquals(1, read.form());
    assertEquals(1, read.place());
  }

  @Test
  void varianceIsThatWithinACaptionAndNotThatBetweenThem() {
    Tensor first = REAL.pictures();
    List<Caption> captions = REAL.captions();
    List<Caption> two = new ArrayList<>(captions);
    two.addAll(captions);
    Tensor same = Joining.concat(0, first, first.add(0.2));
    double once = Obeyed.of(first, captions).variance();
    double expected = (2 * once + 4 * 0.1 * 0.1) / 3;
    assertEquals(expected, Obeyed.of(same, two).variance(), 1e-5);
    List<Caption> single = Caption.all();
    assertTrue(Double.isNaN(Obeyed.of(first.slice(0, 0, 64), single).variance()));
  }

  @Test
  void withoutTheColourOnlyTheColourIsMissing() {
    List<String> texts = TextToImageExperiment.texts(Caption.all(), Teaching.NO_COLOUR);
    for (int i = 0; i < texts.size(); i++) {
      Caption caption = Caption.of(i);
      String colour = caption.colour().words().getFirst();
      assertEquals(caption.text(), texts.get(i).replaceFirst("a ", "a " + colour + " "));
      for (Colour each : Colour.values()) {
        assertTrue(!texts.get(i).contains(each.words().getFirst()), texts.get(i));
      }
    }
  }

  @Test
  void textsThatNameAColourAreCounted() {
    assertEquals(64, TextToImageExperiment.named(TextToImageExperiment.texts(Caption.all(), Teaching.THEIR_CAPTION)));
    assertEquals(0, TextToImageExperiment.named(TextToImageExperiment.texts(Caption.all(), Teaching.NO_COLOUR)));
    assertEquals(1, TextToImageExperiment.named(List.of("a disc above a stone", "a green stone")));
  }

  @Test
  void dealtCaptionsAreTheSameCaptionsAndMostlyWrong() {
    List<Caption> captions = PlainScenes.generate(5_200, PlainScenes.seen(), Rng.seed(2)).captions();
    List<Caption> dealt = TextToImageExperiment.dealt(captions, Rng.seed(3));
    List<Integer> before = new ArrayList<>(captions.stream().map(Caption::index).toList());
    List<Integer> after = new ArrayList<>(dealt.stream().map(Caption::index).toList());
    long wrong = IntStream.range(0, 5_200).filter(i -> !before.get(i).equals(after.get(i))).count();
    assertEquals(51 / 52.0, wrong / 5_200.0, 0.01);
    Collections.sort(before);
    Collections.sort(after);
    assertEquals(before, after);
  }

  @Test
  void thePainterKnowsEveryWordOfAHeldOutCaption() {
    BagOfWords words = BagOfWords.ofMostFrequent(PlainScenes.seen().stream().map(Caption::text).toList(), 20);
    for (Caption caption : PlainScenes.heldOut()) {
      for (String word : BagOfWords.wordsOf(caption.text())) {
        assertTrue(words.vocabulary().contains(word), word);
      }
    }
  }

  @Test
  void thePainterIsTheSameForTheSameSeedAndGuidanceChangesWhatItPaints() {
    BagOfWords words = BagOfWords.ofMostFrequent(PlainScenes.seen().stream().map(Caption::text).toList(), 20);
    List<String> texts = REAL.captions().stream().map(Caption::text).toList();
    List<String> asked = texts.subList(0, 2);
    ScenePainter[] painters = new ScenePainter[2];
    for (int i = 0; i < 2; i++) {
      painters[i] = new ScenePainter(words, Rng.seed(4));
      painters[i].learn(REAL.pictures(), texts, 3, Rng.seed(5), Progress.silent(), done -> { });
    }
    float[] painted = painters[0].paint(asked, 2, Rng.seed(6)).toFloatArray();
    assertArrayEquals(painted, painters[1].paint(asked, 2, Rng.seed(6)).toFloatArray());
    assertNotEquals(painted[0], painters[0].paint(asked, 0, Rng.seed(6)).toFloatArray()[0]);
  }
}
