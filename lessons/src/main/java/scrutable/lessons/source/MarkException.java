package scrutable.lessons.source;

/// A mark in a source file that is wrong, or a region that is not there; the message says where and what to do.
public final class MarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MarkException(String message) {
    super(message);
  }
}
