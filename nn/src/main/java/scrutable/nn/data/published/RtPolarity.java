package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scrutable.nn.Progress;
import scrutable.tensor.io.MalformedFileException;

/// Sentences about films, 5,331 that praise and 5,331 that do not: the sentence polarity dataset v1.0.
///
/// Each line of a file is a sentence, in lower case, with blanks between words and punctuation. No sentence
/// occurs twice. Source: B. Pang, L. Lee, "Seeing stars: exploiting class relationships for sentiment
/// categorization with respect to rating scales", ACL 2005.
public final class RtPolarity {
  private static final PublishedFile POSITIVE = new PublishedFile("rt-polarity", "rt-polarity.pos", 626_395,
      "4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58");
  private static final PublishedFile NEGATIVE = new PublishedFile("rt-polarity", "rt-polarity.neg", 612_506,
      "2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd");
  private static final String ORIGIN = "The original, in Latin-1, is in"
      + " https://www.cs.cornell.edu/people/pabo/movie-review-data/rt-polaritydata.tar.gz; these are the same lines in"
      + " UTF-8";
  private static final int MOST_BYTES = 1 << 24;

  private RtPolarity() {}

  /// A sentence, and whether it praises.
  public record Sentence(boolean positive, String text) {}

  /// Finds and reads all sentences, those that praise first.
  ///
  /// @throws IOException if they cannot be had, saying what was tried and what to do
  public static List<Sentence> load(DataLocations locations, Progress progress) throws IOException {
    Downloader downloader = Downloader.standard();
    return read(DataSets.locate(POSITIVE, ORIGIN, locations, progress, downloader),
        DataSets.locate(NEGATIVE, ORIGIN, locations, progress, downloader));
  }

  /// Reads two files of this kind, without the blanks around a sentence.
  ///
  /// @throws MalformedFileException if one is not UTF-8, or a line is blank
  public static List<Sentence> read(Path positive, Path negative) throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    for (Path file : List.of(positive, negative)) {
      TextLines lines = TextLines.read(file, MOST_BYTES);
      for (int i = 0; i < lines.all().size(); i++) {
        String sentence = lines.all().get(i).strip();
        if (sentence.isEmpty()) {
          throw lines.malformed(i, "is blank; each line must be a sentence");
        }
        sentences.add(new Sentence(file == positive, sentence));
      }
    }
    return sentences;
  }
}
