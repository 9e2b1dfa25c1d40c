package scrutable.lessons.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.Status;

/// The walk through the talk: of each item the lessons, how they ended, what they measured, and on how many fresh seeds
/// they held. Everything is read off the pages; no lesson is run.
final class TalkIndex {
  private final Map<Integer, Lesson> lessons = new TreeMap<>();
  private final Source source;

  /// Where the pages are.
  interface Source {
    PrintedPage page(Lesson lesson) throws IOException;

    /// Like `[L15 fgsm](15-fgsm.md)`.
    String link(Lesson lesson);

    Optional<FreshStarts> fresh(Lesson lesson) throws IOException;
  }

  TalkIndex(List<Lesson> lessons, Source source) {
    lessons.forEach(lesson -> this.lessons.put(lesson.number(), lesson));
    this.source = source;
  }

  /// The numbers of the lessons that the talk asks for.
  static SortedSet<Integer> asked() {
    return Talk.parts().stream().flatMap(part -> part.items().stream()).flatMap(item -> item.lessons().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Those of them that are not there.
  SortedSet<Integer> open() {
    SortedSet<Integer> open = asked();
    open.removeAll(lessons.keySet());
    return open;
  }

  /// The walk, as Markdown.
  ///
  /// @throws BookException if a page does not say what is asked of it
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(summary());
    for (Talk part : Talk.parts()) {
      lines.addAll(List.of("", "## " + part.title(), "",
          "| in the talk | lesson | it ended in | its first effect: measured (asked for) | fresh seeds |",
          "| :--- | :--- | :--- | :--- | :--- |"));
      part.items().forEach(item -> lines.addAll(rows(item)));
    }
    return lines;
  }

  private String summary() {
    int asked = asked().size();
    String open = open().stream().map(number -> "L" + two(number)).collect(Collectors.joining(", "));
    return "The talk asks for " + asked + " lessons. " + (open.isEmpty() ? "All of them are here."
        : (asked - open().size()) + " of them are here; open are " + open + ".");
  }

  private List<String> rows(Talk.Item item) {
    if (item.lessons().isEmpty()) {
      return List.of(row(item.text(), "none", "", "", ""));
    }
    List<String> rows = new ArrayList<>();
    for (int number : item.lessons()) {
      String text = rows.isEmpty() ? item.text() : "";
      rows.add(lessons.containsKey(number) ? row(text, lessons.get(number))
          : row(text, "L" + two(number), "open", "", ""));
    }
    return rows;
  }

  private String row(String text, Lesson lesson) {
    try {
      PrintedPage page = source.page(lesson);
      PrintedPage.Effect effect = page.effect();
      return row(text, source.link(lesson), page.status(),
          effect.criterion() + ": **" + effect.measured() + "** (" + effect.required() + ")",
          source.fresh(lesson).filter(FreshStarts::isComplete)
              .map(count -> count.count(Status.PASS) + " of " + FreshStarts.COUNT).orElse("not counted"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
