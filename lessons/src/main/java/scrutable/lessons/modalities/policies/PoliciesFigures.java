package scrutable.lessons.modalities.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Attack;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Measurement;

/// The table, the figures and the headline numbers of [PoliciesLesson].
final class PoliciesFigures {
  private PoliciesFigures() {}

  static List<Finding> of(PoliciesBoards boards, Map<PoliciesPlayer, Runs<Measurement>> measured,
      PoliciesFilm film) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(boards, measured));
    findings.add(new Illustration("film", "The same game three times: as it is, under the attack as the player sees it,"
        + " and what was changed (orange lighter, blue darker). Below each frame the player's move.", film.figure()));
    measured.forEach((player, runs) -> {
      String name = player.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(new Illustration(name, "The mean return of the player taught by " + player.label + " against the"
          + " budget (medians; bands from the least to the greatest of the seeds).", curves(boards, player, runs)));
      findings.add(number(runs, name + "-clean", Measurement::clean));
      for (Attack attack : Attack.values()) {
        String of = name + "-" + attack.name().toLowerCase(Locale.ROOT);
        findings.add(number(runs, of, run -> run.of(attack).cost()));
        findings.add(runs.headline(of + "-moves", run -> run.of(attack).changed()));
      }
      findings.add(number(runs, name + "-transfer", Measurement::transferred));
    });
    return findings;
  }

  private static Headline number(Runs<Measurement> runs, String name, ToDoubleFunction<Measurement> of) {
    return new Headline(name, runs.median(of), 2, "");
  }

  private static Table table(PoliciesBoards boards, Map<PoliciesPlayer, Runs<Measurement>> measured) {
    Table table = Table.of("costs", "What changed frames cost with a budget of "
            + boards.budget(PoliciesPlayer.DOUBLE_Q) + " (double Q) or " + boards.budget(PoliciesPlayer.REINFORCE)
            + " (REINFORCE), in points of return; losing every game instead of winning it costs 2 (median of the seeds,"
            + " least and greatest in brackets).",
        Column.text("player"), Column.text("frames are changed by"), Column.number("cost", 2),
        Column.text("least to greatest"), Column.number("other moves (%)", 1),
        Column.number("length (of the budget)", 2));
    for (Map.Entry<PoliciesPlayer, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      for (Attack attack : Attack.values()) {
        Spread cost = runs.spread(run -> run.of(attack).cost());
        table = table.row(entry.getKey().label, attack.label, cost.median(), cost.range(2),
            100 * runs.median(run -> run.of(attack).changed()), runs.median(run -> run.of(attack).moved()));
      }
    }
    return table;
  }

  private static LineChart curves(PoliciesBoards boards, PoliciesPlayer player, Runs<Measurement> runs) {
    List<Series> series = new ArrayList<>();
    for (Attack attack : runs.measured().getFirst().curves().keySet()) {
      series.add(Spread.band(attack.label, PoliciesExperiment.BUDGETS, runs.measured().stream()
          .map(run -> run.curves().get(attack)).toList()));
    }
    return new LineChart("Taught by " + player.label, Axis.linear("eps (share of the range of a pixel)"),
        Axis.linear("mean return").range(-1.05, 1.05), series,
        List.of(ReferenceLine.vertical(boards.budget(player), "judged")));
  }
}
