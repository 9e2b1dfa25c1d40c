package scrutable.lessons.adversarial.szegedy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import scrutable.lessons.adversarial.szegedy.SzegedyExperiment.Measurement;
import scrutable.lessons.adversarial.szegedy.SzegedyExperiment.Victim;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.HeatMap;

/// The table, the figures and the headline numbers of [SzegedyLesson].
final class SzegedyFigures {
  private SzegedyFigures() {}

  static List<Finding> of(Map<Victim, Runs<Measurement>> measured, Runs<double[][]> transfers,
      SzegedyGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("gallery", "The first six test images: before, ten times the difference, and after"
        + " it, with the answer of the network and its confidence.", gallery.figure()));
    findings.add(new Illustration("transfer", "Errors on images made for one network (rows) and shown to another"
        + " (columns), all changes stretched to a root-mean-square of 0.1 (medians of the seeds). Columns: the three"
        + " FC10 by their weight decay, and FC100-100-10; a prime marks a network trained on the other half of the"
        + " data.", transferMap(transfers)));
    measured.forEach((victim, runs) -> {
      String name = victim.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(new Headline(name + "-distortion", runs.median(Measurement::distortion), 3, ""));
      findings.add(runs.headline(name + "-clean", Measurement::clean));
    });
    int hidden = Victim.FC100.ordinal();
    int kinds = Victim.values().length;
    double[][] middle = median(transfers);
    findings.add(Headline.percent("transfer-error", middle[hidden][kinds + hidden], 0));
    findings.add(Headline.percent("noise-error", middle[kinds][kinds + hidden], 0));
    return findings;
  }

  private static Table table(Map<Victim, Runs<Measurement>> measured) {
    Table table = Table.of("distortions", "The nearest images at a random target (median of the seeds, least and"
            + " greatest of the distortion in brackets).",
        Column.text("network"), Column.number("clean accuracy (%)", 1), Column.number("targets reached (%)", 1),
        Column.number("distortion", 3), Column.text("least to greatest"),
        Column.number("added error, noise of the same size (points)", 1),
        Column.number("targets kept, pixels shuffled (%)", 1));
    for (Map.Entry<Victim, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      Spread distortion = runs.spread(Measurement::distortion);
      table = table.row(entry.getKey().label(), 100 * runs.median(Measurement::clean),
          100 * runs.median(Measurement::found), distortion.median(),
          String.format(Locale.ROOT, "[%.3f, %.3f]", distortion.min(), distortion.max()),
          100 * runs.median(Measurement::noise),
          100 * runs.median(Measurement::shuffled));
    }
    return table;
  }

  private static double[][] median(Runs<double[][]> transfers) {
    double[][] first = transfers.measured().getFirst();
    double[][] middle = new double[first.length][first[0].length];
    for (int row = 0; row < middle.length; row++) {
      for (int column = 0; column < middle[row].length; column++) {
        int r = row;
        int c = column;
        middle[row][column] = transfers.median(errors -> errors[r][c]);
      }
    }
    return middle;
  }

  private static HeatMap transferMap(Runs<double[][]> transfers) {
    double[][] percent = median(transfers);
    for (double[] row : percent) {
      Arrays.setAll(row, column -> Math.rint(100 * row[column]));
    }
    List<String> columns = List.of("1e-4", "1e-2", "1", "deep", "1e-4'", "1e-2'", "1'", "deep'");
    List<String> rows = new ArrayList<>(Arrays.stream(Victim.values()).map(Victim::label).toList());
    rows.add("noise");
    return new HeatMap("Errors on images made for another network", "shown to", "made for", "error (%)", columns,
        rows, percent, false);
  }
}
