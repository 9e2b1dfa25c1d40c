package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Word vectors")
class WordVectorsTest {
  private static final List<List<String>> TEXT = List.of(List.of("noise", "breaks", "it"), List.of("silent"));
  private static final Vocabulary LETTERS = SpelledWords.alphabet(TEXT);

  private static List<WordVectors> all() {
    Rng rng = Rng.seed(1);
    return List.of(new WordTable(Vocabulary.of(TEXT), 6, rng), new SpelledWords(LETTERS, 5, 6, rng),
        new LetterBags(LETTERS, 6, rng));
  }

  private static float[] vector(WordVectors of, String word) {
    return of.of(List.of(List.of(word))).value().toFloatArray();
  }

  @Test
  void areTheSameForAWordWhereverItStandsAndWhateverStandsBesideIt() {
    for (WordVectors vectors : all()) {
      Tensor both = vectors.of(TEXT).value();
      assertArrayEquals(new int[] {2, 3, 6}, both.shape());
      assertArrayEquals(vector(vectors, "it"), both.select(0, 0).select(0, 2).toFloatArray(), 1e-6f);
      assertArrayEquals(vector(vectors, "silent"), both.select(0, 1).select(0, 0).toFloatArray(), 1e-6f);
    }
  }

  @Test
  void areZeroBehindTheEndOfASentence() {
    for (WordVectors vectors : all()) {
      assertArrayEquals(new float[12], vectors.of(TEXT).value().select(0, 1).slice(0, 1, 3).toFloatArray());
    }
  }

  @Test
  void ofLetterBagsAreTheSameToTheBitForAnagrams() {
    Rng rng = Rng.seed(2);
    LetterBags bags = new LetterBags(LETTERS, 48, rng);
    SpelledWords spelled = new SpelledWords(LETTERS, 48, 48, rng);
    for (String other : List.of("listen", "tinsel", "enlist", "inlets")) {
      assertArrayEquals(vector(bags, "silent"), vector(bags, other));
      assertFalse(Arrays.equals(vector(spelled, "silent"), vector(spelled, other)), other);
    }
    assertFalse(Arrays.equals(vector(bags, "silent"), vector(bags, "silnt")));
  }

  @Test
  void ofATableTellNothingApartThatItDoesNotKnow() {
    WordVectors table = all().getFirst();
    assertArrayEquals(vector(table, "nosie"), vector(table, "brekas"));
    assertFalse(Arrays.equals(vector(table, "noise"), vector(table, "breaks")));
  }

  @Test
  void ofSpelledWordsAreWorkedOutByHand() {
    SpelledWords words = new SpelledWords(Vocabulary.ofTokens(List.of("a", "b")), 1, 1, Rng.seed(3));
    // The letters a and b are 1 and 2 in the first number of 16; ends of words are 0. Filters add three or five letters.
    float[] letters = new float[6 * 16];
    letters[4 * 16] = 1;
    letters[5 * 16] = 2;
    float[] three = new float[16 * 3];
    Arrays.fill(three, 0, 3, 1);
    float[] five = new float[16 * 5];
    Arrays.fill(five, 0, 5, 1);
    words.load(Map.of("letters.weight", Tensor.of(letters, 6, 16),
        "three.weight", Tensor.of(three, 1, 16, 3), "three.bias", Tensor.zeros(1),
        "five.weight", Tensor.of(five, 1, 16, 5), "five.bias", Tensor.zeros(1),
        "output.weight", Tensor.of(new float[] {0.01f, 0.1f}, 1, 2), "output.bias", Tensor.zeros(1)));
    // abbab: the best three are bba with 5 (or bab), all five are 8.
    assertEquals(StrictMath.tanh(0.01 * 5 + 0.1 * 8), vector(words, "abbab")[0], 1e-6);
    assertEquals(StrictMath.tanh(0.01 * 1 + 0.1 * 1), vector(words, "a")[0], 1e-6);
  }

  @Test
  void sendGradientsToTheLettersOfAllPlacesOfAWord() {
    LetterBags bags = new LetterBags(Vocabulary.ofTokens(List.of("a", "b")), 3, Rng.seed(4));
    List<List<String>> once = List.of(List.of("ab"));
    List<List<String>> thrice = List.of(List.of("ab", "ab"), List.of("ab"));
    Tensor one = Gradients.of(bags.of(once).sum(), bags.parameters()).get(bags.parameters().getFirst());
    Tensor three = Gradients.of(bags.of(thrice).sum(), bags.parameters()).get(bags.parameters().getFirst());
    assertArrayEquals(one.mul(3).toFloatArray(), three.toFloatArray(), 1e-5f);
  }

  @Test
  void refuseEmptySentences() {
    for (WordVectors vectors : all()) {
      assertThrows(IllegalArgumentException.class, () -> vectors.of(List.of(List.of("it"), List.of())));
      assertThrows(IllegalArgumentException.class, () -> vectors.of(List.of()));
      assertThrows(UnsupportedOperationException.class, () -> vectors.forward(Variable.constant(Tensor.zeros(1))));
    }
  }
}
