package scrutable.lessons.modalities.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Effort;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Reader;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Trained;
import scrutable.lessons.modalities.sentiment.SentimentTexts.Text;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.WordSum;
import scrutable.tensor.Rng;

class SentimentTest {
  private static final SentimentTexts TEXTS = SentimentTexts.drawn(2_000, 500, Rng.seed(1));
  private static final SentimentTexts SHUFFLED = TEXTS.shuffled(Rng.seed(2));

  @Test
  void noFrameOfTheTestIsInTheTraining() {
    assertEquals(0, TEXTS.shared());
    SentimentTexts other = SentimentTexts.drawn(2_000, 500, Rng.seed(3));
    List<String> frames = other.train().stream().flatMap(text -> SentimentTexts.framesOf(text.tokens()).stream())
        .toList();
    long known = TEXTS.train().stream().flatMap(text -> SentimentTexts.framesOf(text.tokens()).stream())
        .filter(frames::contains).count();
    assertTrue(known > 1_800, "the same frames are recognised, whatever words fill them: " + known);
  }

  @Test
  void aFrameForgetsSynonymsAndOpinionsAndSkipsWhatHasNone() {
    List<String> tokens = Tokenizer.words().tokens("We saw it in Oslo on Friday. The flick was truly lousy!");
    assertEquals(List.of("the feature was deeply -"), SentimentTexts.framesOf(tokens));
  }

  @Test
  void noReviewIsASentenceOfTheSlide() {
    List<List<String>> all = new ArrayList<>(TEXTS.train().stream().map(Text::tokens).toList());
    TEXTS.test().forEach(text -> all.add(text.tokens()));
    Reviews.SLIDE.forEach(fixed -> assertTrue(!all.contains(Tokenizer.words().tokens(fixed.text()))));
  }

  @Test
  void shufflingChangesTheOrderInsideSentencesAndNothingElse() {
    assertTrue(TEXTS.moved(SHUFFLED) > 0.99);
    assertEquals(0, TEXTS.moved(TEXTS));
    for (int i = 0; i < TEXTS.test().size(); i++) {
      Text before = TEXTS.test().get(i);
      Text after = SHUFFLED.test().get(i);
      assertEquals(before.label(), after.label());
      assertEquals(before.turned(), after.turned());
      for (int t = 0; t < before.tokens().size(); t++) {
        boolean end = List.of(".", "!").contains(before.tokens().get(t));
        assertEquals(end, List.of(".", "!").contains(after.tokens().get(t)), "each sentence keeps its length");
      }
    }
    Text first = TEXTS.train().getFirst();
    List<Text> train = new ArrayList<>(TEXTS.train());
    train.set(0, new Text(List.of("other", "words"), first.label(), first.turned()));
    assertThrows(IllegalStateException.class, () -> TEXTS.moved(new SentimentTexts(train, TEXTS.test(), 0)));
  }

  @Test
  void labelsThatAreDealtAnewAreTheSameLabelsOnOtherTexts() {
    SentimentTexts dealt = TEXTS.withLabelsDealtAnew(Rng.seed(4));
    assertEquals(0.5, TEXTS.relabelled(dealt), 0.05);
    assertEquals(1_000, dealt.train().stream().mapToInt(Text::label).sum());
    assertEquals(TEXTS.test(), dealt.test());
    assertEquals(TEXTS.train().getFirst().tokens(), dealt.train().getFirst().tokens());
  }

  @Test
  void bigramsSeeThePairsAndTheOthersTheWords() {
    List<String> words = List.of("not", "bad", "not");
    assertEquals(words, Reader.BAG.tokens(words));
    assertEquals(words, Reader.GRU.tokens(words));
    assertEquals(List.of("not", "bad", "not", "not bad", "bad not"), Reader.BIGRAMS.tokens(words));
  }

  @Test
  void theBagIsBlindToTheOrderAndItsWeightsAddUpToItsAnswer() {
    SentimentExperiment experiment = SentimentExperiment.of(TEXTS, false, new Effort(1, 10, List.of(500)),
        Optional.empty(),
        Rng.seed(5), Progress.silent());
    Trained bag = experiment.trained().get(Reader.BAG);
    List<List<String>> before = TEXTS.test().stream().map(Text::tokens).toList();
    double[] logits = bag.logits(before);
    assertArrayEquals(logits, bag.logits(SHUFFLED.test().stream().map(Text::tokens).toList()), 1e-4);
    WordSum sum = (WordSum) bag.network();
    for (int i = 0; i < 50; i++) {
      double added = sum.bias();
      for (String word : before.get(i)) {
        added += sum.weights().get(bag.words().id(word));
      }
      assertEquals(added, logits[i], 1e-4);
    }
    Trained bigrams = experiment.trained().get(Reader.BIGRAMS);
    assertNotEquals(bigrams.logits(List.of(List.of("good", "not", "bad")))[0],
        bigrams.logits(List.of(List.of("bad", "not", "good")))[0]);
  }

  @Test
  void accuracyCountsEachKindForItself() {
    SentimentExperiment experiment = SentimentExperiment.of(TEXTS, false, new Effort(1, 10, List.of(500)),
        Optional.empty(),
        Rng.seed(6), Progress.silent());
    Trained bag = experiment.trained().get(Reader.BAG);
    var accuracy = bag.accuracy(TEXTS.test());
    long turned = TEXTS.test().stream().filter(Text::turned).count();
    double right = accuracy.turned() * turned + accuracy.plain() * (500 - turned);
    assertEquals(500 * accuracy.all(), right, 1e-9);
    List<Text> opposite = TEXTS.test().stream().map(text -> new Text(text.tokens(), 1 - text.label(), text.turned()))
        .toList();
    assertEquals(1 - accuracy.plain(), bag.accuracy(opposite).plain(), 1e-12);
    assertEquals(1 - accuracy.turned(), bag.accuracy(opposite).turned(), 1e-12);
  }
}
