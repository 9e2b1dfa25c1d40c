package scrutable.lessons.cli;

/// How many threads a command may use.
final class Threads {
  /// The system property that the engine takes its number of threads from where no command says one.
  static final String PROPERTY = "scrutable.threads";

  private Threads() {}

  /// What `--threads` says; all processors where it is left out.
  ///
  /// @param given null if it was left out
  /// @throws UsageException unless the number is at least 1
  static int of(Integer given) {
    if (given == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (given < 1) {
      throw new UsageException("--threads must be at least 1; " + given + " was given.");
    }
    return given;
  }

  /// Checks the system property before any work: the engine reads it when it is first used, deep inside a lesson.
  ///
  /// @param given the property; null if it is not set
  /// @throws UsageException unless it is a whole number of at least 1
  static void requireProperty(String given) {
    if (given != null && !given.matches("0*[1-9][0-9]{0,8}")) {
      throw new UsageException("-D" + PROPERTY + ": a number of at least 1 is needed, not \"" + given + "\".");
    }
  }
}
