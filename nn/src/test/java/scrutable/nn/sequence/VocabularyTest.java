package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("From text to numbers")
class VocabularyTest {
  private static final List<List<String>> TEXTS = List.of(List.of("b", "a", "b", "c"), List.of("b", "d", "a"));

  @Test
  void wordsKeepTheirInnerApostrophesAndHyphensAndNothingElse() {
    Tokenizer words = Tokenizer.words();
    assertEquals(List.of("there", "wasn't", "anything", "bad", "about", "it", "."),
        words.tokens("There wasn\u2019t anything bad\n about it."));
    assertEquals(List.of("'", "quoted", "'", "-", "well-made", "-"), words.tokens("'quoted' - well-made-"));
    assertEquals(List.of("3", ".", "5", "%", "a", "-", "-", "b"), words.tokens("3.5% a--b"));
    assertEquals(List.of("größe", "nai\u0308ve", "日本", "!", "!"), words.tokens("Größe NAI\u0308VE\u00a0日本!!"));
    assertEquals(List.of(), words.tokens(" \t\u00a0"));
  }

  @Test
  void cuttingWhatWasPutTogetherGivesTheSameTokens() {
    String text = "I 'd say: it's a so-so film (2 of 5) \uD83D\uDE00 \u2026";
    for (Tokenizer tokenizer : List.of(Tokenizer.words(), Tokenizer.spaces(), Tokenizer.characters())) {
      List<String> tokens = tokenizer.tokens(text);
      assertEquals(tokens, tokenizer.tokens(tokenizer.text(tokens)));
    }
    assertEquals(text, Tokenizer.characters().text(Tokenizer.characters().tokens(text)));
    assertEquals(List.of("a", "\uD83D\uDE00"), Tokenizer.characters().tokens("a\uD83D\uDE00"));
    assertEquals(List.of("I", "'d", "say:"), Tokenizer.spaces().tokens("  I 'd\u00a0say:\n").subList(0, 3));
  }

  @Test
  void frequentTokensComeFirstAndTiesAreInOrder() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS);
    assertEquals(List.of("b", "a", "c", "d"), vocabulary.words());
    assertEquals(8, vocabulary.size());
    assertEquals("<pad> <bos> <eos> <unk> b", String.join(" ", List.of(vocabulary.token(Vocabulary.PAD),
        vocabulary.token(Vocabulary.BOS), vocabulary.token(Vocabulary.EOS), vocabulary.token(Vocabulary.UNK),
        vocabulary.token(4))));
    assertEquals(List.of("b", "a"), Vocabulary.of(TEXTS, 2, 10).words());
    assertEquals(List.of("b"), Vocabulary.of(TEXTS, 1, 1).words());
    assertEquals(vocabulary.words(), Vocabulary.ofTokens(vocabulary.words()).words());
  }

  @Test
  void whatWasNotSeenInTrainingIsUnknown() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS, 2, 10);
    assertArrayEquals(new int[] {Vocabulary.UNK, 4, 5, Vocabulary.UNK}, vocabulary.ids(List.of("x", "b", "a", "c")));
    assertArrayEquals(new int[] {Vocabulary.BOS, 5, Vocabulary.EOS}, vocabulary.idsWithEnds(List.of("a")));
    assertEquals(List.of("a", "<unk>", "b"), vocabulary.tokens(new int[] {1, 5, 3, 0, 4, 2, 4}));
    assertEquals(5 / 7.0, vocabulary.coverage(TEXTS));
    assertFalse(vocabulary.contains("c"));
  }

  @Test
  void aSymbolWrittenInATextIsNotTheSymbol() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS);
    assertArrayEquals(new int[] {Vocabulary.UNK, Vocabulary.UNK}, vocabulary.ids(List.of("<eos>", "<pad>")));
    assertFalse(vocabulary.contains("<unk>"));
    assertMessage("Vocabulary: a text contains the token <pad>, which is a symbol of the vocabulary itself; write it"
        + " differently there", () -> Vocabulary.of(List.of(List.of("<pad>"))));
    assertMessage("Vocabulary: a text contains the token <bos>, which is a symbol of the vocabulary itself; write it"
        + " differently there", () -> Vocabulary.ofTokens(List.of("<bos>")));
  }

  @Test
  void errorsTellWhatIsWrong() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS);
    assertMessage("Vocabulary: id 8 does not lie in 0 .. 7", () -> vocabulary.token(8));
    assertMessage("Vocabulary: id -1 does not lie in 0 .. 7", () -> vocabulary.tokens(new int[] {-1}));
    assertMessage("Vocabulary: minCount and most should be at least 1, not 0 and 5",
        () -> Vocabulary.of(TEXTS, 0, 5));
    assertMessage("Vocabulary: the token \"a\" is given twice", () -> Vocabulary.ofTokens(List.of("a", "a")));
    assertMessage("coverage: the texts have no tokens", () -> vocabulary.coverage(List.of(List.of())));
  }
}
