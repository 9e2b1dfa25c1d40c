package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scrutable.nn.Progress;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;

/// Words as people really misspell them: the dictionary of codespell, 64,992 misspellings of English words.
///
/// A line is `teh->the`, or, where several words may be meant, `aas->ass, as,` with a comma at the end. Source:
/// <https://github.com/codespell-project/codespell>, derived from the English Wikipedia.
public final class Codespell {
  private static final PublishedFile FILE = new PublishedFile("natural-noise", "codespell-dictionary.txt.gz",
      293_460, "6d4746bfcdcce1fe6aa3fc4cd3b23ef15c7d84eff34ccf3c4f524ae0d246efed");
  private static final String ORIGIN = "It is codespell_lib/data/dictionary.txt of"
      + " https://github.com/codespell-project/codespell at commit b69d26d5, packed with gzip";
  private static final int MOST_BYTES = 1 << 24;
  private static final String ARROW = "->";

  private Codespell() {}

  /// What was written, and what may have been meant, the likeliest first.
  public record Misspelling(String written, List<String> meant) {
    public Misspelling {
      meant = List.copyOf(meant);
    }
  }

  /// Finds and reads the dictionary.
  ///
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static List<Misspelling> load(DataLocations locations, Progress progress) throws IOException {
    return read(DataSets.locate(FILE, ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Reads a file of this kind, packed with gzip or not.
  ///
  /// @throws MalformedFileException if it is not UTF-8, a line is not as above, or a misspelling occurs twice
  public static List<Misspelling> read(Path file) throws IOException {
    TextLines lines = TextLines.read(file, MOST_BYTES);
    List<Misspelling> misspellings = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < lines.all().size(); i++) {
      String line = lines.all().get(i);
      int arrow = line.indexOf(ARROW);
      if (arrow < 1) {
        throw lines.malformed(i, "must be a misspelling, -> and what is meant");
      }
      String written = line.substring(0, arrow);
      Integer before = seen.putIfAbsent(written, i);
      if (before != null) {
        throw lines.malformed(i, "has the misspelling of line " + (before + 1) + " again: "
            + Printable.quoted(written));
      }
      misspellings.add(new Misspelling(written, meant(line.substring(arrow + ARROW.length()), lines, i)));
    }
    return misspellings;
  }

  /// Behind the last comma codespell may tell a reason not to correct by itself; a word is expected here.
  private static List<String> meant(String text, TextLines lines, int line) throws MalformedFileException {
    if (text.contains(",") && !text.endsWith(",")) {
      throw lines.malformed(line, "lists several words and must end with a comma; reasons behind it are not read");
    }
    List<String> words = new ArrayList<>();
    for (String word : (text.endsWith(",") ? text.substring(0, text.length() - 1) : text).split(",", -1)) {
      if (word.isBlank()) {
        throw lines.malformed(line, "names no word that is meant");
      }
      words.add(word.strip());
    }
    return words;
  }
}
