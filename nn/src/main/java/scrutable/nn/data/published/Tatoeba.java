package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scrutable.nn.Progress;
import scrutable.tensor.io.MalformedFileException;

/// English sentences and what people translated them to: 169,197 pairs with German, 142,787 with French.
///
/// The archive holds a text, `deu.txt` or `fra.txt`, in which each line is the English sentence, a tabulator
/// and the other one, the shortest first. Newer archives have a third column with the authors, which is
/// dropped. All pairs are given as they stand there: a few occur twice, and a third of the English sentences
/// have several translations, so whoever splits must keep both sides apart.
///
/// Source: sentences of <https://tatoeba.org>, pairs prepared by <https://www.manythings.org/anki>.
public final class Tatoeba {
  private static final String ORIGIN = "https://www.manythings.org/anki/ serves newer versions, which Tatoeba.read"
      + " reads but which are not the published file";
  private static final int MOST_BYTES = 1 << 26;

  private Tatoeba() {}

  /// The languages that English is paired with.
  public enum Language {
    GERMAN("deu", new PublishedFile("tatoeba", "deu-eng.zip", 3_995_651,
        "71750f704aeb6b0a01fe57341c3051b9efd98f63b61ee266b2c2283d1b80cb71")),
    FRENCH("fra", new PublishedFile("tatoeba", "fra-eng.zip", 2_951_390,
        "16c4f7d0df9e7c5e6c54cdb0447f3f4a18a55052ff5e2e0b27dd4a06c0e49d04"));

    private final String code;
    private final PublishedFile file;

    Language(String code, PublishedFile file) {
      this.code = code;
      this.file = file;
    }
  }

  /// A sentence in English and the same in the other language.
  public record SentencePair(String english, String translation) {}

  /// Finds and reads all pairs.
  ///
  /// @throws IOException if they cannot be had, saying what was tried and what to do
  public static List<SentencePair> load(Language language, DataLocations locations, Progress progress)
      throws IOException {
    return read(DataSets.locate(language.file, ORIGIN, locations, progress, Downloader.standard()), language);
  }

  /// Reads an archive of this kind.
  ///
  /// @throws MalformedFileException if it is damaged, its text is not UTF-8, or a line is no pair
  public static List<SentencePair> read(Path archive, Language language) throws IOException {
    String member = language.code + ".txt";
    try (var zip = new ZipArchive(archive)) {
      return pairs(TextLines.of(zip.read(member, MOST_BYTES), archive + ", " + member));
    }
  }

  private static List<SentencePair> pairs(TextLines lines) throws MalformedFileException {
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < lines.all().size(); i++) {
      String[] columns = lines.all().get(i).split("\t", -1);
      if (columns.length < 2 || columns.length > 3 || columns[0].isBlank() || columns[1].isBlank()) {
        throw lines.malformed(i, "must be a sentence, a tabulator and its translation");
      }
      pairs.add(new SentencePair(columns[0].strip(), columns[1].strip()));
    }
    return pairs;
  }
}
