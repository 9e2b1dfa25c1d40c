package scrutable.lessons.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `list`: the lessons, how long each takes, what it ends in, and the data sets it runs on.
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
    terminal.out().println(catalogue.listing(terminal.columns()));
    return ExitCode.PASS;
  }
}
