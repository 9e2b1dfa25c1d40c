package scrutable.lessons.source;

/// A marked region of a source file.
///
/// @param kind  what it is marked for
/// @param name  its name: words joined by hyphens for code, like `one-step`; a number like `1.5` for a task
/// @param begin the line of its first mark, counted from 1
/// @param end   the line of its last mark, counted from 1; the region is what lies between
public record Region(Kind kind, String name, int begin, int end) {
  /// What regions are marked for.
  public enum Kind {
    /// Printed on a page of the book.
    CODE,
    /// The body that a student writes.
    TASK,
    /// Documentation that gives the answer of a task away.
    HIDE,
    /// Another place that contains the answer of a task.
    LEAK
  }
}
