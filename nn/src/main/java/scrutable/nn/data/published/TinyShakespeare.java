package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import scrutable.nn.Progress;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Utf8;

/// Forty thousand lines of Shakespeare's plays, 1,115,394 characters of 65 kinds: "tiny shakespeare".
///
/// Source: A. Karpathy, char-rnn, <https://github.com/karpathy/char-rnn>, 2015.
public final class TinyShakespeare {
  private static final PublishedFile FILE = new PublishedFile("tinyshakespeare", "input.txt", 1_115_394,
      "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed");
  private static final int MOST_BYTES = 1 << 26;

  private TinyShakespeare() {}

  /// Finds and reads the text.
  ///
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static String load(DataLocations locations, Progress progress) throws IOException {
    return read(DataSets.locate(FILE, "", locations, progress, Downloader.standard()));
  }

  /// Reads a text of any content, packed with gzip or not.
  ///
  /// @throws MalformedFileException if it is not UTF-8, or has more than 64 MB
  public static String read(Path file) throws IOException {
    return Utf8.decode(DataFile.readAll(file, MOST_BYTES), file.toString());
  }
}
