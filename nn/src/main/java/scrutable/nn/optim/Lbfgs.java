package scrutable.nn.optim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.optim.StrongWolfeSearch.Probe;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// L-BFGS: Newton's method, with the curvature guessed from how the gradient changed in the last few steps.
///
/// For losses without noise: the whole data set, or one attacked input. Then it needs far fewer gradients
/// than the optimisers that take one gradient a step. It evaluates the loss where it likes, so it is not an
/// [Optimizer] but asks for the loss itself:
///
/// ```java
/// Lbfgs lbfgs = new Lbfgs(network.parameters());
/// lbfgs.step(() -> Losses.crossEntropy(network.forward(inputs), labels));
/// ```
///
/// All parameters together are one vector of `float64` numbers; `float32` parameters receive it rounded. A
/// step s and the change y of the gradient along it say `H y = s` about the inverse Hessian H. The last few
/// such pairs give the direction `-H g` without any matrix, by the two loops of [#direction].
///
/// Source: Nocedal, "Updating quasi-Newton matrices with limited storage", 1980; Nocedal and Wright,
/// "Numerical optimization", 2nd ed. 2006, algorithms 7.4 and 7.5.
public final class Lbfgs {
  /// A pair along which the loss is not convex says nothing useful about a Hessian that must be positive.
  private static final double LEAST_CURVATURE = 1e-10;

  /// @param learningRate the step length tried first, and without line search the one taken; usually 1
  /// @param history how many pairs are kept
  /// @param iterations how many iterations one [Lbfgs#step] makes at most
  /// @param lineSearch whether each step length is searched for (see [StrongWolfeSearch]) or just taken
  /// @param gradientTolerance stops where no number of the gradient is larger
  /// @param changeTolerance stops where neither the parameters nor the loss change by more
  public record Options(double learningRate, int history, int iterations, boolean lineSearch,
      double gradientTolerance, double changeTolerance) {
    public static final Options DEFAULT = new Options(1, 10, 20, true, 1e-7, 1e-9);

    public Options {
      if (!(learningRate > 0) || history < 1 || iterations < 1) {
        throw new IllegalArgumentException("L-BFGS needs a learning rate above 0, a history and iterations of"
            + " at least 1, but got " + learningRate + ", " + history + " and " + iterations);
      }
      OptimizerMemory.requireAtLeastZero("the tolerance of the gradient", gradientTolerance);
      OptimizerMemory.requireAtLeastZero("the tolerance of the change", changeTolerance);
    }
  }

  /// What one [Lbfgs#step] did.
  ///
  /// @param firstLoss the loss at the start
  /// @param lastLoss the loss at the end; without line search, that before the last iteration
  /// @param lastLength the last step length, in units of the direction
  public record Report(double firstLoss, double lastLoss, int iterations, int evaluations,
      double lastLength) {}

  private record Pair(double[] step, double[] change, double product) {}

  private final List<Parameter> parameters;
  private final Options options;
  private final Deque<Pair> history = new ArrayDeque<>();          // the newest last
  private double[] lastStep;
  private double[] lastGradient;
  private int evaluations;

  /// With a line search, ten pairs and twenty iterations a step.
  public Lbfgs(List<Parameter> parameters) {
    this(parameters, Options.DEFAULT);
  }

  public Lbfgs(List<Parameter> parameters, Options options) {
    this.parameters = OptimizerMemory.requireDifferent(parameters);
    this.options = options;
  }

  /// Several iterations; what was learned about the curvature is kept for the next call.
  ///
  /// @param loss computes the loss from the present parameters; it must give the same for the same parameters
  /// @throws ArithmeticException if the loss or its gradient is not finite at a point that was accepted
  public Report step(Supplier<Variable> loss) {
    evaluations = 0;
    double[] position = FlatParameters.read(parameters);
    Probe here = requireFinite(probe(loss, 0, new double[position.length]));
    double firstLoss = here.loss();
    double length = 0;
    int iterations = 0;
    while (iterations < options.iterations && largest(here.gradient()) > options.gradientTolerance) {
      learn(here.gradient());
      double[] direction = direction(here.gradient());
      double slope = dot(here.gradient(), direction);
      if (slope > -options.changeTolerance) {
        break;
      }
      iterations++;
      Probe start = new Probe(0, here.loss(), slope, here.gradient());
      boolean last = iterations == options.iterations;
      Probe next = move(loss, position, direction, start, last);
      length = next.length();
      position = along(position, length, direction);
      lastStep = scaled(length, direction);
      lastGradient = here.gradient();
      boolean standsStill = largest(lastStep) <= options.changeTolerance
          || Math.abs(next.loss() - here.loss()) < options.changeTolerance;
      here = requireFinite(next);
      if (standsStill) {
        break;
      }
    }
    return new Report(firstLoss, here.loss(), iterations, evaluations, length);
  }

  /// Moves the parameters along the direction. Without line search the loss is not evaluated after the last
  /// iteration: the next step begins with that.
  private Probe move(Supplier<Variable> loss, double[] position, double[] direction, Probe start,
      boolean last) {
    double length = firstLength(start.gradient());
    Probe next;
    if (options.lineSearch) {
      next = new StrongWolfeSearch(t -> {
        FlatParameters.write(along(position, t, direction), parameters);
        return probe(loss, t, direction);
      }, start).from(length);
    } else {
      FlatParameters.write(along(position, length, direction), parameters);
      next = last ? new Probe(length, start.loss(), start.slope(), start.gradient())
          : probe(loss, length, direction);
    }
    FlatParameters.write(along(position, next.length(), direction), parameters);
    return next;
  }

  /// Before anything is known about the curvature, the gradient's own length says nothing: a careful first
  /// step.
  private double firstLength(double[] gradient) {
    return lastStep == null && history.isEmpty()
        ? Math.min(1, 1 / sumOfAbsolutes(gradient)) * options.learningRate
        : options.learningRate;
  }

  /// Remembers how the gradient changed along the last step.
  private void learn(double[] gradient) {
    if (lastStep == null) {
      return;
    }
    double[] change = along(gradient, -1, lastGradient);
    double product = dot(lastStep, change);
    if (product > LEAST_CURVATURE) {
      if (history.size() == options.history) {
        history.removeFirst();
      }
      history.addLast(new Pair(lastStep, change, product));
    }
  }

  /// `-H g` by two loops over the pairs (algorithm 7.4): from the newest to the oldest and back. In between,
  /// H is guessed as a multiple of the identity, s.y / y.y of the newest pair.
  private double[] direction(double[] gradient) {
    double[] result = scaled(-1, gradient);
    double[] alphas = new double[history.size()];
    int i = history.size();
    for (Iterator<Pair> pairs = history.descendingIterator(); pairs.hasNext(); ) {
      Pair pair = pairs.next();
      alphas[--i] = dot(pair.step, result) / pair.product;
      result = along(result, -alphas[i], pair.change);
    }
    if (!history.isEmpty()) {
      Pair newest = history.getLast();
      result = scaled(newest.product / dot(newest.change, newest.change), result);
    }
    for (Pair pair : history) {
      double beta = dot(pair.change, result) / pair.product;
      result = along(result, alphas[i++] - beta, pair.step);
    }
    return result;
  }

  private Probe probe(Supplier<Variable> loss, double length, double[] direction) {
    evaluations++;
    Variable value = loss.get();
    double[] gradient = FlatParameters.read(Gradients.of(value, parameters), parameters);
    return new Probe(length, value.item(), dot(gradient, direction), gradient);
  }

  private static Probe requireFinite(Probe probe) {
    if (!Double.isFinite(probe.loss()) || !Double.isFinite(largest(probe.gradient()))) {
      throw new ArithmeticException("L-BFGS: the loss is " + probe.loss() + " and the largest number of its"
          + " gradient " + largest(probe.gradient()) + "; both must be finite. Find the origin with"
          + " NumericsGuard, or lower the learning rate");
    }
    return probe;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// `from + length * direction`.
  private static double[] along(double[] from, double length, double[] direction) {
    double[] result = new double[from.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = from[i] + length * direction[i];
    }
    return result;
  }

  private static double[] scaled(double factor, double[] vector) {
    double[] result = new double[vector.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = factor * vector[i];
    }
    return result;
  }

  private static double largest(double[] vector) {
    double largest = 0;
    for (double number : vector) {
      largest = Math.max(largest, Math.abs(number));               // Math.max passes NaN on
    }
    return largest;
  }

  private static double sumOfAbsolutes(double[] vector) {
    double sum = 0;
    for (double number : vector) {
      sum += Math.abs(number);
    }
    return sum;
  }

  /// What has been learned about the curvature: `step.0`, `change.0` for the oldest pair, `last_step`,
  /// `last_gradient`; empty before the first step.
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    int i = 0;
    for (Pair pair : history) {
      state.put("step." + i, Tensor.of(pair.step, pair.step.length));
      state.put("change." + i++, Tensor.of(pair.change, pair.change.length));
    }
    if (lastStep != null) {
      state.put("last_step", Tensor.of(lastStep, lastStep.length));
      state.put("last_gradient", Tensor.of(lastGradient, lastGradient.length));
    }
    return state;
  }

  /// Restores [#state].
  ///
  /// @throws IllegalArgumentException if the state is not that of such parameters; nothing is changed then
  public void load(Map<String, Tensor> state) {
    int pairs = Math.max(state.size() / 2 - 1, 0);
    int count = FlatParameters.count(parameters);
    Map<String, Tensor> expected = new LinkedHashMap<>();
    for (int i = 0; i < pairs; i++) {
      expected.put("step." + i, Tensor.full(0, DType.FLOAT64, count));
      expected.put("change." + i, expected.get("step." + i));
    }
    if (!state.isEmpty()) {
      expected.put("last_step", Tensor.full(0, DType.FLOAT64, count));
      expected.put("last_gradient", expected.get("last_step"));
    }
    OptimizerMemory.requireFits(expected, state);
    if (pairs > options.history) {
      throw new IllegalArgumentException("the state holds " + pairs + " pairs, more than the history of "
          + options.history);
    }
    history.clear();
    for (int i = 0; i < pairs; i++) {
      double[] step = state.get("step." + i).toDoubleArray();
      double[] change = state.get("change." + i).toDoubleArray();
      history.addLast(new Pair(step, change, dot(step, change)));
    }
    lastStep = state.isEmpty() ? null : state.get("last_step").toDoubleArray();
    lastGradient = state.isEmpty() ? null : state.get("last_gradient").toDoubleArray();
  }

  @Override
  public String toString() {
    return "Lbfgs, parameters: " + parameters.size() + ", pairs remembered: " + history.size();
  }
}
