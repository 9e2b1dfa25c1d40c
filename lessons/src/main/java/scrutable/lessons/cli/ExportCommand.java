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
  private static final List<String> DATA_SETS = List.of("glyphs", "mnist", "fashion-mnist");

  private static final String USUAL = "usual";
  private static final int MOST_IMAGES = Integer.MAX_VALUE / (28 * 28);

  @Parameters(index = "0", paramLabel = "FOLDER",
      description = "Where to write; it is made if it is not there.")
  private Path folder;

  @Option(names = "--model", paramLabel = "NAME", defaultValue = "cnn",
      description = "softmax, mlp or cnn (${DEFAULT-VALUE}).")
  private String model;

  @Option(names = "--data", paramLabel = "NAME", defaultValue = "glyphs",
      description = "glyphs, mnist or fashion-mnist (${DEFAULT-VALUE}).")
  private String data;

  @Option(names = "--training", paramLabel = "KIND", description = "usual, fgsm, pgd or trades (usual).")
  private String training;

  @Option(names = "--eps", paramLabel = "E", description = "The radius of adversarial training in LINF (0.1).")
  private Double eps;

  @Option(names = "--epochs", paramLabel = "N", description = "How often training sees each image (4).")
  private Integer epochs;

  @Option(names = "--train", paramLabel = "N", description = "How many training images (6000).")
  private Integer trainingImages;

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
    Outputs.requireName("FOLDER", folder);
    Outputs.requireName("--weights", weights);
    requireUsed();
    Exporter exporter = exporter();
    if (weights != null) {
      Outputs.requireApart(ExchangeFolder.files(folder), List.of(weights));
    }
    // Before the training, which takes a while.
    Files.createDirectories(folder);
    ExchangeFolder exported = export(exporter);
    exported.write(folder);
    int right = Metrics.countCorrect(exported.victim().logits(exported.inputs()), exported.labels());
    terminal.out().println(folder + ": " + model + ", " + right + " of " + exported.labels().size(0)
        + " test images are right");
    return ExitCode.PASS;
  }

  /// An option that is given and does nothing is a misunderstanding.
  private void requireUsed() {
    if (weights != null) {
      requireAbsent("--training", training, "with --weights nothing is trained");
      requireAbsent("--eps", eps, "with --weights nothing is trained");
      requireAbsent("--epochs", epochs, "with --weights nothing is trained");
      requireAbsent("--train", trainingImages, "with --weights nothing is trained");
    }
    if (training == null || training.equals(USUAL)) {
      requireAbsent("--eps", eps, "the usual training has no radius");
    }
  }

  private static void requireAbsent(String option, Object given, String why) {
    if (given != null) {
      throw new UsageException(option + " does nothing here: " + why + ".");
    }
  }

  private Exporter exporter() {
    String kind = training == null ? USUAL : training;
    UsageException.requireOneOf("--training", kind, Exporter.TRAININGS);
    double radius = eps == null ? 0.1 : eps;
    if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--eps must be positive and finite, not " + eps + ".");
    }
    int passes = epochs == null ? 4 : epochs;
    int images = weights != null ? 1 : trainingImages == null ? 6000 : trainingImages;
    if (passes < 0 || images < 1 || count < 1) {
      throw new UsageException("--train and --count must be at least 1, --epochs not negative.");
    }
    if (Math.max(images, count) > MOST_IMAGES) {
      throw new UsageException("--train and --count: one array holds at most " + MOST_IMAGES
          + " images of 28 x 28 pixels.");
    }
    return new Exporter(model, data, kind, radius, passes, images, count, seed, Optional.ofNullable(weights));
  }

  private ExchangeFolder export(Exporter exporter) throws IOException {
    try (var progress = ConsoleProgress.on(terminal)) {
      return exporter.export(progress);
    }
  }
}
