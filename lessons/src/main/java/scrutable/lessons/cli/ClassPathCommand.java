package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scrutable.tensor.io.AtomicFile;

/// `class-path FILE`: writes the class path that Maven worked out, so that `lessons/run` can start without
/// Maven.
@Command(name = "class-path", hidden = true, description = "Write the class path to a file, for lessons/run.")
final class ClassPathCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE")
  private Path file;

  @Override
  public Integer call() throws IOException {
    AtomicFile.writeText(file, System.getProperty("java.class.path") + "\n");
    return ExitCode.PASS;
  }
}
