package scrutable.lessons.cli;

/// What the program's exit codes mean.
public final class ExitCode {
  /// The lesson passed; or the command did its work.
  public static final int PASS = 0;
  /// The lesson did not pass; or the book is stale.
  public static final int NOT_PASS = 1;
  /// The command line is wrong.
  public static final int USAGE = 2;
  /// Something outside the program is missing: the data, the network, the disk, the memory, the JDK.
  public static final int ENVIRONMENT = 3;
  /// The program is wrong.
  public static final int BUG = 4;

  private ExitCode() {}
}
