package scrutable.lessons.selfsupervised.noisytext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.selfsupervised.noisytext.NoisyTextExperiment.Measurement;
import scrutable.lessons.selfsupervised.noisytext.NoisyTextExperiment.Setting;

/// The table, the figures and the headline numbers of [NoisyTextLesson].
final class NoisyTextFigures {
  private static final String[] NAMES = {"few", "some", "many"};

  private NoisyTextFigures() {}

  static List<Finding> of(int[] sizes, Map<Setting, Runs<Measurement>> measured, NoisyTextGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(sizes, measured));
    findings.add(new Illustration("pairs", "Above: pairs as they were learned from, half of them wrong."
        + " Below: unseen pictures with the nearest of the sixteen descriptions, after learning from such"
        + " pairs.",
        gallery.figure()));
    findings.add(new Illustration("noise", "Share of unseen pictures that are nearest to the description"
        + " of their own class, against the share of wrong captions in training (medians; bands from the"
        + " least to the greatest of the seeds).", chart(sizes, measured)));
    for (int i = 0; i < sizes.length; i++) {
      for (double wrong : NoisyTextExperiment.SHARES) {
        findings.add(measured.get(new Setting(sizes[i], wrong))
            .headline(NAMES[i] + "-" + Math.round(100 * wrong), Measurement::named));
      }
    }
    findings.add(measured.get(new Setting(sizes[2], 0)).headline("other-names", Measurement::otherNames));
    return findings;
  }

  private static Table table(int[] sizes, Map<Setting, Runs<Measurement>> measured) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("pairs"));
    for (double wrong : NoisyTextExperiment.SHARES) {
      columns.add(Column.text(Math.round(100 * wrong) + " % wrong"));
    }
    Table table = Table.of("accuracy", "Zero-shot accuracy (%) among sixteen classes: median of the seeds,"
        + " least and greatest in brackets.", columns.toArray(Column[]::new));
    for (int size : sizes) {
      List<Object> cells = new ArrayList<>();
      cells.add(Integer.toString(size));
      for (double wrong : NoisyTextExperiment.SHARES) {
        Spread spread = measured.get(new Setting(size, wrong)).percent(Measurement::named);
        cells.add(String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", spread.median(), spread.min(),
            spread.max()));
      }
      table = table.row(cells.toArray());
    }
    return table;
  }

  private static LineChart chart(int[] sizes, Map<Setting, Runs<Measurement>> measured) {
    double[] percent = Arrays.stream(NoisyTextExperiment.SHARES).map(share -> 100 * share).toArray();
    List<Series> series = new ArrayList<>();
    for (int size : sizes) {
      int seeds = measured.get(new Setting(size, 0)).measured().size();
      List<double[]> named = IntStream.range(0, seeds).mapToObj(seed -> Arrays.stream(NoisyTextExperiment.SHARES)
          .map(wrong -> 100 * measured.get(new Setting(size, wrong)).measured().get(seed).named()).toArray()).toList();
      series.add(Spread.band(size + " pairs", percent, named));
    }
    return new LineChart("Zero-shot accuracy against the share of wrong captions",
        Axis.percent("wrong captions (%)"), Axis.percent("accuracy (%)"), series,
        List.of(ReferenceLine.horizontal(100 * NoisyTextLesson.CHANCE, "chance")));
  }
}
