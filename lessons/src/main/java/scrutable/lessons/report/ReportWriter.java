package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Utf8;

/// Writes the report of a run: its folder, and the page that shows all folders.
public final class ReportWriter {
  /// What a run found.
  public static final String RESULT = "result.json";
  /// Where and when it was run.
  public static final String ENVIRONMENT = "environment.json";
  /// The page for all lessons that were run.
  public static final String INDEX = "index.html";

  private ReportWriter() {}

  /// Writes `result.json`, `environment.json`, the tables and figures of a run into its folder below
  /// `reports`, and `index.html` anew.
  ///
  /// @return the folder of the run
  /// @throws IOException if something cannot be written
  public static Path write(LessonRun run, Path reports) throws IOException {
    Path folder = reports.resolve(run.folder());
    deleteFormerFiles(folder);
    for (Table table : run.result().tables()) {
      AtomicFile.writeText(folder.resolve(ResultJson.fileName(run.result(), table)), table.csv());
    }
    for (Illustration figure : run.result().figures()) {
      AtomicFile.writeText(folder.resolve(ResultJson.fileName(figure)), figure.figure().svg());
    }
    AtomicFile.writeText(folder.resolve(ENVIRONMENT), EnvironmentJson.of(run).write());
    AtomicFile.writeText(folder.resolve(RESULT), ResultJson.of(run).write());
    AtomicFile.writeText(reports.resolve(INDEX), IndexPage.of(reports));
    return folder;
  }

  /// Tables and figures of an earlier run would otherwise lie beside the new ones. Only plain names that
  /// the earlier result.json lists are deleted.
  private static void deleteFormerFiles(Path folder) throws IOException {
    Path former = folder.resolve(RESULT);
    if (!Files.exists(former)) {
      return;
    }
    try {
      Json result = Json.parse(Utf8.read(former));
      for (String kind : new String[] {"tables", "figures"}) {
        for (Json entry : result.get(kind).items()) {
          Path file = Path.of(entry.get("file").text()).getFileName();
          Files.deleteIfExists(folder.resolve(file));
        }
      }
    } catch (IllegalArgumentException | MalformedFileException e) {
      // Not one of our files: nothing is known about its neighbours, so they stay.
      return;
    }
    Files.deleteIfExists(former);
  }
}
