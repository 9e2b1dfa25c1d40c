package scrutable.lessons.capstone.howwhat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.lessons.understood.istriangle.TriangleRule;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Shapes;
import scrutable.nn.validation.Hypothesis;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three ways to tell triangles from circles, put to the same questions: how often right, how often right when the
/// picture is moved or attacked, can wrong labels turn a chosen picture, how well are its failures known
/// beforehand, and would the same way, walked again, lead to the same answers.
///
/// @param allNamed the third way, if all pictures are named in the end
/// @param shared   pictures to learn from that are test pictures as well
record HowWhatExperiment(Map<Way, Answers> ways, Answers allNamed, int shared) {
  static final double EPS = 0.1;
  static final int SHIFT = 3;
  private static final int TEST = 300;
  private static final int TARGETS = 5;
  private static final ProjectedGradientDescent ATTACK = new ProjectedGradientDescent(10, EPS / 4);

  /// How one comes by a classifier.
  enum Way { HOW, WHAT, NOT_EVEN_WHAT }

  /// What is done differently on purpose.
  ///
  /// @param again  whether each way is walked a second time; else the first result is compared with itself
  /// @param labels how many pictures per class are named for the third way
  record Setting(boolean again, int labels) {}

  /// What one way led to; accuracies and shares of test pictures.
  ///
  /// @param shifted  the mean over all shifts
  /// @param attacked accuracy under the attack
  /// @param gap      the largest difference, over all shifts, from what is predicted of the rule by geometry
  /// @param misread  the same from what is predicted of a neighbouring rule, `u < l`
  /// @param disputed the share of shifted pictures on which two walks say different things
  /// @param turned   of a few chosen pictures, how many wrong labels turn
  /// @param labels   that it was given
  record Answers(double clean, double shifted, double attacked, double gap, double misread, double disputed,
      double turned, int labels) {}

  Answers of(Way way) {
    return ways.get(way);
  }

  /// Two walks of the same way.
  private record Walks(Hypothesis one, Hypothesis other) {}

  static HowWhatExperiment of(Setting setting, Rng rng, Progress progress) {
    Dataset train = Shapes.generate(ThreeWays.PICTURES, rng.split("train"));
    Dataset few = train.take(2 * setting.labels);
    Shapes.Sample test = Shapes.sample(TEST, Shapes.Options.standard(), rng.split("test"));
    Rng again = rng.split(setting.again ? "other" : "one");
    Map<Way, Answers> ways = new EnumMap<>(Way.class);
    TriangleRule rule = TriangleRule.OF_THE_SLIDE;
    ways.put(Way.HOW, answers(new Walks(rule, rule), againstRule(test.dataset()), 0, 0, rng));
    progress.update("three ways", 1, 4);

    Module what = ThreeWays.what(train, rng.split("one"));
    Walks told = new Walks(ThreeWays.answers(what), ThreeWays.answers(ThreeWays.what(train, again)));
    ways.put(Way.WHAT, answers(told, attacked(what, test.dataset(), rng),
        turnedAmongLabels(train, told.one, test.dataset(), rng),
        ThreeWays.PICTURES, rng));
    progress.update("three ways", 2, 4);

    Module eye = ThreeWays.notEvenWhat(train.inputs(), rng.split("one"));
    Module otherEye = ThreeWays.notEvenWhat(train.inputs(), again);
    Module named = ThreeWays.named(eye, few);
    Walks untold = new Walks(ThreeWays.answers(named), ThreeWays.answers(ThreeWays.named(otherEye, few)));
    ways.put(Way.NOT_EVEN_WHAT, answers(untold, attacked(named, test.dataset(), rng),
        turnedAmongNames(eye, few, untold.one, test.dataset()), few.size(), rng));
    progress.update("three ways", 3, 4);

    Walks all = new Walks(ThreeWays.answers(ThreeWays.named(eye, train)),
        ThreeWays.answers(ThreeWays.named(otherEye, train)));
    Answers allNamed = answers(all, Double.NaN, Double.NaN, ThreeWays.PICTURES, rng);
    progress.update("three ways", 4, 4);
    return new HowWhatExperiment(ways, allNamed, train.countSharedWith(test.dataset()));
  }

  private static Answers answers(Walks walks, double attacked, double turned, int labels, Rng rng) {
    double clean = 0;
    double shifted = 0;
    double gap = 0;
    double misread = 0;
    double disputed = 0;
    for (int shift = -SHIFT; shift <= SHIFT; shift++) {
      Shapes.Sample sample = Shapes.sample(TEST, Shapes.Options.standard().withShift(shift), rng.split("test"));
      double error = walks.one.errorRate(sample.dataset());
      gap = Math.max(gap, Math.abs(error - predictedError(TriangleRule.OF_THE_SLIDE, sample, shift)));
      misread = Math.max(misread, Math.abs(error - predictedError(new TriangleRule(1), sample, shift)));
      if (shift == 0) {
        clean = 1 - error;
      } else {
        shifted += (1 - error) / (2 * SHIFT);
        disputed += differing(walks, sample.dataset().inputs()) / (2 * SHIFT);
      }
    }
    return new Answers(clean, shifted, attacked, gap, misread, disputed, turned, labels);
  }

  /// A rule's error by geometry, without looking at a pixel.
  private static double predictedError(TriangleRule rule, Shapes.Sample sample, int shift) {
    return sample.geometry().stream().filter(shape -> rule.calledTriangle(shape.kind(), shape.height(), shift)
        != (shape.kind() == Shapes.Kind.TRIANGLE)).count() / (double) sample.geometry().size();
  }

  private static double differing(Walks walks, Tensor pictures) {
    int[] one = walks.one.predict(pictures).toIntArray();
    int[] other = walks.other.predict(pictures).toIntArray();
    return (double) IntStream.range(0, one.length).filter(i -> one[i] != other[i]).count() / one.length;
  }

  //: code attacks
  /// The best attack on the rule can be read off it: more above and less below for a triangle, the
  /// reverse for a circle.
  static double againstRule(Dataset test) {
    int size = test.inputShape()[1];
    Tensor upper = Joining.concat(0, Tensor.full(EPS, DType.FLOAT32, size / 2, size),
        Tensor.full(-EPS, DType.FLOAT32, size / 2, size));
    Tensor more = test.inputs().add(upper).clamp(0, 1);
    Tensor less = test.inputs().sub(upper).clamp(0, 1);
    int[] ofMore = TriangleRule.OF_THE_SLIDE.predict(more).toIntArray();
    int[] ofLess = TriangleRule.OF_THE_SLIDE.predict(less).toIntArray();
    int[] truth = test.labels().toIntArray();
    return IntStream.range(0, truth.length).filter(i -> (truth[i] == TriangleRule.TRIANGLE ? ofMore : ofLess)[i]
        == truth[i]).count() / (double) truth.length;
  }

  /// Of a network nothing can be read off; its gradient is followed.
  private static double attacked(Module network, Dataset test, Rng rng) {
    return ATTACK.run(Classifier.of(network), test.inputs(), new Untargeted(test.labels()), Ball.linf(EPS),
        rng.split("attack")).robustAccuracy();
  }
  //: end

  //: code poison
  /// Copies of a few test pictures with wrong labels are put among those that are learned from, one percent of all for
  /// each: how many are then told wrongly?
  private static double turnedAmongLabels(Dataset train, Hypothesis clean, Dataset test, Rng rng) {
    Dataset lies = lies(test, clean);
    Dataset poisoned = with(train, lies, train.size() / 100);
    return 1 - ThreeWays.answers(ThreeWays.what(poisoned, rng.split("one"))).errorRate(lies);
  }

  /// As many copies as there are right names of a class are put among the few; each picture by itself.
  private static double turnedAmongNames(Module eye, Dataset few, Hypothesis clean, Dataset test) {
    Dataset lies = lies(test, clean);
    return IntStream.range(0, TARGETS).mapToObj(lies::select)
        .filter(lie -> ThreeWays.answers(ThreeWays.named(eye, with(few, lie, few.size() / 2))).errorRate(lie) == 0)
        .count() / (double) TARGETS;
  }
  //: end

  static Dataset with(Dataset data, Dataset more, int copies) {
    Tensor[] pictures = new Tensor[copies + 1];
    Tensor[] labels = new Tensor[copies + 1];
    Arrays.fill(pictures, more.inputs());
    Arrays.fill(labels, more.labels());
    pictures[0] = data.inputs();
    labels[0] = data.labels();
    return new Dataset(data.name(), Joining.concat(0, pictures), Joining.concat(0, labels), data.classNames());
  }

  /// The first test pictures that are told rightly, with the other label.
  private static Dataset lies(Dataset test, Hypothesis clean) {
    int[] said = clean.predict(test.inputs()).toIntArray();
    int[] truth = test.labels().toIntArray();
    Dataset targets = test.select(IntStream.range(0, truth.length).filter(i -> said[i] == truth[i]).limit(TARGETS)
        .toArray());
    int[] wrong = IntStream.of(targets.labels().toIntArray()).map(label -> 1 - label).toArray();
    return targets.withLabels(Tensor.wrap(wrong, TARGETS));
  }
}
