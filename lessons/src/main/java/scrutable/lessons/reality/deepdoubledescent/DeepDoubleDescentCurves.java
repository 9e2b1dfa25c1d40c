package scrutable.lessons.reality.deepdoubledescent;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.reality.deepdoubledescent.DeepDoubleDescentExperiment.WidthRun;

/// Errors against the width: of each width the median of the seeds, so that no single lucky run makes a
/// curve.
///
/// @param widths ascending
/// @param checkpoints epochs after which the networks were judged
/// @param runs one for each seed
record DeepDoubleDescentCurves(int[] widths, int[] checkpoints, Runs<DeepDoubleDescentExperiment> runs) {
  /// The medians for networks trained with wrong labels.
  double[] noisy(ToDoubleFunction<WidthRun> of) {
    return spreads(DeepDoubleDescentExperiment::noisy, of).stream().mapToDouble(Spread::median).toArray();
  }

  /// The medians for networks trained without.
  double[] clean(ToDoubleFunction<WidthRun> of) {
    return spreads(DeepDoubleDescentExperiment::clean, of).stream().mapToDouble(Spread::median).toArray();
  }

  /// Least, median and greatest of the seeds for each width.
  List<Spread> spreads(Function<DeepDoubleDescentExperiment, List<WidthRun>> networks, ToDoubleFunction<WidthRun> of) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> runs.spread(run -> of.applyAsDouble(networks.apply(run).get(i)))).toList();
  }

  /// Which width rises most above the best narrower one, after the last epoch.
  int peak() {
    double[] errors = noisy(WidthRun::testError);
    int peak = 0;
    for (int i = 0; i < errors.length; i++) {
      peak = riseAt(errors, i) > riseAt(errors, peak) ? i : peak;
    }
    return peak;
  }

  /// The narrowest width that learns nearly everything by heart, wrong labels too: its training error is at most 5 %.
  /// The widest if none does.
  int learnedByHeart() {
    double[] errors = noisy(WidthRun::trainError);
    return IntStream.range(0, errors.length).filter(i -> errors[i] <= 0.05).findFirst().orElse(errors.length - 1);
  }

  /// How many times as wide as that width the peak is, or the other way round, whichever is more.
  double peakFromLearning() {
    double ratio = (double) widths[peak()] / widths[learnedByHeart()];
    return Math.max(ratio, 1 / ratio);
  }

  /// How far a curve ever rises above an earlier point; 0 if it only falls.
  static double rise(double[] curve) {
    return IntStream.range(0, curve.length).mapToDouble(i -> riseAt(curve, i)).max().orElseThrow();
  }

  private static double riseAt(double[] curve, int at) {
    return curve[at] - IntStream.rangeClosed(0, at).mapToDouble(i -> curve[i]).min().orElseThrow();
  }
}
