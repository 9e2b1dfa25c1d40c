package scrutable.tensor.io;

/// A text that is not JSON: what is wrong, and where.
public final class JsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int position;

  /// The message reads `JSON: <problem>, at line 3, column 7`; both are counted from 1.
  ///
  /// @param text the whole text
  /// @param position the number of characters before the place of the problem
  JsonException(String text, int position, String problem) {
    super("JSON: " + problem + place(text, position));
    this.problem = problem;
    this.position = position;
  }

  private static String place(String text, int position) {
    long line = 1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
    int column = position - text.lastIndexOf('\n', position - 1);
    return ", at line " + line + ", column " + column;
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  /// The number of characters before the place of the problem.
  public int position() {
    return position;
  }
}
