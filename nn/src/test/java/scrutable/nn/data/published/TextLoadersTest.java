package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static scrutable.nn.data.published.IdxFilesTest.assertMalformed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// [RtPolarity], [TinyShakespeare], [GloveVectors], [WordNeighbours] and [Codespell] on small files.
class TextLoadersTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "text", ""), text);
  }

  private Path packed(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Files.write(Files.createTempFile(folder, "packed", ".gz"), IdxFilesTest.gzip(bytes));
  }

  @Test
  void sentencesThatPraiseComeFirst() throws IOException {
    assertEquals(List.of(new RtPolarity.Sentence(true, "a \u0085 fine film ."), new RtPolarity.Sentence(true, "née"),
        new RtPolarity.Sentence(false, "dull")), RtPolarity.read(file("a \u0085 fine film . \nnée\n"), file("dull")));
    Path broken = file("good\n\nbetter\n");
    assertMalformed("byte 5: line 2 is blank", () -> RtPolarity.read(broken, broken));
    assertEquals(List.of(), RtPolarity.read(file(""), file("")));
  }

  @Test
  void textOfTheOriginalInLatin1IsRefusedWithItsPlace() throws IOException {
    Path latin = Files.write(folder.resolve("latin"), "bon\nnée\n".getBytes(StandardCharsets.ISO_8859_1));
    Path good = file("good");
    assertMalformed("byte 5: this should be a text in UTF-8, but in line 2 stand the bytes E9 65 0A",
        () -> RtPolarity.read(latin, good));
    assertMalformed("if it is in Latin-1", () -> SmsSpam.read(latin));
    assertMalformed("if it is in Latin-1", () -> TinyShakespeare.read(latin));
    assertMalformed("if it is in Latin-1", () -> GloveVectors.read(latin));
    assertMalformed("if it is in Latin-1", () -> WordNeighbours.read(latin));
    assertMalformed("if it is in Latin-1", () -> Codespell.read(latin));
  }

  @Test
  void aTextIsGivenAsItStands() throws IOException {
    assertEquals("First Citizen:\r\n\nSpeak\n", TinyShakespeare.read(file("First Citizen:\r\n\nSpeak\n")));
    assertEquals("packed", TinyShakespeare.read(packed("packed")));
  }

  @Test
  void aTableForAVocabularyTakesKnownVectorsAndDrawsTheOthersSmall() {
    GloveVectors known = new GloveVectors(List.of("a", "film"), Tensor.wrap(new float[] {1, 2, 3, 4}, 2, 2));
    List<String> tokens = new ArrayList<>(List.of("film", "<unk>", "a"));
    assertArrayEquals(new double[] {3, 4}, known.tableFor(tokens, 0.1, Rng.seed(1)).select(0, 0).toDoubleArray());
    assertArrayEquals(new double[] {1, 2}, known.tableFor(tokens, 0.1, Rng.seed(1)).select(0, 2).toDoubleArray());
    tokens.addAll(Collections.nCopies(500, "unknown"));
    Tensor drawn = known.tableFor(tokens, 0.1, Rng.seed(1)).slice(0, 3, 503);
    assertEquals(0, drawn.mean().item(), 0.01);
    assertEquals(0.1, StrictMath.sqrt(drawn.square().mean().item()), 0.01);
  }

  @Test
  void vectorsAreRowsInTheOrderOfTheFile() throws IOException {
    GloveVectors vectors = GloveVectors.read(packed("the 1 -0.5 2e-3\n, .25 +4 0\n"));
    assertEquals(List.of("the", ","), vectors.words());
    assertArrayEquals(new int[] {2, 3}, vectors.vectors().shape());
    assertArrayEquals(new float[] {1, -0.5f, 0.002f, 0.25f, 4, 0}, vectors.vectors().toFloatArray());
    assertThrows(IllegalArgumentException.class, () -> new GloveVectors(List.of("a"), Tensor.zeros(2, 3)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"a 1 2\\nb 1|line 2 must be a word and 2 numbers",
      "a 1 2\\nb 1 2 3|line 2 must be a word and 2 numbers", "a 1 2\\nb  1|has as number 1 \"\"",
      "a 1 2\\n\\nb 1 2|line 2 must be", "a 1\\nb 1\\na 2|byte 8: line 3 has the word of line 1 again: \"a\"",
      "a NaN|has as number 1 \"NaN\", which is no finite number", "a 1 Infinity|number 2", "a 1e99|number 1",
      "a 0x1p3|number 1", "a 1f|number 1", "a 1,5|number 1", "a \u0661|number 1", "alone|line 1 must be a word and the",
      "a 1\u001b[2J|\"1\\u001b[2J\""})
  void vectorsThatAreNoneAreNamed(String text, String part) throws IOException {
    Path broken = file(text.replace("\\n", "\n"));
    assertMalformed(part, () -> GloveVectors.read(broken));
  }

  @Test
  void emptyVectorsAreRefused() throws IOException {
    Path empty = file("");
    assertMalformed("line 1 must be a word", () -> GloveVectors.read(empty));
  }

  @Test
  void neighboursKeepTheirOrder() throws IOException {
    Map<String, List<String>> words =
        WordNeighbours.read(packed("{\"film\": [\"movie\", \"cinéma\"], \"br\": [], \"a\": [\"an\"]}"));
    assertEquals(List.of("film", "br", "a"), List.copyOf(words.keySet()));
    assertEquals(List.of(List.of("movie", "cinéma"), List.of(), List.of("an")), List.copyOf(words.values()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"[]|must be a JSON object", "{\"a\": \"b\"}|\"a\" must have a list of words",
      "{\"a\": [1]}|\"a\" must have a list of words", "{\"a\": [[\"b\"]]}|a list of words",
      "{\"é\": [], \"é\": []}|byte 11: JSON: a name appears a second time", "{\"a\": [\"b\"|found the end of the text",
      "{\"\\u001b\": 1}|\"\\u001b\" must have"})
  void neighboursThatAreNoneAreNamed(String text, String part) throws IOException {
    Path broken = file(text);
    assertMalformed(part, () -> WordNeighbours.read(broken));
  }

  @Test
  void allPairsAreGiven() throws IOException {
    assertEquals(List.of(new WordNeighbours.WordPair("females", "males"), new WordNeighbours.WordPair("ravel", "ravel"),
        new WordNeighbours.WordPair("females", "males")),
        WordNeighbours.readPairs(packed("females males \nravel ravel\nfemales males")));
    for (String text : new String[] {"one", "one two three", "one  two", " one two", "a b\n\nc d"}) {
      Path broken = file(text);
      assertMalformed("must be two words", () -> WordNeighbours.readPairs(broken));
    }
  }

  @Test
  void misspellingsHaveOneOrSeveralMeanings() throws IOException {
    assertEquals(List.of(new Codespell.Misspelling("teh", List.of("the")),
        new Codespell.Misspelling("aas", List.of("ass", "as")),
        new Codespell.Misspelling("abandonin", List.of("abandoning", "abandon in"))),
        Codespell.read(packed("teh->the\naas->ass, as,\nabandonin->abandoning, abandon in,\n")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"a->b\\nteh|byte 5: line 2 must be a misspelling", "->the|must be a misspelling",
      "teh->|names no word", "teh->,|names no word", "teh->the,,|names no word",
      "clas->class, disabled because of a clash|reasons behind it are not read",
      "teh->the\\nteh->ten|line 2 has the misspelling of line 1 again: \"teh\""})
  void misspellingsThatAreNoneAreNamed(String text, String part) throws IOException {
    Path broken = file(text.replace("\\n", "\n"));
    assertMalformed(part, () -> Codespell.read(broken));
  }

  @Test
  void aMessageThatIsCalledSpamAndHamIsRefusedWithBothLines() throws IOException {
    Path broken = file("ham\tHällo\nham\tSee you\nspam\tSee you \n");
    assertMalformed("byte 23: line 3 calls spam what line 2 calls ham: \"See you\"", () -> SmsSpam.read(broken));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30})
  void packedFilesThatAreCutAreRefused(int length) throws IOException {
    Path cut = Files.write(folder.resolve("cut"),
        java.util.Arrays.copyOf(Files.readAllBytes(packed("teh->the\naas->ass, as,\n")), length));
    assertThrows(IOException.class, () -> Codespell.read(cut));
  }

  @Test
  void aBombIsLeftEarly() throws IOException {
    Path bomb = Files.write(folder.resolve("bomb"), IdxFilesTest.gzip(new byte[32 << 20]));
    assertMalformed("no more than 16777216", () -> Codespell.read(bomb));
  }
}
