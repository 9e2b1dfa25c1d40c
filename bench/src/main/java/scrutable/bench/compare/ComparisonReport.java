package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of ratios as Markdown, and all of it as JSON.
public final class ComparisonReport {
  private ComparisonReport() {}

  /// The table for people.
  ///
  /// @param environment the machine, name by name
  public static String markdown(PeerComparison comparison, Map<String, String> environment) {
    StringBuilder page = new StringBuilder("# Ours beside the best peer\n\n");
    environment.forEach((name, value) -> page.append("- ").append(name).append(":"
        + " ").append(value).append('\n'));
    comparison.bestCanary().forEach((threads, canary) -> page.append(format("- canary, %s: %.0f GFLOP/s at"
        + " best\n",
        threads(threads), canary)));
    page.append(format("- samples that did not count, their canary being below %.0f %% of the best: %d\n\n",
        100 * comparison.share(), comparison.rejected()));
    page.append("| area | against | threads | tasks | ours / peer | must | worst task | its ratio | must |"
        + " met |\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (PeerComparison.Row row : comparison.rows()) {
      SpeedGoal goal = row.goal();
      double must = goal.must(row.threads());
      page.append(format("| %s | %s | %d | %d | %.2f | %s | %s | %.2f | %s | %s |\n", goal.area().key(),
          goal.against().isEmpty() ? "best" : String.join(", ", goal.against()), row.threads(),
          row.ratios().size(), row.mean(), shown(must), row.worst().task(), row.worst().value(),
          shown(goal.worst()), must == 0 ? "" : row.met() ? "yes" : "NO"));
    }
    page.append("\nEach speed is the median over the rounds; the ratio of an area is the geometric mean over"
        + " its tasks. Differences below 10 % are ties.\n");
    speeds(comparison, page);
    return page.toString();
  }

  private static void speeds(PeerComparison comparison, StringBuilder page) {
    for (Area area : Area.values()) {
      for (int threads : comparison.bestCanary().keySet().stream().sorted().toList()) {
        List<String> tasks = comparison.tasks(area, threads);
        if (!tasks.isEmpty()) {
          page.append(format("\n## %s, %s\n\n", area.key(), threads(threads)));
          tasks.forEach(task -> {
            List<String> speeds = new ArrayList<>();
            comparison.speeds(area, task, threads)
                .forEach((engine, speed) -> speeds.add(format("%s %.4g", engine, speed)));
            page.append("- ").append(task).append(": ").append(String.join(", ", speeds)).append('\n');
          });
        }
      }
    }
  }

  /// The rows and the ratios of their tasks for programs.
  public static String json(PeerComparison comparison, Map<String, String> environment) {
    List<String> rows = new ArrayList<>();
    for (PeerComparison.Row row : comparison.rows()) {
      List<String> ratios = row.ratios().stream().map(ratio -> format("{\"case\": \"%s\", \"ours\": %.6g,"
          + " \"best\": %.6g, \"peer\": \"%s\", \"ratio\": %.4f}", ratio.task(), ratio.ours(), ratio.best(),
          ratio.peer(), ratio.value())).toList();
      rows.add(format("    {\"area\": \"%s\", \"against\": \"%s\", \"threads\": %d, \"mean\": %.4f, \"must\":"
          + " %s, \"worst\": %.4f, \"worstMust\": %s, \"met\": %s, \"cases\": [\n      ",
              row.goal().area().key(),
          String.join(" ", row.goal().against()), row.threads(), row.mean(), row.goal().must(row.threads()),
          row.worst().value(), row.goal().worst(), row.met()) + String.join(",\n      ", ratios) + "]}");
    }
    List<String> machine = new ArrayList<>();
    environment.forEach((name, value) -> machine.add(format("\"%s\": \"%s\"", name,
        value.replace("\\", "\\\\").replace("\"", "\\\""))));
    return "{\n  \"environment\": {" + String.join(", ", machine) + "},\n  \"rejected\":"
        + " " + comparison.rejected()
        + ",\n  \"rows\": [\n" + String.join(",\n", rows) + "\n  ]\n}\n";
  }

  private static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private static String shown(double must) {
    return must == 0 ? "" : format("%.2f", must);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
