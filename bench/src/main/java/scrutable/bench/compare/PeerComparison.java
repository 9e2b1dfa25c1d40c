package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// From samples to ratios. Each speed is the median over the rounds that count.
public final class PeerComparison {
  private static final String OURS = "ours";

  /// A speed measured while the canary sang.
  ///
  /// @param sample the speed
  /// @param canary the worse of the canary before and after, GFLOP/s
  public record Observation(Sample sample, double canary) {}

  /// Ours and the best peer on one task.
  ///
  /// @param task its name
  /// @param ours our speed
  /// @param best the speed of the fastest peer
  /// @param peer its name
  public record Ratio(String task, double ours, double best, String peer) {
    /// Ours divided by the best peer.
    public double value() {
      return ours / best;
    }
  }

  /// A line of the table.
  ///
  /// @param goal what was to be reached; an area without a goal has one of zeros
  /// @param threads how many
  /// @param ratios one for each task that we and a peer have done
  public record Row(SpeedGoal goal, int threads, List<Ratio> ratios) {
    /// The geometric mean: half as fast here and twice as fast there is equally fast.
    public double mean() {
      return StrictMath.exp(ratios.stream().mapToDouble(ratio -> StrictMath.log(ratio.value())).average()
          .orElse(Double.NaN));
    }

    /// The task where we are worst.
    public Ratio worst() {
      return ratios.stream().min((a, b) -> Double.compare(a.value(), b.value())).orElseThrow();
    }

    /// Whether the goal is met.
    public boolean met() {
      return mean() >= goal.must(threads) && worst().value() >= goal.worst();
    }
  }

  private final double share;
  private final List<Observation> valid;
  private final Map<Integer, Double> bestCanary = new TreeMap<>();
  private final int rejected;

  /// @param observations of all rounds
  /// @param share a sample counts if its canary reached this share of the best one with as many threads
  public PeerComparison(List<Observation> observations, double share) {
    this.share = share;
    observations.forEach(seen -> bestCanary.merge(seen.sample().threads(), seen.canary(), Math::max));
    this.valid = observations.stream()
        .filter(seen -> seen.canary() >= share * bestCanary.get(seen.sample().threads())).toList();
    this.rejected = observations.size() - valid.size();
  }

  /// How many samples did not count.
  public int rejected() {
    return rejected;
  }

  /// The share of the best canary that a sample needed.
  public double share() {
    return share;
  }

  /// The best canary for each number of threads, GFLOP/s.
  public Map<Integer, Double> bestCanary() {
    return Map.copyOf(bestCanary);
  }

  /// The rows that can be made: every goal, then the areas without one, for one thread and for two.
  public List<Row> rows() {
    List<SpeedGoal> goals = new ArrayList<>(SpeedGoal.all());
    Arrays.stream(Area.values()).filter(area -> goals.stream().noneMatch(goal -> goal.area() == area))
        .map(area -> new SpeedGoal(area, Set.of(), 0, 0, 0)).toList().forEach(goals::add);
    List<Row> rows = new ArrayList<>();
    for (SpeedGoal goal : goals) {
      for (int threads : bestCanary.keySet()) {
        List<Ratio> ratios = ratios(goal, threads);
        if (!ratios.isEmpty()) {
          rows.add(new Row(goal, threads, ratios));
        }
      }
    }
    return rows;
  }

  private List<Ratio> ratios(SpeedGoal goal, int threads) {
    List<Ratio> ratios = new ArrayList<>();
    for (String task : tasks(goal.area(), threads)) {
      Map<String, Double> speeds = speeds(goal.area(), task, threads);
      Double ours = speeds.get(OURS);
      Optional<Map.Entry<String, Double>> best = speeds.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(OURS) && goal.isAgainst(entry.getKey()))
          .max(Map.Entry.comparingByValue());
      if (ours != null && best.isPresent()) {
        ratios.add(new Ratio(task, ours, best.get().getValue(), best.get().getKey()));
      }
    }
    return ratios;
  }

  /// The names of the tasks of an area that anyone has done, in the order in which they were done.
  public List<String> tasks(Area area, int threads) {
    return valid.stream().map(Observation::sample)
        .filter(sample -> sample.area().equals(area.key()) && sample.threads() == threads)
        .map(Sample::task).distinct().toList();
  }

  /// The median speed of every engine on a task.
  public Map<String, Double> speeds(Area area, String task, int threads) {
    Predicate<Sample> wanted = sample -> sample.area().equals(area.key()) && sample.task().equals(task)
        && sample.threads() == threads;
    Map<String, List<Double>> byEngine = new TreeMap<>();
    valid.stream().map(Observation::sample).filter(wanted).forEach(sample ->
        byEngine.computeIfAbsent(sample.engine(), _ -> new ArrayList<>()).add(sample.value()));
    Map<String, Double> medians = new TreeMap<>();
    byEngine.forEach((engine, values) -> medians.put(engine, median(values)));
    return medians;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int last = sorted.length - 1;
    return (sorted[last / 2] + sorted[last - last / 2]) / 2;
  }
}
