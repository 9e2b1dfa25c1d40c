package scrutable.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints tensors nearly as NumPy does: nested brackets, aligned columns, long axes shortened.
///
/// ```
/// float32 (2, 3)
/// [[    1.    2.5     3.]
///  [-0.125     0.  1e+10]]
/// ```
final class Printing {
  /// Tensors with more elements than this are shortened.
  private static final int SUMMARIZE_ABOVE = 1000;

  /// How many entries stay at each end of a shortened axis.
  private static final int EDGE = 3;

  private final Tensor tensor;
  private final boolean shorten;
  private final List<String> cells = new ArrayList<>();
  private int width;
  private int next;

  private Printing(Tensor tensor) {
    this.tensor = tensor;
    this.shorten = tensor.elementCount() > SUMMARIZE_ABOVE;
  }

  static String print(Tensor tensor) {
    Printing printing = new Printing(tensor);
    printing.collect(0, new int[tensor.rank()]);
    for (String cell : printing.cells) {
      printing.width = Math.max(printing.width, cell.length());
    }
    StringBuilder text = new StringBuilder();
    text.append(tensor.dtype()).append(' ').append(Shape.text(tensor.shape()));
    text.append(tensor.rank() == 0 ? " " : "\n");
    printing.write(text, 0);
    return text.toString();
  }

  private void collect(int axis, int[] index) {
    if (axis == tensor.rank()) {
      cells.add(cell(tensor.get(index)));
      return;
    }
    for (int i : shown(axis)) {
      if (i >= 0) {
        index[axis] = i;
        collect(axis + 1, index);
      }
    }
  }

  /// The indices to print along an axis; -1 stands for the dots.
  private int[] shown(int axis) {
    int size = tensor.size(axis);
    if (!shorten || size <= 2 * EDGE) {
      return Tensor.range(size).toIntArray();
    }
    int[] result = new int[2 * EDGE + 1];
    for (int i = 0; i < EDGE; i++) {
      result[i] = i;
      result[EDGE + 1 + i] = size - EDGE + i;
    }
    result[EDGE] = -1;
    return result;
  }

  private void write(StringBuilder text, int axis) {
    if (axis == tensor.rank()) {
      text.append(" ".repeat(width - cells.get(next).length())).append(cells.get(next++));
      return;
    }
    boolean innermost = axis == tensor.rank() - 1;
    String gap = innermost ? " " : "\n".repeat(tensor.rank() - 1 - axis) + " ".repeat(axis + 1);
    text.append('[');
    boolean first = true;
    for (int i : shown(axis)) {
      text.append(first ? "" : gap);
      first = false;
      if (i < 0) {
        text.append("...");
      } else {
        write(text, axis + 1);
      }
    }
    text.append(']');
  }

  /// At most four digits after the point, without trailing zeros; scientific when that would lose them.
  private String cell(double value) {
    if (tensor.dtype() == DType.INT32) {
      return Integer.toString((int) value);
    }
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.4e", value).replaceFirst("\\.?0+e", "e");
    }
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("0+$", "");
  }
}
