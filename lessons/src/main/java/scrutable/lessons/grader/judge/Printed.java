package scrutable.lessons.grader.judge;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the beginning of what is printed, and lets the rest go.
final class Printed extends OutputStream {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  Printed(int most) {
    this.most = most;
  }

  @Override
  public synchronized void write(int one) {
    if (kept.size() < most) {
      kept.write(one);
    }
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8) + (kept.size() < most ? "" : " ...");
  }
}
