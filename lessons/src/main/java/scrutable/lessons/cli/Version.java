package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `--version` answers: which program this is, where it lies, and which Java runs it.
final class Version {
  /// The version stands in one place only, the pom; this is the project's own, not that of a dependency.
  private static final Pattern IN_POM =
      Pattern.compile("<artifactId>scrutable</artifactId>\\s*<version>([^<]*)</version>");

  private Version() {}

  static String text(Path root) {
    return "Scrutable " + ofPom(root.resolve("pom.xml")) + " in " + root + "\nJava " + Runtime.version() + " ("
        + System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor") + ")";
  }

  private static String ofPom(Path pom) {
    try {
      Matcher version = IN_POM.matcher(Files.readString(pom));
      return version.find() ? version.group(1) : "of unknown version";
    } catch (IOException unreadable) {
      return "of unknown version";
    }
  }
}
