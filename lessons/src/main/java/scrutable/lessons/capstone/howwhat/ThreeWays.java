package scrutable.lessons.capstone.howwhat;

import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.AffineWarp;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Noise;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.GlobalAveragePool2d;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.selfsupervised.SimClr;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.Hypothesis;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The ways to come by something that tells triangles from circles; the first of the three is a rule and stands in
/// [scrutable.lessons.understood.istriangle.TriangleRule].
final class ThreeWays {
  /// Pictures that each network learns from.
  static final int PICTURES = 2_000;
  static final int PIXELS = 16 * 16;
  private static final int FEATURES = 16;
  /// What both networks consist of.
  static final int NUMBERS = 8 * (9 + 1) + FEATURES * (8 * 9 + 1) + 2 * (FEATURES + 1);
  /// What it takes to follow one of them through a picture.
  static final int MULTIPLICATIONS = 14 * 14 * 8 * 9 + 5 * 5 * FEATURES * 8 * 9 + 2 * FEATURES;
  private static final int STEPS = 400;
  private static final int VIEWS_STEPS = 400;
  private static final int BATCH = 50;
  private static final int VIEWS_BATCH = 50;
  private static final double TEMPERATURE = 0.2;

  private ThreeWays() {}

  //: code ways
  /// The second way: a network is told of every picture *what* it is, and never how to see it.
  static Module what(Dataset labelled, Rng rng) {
    Module network = new Sequential(eye(rng.split("eye")), new Linear(FEATURES, 2, rng.split("answer")));
    TrainingSettings settings = TrainingSettings.ofSteps(STEPS, BATCH);
    new ClassifierTraining(network, new Adam(network.parameters(), 1e-2), settings, rng.split("order")).run(labelled);
    return network.eval();
  }

  /// The third way: a network is told *not even what*, only which two views are of the same picture.
  static Module notEvenWhat(Tensor pictures, Rng rng) {
    Module eye = eye(rng.split("eye"));
    Module head = new Sequential(new Linear(FEATURES, FEATURES, rng.split("head")), new Relu(),
        new Linear(FEATURES, FEATURES, rng.split("compared")));
    Augmentation views = new AffineWarp(10, 0.1, 0.15, 0.1).then(Noise.ofPixels(0.1));
    int epochs = VIEWS_STEPS * VIEWS_BATCH / pictures.size(0);
    new SimClr(views, TEMPERATURE, epochs, VIEWS_BATCH, 1e-2).train(pictures, eye, head, rng, report -> {});
    return eye.eval();
  }

  /// Then a few labels say how the groups are called: the class whose labelled pictures lie nearest, on average.
  static Module named(Module eye, Dataset few) {
    Module directions = new Sequential(eye, new UnitRows());
    Tensor features = LinearProbe.features(directions, few.inputs());                   // (N, F)
    Tensor member = Indexing.select(Tensor.identity(2, features.dtype()), 0, few.labels()); // (N, 2), 1 for its class
    Tensor means = member.t().matmul(features).div(member.sum(false, 0).reshape(2, 1)); // (2, F)
    Tensor lengths = means.square().sum(false, 1);
    return new Sequential(directions, Linear.of(means.mul(2), lengths.mul(-1))).eval(); // minus the squared distance
  }
  //: end

  /// Pictures to 16 numbers: two convolutions and the average of each channel over all places.
  static Module eye(Rng rng) {
    return new Sequential(
        new Conv2d(1, 8, 3, rng), new Relu(), new MaxPool2d(2),                         // (N, 8, 7, 7)
        new Conv2d(8, FEATURES, 3, rng), new Relu(), new GlobalAveragePool2d());        // (N, 16)
  }

  static Hypothesis answers(Module network) {
    return pictures -> Graph.withoutRecording(
        () -> network.evaluating(() -> network.forward(pictures).value().argmax(1)));
  }

  private record UnitRows() implements Module {
    @Override
    public Variable forward(Variable rows) {
      return Contrast.unitRows(rows);
    }
  }
}
