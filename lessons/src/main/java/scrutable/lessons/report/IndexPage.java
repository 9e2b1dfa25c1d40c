package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import scrutable.tensor.io.Json;

/// The page that shows all lessons that were run: one HTML file without any other resource.
///
/// It is made from the folders alone, so it also shows runs of earlier days. It is well-formed XML as well
/// as HTML, so that an XML parser can test it.
final class IndexPage {
  private record Entry(String folder, double number, String line, String section) {}

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
    page.append("<ul class=\"runs\">\n");
    entries.forEach(entry -> page.append(entry.line()));
    page.append("</ul>\n");
    entries.forEach(entry -> page.append(entry.section()));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static Entry entry(Path folder) {
    String name = folder.getFileName().toString();
    try {
      Json result = Json.parse(ReportFile.read(folder.resolve(ReportWriter.RESULT)));
      return new Entry(name, result.get("number").number(), IndexLine.of(folder, name, result),
          IndexSection.of(folder, name, result));
    } catch (IllegalArgumentException | IOException e) {
      return new Entry(name, Double.MAX_VALUE, IndexLine.ofBroken(name, e), "");
    }
  }
}
