package scrutable.lessons.instruments.gradientcheck;

import java.util.List;
import java.util.Locale;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;

/// The tables and the figure of [GradientCheckLesson].
final class GradientCheckFigures {
  private GradientCheckFigures() {}

  static List<Finding> of(GradientCheckExperiment experiment, List<ScalarComparison> scalars) {
    return List.of(scalars(scalars), errors(experiment), diagnoses(experiment),
        new Illustration("steps", "The error of a right gradient against the step of the difference. On the right"
            + " the neglected curvature rules, on the left rounding; float32 has no good step at all.",
            steps(experiment.steps())));
  }

  private static Table scalars(List<ScalarComparison> scalars) {
    Table table = Table.of("scalar", "Derivatives at x = 0.7: the engine on one screen, the engine of this project, and"
            + " the engine on one screen in the wrong order.",
        Column.text("function"), Column.significant("one screen", 12), Column.significant("the engine", 12),
        Column.significant("depth first", 12));
    for (ScalarComparison one : scalars) {
      table = table.row(one.name(), one.scalar(), one.engine(), one.depthFirst());
    }
    return table;
  }

  private static Table errors(GradientCheckExperiment experiment) {
    Table table = Table.of("errors", "The largest relative error of each gradient.", Column.text("function"),
        Column.text("gradient"), Column.text("float64"), Column.text("float32"));
    for (GradientCheckExperiment.Checked one : experiment.right()) {
      table = table.row(one.name(), "the engine's", scientific(one.float64()), scientific(one.float32()));
    }
    for (GradientCheckExperiment.Checked one : experiment.wrong()) {
      table = table.row(one.name(), "planted mistake", scientific(one.float64()), scientific(one.float32()));
    }
    return table;
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }

  private static Table diagnoses(GradientCheckExperiment experiment) {
    Table table = Table.of("diagnoses", "What the check says of the mistakes.", Column.text("mistake"),
        Column.text("diagnosis"));
    for (GradientCheckExperiment.Checked one : experiment.wrong()) {
      table = table.row(one.name(), one.diagnosis());
    }
    return table;
  }

  private static LineChart steps(GradientCheckExperiment.Steps steps) {
    return new LineChart("Gradient of a tanh layer: error against step", Axis.log("step h"),
        Axis.log("largest relative error"),
        List.of(Series.line("float64", steps.step(), steps.float64()),
            Series.line("float32", steps.step(), steps.float32())),
        List.of(ReferenceLine.horizontal(GradientCheckExperiment.TOLERANCE, "tolerance")));
  }
}
