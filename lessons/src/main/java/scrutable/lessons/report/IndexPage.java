package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.Path;

/// STUB.
final class IndexPage {
  private IndexPage() {}

  static String of(Path reports) throws IOException {
    return "";
  }
}
