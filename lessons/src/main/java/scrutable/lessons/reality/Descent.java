package scrutable.lessons.reality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A run of full-batch gradient descent, with the sharpness of the loss measured on the way.
///
/// The sharpness is the largest eigenvalue of the Hessian of the loss. On a quadratic with curvature `l`,
/// each step of length `eta` multiplies the distance to the minimum by `1 - eta l`; it shrinks only if `l < 2
/// / eta`.
///
/// @param losses before each step, and after the last
/// @param sharpness every `INTERVAL` steps, from step 0 on
/// @param rates the learning rate of each step
record Descent(double[] losses, double[] sharpness, double[] rates) {
  /// Steps between two measurements of the sharpness.
  static final int INTERVAL = 20;
  private static final int FIRST_ITERATIONS = 50;
  private static final int ITERATIONS = 8;
  private static final int INPUTS = 20;
  private static final int EXAMPLES = 200;
  private static final int HIDDEN = 64;

  /// A regression problem: inputs from a normal distribution, targets -1 or 1 by the signs of two products.
  ///
  /// @param inputs (200, 20)
  /// @param targets (200, 1)
  record Problem(Tensor inputs, Tensor targets) {
    static Problem draw(Rng rng) {
      Tensor inputs = rng.normal(EXAMPLES, INPUTS);
      float[] x = inputs.toFloatArray();
      float[] y = new float[EXAMPLES];
      for (int i = 0; i < EXAMPLES; i++) {
        y[i] = x[INPUTS * i] * x[INPUTS * i + 1] + x[INPUTS * i + 2] > 0 ? 1 : -1;
      }
      return new Problem(inputs, Tensor.wrap(y, EXAMPLES, 1));
    }
  }

  /// Descends with the given learning rate for each step. The first weights depend on `rng` only.
  static Descent run(Problem problem, double[] rates, Rng rng) {
    Rng initial = rng.split("weights");
    Module network = new Sequential(new Linear(INPUTS, HIDDEN, initial), new Tanh(),
        new Linear(HIDDEN, HIDDEN, initial), new Tanh(), new Linear(HIDDEN, 1, initial));
    Sgd optimizer = new Sgd(network.parameters(), rates[0]);
    double[] losses = new double[rates.length + 1];
    List<Double> sharpness = new ArrayList<>();
    List<Tensor> direction = network.parameters().stream()
        .map(parameter -> rng.split("direction").normal(parameter.shape())).toList();
    for (int step = 0; step < rates.length; step++) {
      if (step % INTERVAL == 0) {
        Eigenpair largest = largest(network, problem, direction, step == 0 ? FIRST_ITERATIONS : ITERATIONS);
        direction = largest.vector();
        sharpness.add(largest.value());
      }
      Variable loss = loss(network, problem);
      losses[step] = loss.item();
      optimizer.setLearningRate(rates[step]);
      optimizer.step(Gradients.of(loss, network.parameters()));
    }
    losses[rates.length] = loss(network, problem).item();
    return new Descent(losses, sharpness.stream().mapToDouble(value -> value).toArray(), rates);
  }

  private static Variable loss(Module network, Problem problem) {
    return Losses.mse(network.forward(problem.inputs), problem.targets);
  }

  /// An eigenvalue of the Hessian, and its eigenvector: a tensor for each parameter.
  private record Eigenpair(double value, List<Tensor> vector) {}

  /// Power iteration: a vector that is multiplied by the Hessian again and again turns towards the
  /// eigenvector with the largest eigenvalue. It starts from the last one found, so that a few products
  /// suffice.
  private static Eigenpair largest(Module network, Problem problem, List<Tensor> start, int iterations) {
    List<Parameter> parameters = network.parameters();
    List<Tensor> vector = start;
    double value = 0;
    for (int i = 0; i < iterations; i++) {
      double length = Math.sqrt(product(vector, vector));
      List<Tensor> unit = vector.stream().map(part -> part.div(length)).toList();
      vector = Functions.hessianVectorProduct(loss(network, problem), parameters, unit);
      value = product(unit, vector);
    }
    return new Eigenpair(value, vector);
  }

  private static double product(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i).mul(b.get(i)).sum().item();
    }
    return sum;
  }

  /// The first step at which the sharpness was measured to be at least `2 / rate` of that step, or else the
  /// number of steps.
  int edge() {
    for (int i = 0; i < sharpness.length; i++) {
      if (sharpness[i] * rates[i * INTERVAL] >= 2) {
        return i * INTERVAL;
      }
    }
    return rates.length;
  }

  /// The share of the steps `from <= step < to` after which the loss was higher than before; 0 of none.
  double risingShare(int from, int to) {
    int end = Math.min(to, rates.length);
    int rising = 0;
    for (int step = from; step < end; step++) {
      rising += losses[step + 1] > losses[step] ? 1 : 0;
    }
    return from < end ? (double) rising / (end - from) : 0;
  }

  /// How many times its least value before the loss ever is: 1 if it only falls.
  double spike() {
    double least = losses[0];
    double spike = 1;
    for (double loss : losses) {
      least = Math.min(least, loss);
      spike = Math.max(spike, loss / least);
    }
    return spike;
  }

  /// The mean of the sharpness from step `from` on, in units of `2 / rate`.
  double relativeSharpness(int from, double rate) {
    return Arrays.stream(sharpness, (from + INTERVAL - 1) / INTERVAL,
        sharpness.length).average().orElseThrow()
        * rate / 2;
  }

  /// The last loss as a share of the first.
  double finalLoss() {
    return losses[losses.length - 1] / losses[0];
  }
}
