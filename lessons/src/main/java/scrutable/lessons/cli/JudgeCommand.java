package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.lessons.exchange.ExchangeFolder;
import scrutable.lessons.exchange.Outcome;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.AtomicFile;

/// `judge FOLDER FILE`: what an exported model says of images that another program made of its inputs.
@Command(name = "judge", sortOptions = false,
    description = "Judge images (.npy) that were made elsewhere of an exported model's inputs.")
final class JudgeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An exported model.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "FILE",
      description = "float32 images in the order and shape of inputs.npy.")
  private Path file;

  @Option(names = "--norm", paramLabel = "NORM", defaultValue = "LINF",
      description = "LINF, L2 or L1 (${DEFAULT-VALUE}).")
  private Norm norm;

  @Option(names = "--eps", paramLabel = "E",
      description = "Insist that no image is farther from its input than this.")
  private Double eps;

  @Option(names = "--target", paramLabel = "T", description = "The class that all images are to be taken for, or a file"
      + " (.npy) of one class for each (any wrong one).")
  private String target;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result there, too.")
  private Path json;

  private final Terminal terminal;

  JudgeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (eps != null && !(eps >= 0)) {
      throw new UsageException("--eps is a distance and must not be negative; " + eps + " was given.");
    }
    Outputs.requireName("FOLDER", folder);
    Outputs.requireName("--json", json);
    Outputs.requireName("--target", target == null ? null : Path.of(target));
    if (json != null) {
      List<Path> inputs = new ArrayList<>(ExchangeFolder.files(folder));
      inputs.add(file);
      if (target != null) {
        inputs.add(Path.of(target));
      }
      Outputs.requireApart(List.of(json), inputs);
    }
    ExchangeFolder exported = ExchangeFolder.read(folder);
    Tensor candidates = exported.readCandidates(file);
    Outcome outcome = judge(exported, candidates,
        new Ball(norm, eps == null ? Double.POSITIVE_INFINITY : eps, Box.UNIT));
    if (json != null) {
      AtomicFile.writeText(json, outcome.toJson("file", file.toString(), "target", target).write());
    }
    terminal.out().println(outcome.text());
    return ExitCode.PASS;
  }

  /// Images outside the ball or the box are not judged; the message names the first.
  private Outcome judge(ExchangeFolder exported, Tensor candidates, Ball ball) throws IOException {
    Examples examples = AttackCommand.examples(exported, target, Rng.seed(0));
    try {
      return Outcome.judge(exported.victim(), examples, candidates, ball);
    } catch (IllegalStateException outside) {
      throw new UsageException(file + ": " + outside.getMessage());
    }
  }
}
