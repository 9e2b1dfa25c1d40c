package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.nn.Progress;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.JsonException;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;
import scrutable.tensor.io.Utf8;

/// Which words may stand for which: lists that attacks on text choose their substitutes from.
///
/// The neighbours of a word are those nearest to it among word vectors that were made to hold synonyms
/// together and antonyms apart; 25,591 of 49,975 words have some, at most eight, the nearest first. The pairs
/// are what those vectors were fitted to. Sources: R. Jia, A. Raghunathan, K. Göksel, P. Liang, "Certified
/// robustness to adversarial word substitutions", EMNLP 2019 (the neighbours); N. Mrkšić et al.,
/// "Counter-fitting word vectors to linguistic constraints", NAACL-HLT 2016 (the pairs).
public final class WordNeighbours {
  private static final PublishedFile FILE = new PublishedFile("synonyms", "counterfitted_neighbors.json.gz",
      662_971, "812584399af229bded0b2b4aa982b27b18e1f9623e4b453a4e678c2ce817da55");
  private static final String NEIGHBOUR_ORIGIN = "It is"
      + " https://raw.githubusercontent.com/robinjia/certified-word-sub/master/data/counterfitted_neighbors.json,"
      + " packed with gzip";
  private static final String PAIR_ORIGIN = "It is in https://github.com/nmrksic/counter-fitting, folder"
      + " linguistic_constraints, here packed with gzip";
  private static final int MOST_BYTES = 1 << 26;

  private WordNeighbours() {}

  /// The published lists of pairs.
  public enum PairList {
    /// 53,809 pairs of words of the same meaning, by PPDB 2.0.
    PPDB_SYNONYMS("ppdb_synonyms.txt.gz", 325_417,
        "b98389779c2453cd78a510d4c4ed2e94650b324b309759332387f04d0c829cb3"),
    /// 638 pairs of words of opposite meaning, by PPDB 2.0.
    PPDB_ANTONYMS("ppdb_antonyms.txt.gz", 2_615,
        "441e7d90a089dc36647f03ba2b4e254c07f5622ac1554a8c7c130c26494ad29d"),
    /// 12,574 pairs of words of opposite meaning, by WordNet.
    WORDNET_ANTONYMS("wordnet_antonyms.txt.gz", 75_023,
        "93d641d5ed9ec49c910469d8fc396c9bffc69989a8aacaf093f16f8c1c9257f6");

    private final PublishedFile file;

    PairList(String name, long bytes, String sha256) {
      this.file = new PublishedFile("synonyms", name, bytes, sha256);
    }
  }

  /// Two words of a list.
  public record WordPair(String first, String second) {}

  /// Finds and reads the neighbours of every word, in the order of the file.
  ///
  /// @throws IOException if they cannot be had, saying what was tried and what to do
  public static Map<String, List<String>> load(DataLocations locations, Progress progress)
      throws IOException {
    return read(DataSets.locate(FILE, NEIGHBOUR_ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Finds and reads a list of pairs.
  ///
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static List<WordPair> loadPairs(PairList list, DataLocations locations, Progress progress)
      throws IOException {
    return readPairs(DataSets.locate(list.file, PAIR_ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Reads a JSON object with a list of words for each word, packed with gzip or not.
  ///
  /// @throws MalformedFileException if it is anything else
  public static Map<String, List<String>> read(Path file) throws IOException {
    String text = Utf8.decode(DataFile.readAll(file, MOST_BYTES), file.toString());
    try {
      if (!(Json.parse(text) instanceof Json.Fields(var fields))) {
        throw new MalformedFileException(file.toString(), 0, "the file must be a JSON object");
      }
      Map<String, List<String>> neighbours = new LinkedHashMap<>();
      for (Map.Entry<String, Json> field : fields.entrySet()) {
        neighbours.put(field.getKey(), words(file, field.getKey(), field.getValue()));
      }
      return Collections.unmodifiableMap(neighbours);
    } catch (JsonException e) {
      int before = text.substring(0, e.position()).getBytes(StandardCharsets.UTF_8).length;
      throw new MalformedFileException(file.toString(), before, e.getMessage());
    }
  }

  private static List<String> words(Path file, String word, Json value) throws MalformedFileException {
    List<String> words = new ArrayList<>();
    if (value instanceof Json.Items(var items)) {
      for (Json item : items) {
        if (item instanceof Json.Text(var neighbour)) {
          words.add(neighbour);
        }
      }
      if (words.size() == items.size()) {
        return List.copyOf(words);
      }
    }
    throw new MalformedFileException(file.toString(), 0, Printable.quoted(word) + " must have a list of words");
  }

  /// Reads lines of two words with a blank between, packed with gzip or not; all of them, also those that occur
  /// twice or pair a word with itself.
  ///
  /// @throws MalformedFileException if the file is not UTF-8, or a line is no pair
  public static List<WordPair> readPairs(Path file) throws IOException {
    TextLines lines = TextLines.read(file, MOST_BYTES);
    List<WordPair> pairs = new ArrayList<>();
    for (int i = 0; i < lines.all().size(); i++) {
      String[] words = lines.all().get(i).stripTrailing().split(" ", -1);
      if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
        throw lines.malformed(i, "must be two words with a blank between");
      }
      pairs.add(new WordPair(words[0], words[1]));
    }
    return pairs;
  }
}
