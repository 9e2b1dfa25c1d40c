package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.CheckedInput;
import scrutable.tensor.io.MalformedFileException;

/// Reads IDX files, the format of MNIST and Fashion-MNIST, packed with gzip or not.
///
/// All numbers of the header have four bytes, the highest first. A file of pictures is: `0x00000803`
/// (unsigned bytes, three axes), the number of pictures, rows, columns, then one byte a pixel, 0 to 255. A
/// file of labels is: `0x00000801` (one axis), the number of labels, then one byte a label. Source: Y. LeCun,
/// C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File formats".
public final class IdxFiles {
  private static final int PICTURES = 0x0803;
  private static final int LABELS = 0x0801;
  private static final int FIRST_LABEL = 8; // its place in the file

  private IdxFiles() {}

  /// Reads pictures and their labels.
  ///
  /// @return inputs `(N, 1, rows, columns)` in `[0, 1]`
  /// @throws MalformedFileException if a file breaks the format, or the two do not belong together
  public static Dataset read(String name, Path pictures, Path labels, List<String> classNames)
      throws IOException {
    Tensor classes = readLabels(labels, classNames.size());
    Tensor inputs = readPictures(pictures);
    if (inputs.size(0) != classes.size(0)) {
      throw new MalformedFileException(labels.toString(), 4, "there are " + classes.size(0)
          + " labels here, but " + inputs.size(0) + " pictures in " + pictures
          + "; take both files from the same part of the data set");
    }
    return new Dataset(name, inputs, classes, classNames);
  }

  /// Reads a file of pictures.
  ///
  /// @return `(N, 1, rows, columns)`, `float32` in `[0, 1]`
  /// @throws MalformedFileException if the file breaks the format
  public static Tensor readPictures(Path file) throws IOException {
    return DataFile.read(file, input -> {
      requireMagic(input, PICTURES, "pictures");
      int count = readSize(input, "the number of pictures");
      int rows = readSize(input, "the number of rows");
      int columns = readSize(input, "the number of columns");
      long perPicture = (long) rows * columns;
      if (perPicture > DataFile.MOST_VALUES || count * perPicture > DataFile.MOST_VALUES) {
        throw input.malformed(4, "the header promises " + count + " pictures of " + rows + " x " + columns
            + " pixels; more than " + DataFile.MOST_VALUES + " pixels are not read");
      }
      List<byte[]> pixels = input.pieces(count * perPicture, "the pixels of " + count + " pictures");
      input.requireEnd("the last pixel that the header promises");
      return Tensor.wrap(toUnitInterval(pixels, (int) (count * perPicture)), count, 1, rows, columns);
    });
  }

  /// Reads a file of labels.
  ///
  /// @param classes every label must be less than this
  /// @return `(N,)`, `int32`
  /// @throws MalformedFileException if the file breaks the format, or a label names no class
  public static Tensor readLabels(Path file, int classes) throws IOException {
    return DataFile.read(file, input -> {
      requireMagic(input, LABELS, "labels");
      int count = readSize(input, "the number of labels");
      if (count > DataFile.MOST_VALUES) {
        throw input.malformed(4, "the header promises " + count + " labels; more than " + DataFile.MOST_VALUES
            + " are not read");
      }
      byte[] bytes = input.bytes(count, "the list of " + count + " labels");
      input.requireEnd("the last label that the header promises");
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = Byte.toUnsignedInt(bytes[i]);
        if (labels[i] >= classes) {
          throw input.malformed(FIRST_LABEL + i, "label " + labels[i] + " names none of the " + classes
              + " classes; expected is a byte from 0 to " + (classes - 1));
        }
      }
      return Tensor.wrap(labels, count);
    });
  }

  private static void requireMagic(CheckedInput input, int expected, String content) throws IOException {
    int magic = readInt(input, "the magic number");
    if (magic != expected) {
      throw input.malformed(0, String.format(
          "an IDX file of %s begins with 0x%08x, but this one with 0x%08x%s",
          content, expected, magic, hint(magic)));
    }
  }

  private static String hint(int magic) {
    return switch (magic) {
      case PICTURES -> "; that is an IDX file of pictures: were the two files exchanged?";
      case LABELS -> "; that is an IDX file of labels: were the two files exchanged?";
      default -> "; it is something else, or damaged";
    };
  }

  private static int readSize(CheckedInput input, String what) throws IOException {
    int size = readInt(input, what);
    if (size < 0) {
      throw input.malformed(input.offset() - 4,
          what + " is " + Integer.toUnsignedLong(size) + "; more than 2^31 - 1 cannot be read");
    }
    return size;
  }

  private static int readInt(CheckedInput input, String what) throws IOException {
    byte[] bytes = input.bytes(4, what);
    return bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
  }

  /// Bytes 0 to 255 become the numbers 0 to 1.
  private static float[] toUnitInterval(List<byte[]> pieces, int count) {
    float[] values = new float[count];
    int at = 0;
    for (byte[] piece : pieces) {
      for (byte value : piece) {
        values[at++] = Byte.toUnsignedInt(value) / 255f;
      }
    }
    return values;
  }
}
