package scrutable.lessons.grader.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What the code of a task gave for one draw: some arrays of numbers, or what it threw.
///
/// @param arrays the numbers; empty if something was thrown
/// @param thrown the simple name of the exception; empty if nothing was thrown
/// @param message the message of the exception
public record Answer(List<Array> arrays, String thrown, String message) {

  /// The answer without any numbers, to begin with.
  public static final Answer NOTHING = new Answer(List.of(), "", "");

  /// An array of numbers.
  ///
  /// @param shape  its shape
  /// @param values its elements, the last axis fastest
  public record Array(int[] shape, double[] values) {
    @Override
    public String toString() {
      return Shape.text(shape) + ":" + Arrays.toString(values);
    }
  }

  public Answer {
    arrays = List.copyOf(arrays);
  }

  /// The answer that some tensors are.
  public static Answer of(Tensor... tensors) {
    return new Answer(Arrays.stream(tensors)
        .map(tensor -> new Array(tensor.shape(), tensor.to(DType.FLOAT64).toDoubleArray())).toList(), "", "");
  }

  /// The answer that some numbers are.
  public static Answer ofNumbers(double... numbers) {
    return new Answer(List.of(new Array(new int[] {numbers.length}, numbers.clone())), "", "");
  }

  /// The answer that an exception is.
  public static Answer thrown(Throwable error) {
    return new Answer(List.of(), error.getClass().getSimpleName(), String.valueOf(error.getMessage()));
  }

  /// This answer and the arrays of another.
  public Answer and(Answer other) {
    List<Array> all = new ArrayList<>(arrays);
    all.addAll(other.arrays);
    return new Answer(all, thrown, message);
  }

  /// Whether the code ended with an exception.
  public boolean isThrown() {
    return !thrown.isEmpty();
  }

  /// All numbers, one array after the other.
  public double[] numbers() {
    return arrays.stream().flatMapToDouble(array -> Arrays.stream(array.values())).toArray();
  }

  /// The largest finite absolute value; 0 if there is none.
  public double scale() {
    return Arrays.stream(numbers()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  /// One line that [#decode] reads again, without tabs.
  public String encode() {
    if (isThrown()) {
      return "!" + thrown + " " + message.replace('\t', ' ').replace("\r", "").replace("\n", "\\n");
    }
    return arrays.stream().map(array -> Arrays.stream(array.shape()).mapToObj(Integer::toString)
        .collect(Collectors.joining("x")) + ":" + Arrays.stream(array.values()).mapToObj(Double::toString)
        .collect(Collectors.joining(","))).collect(Collectors.joining(";"));
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws IllegalArgumentException if it did not write that
  public static Answer decode(String line) {
    if (line.startsWith("!")) {
      String[] parts = line.substring(1).split(" ", 2);
      return new Answer(List.of(), parts[0], parts.length > 1 ? parts[1].replace("\\n", "\n") : "");
    }
    List<Array> arrays = new ArrayList<>();
    for (String array : line.isEmpty() ? new String[0] : line.split(";", -1)) {
      int colon = array.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("no answer: " + array);
      }
      arrays.add(new Array(
          list(array.substring(0, colon), "x").stream().mapToInt(Integer::parseInt).toArray(),
          list(array.substring(colon + 1), ",").stream().mapToDouble(Double::parseDouble).toArray()));
    }
    return new Answer(arrays, "", "");
  }

  private static List<String> list(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator));
  }
}
