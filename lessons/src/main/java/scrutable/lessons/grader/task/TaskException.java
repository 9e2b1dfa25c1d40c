package scrutable.lessons.grader.task;

/// Something that whoever makes or does an assignment must mend; the message says what.
public final class TaskException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TaskException(String message) {
    super(message);
  }
}
