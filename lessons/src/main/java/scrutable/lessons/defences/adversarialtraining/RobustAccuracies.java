package scrutable.lessons.defences.adversarialtraining;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evaluation.AutoAttack;
import scrutable.attacks.evaluation.RobustReport;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.lessons.data.Digits;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Regime;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.AveragePool2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// Prints the accuracies of the three networks of lesson L27 on MNIST under FGSM, PGD and the full AutoAttack, at
/// three radii, and how long each took. Too slow for a lesson; the page of the lesson has the command.
final class RobustAccuracies {
  private static final double[] RADII = {0.1, 0.2, 0.3};
  private static final int STEPS = 100;
  private static final int TRIES = 5;
  private static final double LEARNING_RATE = 0.002;

  private RobustAccuracies() {}

  /// @param arguments how many test images, how many training images, how many epochs, and the radius to train for
  public static void main(String[] arguments) throws IOException {
    int images = Integer.parseInt(arguments[0]);
    int train = Integer.parseInt(arguments[1]);
    int epochs = Integer.parseInt(arguments[2]);
    Ball trainedFor = Ball.linf(Double.parseDouble(arguments[3]));
    Rng rng = Rng.seed(42);
    Digits digits = Digits.real("mnist", train, 10_000, Progress.silent());
    Map<Regime, Module> networks = new LinkedHashMap<>();
    for (Regime regime : Regime.values()) {
      long start = System.nanoTime();
      Rng own = rng.split("network");
      Module network = AdversarialTrainingExperiment.train(regime, network(own.split("initialise")), LEARNING_RATE,
          digits.train(), epochs, trainedFor, own, Progress.silent()).network();
      networks.put(regime, network);
      print("%-13s trained in %5.1f s, clean accuracy %5.2f %% on 10000 images", regime.label, since(start),
          100 * Metrics.accuracy(network, digits.test(), 500));
    }
    for (double eps : RADII) {
      networks.forEach((regime, network) ->
          report(regime, network, digits.test().take(images), Ball.linf(eps), rng.split("attack")));
    }
  }

  /// Two convolutions on the image at half its size, then two linear layers. The shrinking is a layer, so eps is in
  /// units of the pixels that everybody sees.
  private static Module network(Rng rng) {
    return new Sequential(
        new AveragePool2d(2),                                                         // (N, 1, 14, 14)
        new Conv2d(1, 16, Window.square(3, 1, 1), rng), new Relu(), new MaxPool2d(2), // (N, 16, 7, 7)
        new Conv2d(16, 32, 3, rng), new Relu(), new Flatten(),                        // (N, 800)
        new Linear(32 * 5 * 5, 64, rng), new Relu(), new Linear(64, 10, rng));
  }

  private static void report(Regime regime, Module network, Dataset test, Ball ball, Rng rng) {
    Classifier victim = Classifier.of(network);
    Examples examples = Examples.of(test.inputs(), new Untargeted(test.labels()), rng);
    double fgsm = new FastGradientSign().run(victim, examples, ball).robustAccuracy();
    long start = System.nanoTime();
    double pgd = new ProjectedGradientDescent(STEPS, 2.5 * ball.eps() / STEPS).withRestarts(TRIES)
        .run(victim, examples, ball).robustAccuracy();
    double forPgd = since(start);
    start = System.nanoTime();
    RobustReport all = AutoAttack.standard().evaluate(victim, examples, ball);
    print("%-13s eps %.1f: clean %5.1f, FGSM %5.1f, PGD-%d x %d %5.1f (%.1f s), AutoAttack %5.1f (%.1f s) %s",
        regime.label, ball.eps(), 100 * all.clean(), 100 * fgsm, STEPS, TRIES, 100 * pgd, forPgd,
        100 * all.robust(), since(start), all.toString().replaceAll("\\s+", " "));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
