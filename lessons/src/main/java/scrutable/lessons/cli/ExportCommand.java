package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.lessons.exchange.Architecture;
import scrutable.lessons.exchange.ExchangeFolder;
import scrutable.lessons.exchange.Exporter;
import scrutable.nn.train.Metrics;

/// `export FOLDER`: a trained model and test images, in files that Python reads.
@Command(name = "export", description = "Train a model and write it, with test images, for other programs.",
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  private static final List<String> DATA_SETS = List.of("glyphs", "mnist", "fashion");

  @Parameters(index = "0", paramLabel = "FOLDER",
      description = "Where to write; it is made if it is not there.")
  private Path folder;

  @Option(names = "--model", paramLabel = "NAME", defaultValue = "cnn",
      description = "softmax, mlp or cnn (${DEFAULT-VALUE}).")
  private String model;

  @Option(names = "--data", paramLabel = "NAME", defaultValue = "glyphs",
      description = "glyphs, mnist or fashion (${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--training", paramLabel = "KIND", defaultValue = "usual",
      description = "usual, fgsm, pgd or trades (${DEFAULT-VALUE}).")
  private String training;

  @Option(names = "--eps", paramLabel = "E", defaultValue = "0.1",
      description = "The radius of adversarial training in LINF (${DEFAULT-VALUE}).")
  private double eps;

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "4", description = "(${DEFAULT-VALUE})")
  private int epochs;

  @Option(names = "--train", paramLabel = "N", defaultValue = "6000",
      description = "How many training images (${DEFAULT-VALUE}).")
  private int trainingImages;

  @Option(names = "--count", paramLabel = "N", defaultValue = "100",
      description = "How many test images to write (${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--weights", paramLabel = "FILE",
      description = "Take these weights (.safetensors, named as by PyTorch's nn.Sequential); do not train.")
  private Path weights;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "(${DEFAULT-VALUE})")
  private long seed;

  private final Terminal terminal;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.requireOneOf("--model", model, Architecture.NAMES);
    UsageException.requireOneOf("--data", data, DATA_SETS);
    UsageException.requireOneOf("--training", training, Exporter.TRAININGS);
    if (epochs < 0 || trainingImages < 1 || count < 1) {
      throw new UsageException("--train and --count must be at least 1, --epochs not negative.");
    }
    if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--eps must be positive and finite, not " + eps + ".");
    }
    if (weights != null) {
      Outputs.requireApart(ExchangeFolder.files(folder), List.of(weights));
    }
    // Before the training, which takes a while.
    Files.createDirectories(folder);
    var exporter = new Exporter(model, data, training, eps, epochs, trainingImages, count, seed,
        Optional.ofNullable(weights));
    ExchangeFolder exported = export(exporter);
    exported.write(folder);
    int right = Metrics.countCorrect(exported.victim().logits(exported.inputs()), exported.labels());
    terminal.out().println(folder + ": " + model + ", " + right + " of " + exported.labels().size(0)
        + " test images are right");
    return ExitCode.PASS;
  }

  private ExchangeFolder export(Exporter exporter) throws IOException {
    try (var progress = ConsoleProgress.on(terminal)) {
      return exporter.export(progress);
    }
  }
}
