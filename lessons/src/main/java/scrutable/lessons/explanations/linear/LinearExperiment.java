package scrutable.lessons.explanations.linear;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evaluation.Straightness;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.autograd.Variable;
import scrutable.lessons.data.Digits;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three ways to tell ten classes apart: with units that are linear piece by piece, with units that answer to one
/// neighbourhood each, and with units that are waves. How straight are they along the sign of the gradient, and how
/// sure of their errors?
///
/// Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, sections 5 and 7.
///
/// @param measured what each network showed
/// @param victims the networks
record LinearExperiment(Map<Units, Measurement> measured, Map<Units, Classifier> victims) {
  static final double EPS = 0.25;
  private static final int PLACES = 11;
  private static final int CENTRES = 400;
  private static final int WAVES = 800;

  /// The kinds of units compared.
  enum Units {
    RECTIFIED("rectified"), RADIAL("radial (RBF)"), WAVES("waves (sine)");

    private final String label;

    Units(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// What one network showed.
  ///
  /// @param rSquared   how straight the label's logit is along the sign of the gradient
  /// @param error      at eps 0.25
  /// @param confidence in its errors
  /// @param moved      the largest change of a pixel, in the median image, after clamping
  /// @param onAverage  the mean change of a pixel, without its sign
  record Measurement(double clean, double rSquared, double error, double confidence, double moved,
      double onAverage) {}

  /// Trains and attacks all of them.
  ///
  /// @param epochs of the rectified units; the others, of which only the last layer learns, take twice as many
  /// @param shown the images that are attacked
  static LinearExperiment of(Digits digits, int epochs, Dataset shown, double eps, Rng rng, Progress progress) {
    double width = width(digits.train());
    Map<Units, Measurement> measured = new EnumMap<>(Units.class);
    Map<Units, Classifier> victims = new EnumMap<>(Units.class);
    for (Units units : Units.values()) {
      Rng own = rng.split(units.label);
      progress.update("training the " + units.label + " units", 0, 1);
      Module network = switch (units) {
        case RECTIFIED -> rectified(digits.train(), epochs, own);
        case RADIAL -> withReadout(radial(digits.train(), width), CENTRES, digits.train(), 2 * epochs, own);
        case WAVES -> withReadout(waves(width, own), WAVES, digits.train(), 2 * epochs, own);
      };
      victims.put(units, Classifier.of(network));
      measured.put(units, measure(Metrics.accuracy(network, digits.test(), 500), victims.get(units), shown, eps, own));
    }
    return new LinearExperiment(measured, victims);
  }

  private static Measurement measure(double clean, Classifier victim, Dataset shown, double eps, Rng rng) {
    double[] places = IntStream.range(0, PLACES).mapToDouble(i -> eps * i / (PLACES - 1)).toArray();
    AttackResult attacked = new FastGradientSign().run(victim, shown.inputs(), new Untargeted(shown.labels()),
        Ball.linf(eps), rng.split("attack"));
    return new Measurement(clean, Straightness.of(victim, shown, places).medianRSquared(),
        1 - attacked.robustAccuracy(), attacked.meanConfidence(),
        median(Norm.LINF.of(attacked.adversarial().sub(shown.inputs()))),
        attacked.adversarial().sub(shown.inputs()).abs().mean().item());
  }

  /// 200 rectified units.
  private static Module rectified(Dataset data, int epochs, Rng rng) {
    Rng initial = rng.split("initialise");
    Module network = new Sequential(new Flatten(), new Linear(784, 200, initial), new Relu(),
        new Linear(200, 10, initial));
    train(network, new Sgd(network.parameters(), 0.05, 0.9, false, 1e-3), 0.05, epochs, 64, data, rng);
    return network;
  }

  //: code units
  /// `exp(-|x - c|^2 / (2 h^2))` for 400 training images `c`. With a linear layer without bias, far from all of them
  /// every logit is zero, and the network says that it does not know.
  private static Module radial(Dataset data, double width) {
    Tensor centres = data.inputs().slice(0, 0, CENTRES).reshape(CENTRES, -1);
    Variable transposed = Variable.constant(centres.t().contiguous());           // (784, 400)
    Variable lengths = Variable.constant(centres.square().sum(true, 1).t());       // (1, 400)
    return x -> {
      Variable flat = x.reshape(x.size(0), -1);
      Variable squares = flat.square().sum(true, 1).add(lengths).sub(flat.matmul(transposed).mul(2));
      return squares.div(-2 * width * width).exp();
    };
  }

  /// `sin(<w, x> + b)` for 800 random waves: with a linear layer the same smoothness as [#radial], for the products of
  /// such waves are Gaussians of width h on average (Rahimi and Recht 2007).
  private static Module waves(double width, Rng rng) {
    Variable directions = Variable.constant(rng.split("waves").normalAround(0, 1 / width, 784, WAVES));
    Variable phases = Variable.constant(rng.split("phases").uniformBetween(0, 2 * Math.PI, WAVES));
    return x -> x.reshape(x.size(0), -1).matmul(directions).add(phases).sin();
  }
  //: end

  /// Only the last layer learns, so the features of the training data are computed once.
  private static Module withReadout(Module features, int count, Dataset data, int epochs, Rng rng) {
    Linear readout = Linear.withoutBias(count, 10, rng.split("initialise"));
    Dataset seen = data.withInputs(features.forward(Variable.constant(data.inputs())).value());
    train(readout, new Adam(readout.parameters(), 0.02), 0.02, epochs, 100, seen, rng);
    return new Sequential(features, readout);
  }

  private static void train(Module network, Optimizer optimizer, double learningRate, int epochs, int batch,
      Dataset data, Rng rng) {
    TrainingSettings settings = TrainingSettings.of(epochs, batch)
        .withRate(step -> learningRate * (epochs - step.epoch()) / epochs);
    new ClassifierTraining(network, optimizer, settings, rng.split("shuffle")).run(data);
  }

  /// A width for the Gaussians: `h^2` is a sixth of the median squared distance between two images.
  private static double width(Dataset data) {
    double[] distances = Norm.L2.of(data.inputs().slice(0, 0, 100).sub(data.inputs().slice(0, 100, 200)));
    return median(distances) / Math.sqrt(6);
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }
}
