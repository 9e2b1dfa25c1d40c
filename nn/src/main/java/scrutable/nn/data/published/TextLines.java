package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Utf8;

/// The lines of a text file in UTF-8, packed with gzip or not, each of which can be complained about by its
/// place.
final class TextLines {
  private final byte[] bytes;
  private final String name;
  private final List<String> lines;

  private TextLines(byte[] bytes, String name) throws MalformedFileException {
    this.bytes = bytes;
    this.name = name;
    String text = Utf8.decode(bytes, name);
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    this.lines = text.isEmpty() ? List.of()
        : Arrays.stream(whole.split("\n", -1)).map(TextLines::withoutReturn).toList();
  }

  /// The lines of a file.
  ///
  /// @param most how many (unpacked) bytes it may have
  /// @throws MalformedFileException if it has more, or is not UTF-8
  static TextLines read(Path file, int most) throws IOException {
    return new TextLines(DataFile.readAll(file, most), file.toString());
  }

  /// The lines of a text in memory.
  static TextLines of(byte[] text, String name) throws MalformedFileException {
    return new TextLines(text, name);
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /// The lines without what ends them.
  List<String> all() {
    return lines;
  }

  /// An error in line `index`, counted from 0; the message counts from 1.
  MalformedFileException malformed(int index, String problem) {
    int offset = 0;
    for (int line = 0; line < index; offset++) {
      line += bytes[offset] == '\n' ? 1 : 0;
    }
    return new MalformedFileException(name, offset, "line " + (index + 1) + " " + problem);
  }
}
