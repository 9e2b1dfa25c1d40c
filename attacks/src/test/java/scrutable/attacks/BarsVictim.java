package scrutable.attacks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.ModeDependent;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A small trained network on procedural images `(N, 1, 4, 4)`: is the upper half, the left half or the
/// middle bright?
///
/// It has batch norm and dropout, and it is left in training mode, as an attack may well find it.
public final class BarsVictim {
  private static final int CLASSES = 3;

  private final ModeDependent norm = new BatchNorm1d(16);
  private final ModeDependent dropout;
  private final Module network;
  private final Tensor images;
  private final int[] labels;
  private Map<String, Tensor> trainedState;

  private BarsVictim(Rng rng) {
    dropout = new Dropout(0.1, rng.split("dropout"));
    Rng initial = rng.split("initialise");
    network = new Sequential(new Flatten(), new Linear(16, 16, initial), norm, new Relu(), dropout,
        new Linear(16, CLASSES, initial));
    labels = labels(48);
    images = bars(labels, rng.split("test"));
  }

  /// A victim trained to about 98 % on noisy images.
  public static BarsVictim trained(long seed) {
    Rng rng = Rng.seed(seed);
    BarsVictim victim = new BarsVictim(rng);
    int[] labels = labels(240);
    Variable inputs = Variable.constant(bars(labels, rng.split("train")));
    Tensor targets = Tensor.ofInts(labels, labels.length);
    Adam optimizer = new Adam(victim.network.parameters(), 0.02);
    for (int step = 0; step < 60; step++) {
      Variable loss = Losses.crossEntropy(victim.network.forward(inputs), targets);
      optimizer.step(Gradients.of(loss, optimizer.parameters()));
    }
    victim.trainedState = victim.network.state();
    return victim;
  }

  private static int[] labels(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % CLASSES);
    return labels;
  }

  /// Noise on grey, one bright half; clipped, so that some pixels are exactly 0 or 1.
  private static Tensor bars(int[] labels, Rng rng) {
    float[] pixels = new float[labels.length * 16];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / 4 % 4;
      int column = i % 4;
      boolean bright = switch (labels[i / 16]) {
        case 0 -> row < 2;
        case 1 -> column < 2;
        default -> row % 3 > 0 && column % 3 > 0;
      };
      double value = (bright ? 0.7 : 0.3) + 0.25 * rng.nextGaussian();
      pixels[i] = (float) Math.clamp(value, 0.0, 1.0);
    }
    return Tensor.wrap(pixels, labels.length, 1, 4, 4);
  }

  /// Undoes whatever was done to the network.
  void restore() {
    network.load(trainedState);
    network.parameters().forEach(Parameter::clearGradient);
    network.train();
  }

  public Module network() {
    return network;
  }

  public Classifier classifier() {
    return Classifier.of(network);
  }

  public Tensor images() {
    return images;
  }

  public int[] labels() {
    return labels.clone();
  }

  public Untargeted untargeted() {
    return Untargeted.of(labels);
  }

  /// The class after the true one.
  public Targeted targeted() {
    return Targeted.of(Arrays.stream(labels).map(label -> (label + 1) % CLASSES).toArray());
  }

  List<Boolean> modes() {
    return List.of(norm.isTraining(), dropout.isTraining());
  }
}
