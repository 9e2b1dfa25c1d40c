package scrutable.lessons.instruments.gradientcheck;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.HessianEigenpair;
import scrutable.autograd.Variable;
import scrutable.nn.Progress;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Central differences against the chain rule, in both precisions, for right gradients and for planted mistakes;
/// products with the Hessian (Pearlmutter 1994) against differences of gradients and against a Hessian that is known.
///
/// @param right     the engine's gradients
/// @param wrong     gradients with a planted mistake
/// @param planted   the mistakes beside what they are mistakes of
/// @param steps     how the error of a right gradient depends on the step of the difference
/// @param hessian   the error of a Hessian-vector product
/// @param eigenvalue the error of the largest eigenvalue by power iteration
record GradientCheckExperiment(List<Checked> right, List<Checked> wrong, List<PlantedMistake.Pair> planted, Steps steps,
    double hessian, double eigenvalue) {
  static final double TOLERANCE = 1e-6;

  /// One gradient, checked twice.
  ///
  /// @param float64   the largest relative error in float64, likewise the next
  /// @param diagnosis what the check says of it
  record Checked(String name, double float64, double float32, String diagnosis) {}

  /// Largest relative errors at some steps of the difference.
  record Steps(double[] step, double[] float64, double[] float32) {}

  /// Runs everything.
  ///
  /// @param disarmed whether the gradient of the square, held to be right, has a planted mistake
  /// @param excess   by which share the smallest mistake is too large
  static GradientCheckExperiment of(boolean disarmed, double excess, Rng rng, Progress progress) {
    List<CheckedFunction> right = new ArrayList<>(CheckedFunction.ofTheEngine(rng.split("functions")));
    List<PlantedMistake.Pair> planted = PlantedMistake.all(excess, rng.split("mistakes"));
    List<CheckedFunction> wrong = planted.stream().map(PlantedMistake.Pair::wrong).toList();
    if (disarmed) {
      right.set(0, new CheckedFunction("square", x -> Graph.apply(new PlantedMistake.MissingFactor(), x[0]),
          right.getFirst().inputs()));
    }
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < right.size() + wrong.size(); i++) {
      checked.add(check(i < right.size() ? right.get(i) : wrong.get(i - right.size())));
      progress.update("checking gradients", i + 1, right.size() + wrong.size());
    }
    return new GradientCheckExperiment(checked.subList(0, right.size()), checked.subList(right.size(), checked.size()),
        planted, steps(rng.split("steps")), hessianVectorError(rng.split("hessian")),
        eigenvalueError(rng.split("power iteration")));
  }

  private static Checked check(CheckedFunction function) {
    var precise = function.check(GradientCheck.Options.FLOAT64);
    var coarse = function.check(GradientCheck.Options.FLOAT32);
    return new Checked(function.name(), precise.worstError(), coarse.worstError(), precise.diagnosis());
  }

  private static Steps steps(Rng rng) {
    CheckedFunction layer = new CheckedFunction("tanh layer", x -> x[0].matmul(x[1]).tanh(),
        CheckedFunction.normal(rng, 4, 6), CheckedFunction.normal(rng, 6, 3));
    int count = 25;
    Steps steps = new Steps(new double[count], new double[count], new double[count]);
    for (int i = 0; i < count; i++) {
      double h = StrictMath.pow(10, -12 + i / 2.0);
      steps.step[i] = h;
      steps.float64[i] = layer.check(GradientCheck.Options.FLOAT64.withStep(h)).worstError();
      steps.float32[i] = layer.check(new GradientCheck.Options(DType.FLOAT32, h, TOLERANCE, 0)).worstError();
    }
    return steps;
  }

  //: code hessian
  /// The largest difference between `H v` of a small tanh network and the central difference of its gradient
  /// along `v`, relative to the largest element of `H v`.
  private static double hessianVectorError(Rng rng) {
    Tensor x = CheckedFunction.normal(rng, 8, 3);
    Tensor target = CheckedFunction.normal(rng, 8, 2);
    Tensor weights = CheckedFunction.normal(rng, 3, 5);
    Tensor head = CheckedFunction.normal(rng, 5, 2);
    Tensor v = CheckedFunction.normal(rng, 3, 5);
    Variable w = Variable.tracked(weights);
    Tensor product = Functions.hessianVectorProduct(loss(w, head, x, target), List.of(w), List.of(v)).getFirst();
    double h = 1e-5;
    Tensor ahead = gradient(weights.add(v.mul(h)), head, x, target);
    Tensor behind = gradient(weights.sub(v.mul(h)), head, x, target);
    Tensor difference = ahead.sub(behind).div(2 * h);
    return product.sub(difference).abs().max().item() / product.abs().max().item();
  }
  //: end

  private static Variable loss(Variable weights, Tensor head, Tensor x, Tensor target) {
    Variable hidden = Variable.constant(x).matmul(weights).tanh();               // (8, 5)
    return hidden.matmul(Variable.constant(head)).sub(Variable.constant(target)).square().mean();
  }

  private static Tensor gradient(Tensor weights, Tensor head, Tensor x, Tensor target) {
    Variable w = Variable.tracked(weights);
    return Gradients.of(loss(w, head, x, target), w).get(w);
  }

  /// The error of the largest eigenvalue that power iteration finds for `L = x^T A x / 2`, whose Hessian is A.
  ///
  /// A has the eigenvalues 5, 3, 2, 1, 0.5, 0.1 in the directions of a random reflection
  /// `Q = I - 2 u u^T`, so the truth is known without computing it.
  private static double eigenvalueError(Rng rng) {
    double[] eigenvalues = {5, 3, 2, 1, 0.5, 0.1};
    int n = eigenvalues.length;
    Tensor u = CheckedFunction.normal(rng, n, 1);
    u = u.div(u.square().sum().sqrt());
    Tensor q = Tensor.identity(n, DType.FLOAT64).sub(u.matmul(u.t()).mul(2));
    Tensor a = q.mul(Tensor.of(eigenvalues, n)).matmul(q.t());
    Variable x = Variable.tracked(CheckedFunction.normal(rng, n, 1));
    Variable loss = x.t().matmul(Variable.constant(a)).matmul(x).mul(0.5).sum();
    double found = HessianEigenpair.largest(() -> loss, List.of(x), List.of(CheckedFunction.normal(rng, n, 1)), 60)
        .value();
    return Math.abs(found / eigenvalues[0] - 1);
  }
}
