package scrutable.attacks.defence;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Objective;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The data of Tsipras, Santurkar, Engstrom, Turner and Madry, "Robustness may be at odds with accuracy"
/// (ICLR 2019, section 2.1), where what training should do is known by a theorem.
///
/// One feature is `y = +-1` with chance 0.9 and `-y` else; 100 features are `N(0.3 y, 1)`, each nearly
/// worthless, together almost certain. An adversary with `eps = 0.6` in LINF turns the 100 against the truth
/// and cannot turn the one: a robust linear classifier uses the one alone, and is right with chance 0.9.
final class StrongAndWeak {
  static final Ball BALL = Ball.linf(0.6).within(Box.unbounded());
  private static final int WEAK = 100;

  private StrongAndWeak() {}

  static Dataset generate(int count, Rng rng) {
    float[] features = new float[count * (1 + WEAK)];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = rng.nextInt(2);
      double sign = 2 * labels[i] - 1;
      int at = i * (1 + WEAK);
      features[at] = (float) (rng.nextDouble() < 0.9 ? sign : -sign);
      for (int j = 1; j <= WEAK; j++) {
        features[at + j] = (float) (0.3 * sign + rng.nextGaussian());
      }
    }
    return new Dataset("strong and weak", Tensor.wrap(features, count, 1 + WEAK), Tensor.wrap(labels, count),
        List.of("minus", "plus"));
  }

  static Linear train(Objective objective, Dataset data) {
    Linear network = new Linear(1 + WEAK, 2, Rng.seed(3));
    TrainingSettings settings =
        TrainingSettings.of(6, 50).withSchedule(Schedule.cosine(0.02, 1e-4, 6 * data.size() / 50));
    ClassifierTraining.minimizing(objective, network, new Adam(network.parameters(), 1), settings, Rng.seed(4))
        .run(data);
    return network;
  }

  /// The accuracy under the best attack there is: for a linear classifier, one signed step.
  static double robustAccuracy(Module network, Dataset data) {
    Untargeted goal = new Untargeted(data.labels());
    return new FastGradientSign().run(Classifier.of(network), data.inputs(), goal, BALL, Rng.seed(0))
        .robustAccuracy();
  }

  /// How often the one strong feature is right.
  static double shareOfStrong(Dataset data) {
    int[] labels = data.labels().toIntArray();
    double[] strong = data.inputs().select(1, 0).toDoubleArray();
    long right = Arrays.stream(Tensor.range(labels.length).toIntArray())
        .filter(i -> strong[i] > 0 == (labels[i] == 1)).count();
    return right / (double) labels.length;
  }
}
