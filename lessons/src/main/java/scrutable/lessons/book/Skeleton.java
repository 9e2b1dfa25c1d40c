package scrutable.lessons.book;

import java.util.List;
import scrutable.lessons.format.Markup;
import scrutable.lessons.report.LessonRun;

/// The beginning of a new page: its headings and generated parts, and marks where prose is to be written.
final class Skeleton {
  private Skeleton() {}

  static String of(LessonRun run) {
    var page = new StringBuilder("# " + run.lesson().code() + " " + Markup.markdown(run.lesson().title())
        + "\n\n");
    run.lesson().slideLines().forEach(line -> page.append("> ").append(Markup.markdown(line)).append('\n'));
    page.append("\n```\nlessons/run ").append(run.lesson().id()).append("\n```\n");
    section(page, "Why", List.of("claim"));
    section(page, "What", List.of("threat-model", "planted"));
    section(page, "How", Regions.available(run.result()));
    section(page, "The verdict", RealDataRun.dataSets(run.lesson()).isEmpty() ? List.of("criteria", "status", "fresh")
        : List.of("criteria", "status", "fresh", "real"));
    section(page, "What went wrong", List.of());
    section(page, "What real systems add", List.of());
    return page.toString();
  }

  private static void section(StringBuilder page, String heading, List<String> regions) {
    page.append("\n## ").append(heading).append("\n\n").append(Page.UNWRITTEN).append('\n');
    for (String region : regions) {
      page.append("\n<!-- begin generated: ").append(region).append(" -->\n<!-- end generated -->\n");
    }
  }
}
