package scrutable.lessons.cli;

import java.util.List;

/// The user asked for something that does not exist; the message says what does.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }

  /// Checks a choice among names.
  ///
  /// @throws UsageException naming all of them, if it is none of them
  static void requireOneOf(String option, String chosen, List<String> names) {
    if (!names.contains(chosen)) {
      throw new UsageException(option + ": there is no \"" + chosen + "\"; there are "
          + String.join(", ", names) + ".");
    }
  }
}
