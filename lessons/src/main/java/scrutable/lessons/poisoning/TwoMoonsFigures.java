package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.poisoning.TwoMoonsLesson.Measurement;
import scrutable.lessons.poisoning.TwoMoonsLesson.Network;

/// The tables and the headline numbers of [TwoMoonsLesson].
final class TwoMoonsFigures {
  private TwoMoonsFigures() {}

  static List<Finding> of(List<Measurement> runs, Network network, TwoMoonsFrames frames) {
    List<Finding> findings = new ArrayList<>();
    Table table = Table.of("moons", "Label spreading on two moons with six labels; each target is attacked"
        + " alone.",
        Column.text("quantity"), Column.number("median (%)", 1), Column.text("least to greatest"));
    table = row(table, "accuracy, labels alone (a network)", runs, Measurement::supervised);
    table = row(table, "accuracy, label spreading", runs, Measurement::clean);
    table = row(table, "accuracy, with a bridge of 8 points", runs, Measurement::accuracy);
    for (int b = 0; b < TwoMoonsLesson.BUDGETS.length; b++) {
      int budget = b;
      table = row(table, "targets flipped by a bridge of " + TwoMoonsLesson.BUDGETS[b] + " points", runs,
          run -> run.bridge()[budget]);
    }
    table = row(table, "targets flipped by 8 points at the target", runs, Measurement::copies);
    table = row(table, "targets flipped by 8 points anywhere", runs, Measurement::random);
    findings.add(table);
    findings.add(networkTable(network));
    findings.addAll(frames.frames());
    findings.add(percent("clean", TwoMoonsLesson.median(runs, Measurement::clean)));
    findings.add(percent("supervised", TwoMoonsLesson.median(runs, Measurement::supervised)));
    findings.add(percent("two", TwoMoonsLesson.median(runs, run -> run.bridge()[0])));
    findings.add(percent("eight", TwoMoonsLesson.median(runs, run -> run.bridge()[2])));
    findings.add(percent("copies", TwoMoonsLesson.median(runs, Measurement::copies)));
    findings.add(percent("plane", network.disagreement()));
    findings.add(percent("network-bridge", network.bridge()));
    findings.add(percent("network-clean", Spread.of(network.accuracies()).median()));
    return findings;
  }

  private static Table networkTable(Network network) {
    Spread accuracy = Spread.of(network.accuracies());
    return Table.of("network", "A network that learns by virtual adversarial training from the same points"
        + " (first seed only; " + network.accuracies().length + " refits).",
            Column.text("quantity"), Column.number("value (%)", 1))
        .row("accuracy, least of the refits", 100 * accuracy.min())
        .row("accuracy, median of the refits", 100 * accuracy.median())
        .row("test points on which the refits do not all agree", 100 * network.disagreementOnTest())
        .row("the drawn plane on which they do not all agree", 100 * network.disagreement())
        .row("targets flipped by a bridge of 8 points", 100 * network.bridge())
        .row("targets flipped by 8 points at the target", 100 * network.copies());
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 1, "%");
  }

  private static Table row(Table table, String name, List<Measurement> runs,
      ToDoubleFunction<Measurement> of) {
    Spread spread = Spread.of(runs.stream().mapToDouble(run -> 100 * of.applyAsDouble(run)).toArray());
    return table.row(name, spread.median(), String.format(Locale.ROOT, "[%.1f,"
        + " %.1f]", spread.min(), spread.max()));
  }
}
