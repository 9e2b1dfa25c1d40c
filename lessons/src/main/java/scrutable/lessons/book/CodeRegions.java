package scrutable.lessons.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.source.MarkException;
import scrutable.lessons.source.SourceTree;

/// The code that a page shows: `code FILE#REGION`, a region marked in a source file, and a link to the file.
final class CodeRegions {
  /// How such a region is asked for.
  static final String PREFIX = "code ";

  private final SourceTree sources;
  private final String toRoot;

  /// @param root   of the repository
  /// @param folder of the pages, below the root
  CodeRegions(Path root, Path folder) throws IOException {
    this.sources = SourceTree.of(root);
    this.toRoot = folder.toAbsolutePath().relativize(root.toAbsolutePath()).toString().replace('\\', '/');
  }

  /// The lines of what is asked for, if it is code.
  Optional<List<String>> ifCode(String wanted) {
    return wanted.startsWith(PREFIX) ? Optional.of(lines(wanted)) : Optional.empty();
  }

  /// The lines of the region.
  ///
  /// @throws BookException if there is no such file or region
  List<String> lines(String wanted) {
    String[] parts = wanted.substring(PREFIX.length()).split("#");
    if (parts.length != 2) {
      throw new BookException("\"" + wanted + "\" should name a file and a region in it, like \"code"
          + " FastGradientSign.java#one-step\"");
    }
    try {
      Path file = sources.file(parts[0]);
      List<String> lines = new ArrayList<>();
      lines.add("```java");
      lines.addAll(sources.marks(file).code(parts[1]));
      lines.add("```");
      lines.add("");
      lines.add("*From [" + parts[0] + "](" + toRoot + "/" + sources.path(file) + ").*");
      return lines;
    } catch (MarkException e) {
      throw new BookException(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
