package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;

/// Reads the files of "Optical Recognition of Handwritten Digits": small pictures of digits as lines of text.
///
/// Each line has 65 whole numbers with commas between: 64 pixels of an 8 x 8 picture, row by row, each the
/// number of black dots, 0 to 16, in a block of 4 x 4 dots; then the digit. Source: E. Alpaydin, C. Kaynak,
/// UCI Machine Learning Repository, 1998.
public final class Optdigits {
  private static final int SIDE = 8;
  private static final int PIXELS = SIDE * SIDE;
  private static final int DOTS = 16;
  private static final int LONGEST_LINE = 4 * (PIXELS + 1); // two digits, a comma, and room to spare
  private static final int MOST_BYTES = 1 << 24;

  private static final List<String> CLASS_NAMES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private Optdigits() {}

  /// Reads all lines of a file.
  ///
  /// @return inputs `(N, 1, 8, 8)` in `[0, 1]`: the share of black dots
  /// @throws MalformedFileException if a line has not 65 numbers, or one is out of its range
  public static Dataset read(String name, Path file) throws IOException {
    byte[] bytes = DataFile.readAll(file, MOST_BYTES);
    List<int[]> rows = new ArrayList<>();
    int start = 0;
    do {
      int end = endOfLine(bytes, start);
      rows.add(parse(bytes, start, end, file, rows.size() + 1));
      start = end + 1;
    } while (start < bytes.length);
    float[] pixels = new float[rows.size() * PIXELS];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = rows.get(i)[j] / (float) DOTS;
      }
      labels[i] = rows.get(i)[PIXELS];
    }
    return new Dataset(name, Tensor.wrap(pixels, labels.length, 1, SIDE, SIDE),
        Tensor.wrap(labels, labels.length), CLASS_NAMES);
  }

  /// Gives up on a line that is far too long: its fields would fill the memory.
  private static int endOfLine(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n' && end - start <= LONGEST_LINE) {
      end++;
    }
    return end;
  }

  private static int[] parse(byte[] bytes, int start, int end, Path file, int line) throws IOException {
    String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII).stripTrailing();
    String[] fields = text.split(",", -1);
    if (fields.length != PIXELS + 1) {
      throw new MalformedFileException(file.toString(), start, "line " + line + " has " + fields.length
          + " numbers with commas between, but 65 are expected: 64 pixels and the digit");
    }
    int[] row = new int[fields.length];
    int offset = start;
    for (int i = 0; i < fields.length; i++) {
      int most = i < PIXELS ? DOTS : CLASS_NAMES.size() - 1;
      row[i] = number(fields[i]);
      if (row[i] < 0 || row[i] > most) {
        throw new MalformedFileException(file.toString(), offset, "number " + (i + 1) + " of line " + line
            + " is \"" + shortened(fields[i]) + "\", but must be a whole number from 0 to " + most);
      }
      offset += fields[i].length() + 1;
    }
    return row;
  }

  /// The value of one or two decimal digits, -1 of anything else.
  private static int number(String text) {
    boolean valid = !text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return valid ? Integer.parseInt(text) : -1;
  }

  private static String shortened(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "...";
  }
}
