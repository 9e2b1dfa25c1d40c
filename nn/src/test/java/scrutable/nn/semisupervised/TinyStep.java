package scrutable.nn.semisupervised;

import java.util.Arrays;
import java.util.List;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Batch;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A step so small that its losses can be worked out with loops: a linear network of 3 inputs and 4 classes
/// in `float64`, two labelled and five unlabelled examples, and changes that are not random.
final class TinyStep {
  static final int CLASSES = 4;
  static final Augmentation WEAK = (inputs, rng) -> inputs.add(0.25);
  static final Augmentation STRONG = (inputs, rng) -> inputs.mul(-0.5);

  final double[][] labelled = {{0.3, -1, 0.5}, {-0.4, 0.2, 1.1}};
  final int[] labels = {2, 0};
  final double[][] unlabelled = {{2, 1, -3}, {0.1, 0, 0.2}, {-1, -1, 0.5}, {4, -2, 1}, {0.3, 0.3, 0.3}};
  final double[][] student = {{1, -0.5, 0.2}, {0.3, 0.8, -0.6}, {-1.2, 0.1, 0.9}, {0, 0.4, 0.5}};
  final double[][] average = {{0.6, -0.1, 0.4}, {0.1, 0.9, -0.2}, {-0.9, 0.3, 0.2}, {0.5, 0.4, -0.5}};
  final Linear network;

  TinyStep() {
    network = Linear.of(tensor(average), Tensor.zeros(DType.FLOAT64, CLASSES));
  }

  static Tensor tensor(double[][] rows) {
    double[] flat = new double[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return Tensor.wrap(flat, rows.length, rows[0].length);
  }

  /// The step at a share of the training, whose average still holds its first weights.
  TrainingStep at(double progress, long seed) {
    network.weight().assign(tensor(average));
    var teacher = new ExponentialMovingAverage(List.of(network.weight(), network.bias()), 0.9);
    network.weight().assign(tensor(student));
    Batch few = new Batch(tensor(labelled), Tensor.ofInts(labels, labels.length));
    Tensor many = tensor(unlabelled);
    return new TrainingStep(network, teacher, few, many, WEAK, STRONG, progress, Rng.seed(seed));
  }

  // The same with loops

  static double[] weak(double[] x) {
    return Arrays.stream(x).map(number -> number + 0.25).toArray();
  }

  static double[] strong(double[] x) {
    return Arrays.stream(x).map(number -> -0.5 * number).toArray();
  }

  static double[] softmax(double[][] weights, double[] x) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      double logit = 0;
      for (int d = 0; d < x.length; d++) {
        logit += weights[k][d] * x[d];
      }
      p[k] = Math.exp(logit);
      sum += p[k];
    }
    for (int k = 0; k < CLASSES; k++) {
      p[k] /= sum;
    }
    return p;
  }

  double supervised(double[][] weights) {
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      loss -= Math.log(softmax(weights, weak(labelled[i]))[labels[i]]) / labels.length;
    }
    return loss;
  }

  static int largest(double[] p) {
    int best = 0;
    for (int k = 1; k < p.length; k++) {
      best = p[k] > p[best] ? k : best;
    }
    return best;
  }

  static double[] sharpen(double[] p, double temperature) {
    double[] sharp = new double[p.length];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sharp[k] = Math.pow(p[k], 1 / temperature);
      sum += sharp[k];
    }
    for (int k = 0; k < p.length; k++) {
      sharp[k] /= sum;
    }
    return sharp;
  }
}
