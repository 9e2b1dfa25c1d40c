package scrutable.lessons.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A Markdown page with generated parts: finds them and puts them in. What they say comes from [Regions] (the numbers,
/// tables and figures of a run) and [CodeRegions] (marked regions of the source).
///
/// A region stands between two lines and is replaced as a whole:
/// ```
/// <!-- begin generated: table errors -->
/// <!-- end generated -->
/// ```
/// A number in a sentence stands between two comments: `error of <!--n:clean-error-->2.8<!--/n--> %`. It
/// must not begin a line, since Markdown takes a line that begins with a comment for HTML.
final class Page {
  /// What stands in a new page where prose is to be written; a page that still has it is not finished.
  static final String UNWRITTEN = "<!-- write this -->";

  private static final String BEGIN = "<!-- begin generated: ";
  private static final String BEGIN_END = " -->";
  static final String END = "<!-- end generated -->";
  private static final String NUMBER = "<!--n:";
  private static final String NUMBER_MIDDLE = "-->";
  private static final String NUMBER_END = "<!--/n-->";

  private final Path file;
  private final Function<String, Optional<List<String>>> regions;
  private final Function<String, Optional<String>> numbers;
  private final List<Stale> stale = new ArrayList<>();
  private final List<Stale> unwritten = new ArrayList<>();
  private final List<String> output = new ArrayList<>();

  /// @param regions gives the lines of a region by its name, or nothing: then it stays as it is
  /// @param numbers gives the text of an inline number by its name, or nothing: then it stays as it is
  Page(Path file, Function<String, Optional<List<String>>> regions, Function<String, Optional<String>> numbers) {
    this.file = file;
    this.regions = regions;
    this.numbers = numbers;
  }

  /// The line with which the region of that name begins.
  static String begin(String name) {
    return BEGIN + name + BEGIN_END;
  }

  /// Where the text differs from what it should be; call after [#render].
  List<Stale> stale() {
    return stale;
  }

  /// Where prose is still to be written; call after [#render].
  List<Stale> unwritten() {
    return unwritten;
  }

  /// The text with all generated parts as they should be.
  ///
  /// @throws BookException if the text is written wrongly
  String render(String text) {
    List<String> input = text.lines().toList();
    for (int i = 0; i < input.size(); i++) {
      String line = input.get(i);
      if (line.strip().startsWith(BEGIN)) {
        i = region(input, i);
      } else if (line.strip().equals(END)) {
        throw wrong(i, "the end of a generated region without its beginning");
      } else {
        if (line.contains(UNWRITTEN)) {
          unwritten.add(new Stale(file, i + 1, "prose", UNWRITTEN));
        }
        output.add(inline(line, i));
      }
    }
    return String.join("\n", output) + "\n";
  }

  /// Replaces the region that begins at this line and returns the line at which it ends.
  private int region(List<String> input, int begin) {
    String line = input.get(begin).strip();
    if (!line.endsWith(BEGIN_END)) {
      throw wrong(begin, "a region begins with a line like " + BEGIN + "criteria" + BEGIN_END);
    }
    int end = begin + 1;
    while (end < input.size() && !input.get(end).strip().equals(END)) {
      if (input.get(end).strip().startsWith(BEGIN)) {
        throw wrong(end, "a region begins inside another; the one above has no line " + END);
      }
      end++;
    }
    if (end == input.size()) {
      throw wrong(begin, "this region has no line " + END);
    }
    List<String> found = input.subList(begin + 1, end);
    List<String> expected =
        at(begin, () -> regions.apply(line.substring(BEGIN.length(),
        line.length() - BEGIN_END.length()))).orElse(found);
    compare(expected, found, begin + 1);
    output.add(input.get(begin));
    output.addAll(expected);
    output.add(input.get(end));
    return end;
  }

  private void compare(List<String> expected, List<String> found, int firstLine) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "(nothing)";
      String there = i < found.size() ? found.get(i) : "(nothing)";
      if (!wanted.equals(there)) {
        stale.add(new Stale(file, firstLine + i + 1, wanted, there));
      }
    }
  }

  private String inline(String line, int index) {
    var out = new StringBuilder();
    int at = 0;
    for (int start = line.indexOf(NUMBER); start >= 0; start = line.indexOf(NUMBER, at)) {
      if (line.substring(0, start).isBlank()) {
        throw wrong(index, "a number must not begin a line: Markdown would take the line for HTML");
      }
      int middle = line.indexOf(NUMBER_MIDDLE, start);
      int end = line.indexOf(NUMBER_END, start);
      if (middle < 0 || end < middle) {
        throw wrong(index, "a number stands on one line, like " + NUMBER + "name" + NUMBER_MIDDLE + "1.5"
            + NUMBER_END);
      }
      String name = line.substring(start + NUMBER.length(), middle);
      String found = line.substring(middle + NUMBER_MIDDLE.length(), end);
      String expected = at(index, () -> numbers.apply(name)).orElse(found);
      if (!expected.equals(found)) {
        stale.add(new Stale(file, index + 1, name + " = " + expected, name + " = " + found));
      }
      out.append(line, at, middle + NUMBER_MIDDLE.length()).append(expected).append(NUMBER_END);
      at = end + NUMBER_END.length();
    }
    return out.append(line.substring(at)).toString();
  }

  private <T> T at(int index, Supplier<T> source) {
    try {
      return source.get();
    } catch (BookException e) {
      throw wrong(index, e.getMessage());
    }
  }

  private BookException wrong(int index, String message) {
    return new BookException(file + ":" + (index + 1) + ": " + message);
  }
}
