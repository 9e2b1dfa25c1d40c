package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.lessons.exchange.ExchangeFolder;
import scrutable.lessons.exchange.NamedAttack;
import scrutable.lessons.exchange.Outcome;
import scrutable.tensor.Rng;

/// `attack FOLDER NAME`: attacks an exported model and writes what came out beside it.
@Command(name = "attack", description = "Attack an exported model, and write the images and the result.",
    sortOptions = false)
final class AttackCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An exported model.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "NAME", description = "The attack; \"list\" shows them all.")
  private String name;

  @Option(names = "--norm", paramLabel = "NORM", defaultValue = "LINF",
      description = "LINF, L2 or L1 (${DEFAULT-VALUE}).")
  private Norm norm;

  @Option(names = "--eps", paramLabel = "E", defaultValue = "0.1",
      description = "The radius, in units of a pixel (${DEFAULT-VALUE}); not used by attacks that look for"
          + " the nearest image.")
  private double eps;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "40",
      description = "Gradients (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--step-size", paramLabel = "A", description = "The length of a step (2.5 eps / steps).")
  private Double stepSize;

  @Option(names = "--as", paramLabel = "DIR", description = "The folder within FOLDER to write to (NAME).")
  private String as;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "(${DEFAULT-VALUE})")
  private long seed;

  private final Terminal terminal;

  AttackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (name.equals("list")) {
      terminal.out().println(names());
      return ExitCode.PASS;
    }
    NamedAttack attack = NamedAttack.find(name).orElseThrow(() ->
        new UsageException("There is no attack \"" + name + "\"; there are\n" + names()));
    ExchangeFolder exported = ExchangeFolder.read(folder);
    double used = stepSize == null ? 2.5 * eps / steps : stepSize;
    Outcome outcome = run(attack, exported, new NamedAttack.Settings(norm, eps, steps, used));
    Path results = folder.resolve(as == null ? name : as);
    outcome.write(results, "attack", name, "steps", steps, "stepSize", used, "seed", seed);
    terminal.out().println(outcome.text());
    terminal.out().println("images and result: " + results);
    return ExitCode.PASS;
  }

  /// What an attack refuses, a norm for instance, is a mistake of the command line.
  private Outcome run(NamedAttack attack, ExchangeFolder exported, NamedAttack.Settings settings) {
    try {
      return attack.run(Classifier.of(exported.network()), Examples.of(exported.inputs(),
          new Untargeted(exported.labels()), Rng.seed(seed)), settings);
    } catch (IllegalArgumentException refused) {
      throw new UsageException(refused.getMessage());
    }
  }

  private static String names() {
    return NamedAttack.ALL.stream().map(attack -> "  %-10s %s".formatted(attack.name(), attack.description()))
        .collect(Collectors.joining("\n"));
  }
}
