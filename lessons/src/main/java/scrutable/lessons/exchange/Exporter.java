package scrutable.lessons.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scrutable.attacks.Ball;
import scrutable.attacks.defence.AdversarialTraining;
import scrutable.attacks.defence.Trades;
import scrutable.lessons.data.Digits;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Objective;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// Trains a model, or takes the weights that somebody else trained, and puts test images beside it.
///
/// @param model one of [Architecture#NAMES]
/// @param data `glyphs` or the name of a real data set
/// @param training one of [#TRAININGS]
/// @param eps the radius of adversarial training in LINF
/// @param epochs of training
/// @param trainingImages at most
/// @param count how many test images
/// @param weights where to read the weights instead of training
public record Exporter(String model, String data, String training, double eps, int epochs, int trainingImages,
    int count, long seed, Optional<Path> weights) {
  public static final List<String> TRAININGS = List.of("usual", "fgsm", "pgd", "trades");
  private static final int BATCH = 64;
  private static final int STEPS = 7;

  public ExchangeFolder export(Progress progress) throws IOException {
    Rng rng = Rng.seed(seed);
    Architecture architecture = Architecture.named(model);
    Digits digits = data.equals("glyphs") ? Digits.glyphs(trainingImages, count, rng.split("data"))
        : Digits.real(data, trainingImages, count, progress);
    Module network = weights.isPresent() ? ExchangeFolder.withWeights(architecture, weights.get())
        : train(architecture.build(rng.split("initialise")), digits.train(), rng, progress);
    return new ExchangeFolder(architecture, network, digits.test().inputs(), digits.test().labels());
  }

  private Module train(Module network, Dataset images, Rng rng, Progress progress) {
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH).withProgress(progress, "training the " + model);
    ClassifierTraining.minimizing(objective(rng.split("attack")), network, new Adam(network.parameters(), 1e-3),
        settings, rng.split("shuffle")).run(images);
    return network;
  }

  private Objective objective(Rng rng) {
    Ball ball = Ball.linf(eps);
    return switch (training) {
      case "usual" -> Objective.ofLogits(Losses::crossEntropy);
      case "fgsm" -> AdversarialTraining.fgsm(ball, rng);
      case "pgd" -> AdversarialTraining.pgd(ball, STEPS, 2.5 * eps / STEPS, rng);
      case "trades" -> new Trades(ball, STEPS, 2.5 * eps / STEPS, 6, rng);
      default -> throw new IllegalArgumentException("there is no training \"" + training + "\"; there are "
          + String.join(", ", TRAININGS));
    };
  }
}
