package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import scrutable.tensor.io.Json;

/// The table of ratios as Markdown, and all of it as JSON.
public final class ComparisonReport {
  private ComparisonReport() {}

  /// The table for people.
  ///
  /// @param environment the machine, name by name
  public static String markdown(PeerComparison comparison, Map<String, String> environment) {
    StringBuilder page = new StringBuilder("# Ours beside the best peer\n\n");
    environment.forEach((name, value) -> page.append("- ").append(name).append(": ").append(value).append('\n'));
    comparison.peaks().forEach((threads, gflops) -> page.append(format("- canary, %s: %.0f GFLOP/s at best\n",
        threads(threads), gflops)));
    page.append(format("- canary of memory, 2 threads over 8 MB: %.0f GB/s at best\n", comparison.bestMemory()));
    page.append(format("- samples that did not count: %d with a canary below %.0f %% of the best, %d more with that of"
        + " memory below %.0f %%\n", comparison.withoutPower(), 100 * comparison.shares().gflops(),
        comparison.withoutMemory(), 100 * comparison.shares().gigabytes()));
    checks(comparison).forEach(check -> page.append("- ").append(check).append('\n'));
    page.append('\n');
    page.append("| area | against | threads | tasks | ours / peer | must | worst task | its ratio | must |"
        + " met |\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (PeerComparison.Row row : comparison.rows()) {
      SpeedGoal goal = row.goal();
      double must = goal.must(row.threads());
      page.append(format("| %s | %s | %d | %d | %.2f | %s | %s | %.2f | %s | %s |\n", goal.area().key(),
          goal.against().isEmpty() ? "best" : String.join(", ", goal.against()), row.threads(),
          row.ratios().size(), row.mean(), shown(must), row.worst().task(), row.worst().value(),
          shown(goal.worst()), verdict(row)));
    }
    page.append("\nEach speed is the median over the rounds; the ratio of an area is the geometric mean over"
        + " its tasks. Differences below 10 % are ties.\n");
    speeds(comparison, page);
    return page.toString();
  }

  /// Met or not; a goal that only a peer on the wrong kernel lets us reach is neither.
  private static String verdict(PeerComparison.Row row) {
    if (row.isDoubtful()) {
      return "wrong kernel?";
    }
    return row.goal().must(row.threads()) == 0 ? "" : row.met() ? "yes" : "NO";
  }

  /// How much of the peak each engine used, and which engines nobody has looked at.
  private static List<String> checks(PeerComparison comparison) {
    List<PeerCheck> made = PeerCheck.of(comparison);
    List<String> lines = new ArrayList<>(made.stream().map(PeerCheck::text).toList());
    for (String engine : comparison.engines()) {
      if (made.stream().noneMatch(check -> check.engine().equals(engine))) {
        lines.add(engine + ": not compared with the peak, as it did no large product or convolution here; run it with"
            + " the area sgemm as well");
      }
    }
    return lines;
  }

  private static void speeds(PeerComparison comparison, StringBuilder page) {
    for (Area area : Area.values()) {
      for (int threads : comparison.peaks().keySet()) {
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
    List<Json> rows = new ArrayList<>();
    for (PeerComparison.Row row : comparison.rows()) {
      List<Json> ratios = row.ratios().stream().map(ratio -> Json.object("case", ratio.task(), "ours", ratio.ours(),
          "best", ratio.best(), "peer", ratio.peer(), "ratio", ratio.value())).toList();
      rows.add(Json.object("area", row.goal().area().key(), "against", String.join(" ", row.goal().against()),
          "threads", row.threads(), "mean", row.mean(), "must", row.goal().must(row.threads()), "worst",
          row.worst().value(), "worstMust", row.goal().worst(), "met", row.met(), "wrongKernel", row.isDoubtful(),
          "cases", ratios));
    }
    return Json.object("environment", new Machine(environment).json(), "withoutPower", comparison.withoutPower(),
        "withoutMemory", comparison.withoutMemory(), "checks", checks(comparison), "rows", rows).write();
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
