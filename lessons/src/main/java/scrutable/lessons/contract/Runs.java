package scrutable.lessons.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What the same experiment showed with several seeds, and how a number is told from it: as the median, or as
/// the median with the least and the greatest.
///
/// @param measured one measurement for each seed
public record Runs<M>(List<M> measured) {
  /// Copies the list.
  public Runs {
    measured = List.copyOf(measured);
  }

  /// For experiments that measure several things with each seed: the runs of each of them, in the order of the first
  /// seed.
  ///
  /// @throws IllegalArgumentException if the seeds did not measure the same things
  public static <K, M> Map<K, Runs<M>> ofEach(List<? extends Map<K, M>> seeds) {
    Map<K, List<M>> collected = new LinkedHashMap<>();
    for (Map<K, M> seed : seeds) {
      if (!seed.keySet().equals(seeds.getFirst().keySet())) {
        throw new IllegalArgumentException("runs: one seed measured " + seeds.getFirst().keySet() + ", another "
            + seed.keySet());
      }
      seed.forEach((key, measurement) -> collected.computeIfAbsent(key, none -> new ArrayList<>()).add(measurement));
    }
    Map<K, Runs<M>> runs = new LinkedHashMap<>();
    collected.forEach((key, measured) -> runs.put(key, new Runs<>(measured)));
    return runs;
  }

  /// The median over the seeds.
  public double median(ToDoubleFunction<M> of) {
    return spread(of).median();
  }

  /// Least, median and greatest over the seeds.
  public Spread spread(ToDoubleFunction<M> of) {
    return Spread.of(measured.stream().mapToDouble(of).toArray());
  }

  /// Least, median and greatest of a share from 0 to 1, in percent.
  public Spread percent(ToDoubleFunction<M> share) {
    return spread(run -> 100 * share.applyAsDouble(run));
  }

  /// A number for the text of the page: the median share in percent.
  public Headline headline(String name, ToDoubleFunction<M> share) {
    return Headline.percent(name, median(share));
  }

  /// The table with one more row: a name, and the share in percent as median, least and greatest.
  public Table row(Table table, String name, ToDoubleFunction<M> share) {
    Spread spread = percent(share);
    return table.row(name, spread.median(), spread.min(), spread.max());
  }
}
