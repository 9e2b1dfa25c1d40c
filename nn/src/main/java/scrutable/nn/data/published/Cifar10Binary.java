package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;

/// Reads files of the binary version of CIFAR-10, packed with gzip or not.
///
/// A file is nothing but records of 3073 bytes: one label, then 1024 bytes of red, 1024 of green, 1024 of
/// blue, each row by row. There is no header; where records are missing at the end, only a checksum would
/// tell. Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009, and the page
/// of the data set, section "Binary version".
public final class Cifar10Binary {
  private static final int SIDE = 32;
  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;

  /// The ten classes, in the order of their labels.
  public static final List<String> CLASS_NAMES = List.of(
      "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar10Binary() {}

  /// Reads all records of a file.
  ///
  /// @return inputs `(N, 3, 32, 32)` in `[0, 1]`, channels red, green, blue
  /// @throws MalformedFileException if the file ends within a record, or a label is not 0 to 9
  public static Dataset read(String name, Path file) throws IOException {
    byte[] bytes = DataFile.readAll(file, DataFile.MOST_VALUES);
    int count = bytes.length / RECORD;
    if (bytes.length % RECORD != 0 || count == 0) {
      throw new MalformedFileException(file.toString(), (long) count * RECORD, "record " + count + " has "
          + bytes.length % RECORD + " bytes instead of " + RECORD
          + "; the file is cut off, or it is not the binary version of CIFAR-10");
    }
    float[] pixels = new float[count * PIXELS];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = label(bytes, i, file);
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = Byte.toUnsignedInt(bytes[i * RECORD + 1 + j]) / 255f;
      }
    }
    return new Dataset(
        name, Tensor.wrap(pixels, count, 3, SIDE, SIDE), Tensor.wrap(labels, count), CLASS_NAMES);
  }

  private static int label(byte[] bytes, int record, Path file) throws MalformedFileException {
    int label = Byte.toUnsignedInt(bytes[record * RECORD]);
    if (label >= CLASS_NAMES.size()) {
      throw new MalformedFileException(file.toString(), (long) record * RECORD, "label " + label
          + " of record " + record + " names no class; expected is a byte from 0 to 9."
          + " Is it the binary version of CIFAR-10?");
    }
    return label;
  }
}
