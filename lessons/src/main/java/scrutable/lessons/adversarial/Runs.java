package scrutable.lessons.adversarial;

import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;

/// What the same experiment showed with several seeds, and how a share is told from it: as the median, or as
/// the median with the least and the greatest.
///
/// @param measured one measurement for each seed; a share is a number from 0 to 1
record Runs<M>(List<M> measured) {

  double median(ToDoubleFunction<M> of) {
    return Spread.of(measured.stream().mapToDouble(of).toArray()).median();
  }

  /// A number for the text of the page: the median share in percent.
  Headline headline(String name, ToDoubleFunction<M> share) {
    return new Headline(name, 100 * median(share), 1, "%");
  }

  /// The table with one more row: a name, and the share in percent as median, least and greatest.
  Table row(Table table, String name, ToDoubleFunction<M> share) {
    Spread spread = percent(share);
    return table.row(name, spread.median(), spread.min(), spread.max());
  }

  /// A share in percent, over the seeds.
  Spread percent(ToDoubleFunction<M> share) {
    return Spread.of(measured.stream().mapToDouble(run -> 100 * share.applyAsDouble(run)).toArray());
  }
}
