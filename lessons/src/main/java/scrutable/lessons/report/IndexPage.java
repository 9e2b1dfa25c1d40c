package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import scrutable.lessons.format.Markup;
import scrutable.tensor.io.Json;

/// The page that shows all lessons that were run: one HTML file without any other resource.
///
/// It is made from the folders alone, so it also shows runs of earlier days. It is well-formed XML as well
/// as HTML, so that an XML parser can test it.
final class IndexPage {
  private record Entry(String folder, double number, String row, String section) {}

  private IndexPage() {}

  /// The page for all folders below `reports` that hold a result; unreadable ones are named, not fatal.
  static String of(Path reports) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(reports, Files::isDirectory)) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve(ReportWriter.RESULT), LinkOption.NOFOLLOW_LINKS)) {
          entries.add(entry(folder));
        }
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::number).thenComparing(Entry::folder));
    var page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    page.append("<title>Scrutable: lessons</title>\n<style>\n");
    page.append(IndexStyle.CSS).append("</style>\n</head>\n<body>\n<main>\n");
    page.append("<h1>Scrutable: the lessons that were run</h1>\n");
    page.append("<div class=\"scroll\"><table><thead><tr><th>Lesson</th><th>Data</th><th>Seed</th>"
        + "<th>Status</th><th>Headline</th></tr></thead>\n<tbody>\n");
    entries.forEach(entry -> page.append(entry.row()));
    page.append("</tbody></table></div>\n");
    entries.forEach(entry -> page.append(entry.section()));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static Entry entry(Path folder) {
    String name = folder.getFileName().toString();
    try {
      Json result = Json.parse(ReportFile.read(folder.resolve(ReportWriter.RESULT)));
      return new Entry(name, result.get("number").number(), row(name, result),
          IndexSection.of(folder, name, result));
    } catch (IllegalArgumentException | IOException e) {
      String row = "<tr><td>" + Markup.xml(name) + "</td><td colspan=\"4\">result.json is not readable: "
          + Markup.xml(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + "</td></tr>\n";
      return new Entry(name, Double.MAX_VALUE, row, "");
    }
  }

  private static String row(String folder, Json result) {
    var headlines = new ArrayList<String>();
    for (Json headline : result.get("headlines").items()) {
      headlines.add(headline.get("name").text().replace('-', ' ') + " " + IndexSection.withUnit(
          headline.get("shown").text(), headline.get("unit").text()));
    }
    String variant = result.get("profile").text().equals("quick") ? ", quick" : "";
    variant += result.get("sabotage") instanceof Json.Null ? "" : ", sabotaged";
    return "<tr><td class=\"lesson\"><a href=\"#" + Markup.xml(folder) + "\">" + IndexSection.code(result) + " "
        + Markup.xml(result.get("lesson").text()) + "</a></td><td>" + Markup.xml(result.get("data").text() + variant)
        + "</td><td>" + Markup.xml(result.get("seed").text()) + "</td><td>" + IndexSection.badge(result)
        + "</td><td>" + Markup.xml(String.join(", ", headlines)) + "</td></tr>\n";
  }
}
