package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import scrutable.nn.Progress;
import scrutable.nn.data.published.WordNeighbours.PairList;
import scrutable.nn.data.published.WordNeighbours.WordPair;

/// The published texts, word lists and recordings against the figures known of them; skipped without
/// `SCRUTABLE_DATA`.
class RealTextDataTest {
  private static final Progress SILENT = Progress.silent();

  private static DataLocations locations() {
    DataLocations locations = DataLocations.fromEnvironment().offline();
    Assumptions.assumeTrue(locations.dataFolder().isPresent(),
        "SCRUTABLE_DATA is not set: the real data sets are not tested");
    return locations;
  }

  @Test
  void rtPolarity() throws IOException {
    List<RtPolarity.Sentence> sentences = RtPolarity.load(locations(), SILENT);
    assertEquals(10_662, sentences.size());
    assertEquals(5_331, sentences.stream().filter(RtPolarity.Sentence::positive).count());
    assertEquals(10_662, sentences.stream().map(RtPolarity.Sentence::text).distinct().count());
    assertTrue(sentences.getFirst().text().startsWith("the rock is destined to be the 21st century's new"));
    double words = sentences.stream().mapToInt(sentence -> sentence.text().split(" ").length).average().orElse(0);
    assertEquals(21.0, words, 0.1);
  }

  @Test
  void tatoeba() throws IOException {
    var german = Tatoeba.load(Tatoeba.Language.GERMAN, locations(), SILENT);
    assertEquals(169_197, german.size());
    assertEquals(new Tatoeba.SentencePair("Hi.", "Grüß Gott!"), german.get(1));
    assertEquals(142_787, Tatoeba.load(Tatoeba.Language.FRENCH, locations(), SILENT).size());
  }

  @Test
  void tinyShakespeare() throws IOException {
    String text = TinyShakespeare.load(locations(), SILENT);
    assertEquals(1_115_394, text.length());
    assertEquals(65, text.chars().distinct().count());
    assertEquals(40_000, text.lines().count());
    assertTrue(text.startsWith("First Citizen:\nBefore we proceed any further, hear me speak.\n"));
  }

  @Test
  void glove() throws IOException {
    GloveVectors vectors = GloveVectors.load(locations(), SILENT);
    assertArrayEquals(new int[] {11_925, 25}, vectors.vectors().shape());
    assertEquals(List.of("the", "of"), vectors.words().subList(0, 2));
    assertEquals(-0.010167f, (float) vectors.vectors().get(0, 0));
    assertEquals(-0.069893f, (float) vectors.vectors().get(1, 24));
  }

  @Test
  void wordNeighbours() throws IOException {
    Map<String, List<String>> words = WordNeighbours.load(locations(), SILENT);
    assertEquals(49_975, words.size());
    assertEquals(25_591, words.values().stream().filter(list -> !list.isEmpty()).count());
    assertEquals(109_104, words.values().stream().mapToInt(List::size).sum());
    assertEquals("film", words.get("movie").getFirst());
    var counts = Map.of(PairList.PPDB_SYNONYMS, 53_809, PairList.PPDB_ANTONYMS, 638, PairList.WORDNET_ANTONYMS, 12_574);
    for (PairList list : PairList.values()) {
      List<WordPair> pairs = WordNeighbours.loadPairs(list, locations(), SILENT);
      assertEquals(counts.get(list), pairs.size());
      if (list != PairList.PPDB_SYNONYMS) {
        for (WordPair pair : pairs) {
          assertTrue(!words.getOrDefault(pair.first(), List.of()).contains(pair.second()), "an antonym: " + pair);
        }
      }
    }
  }

  @Test
  void codespell() throws IOException {
    List<Codespell.Misspelling> misspellings = Codespell.load(locations(), SILENT);
    assertEquals(64_992, misspellings.size());
    assertEquals(List.of("ass", "as"),
        misspellings.stream().filter(one -> one.written().equals("aas")).findFirst().orElseThrow().meant());
  }

  @Test
  void spokenDigits() throws IOException {
    List<SpokenDigits.Recording> recordings = SpokenDigits.load(locations(), SILENT);
    assertEquals(3_000, recordings.size());
    assertEquals(300, recordings.stream().filter(SpokenDigits.Recording::test).count());
    assertEquals("[george, jackson, lucas, nicolas, theo, yweweler]", recordings.stream()
        .map(SpokenDigits.Recording::speaker).collect(Collectors.toCollection(TreeSet::new)).toString());
    double seconds = 0;
    double softest = 1;
    double loudest = 0;
    for (SpokenDigits.Recording recording : recordings) {
      assertEquals(8000, recording.sound().sampleRate());
      double peak = recording.sound().samples().abs().max().item();
      seconds += recording.sound().samples().size(1) / 8000.0;
      softest = Math.min(softest, peak);
      loudest = Math.max(loudest, peak);
    }
    assertEquals(0.44, seconds / 3_000, 0.005);
    assertEquals(343 / 32_768.0, softest);
    assertEquals(1, loudest, "clipped at -32768");
  }
}
