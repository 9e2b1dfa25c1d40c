package scrutable.lessons.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The regions that are marked in a source file by a comment before and a comment after, each on a line of its own:
///
/// ```java
/// //: code one-step
/// Tensor step = gradient.sign().mul(eps);
/// //: end
/// ```
///
/// The word after the colon says what the region is for ([Region.Kind]). Regions may lie in one another, `end` closes
/// the innermost one; a printed region shows no marks. A line `//: instead CODE` at the beginning of a region `hide` or
/// `leak` says what stands there in an assignment.
public final class Marks {
  private static final String MARK = "//:";
  private static final Pattern BEGIN = Pattern.compile("//: (code|task|hide|leak) ([a-z0-9]+(?:[-.][a-z0-9]+)*)");
  private static final Pattern GIVES_AWAY = Pattern.compile("//: (hide|leak) .*");
  private static final String END = "//: end";
  private static final String INSTEAD = "//: instead ";

  private final String file;
  private final List<String> lines;
  private final List<Region> regions;

  private Marks(String file, List<String> lines, List<Region> regions) {
    this.file = file;
    this.lines = lines;
    this.regions = regions;
  }

  /// Reads the marks of a file.
  ///
  /// @param file its name, for messages
  /// @throws MarkException if a mark is not understood, has no partner, or two regions have the same name
  public static Marks of(String file, String text) {
    List<String> lines = text.lines().toList();
    List<Region> regions = new ArrayList<>();
    Set<String> begun = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int line = 1; line <= lines.size(); line++) {
      String mark = lines.get(line - 1).strip();
      if (mark.equals(END)) {
        if (open.isEmpty()) {
          throw wrong(file, line, "\"" + END + "\" ends a region, but none is open here");
        }
        regions.add(region(lines, open.pop(), line));
      } else if (mark.startsWith(INSTEAD)) {
        if (open.isEmpty() || !GIVES_AWAY.matcher(lines.get(open.peek() - 1).strip()).matches()) {
          throw wrong(file, line, "\"" + INSTEAD.strip() + "\" belongs into a region \"hide\" or \"leak\"");
        }
      } else if (mark.startsWith(MARK)) {
        if (!BEGIN.matcher(mark).matches()) {
          throw wrong(file, line, "\"" + mark + "\" is no mark; a region begins with \"//: code one-step\", \"//: task"
              + " 1.5\", \"//: hide 1.5\" or \"//: leak 1.5\" and ends with \"" + END + "\"");
        }
        // Answers are given away in many places; what is printed or cut out is one place.
        if (!GIVES_AWAY.matcher(mark).matches() && !begun.add(mark)) {
          throw wrong(file, line, "a second region \"" + mark.substring(MARK.length() + 1) + "\" in this file");
        }
        open.push(line);
      }
    }
    if (!open.isEmpty()) {
      throw wrong(file, open.peek(), "this region has no line \"" + END + "\"");
    }
    regions.sort((a, b) -> Integer.compare(a.begin(), b.begin()));
    return new Marks(file, lines, List.copyOf(regions));
  }

  private static Region region(List<String> lines, int begin, int end) {
    Matcher mark = BEGIN.matcher(lines.get(begin - 1).strip());
    if (!mark.matches()) {
      throw new IllegalStateException("line " + begin + " was a mark a moment ago");
    }
    return new Region(Region.Kind.valueOf(mark.group(1).toUpperCase(Locale.ROOT)), mark.group(2), begin, end);
  }

  private static MarkException wrong(String file, int line, String message) {
    return new MarkException(file + ":" + line + ": " + message);
  }

  /// All regions, in the order in which they begin.
  public List<Region> regions() {
    return regions;
  }

  /// What stands in an assignment where a region gives an answer away, line by line; none if nothing does.
  public List<String> instead(Region region) {
    return lines.subList(region.begin(), region.end() - 1).stream().filter(line -> line.strip().startsWith(INSTEAD))
        .map(line -> line.replaceFirst(INSTEAD, "")).toList();
  }

  /// The lines of the code region of this name, as they are printed: without marks, moved to the left margin, without
  /// empty lines at both ends.
  ///
  /// @throws MarkException if there is none of this name
  public List<String> code(String name) {
    Region region = regions.stream().filter(one -> one.kind() == Region.Kind.CODE && one.name().equals(name))
        .findFirst().orElseThrow(() -> new MarkException(file + " has no region \"" + name + "\"; it has "
            + regions.stream().filter(one -> one.kind() == Region.Kind.CODE).map(Region::name).toList()));
    return printed(lines.subList(region.begin(), region.end() - 1));
  }

  private static List<String> printed(List<String> marked) {
    List<String> code = marked.stream().filter(line -> !line.strip().startsWith(MARK)).map(String::stripTrailing)
        .toList();
    int first = 0;
    int last = code.size();
    while (first < last && code.get(first).isEmpty()) {
      first++;
    }
    while (last > first && code.get(last - 1).isEmpty()) {
      last--;
    }
    List<String> kept = code.subList(first, last);
    int margin = kept.stream().filter(line -> !line.isEmpty())
        .mapToInt(line -> line.length() - line.stripLeading().length()).min().orElse(0);
    return kept.stream().map(line -> line.isEmpty() ? line : line.substring(margin)).toList();
  }
}
