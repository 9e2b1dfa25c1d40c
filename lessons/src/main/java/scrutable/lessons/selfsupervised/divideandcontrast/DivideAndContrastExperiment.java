package scrutable.lessons.selfsupervised.divideandcontrast;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Variable;
import scrutable.nn.Progress;
import scrutable.nn.classical.KMeans;
import scrutable.nn.data.Dataset;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The same encoder learns, in as many steps, from digits that somebody chose and from a collection in which one
/// picture in ten is a digit; then with letters for the other nine, with the digits of the collection alone, and with
/// the collection divided, so that only pictures of one part are told from one another.
///
/// Tian, Hénaff and van den Oord 2021, "Divide and contrast: self-supervised learning from uncurated data". Their
/// experts and the distillation are left out: the parts take turns in teaching one encoder.
///
/// @param collection as it comes
/// @param parts      that the encoder's own features divide it into
record DivideAndContrastExperiment(Measurement measured, Collection collection, List<int[]> parts) {
  private static final int TEST = 2_000;
  private static final int LABELLED = 100;
  private static final int PARTS = 8;
  private static final double PENALTY = 0.01;

  /// What is learned from.
  enum Arm { CHOSEN, AS_IT_COMES, AMONG_LETTERS, DIGITS_ALONE, DIVIDED_BY_FEATURES, DIVIDED_BY_TRUTH }

  /// How much is done.
  ///
  /// @param pictures to learn from
  record Effort(int pictures, int steps) {}

  /// What is done differently on purpose.
  ///
  /// @param chosen whether the collection as it comes is replaced by a chosen one
  /// @param often  how many times as often as in the collection its digits are shown when they are alone
  record Setting(boolean chosen, int often) {}

  /// What an encoder showed, and what it had been shown.
  ///
  /// @param probe   the accuracy of a linear classifier with ten labels per digit on its features
  /// @param digits  how many times a digit was shown
  /// @param company the share of digits among the pictures that a digit had to be told from
  record Shown(double probe, long digits, double company) {}

  /// What one seed showed.
  ///
  /// @param untrained the probe of an encoder that learned nothing
  /// @param purity    the share of digits in the part of a digit, when features divide
  /// @param shared    how many pictures with labels are test pictures as well
  record Measurement(double untrained, Map<Arm, Shown> shown, double purity, int shared) {
    double probe(Arm arm) {
      return shown.get(arm).probe;
    }

    double gap(Arm arm) {
      return probe(Arm.CHOSEN) - probe(arm);
    }
  }

  static DivideAndContrastExperiment of(Setting setting, Effort effort, Rng rng, Progress progress) {
    int steps = effort.steps;
    Collection chosen = Collection.chosen(effort.pictures, rng);
    Collection asItComes = setting.chosen ? chosen : Collection.asItComes(effort.pictures, rng);
    Collection letters = Collection.amongLetters(effort.pictures, rng);
    Collection alone = asItComes.digitsAlone();
    Bench bench = new Bench(Collection.labelled(LABELLED, rng.split("labelled")),
        Collection.labelled(TEST, rng.split("test")), rng, progress);
    Map<Arm, Shown> shown = new EnumMap<>(Arm.class);
    shown.put(Arm.CHOSEN, bench.shown(bench.untrained().learn(chosen, chosen.undivided(), steps)));
    shown.put(Arm.AS_IT_COMES, bench.shown(bench.untrained().learn(asItComes, asItComes.undivided(), steps)));
    shown.put(Arm.AMONG_LETTERS, bench.shown(bench.untrained().learn(letters, letters.undivided(), steps)));
    shown.put(Arm.DIGITS_ALONE, bench.shown(bench.untrained().learn(alone, alone.undivided(),
        (int) ((long) steps * setting.often * asItComes.digits() / asItComes.size()))));
    shown.put(Arm.DIVIDED_BY_TRUTH, bench.shown(bench.untrained().learn(asItComes, asItComes.byTruth(), steps)));
    //: code divide
    Pupil pupil = bench.untrained().learn(asItComes, asItComes.undivided(), steps * 2 / 5);
    Tensor directions = Contrast.unitRows(Variable.constant(LinearProbe.features(pupil.encoder(),
        asItComes.pictures()))).value();                                                // (N, 64), of length 1
    List<int[]> parts = Collection.parts(KMeans.fit(directions, PARTS, rng.split("divide")).assignment().toIntArray());
    pupil.learn(asItComes, parts, steps - steps * 2 / 5);
    //: end
    shown.put(Arm.DIVIDED_BY_FEATURES, bench.shown(pupil));
    return new DivideAndContrastExperiment(new Measurement(bench.shown(bench.untrained()).probe, shown,
        purity(parts, asItComes.digits()), bench.labelled.countSharedWith(bench.test)), asItComes, parts);
  }

  /// The share of digits in the part of a digit, mean over the digits.
  static double purity(List<int[]> parts, int digits) {
    double sum = 0;
    for (int[] part : parts) {
      double inPart = Arrays.stream(part).filter(row -> row < digits).count();
      sum += inPart * inPart / part.length;
    }
    return sum / digits;
  }

  /// Where encoders are made and judged, all alike.
  private record Bench(Dataset labelled, Dataset test, Rng rng, Progress progress) {
    Pupil untrained() {
      return new Pupil(rng, progress);
    }

    Shown shown(Pupil pupil) {
      return new Shown(Metrics.accuracy(LinearProbe.fit(pupil.encoder(), labelled, PENALTY), test, 500),
          pupil.digits(), pupil.company());
    }
  }
}
