package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scrutable.nn.Progress;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;
import scrutable.tensor.io.Wav;

/// Spoken digits in English: six people say each of the ten digits fifty times, 3,000 recordings at 8 kHz.
///
/// The archive holds files `recordings/DIGIT_SPEAKER_INDEX.wav`. Source: Z. Jackson et al., Free Spoken Digit
/// Dataset, <https://github.com/Jakobovski/free-spoken-digit-dataset>.
public final class SpokenDigits {
  private static final PublishedFile FILE = new PublishedFile("fsdd", "recordings.zip", 16_161_380,
      "846145865cb1941d2f0c6cd3970ac3f74869e784b9dcbe502d9a8d3680d16f78");
  private static final String ORIGIN = "It holds the folder recordings of"
      + " https://github.com/Jakobovski/free-spoken-digit-dataset at commit 26eb9aaf";
  private static final int MOST_BYTES = 1 << 22; // of one recording: four minutes
  private static final int TEST_INDICES = 5;
  private static final Pattern NAME = Pattern.compile("recordings/([0-9])_([a-z]+)_(0|[1-9][0-9]{0,3})\\.wav");

  private SpokenDigits() {}

  /// One recording.
  ///
  /// @param index counts what a speaker said of one digit, from 0
  /// @param sound one channel
  public record Recording(int digit, String speaker, int index, Wav sound) {
    /// Whether it belongs to the test part, by the publishers' rule: the first five of each speaker and digit.
    public boolean test() {
      return index < TEST_INDICES;
    }
  }

  /// Finds and reads all recordings, by digit, speaker and index.
  ///
  /// @throws IOException if they cannot be had, saying what was tried and what to do
  public static List<Recording> load(DataLocations locations, Progress progress) throws IOException {
    return read(DataSets.locate(FILE, ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Reads an archive of this kind, by digit, speaker and index.
  ///
  /// @throws MalformedFileException if it is damaged, a name is not as above, or a recording is not a WAV file of
  ///     one channel
  public static List<Recording> read(Path archive) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    try (var zip = new ZipArchive(archive)) {
      for (String name : zip.names()) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
          throw zip.malformed("the name " + Printable.quoted(name) + " is not recordings/DIGIT_SPEAKER_INDEX.wav");
        }
        Wav sound = Wav.decode(zip.read(name, MOST_BYTES), archive + ", " + name);
        if (sound.samples().size(0) != 1) {
          throw zip.malformed(name + " has " + sound.samples().size(0) + " channels; one is expected");
        }
        recordings.add(new Recording(Integer.parseInt(parts.group(1)), parts.group(2),
            Integer.parseInt(parts.group(3)), sound));
      }
      if (recordings.isEmpty()) {
        throw zip.malformed("there is no recording in this archive");
      }
    }
    recordings.sort(Comparator.comparingInt(Recording::digit).thenComparing(Recording::speaker)
        .thenComparingInt(Recording::index));
    return List.copyOf(recordings);
  }
}
