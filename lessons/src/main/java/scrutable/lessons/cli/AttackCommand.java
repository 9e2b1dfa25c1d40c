package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
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

  @Option(names = "--norm", paramLabel = "NORM",
      description = "LINF, L2 or L1 (LINF, or L2 for attacks that know only L2).")
  private Norm norm;

  @Option(names = "--eps", paramLabel = "E",
      description = "The radius, in units of a pixel (" + NamedAttack.USUAL_EPS
          + "); attacks that look for the nearest image have none.")
  private Double eps;

  @Option(names = "--steps", paramLabel = "N",
      description = "How many steps, or queries where there is no gradient; \"list\" shows the usual number.")
  private Integer steps;

  @Option(names = "--step-size", paramLabel = "A",
      description = "The length of a step (2.5 eps / steps), for attacks that do not find it themselves.")
  private Double stepSize;

  @Option(names = "--restarts", paramLabel = "N",
      description = "How often to try with other random numbers (once), for attacks within a radius.")
  private Integer restarts;

  @Option(names = "--last", description = "Keep the last image of pgd, as most libraries do, instead of the best.")
  private Boolean last;

  @Option(names = "--weight", paramLabel = "C",
      description = "The first weight of the goal against the distance: cw (0.001), lbfgs (1).")
  private Double weight;

  @Option(names = "--rate", paramLabel = "R", description = "The learning rate of cw (0.01).")
  private Double rate;

  @Option(names = "--target", paramLabel = "T", description = "The class that all images are to be taken for, or a file"
      + " (.npy) of one class for each (any wrong one).")
  private String target;

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
    Outputs.requireName("FOLDER", folder);
    NamedAttack attack = NamedAttack.find(name).orElseThrow(() ->
        new UsageException("There is no attack \"" + name + "\"; there are\n" + names()));
    Path results = folder.resolve(as == null ? name : as);
    requireWithin(results);
    var choices = new NamedAttack.Choices(restarts, last, weight, rate);
    NamedAttack.Settings settings = unlessRefused(() -> attack.settings(norm, eps, steps, stepSize, choices));
    List<Path> inputs = new ArrayList<>(ExchangeFolder.files(folder));
    if (target != null) {
      Outputs.requireName("--target", Path.of(target));
      inputs.add(Path.of(target));
    }
    Outputs.requireApart(Outcome.files(results), inputs);
    ExchangeFolder exported = ExchangeFolder.read(folder);
    Outputs.requireWritable(results);
    Rng rng = Rng.seed(seed);
    Examples examples = examples(exported, target, rng);
    Outcome outcome = unlessRefused(() -> attack.run(exported.victim(), examples, settings));
    outcome.write(results, "attack", name, "steps", settings.steps(), "stepSize", settings.stepSize(),
        "restarts", restarts, "last", last, "weight", weight, "rate", rate, "target", target, "seed", seed);
    terminal.out().println(outcome.text());
    terminal.out().println("images and result: " + results);
    return ExitCode.PASS;
  }

  /// The inputs of an exported model, towards a target if there is one.
  static Examples examples(ExchangeFolder exported, String target, Rng rng) throws IOException {
    try {
      return target == null ? exported.examples(rng) : exported.examples(target, rng);
    } catch (IllegalArgumentException refused) {
      throw new UsageException("--target: " + refused.getMessage());
    }
  }

  private void requireWithin(Path results) {
    Path outer = folder.toAbsolutePath().normalize();
    Path inner = results.toAbsolutePath().normalize();
    if (!inner.startsWith(outer) || inner.equals(outer)) {
      throw new UsageException("--as: \"" + as + "\" is no folder within " + folder + ".");
    }
  }

  /// What an attack refuses, a norm for instance, is a mistake of the command line.
  private static <T> T unlessRefused(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException refused) {
      throw new UsageException(refused.getMessage());
    }
  }

  private static String names() {
    return NamedAttack.ALL.stream().map(attack -> "  %-11s %s%s".formatted(attack.name(),
        attack.description(), attack.usualSteps() == 0 ? "" : " (" + attack.usualSteps() + ")"))
        .collect(Collectors.joining("\n"));
  }
}
