package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Sound;
import scrutable.lessons.contract.Table;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.StagedFiles;

/// Writes the report of a run: its folder, and the page that shows all folders.
public final class ReportWriter {
  /// What a run found.
  public static final String RESULT = "result.json";
  /// Where and when it was run.
  public static final String ENVIRONMENT = "environment.json";
  /// The page for all lessons that were run.
  public static final String INDEX = "index.html";

  private ReportWriter() {}

  /// Writes `result.json`, `environment.json`, the tables, figures and sounds of a run into its folder below
  /// `reports`, and `index.html` anew. Those of an earlier run that has no successor of the same name
  /// are deleted when the new ones are in their places.
  ///
  /// @return the folder of the run
  /// @throws IOException if something cannot be written
  public static Path write(LessonRun run, Path reports) throws IOException {
    Path folder = Files.createDirectories(reports.resolve(run.folder()));
    List<Path> former = FormerReport.files(folder, run.lesson().id());
    List<Path> written = new ArrayList<>();
    try (var files = new StagedFiles()) {
      for (Table table : run.result().tables()) {
        write(table.csv(), folder.resolve(ResultJson.fileName(run.result(), table)), files, written);
      }
      for (Illustration figure : run.result().figures()) {
        write(figure.figure().svg(), folder.resolve(ResultJson.fileName(figure)), files, written);
      }
      for (Sound sound : run.result().sounds()) {
        Path file = folder.resolve(ResultJson.fileName(sound));
        AtomicFile.write(files.stage(file), out -> out.write(sound.file()));
        written.add(file);
      }
      write(EnvironmentJson.of(run).write(), folder.resolve(ENVIRONMENT), files, written);
      write(ResultJson.of(run).write(), folder.resolve(RESULT), files, written);
      files.exchange();
    }
    for (Path file : former) {
      if (!written.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
    writeIndex(reports);
    return folder;
  }

  /// Lessons may end at the same time, and each writes the page: the one that writes last must have seen all results.
  private static void writeIndex(Path reports) throws IOException {
    Set<String> seen;
    do {
      seen = results(reports);
      AtomicFile.writeText(reports.resolve(INDEX), IndexPage.of(reports));
    } while (!results(reports).equals(seen));
  }

  /// The results that are there, each with its age.
  private static Set<String> results(Path reports) throws IOException {
    Set<String> results = new TreeSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(reports)) {
      for (Path folder : folders) {
        Path result = folder.resolve(RESULT);
        if (Files.isRegularFile(result, LinkOption.NOFOLLOW_LINKS)) {
          results.add(folder.getFileName() + " " + Files.getLastModifiedTime(result, LinkOption.NOFOLLOW_LINKS));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return results;
  }

  private static void write(String text, Path file, StagedFiles files, List<Path> written) throws IOException {
    AtomicFile.writeText(files.stage(file), text);
    written.add(file);
  }
}
