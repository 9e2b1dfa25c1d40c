package scrutable.lessons.book;

import java.nio.file.Path;

/// A place of the book that does not say what the run says.
///
/// @param file     the file
/// @param line     the line, from 1; 0 for the file as a whole
/// @param expected what the run says
/// @param found    what stands there
public record Stale(Path file, int line, String expected, String found) {
  /// The place and the difference in one line each, for a person.
  public String message() {
    String place = line == 0 ? file.toString() : file + ":" + line;
    return place + "\n  expected: " + expected + "\n  found:    " + found;
  }
}
