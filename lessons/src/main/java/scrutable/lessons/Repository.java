package scrutable.lessons;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the sources lie, so that reports and the book are found from any working directory.
public final class Repository {
  private Repository() {}

  /// The root of the repository: the system property `scrutable.root`, or the nearest folder at or above
  /// the working directory that contains the lessons, or else the working directory.
  public static Path root() {
    String given = System.getProperty("scrutable.root");
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("lessons/pom.xml"))) {
        return folder;
      }
    }
    return here;
  }
}
