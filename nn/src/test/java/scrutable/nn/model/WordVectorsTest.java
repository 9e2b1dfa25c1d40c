package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
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

  private static List<WordVectors> all() {
    Rng rng = Rng.seed(1);
    return List.of(new WordTable(Vocabulary.of(TEXT), 6, rng), new LetterGroups(3, 6, rng),
        new LetterGroups(1, 6, rng));
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
  void ofSingleLettersAreTheSameToTheBitForAnagrams() {
    LetterGroups bags = new LetterGroups(1, 48, Rng.seed(2));
    LetterGroups groups = new LetterGroups(3, 48, Rng.seed(2));
    for (String other : List.of("listen", "tinsel", "enlist", "inlets")) {
      assertArrayEquals(vector(bags, "silent"), vector(bags, other));
      assertFalse(Arrays.equals(vector(groups, "silent"), vector(groups, other)), other);
    }
    assertFalse(Arrays.equals(vector(bags, "silent"), vector(bags, "silnt")));
  }

  @Test
  void areMeansOverTheGroupsOfLetters() {
    assertEquals(List.of("d", "a", "<d", "da", "a>", "<da", "da>"), LetterGroups.groups("da", 3));
    assertEquals(List.of("d", "a"), LetterGroups.groups("da", 1));
    LetterGroups letters = new LetterGroups(1, 5, Rng.seed(3));
    for (int i = 0; i < 5; i++) {
      assertEquals((2 * vector(letters, "a")[i] + vector(letters, "b")[i]) / 3, vector(letters, "aba")[i], 1e-6);
    }
  }

  @Test
  void ofWordsThatShareGroupsAreNearerThanThoseOfOthers() {
    LetterGroups groups = new LetterGroups(3, 200, Rng.seed(3));
    assertTrue(distance(groups, "zotozot", "zotozots") < 0.6 * distance(groups, "zotozot", "bawiva"));
  }

  private static double distance(WordVectors of, String word, String other) {
    float[] a = vector(of, word);
    float[] b = vector(of, other);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void ofATableTellNothingApartThatItDoesNotKnow() {
    WordVectors table = all().getFirst();
    assertArrayEquals(vector(table, "nosie"), vector(table, "brekas"));
    assertFalse(Arrays.equals(vector(table, "noise"), vector(table, "breaks")));
  }

  @Test
  void sendGradientsToTheLettersOfAllPlacesOfAWord() {
    LetterGroups bags = new LetterGroups(1, 3, Rng.seed(4));
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
    assertThrows(IllegalArgumentException.class, () -> new LetterGroups(0, 4, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new LetterGroups(1, 4, Rng.seed(1)).of(List.of(List.of(""))));
  }
}
