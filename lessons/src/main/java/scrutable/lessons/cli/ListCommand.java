package scrutable.lessons.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `list`: the lessons, one a line.
@Command(name = "list", description = "List the lessons.")
final class ListCommand implements Callable<Integer> {
  private final Catalogue catalogue;
  private final Terminal terminal;

  ListCommand(Catalogue catalogue, Terminal terminal) {
    this.catalogue = catalogue;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println(catalogue.text());
    return ExitCode.PASS;
  }
}
