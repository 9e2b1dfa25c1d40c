package scrutable.lessons.contract;

/// How much work a run does.
public enum Profile {
  /// The smallest run in which the phenomenon still shows and every criterion still holds: for the build.
  QUICK,
  /// The run that the book prints.
  FULL
}
