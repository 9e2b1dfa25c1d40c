package scrutable.lessons.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import scrutable.lessons.format.Markup;
import scrutable.tensor.io.Json;

/// The tables, figures and sounds that an earlier run of a lesson has left in its folder.
///
/// The folder may hold files of others, and `result.json` may be somebody's own file of that name. So a file counts
/// as ours only if the result is of this lesson, the file has the name that this program gives to a table, figure
/// or sound of that name, and begins as this program begins it.
final class FormerReport {
  private FormerReport() {}

  /// The files of the earlier run; none if the folder holds no result of the lesson, or cannot be read.
  static List<Path> files(Path folder, String lesson) {
    List<Path> files = new ArrayList<>();
    Path file = folder.resolve(ReportWriter.RESULT);
    if (!ReportFile.isPlain(file)) {
      return files;
    }
    try {
      Json result = Json.parse(ReportFile.read(file));
      if (result.get("format").number() != 1 || !result.get("lesson").text().equals(lesson)) {
        return files;
      }
      for (Json table : result.get("tables").items()) {
        String header = table.get("columns").items().stream().map(column -> Markup.csv(column.text()))
            .collect(Collectors.joining(","));
        String name = table.get("file").text();
        if (name.equals("table.csv") || name.equals("table-" + table.get("name").text() + ".csv")) {
          addIfBegins(folder, name, header + "\n", files);
        }
      }
      for (Json figure : result.get("figures").items()) {
        String name = figure.get("file").text();
        if (name.equals(figure.get("name").text() + ".svg")) {
          addIfBegins(folder, name, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"", files);
        }
      }
      for (Json sound : sounds(result)) {
        String name = sound.get("file").text();
        if (name.equals(sound.get("name").text() + ".wav")) {
          addIfBegins(folder, name, "RIFF", files);
        }
      }
    } catch (IllegalArgumentException | IOException foreign) {
      return List.of();
    }
    return files;
  }

  /// The sounds that a result names; one of a program that knew none names none.
  static List<Json> sounds(Json result) {
    return result instanceof Json.Fields(var parts) && parts.get("sounds") instanceof Json sounds ? sounds.items()
        : List.of();
  }

  private static void addIfBegins(Path folder, String name, String beginning, List<Path> files) throws IOException {
    Path file = folder.resolve(name);
    if (!ReportFile.isPlainName(name) || !ReportFile.isPlain(file)) {
      return;
    }
    byte[] expected = beginning.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(expected, in.readNBytes(expected.length))) {
        files.add(file);
      }
    }
  }
}
