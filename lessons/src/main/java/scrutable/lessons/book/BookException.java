package scrutable.lessons.book;

/// A page is written wrongly: an unknown number, a region without an end; the message says where and how
/// to put it right.
public final class BookException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BookException(String message) {
    super(message);
  }
}
