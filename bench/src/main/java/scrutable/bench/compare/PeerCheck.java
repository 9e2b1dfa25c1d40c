package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// How much of the processor an engine uses where it should use most of it: in the best of its large products or
/// convolutions.
///
/// A good library reaches 65 to 95 % of the peak there. One that stays below half of it very probably runs on a kernel
/// that was written for another processor; then a ratio to it says nothing.
///
/// @param engine  its name
/// @param area    products or convolutions
/// @param threads how many
/// @param task    where it was best
/// @param share   its speed there, divided by the peak: the best canary with as many threads
public record PeerCheck(String engine, Area area, int threads, String task, double share) {
  private static final double LEAST_SHARE = 0.5;
  private static final double LARGE_GFLOP = 0.25;
  private static final Set<Area> COUNTED_IN_FLOP = Set.of(Area.SGEMM, Area.CONV_FORWARD, Area.CONV_FORWARD_BACKWARD);
  /// EJML is Java without vectors: there is no other kernel that it could have run on.
  private static final Set<String> WITHOUT_VECTORS = Set.of("ejml");

  /// All checks that can be made: of every engine, in every area where it did a task large enough, with every number of
  /// threads.
  public static List<PeerCheck> of(PeerComparison comparison) {
    List<PeerCheck> checks = new ArrayList<>();
    for (Area area : Area.values()) {
      for (Map.Entry<Integer, Double> peak : comparison.peaks().entrySet()) {
        if (isMade(area)) {
          checks.addAll(of(comparison, area, peak.getKey(), peak.getValue()));
        }
      }
    }
    return checks;
  }

  private static List<PeerCheck> of(PeerComparison comparison, Area area, int threads, double peak) {
    List<PeerCheck> best = new ArrayList<>();
    List<String> large = Tasks.all().stream().filter(task -> task.area() == area && task.amount() >= LARGE_GFLOP)
        .map(Task::name).toList();
    for (String task : comparison.tasks(area, threads).stream().filter(large::contains).toList()) {
      comparison.speeds(area, task, threads).forEach((engine, speed) -> {
        PeerCheck check = new PeerCheck(engine, area, threads, task, speed / peak);
        if (best.removeIf(known -> known.engine.equals(engine) && known.share < check.share)
            || best.stream().noneMatch(known -> known.engine.equals(engine))) {
          best.add(check);
        }
      });
    }
    return best;
  }

  /// Whether there is such a check in an area: only what is counted in multiply-adds can be compared with the peak.
  static boolean isMade(Area area) {
    return COUNTED_IN_FLOP.contains(area);
  }

  /// Whether it very probably ran on the wrong kernel.
  public boolean isDoubtful() {
    // Written so that NaN is doubtful.
    return !(share >= LEAST_SHARE) && WITHOUT_VECTORS.stream().noneMatch(engine::startsWith);
  }

  /// Like `torch-1.13.0, sgemm, 1 thread: this peer runs at 18 % of the peak (nn_2048x2048x2048): wrong kernel?`
  public String text() {
    return String.format(Locale.ROOT, "%s, %s, %s: %s at %.0f %% of the peak (%s)%s", engine, area.key(),
        threads == 1 ? "1 thread" : threads + " threads", isDoubtful() ? "this peer runs" : "runs", 100 * share, task,
        isDoubtful() ? ": wrong kernel?" : "");
  }
}
