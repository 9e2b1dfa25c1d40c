package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// From samples to ratios. Each speed is the median over the rounds that count: those in which neither of the two
/// canaries was far below the best it ever sang.
public final class PeerComparison {
  private static final String OURS = "ours";

  /// A speed, and how fast the machine was.
  ///
  /// @param sample     the speed
  /// @param conditions the worse of those before and after
  public record Observation(Sample sample, Conditions conditions) {}

  /// Which share of its best each canary must reach for a sample to count.
  ///
  /// @param gflops    of the one that computes, compared among samples with as many threads
  /// @param gigabytes of the one that uses memory
  public record Shares(double gflops, double gigabytes) {}

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
  /// @param isDoubtful whether the fastest peer of any of the tasks ran on what seems to be the wrong kernel
  public record Row(SpeedGoal goal, int threads, List<Ratio> ratios, boolean isDoubtful) {
    /// The geometric mean: half as fast here and twice as fast there is equally fast.
    public double mean() {
      return StrictMath.exp(ratios.stream().mapToDouble(ratio -> StrictMath.log(ratio.value())).average()
          .orElse(Double.NaN));
    }

    /// The task where we are worst.
    public Ratio worst() {
      return ratios.stream().min((a, b) -> Double.compare(a.value(), b.value())).orElseThrow();
    }

    /// Whether the goal is met; not if the peer is no real one.
    public boolean met() {
      return !isDoubtful && mean() >= goal.must(threads) && worst().value() >= goal.worst();
    }
  }

  private final Shares shares;
  private final List<Observation> valid;
  private final Map<Integer, Double> peaks = new TreeMap<>();
  private final double bestMemory;
  private final int withoutPower;
  private final int withoutMemory;

  /// @param observations of all rounds
  /// @param shares what each canary must reach for a sample to count
  public PeerComparison(List<Observation> observations, Shares shares) {
    this.shares = shares;
    observations.forEach(seen -> peaks.merge(seen.sample().threads(), seen.conditions().gflops(), Math::max));
    this.bestMemory = observations.stream().mapToDouble(seen -> seen.conditions().gigabytes()).max().orElse(0);
    List<Observation> powered = observations.stream().filter(seen -> seen.conditions().gflops()
        >= shares.gflops() * peaks.get(seen.sample().threads())).toList();
    this.valid = powered.stream()
        .filter(seen -> seen.conditions().gigabytes() >= shares.gigabytes() * bestMemory).toList();
    this.withoutPower = observations.size() - powered.size();
    this.withoutMemory = powered.size() - valid.size();
  }

  /// How many samples did not count, as the processor was slow.
  public int withoutPower() {
    return withoutPower;
  }

  /// How many samples did not count, as only memory was slow.
  public int withoutMemory() {
    return withoutMemory;
  }

  /// The shares of the best canaries that a sample needed.
  public Shares shares() {
    return shares;
  }

  /// The best canary for each number of threads, GFLOP/s: what the processor can do at most.
  public Map<Integer, Double> peaks() {
    return Collections.unmodifiableMap(peaks);
  }

  /// The best canary of memory, GB/s.
  public double bestMemory() {
    return bestMemory;
  }

  /// The rows that can be made: every goal, then the areas without one, for one thread and for two.
  public List<Row> rows() {
    List<PeerCheck> doubtful = PeerCheck.of(this).stream().filter(PeerCheck::isDoubtful).toList();
    List<SpeedGoal> goals = new ArrayList<>(SpeedGoal.all());
    Arrays.stream(Area.values()).filter(area -> goals.stream().noneMatch(goal -> goal.area() == area))
        .map(area -> new SpeedGoal(area, Set.of(), 0, 0, 0)).toList().forEach(goals::add);
    List<Row> rows = new ArrayList<>();
    for (SpeedGoal goal : goals) {
      for (int threads : peaks.keySet()) {
        List<Ratio> ratios = ratios(goal, threads);
        if (!ratios.isEmpty()) {
          rows.add(new Row(goal, threads, ratios, ratios.stream().anyMatch(ratio -> isDoubtful(ratio, goal.area(),
              threads, doubtful))));
        }
      }
    }
    return rows;
  }

  /// Whether the peer of a ratio was on the wrong kernel in this area, or, if the area is of another kind, in any.
  private static boolean isDoubtful(Ratio ratio, Area area, int threads, List<PeerCheck> doubtful) {
    return doubtful.stream().anyMatch(check -> check.engine().equals(ratio.peer()) && check.threads() == threads
        && (check.area() == area || !PeerCheck.isMade(area)));
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

  /// The names of all engines with a sample that counts, in alphabetical order.
  public List<String> engines() {
    return valid.stream().map(seen -> seen.sample().engine()).distinct().sorted().toList();
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
