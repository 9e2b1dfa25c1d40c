package scrutable.lessons.instruments;

import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Products of the Hessian with vectors, held against what is known otherwise.
final class Curvature {
  private Curvature() {}

  /// The largest difference between `H v` of a small tanh network and the central difference of its gradient
  /// along `v`, relative to the largest element of `H v`.
  static double hessianVectorError(Rng rng) {
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

  private static Variable loss(Variable weights, Tensor head, Tensor x, Tensor target) {
    Variable hidden = Variable.constant(x).matmul(weights).tanh();               // (8, 5)
    return hidden.matmul(Variable.constant(head)).sub(Variable.constant(target)).square().mean();
  }

  private static Tensor gradient(Tensor weights, Tensor head, Tensor x, Tensor target) {
    Variable w = Variable.tracked(weights);
    return Gradients.of(loss(w, head, x, target), w).get(w);
  }

  /// The largest eigenvalue that power iteration finds for `L = x^T A x / 2`, whose Hessian is A, relative to
  /// the true one.
  ///
  /// A has the eigenvalues 5, 3, 2, 1, 0.5, 0.1 in the directions of a random reflection
  /// `Q = I - 2 u u^T`, so the truth is known without computing it.
  static double powerIterationError(Rng rng) {
    double[] eigenvalues = {5, 3, 2, 1, 0.5, 0.1};
    int n = eigenvalues.length;
    Tensor u = CheckedFunction.normal(rng, n, 1);
    u = u.div(u.square().sum().sqrt());
    Tensor q = Tensor.identity(n, DType.FLOAT64).sub(u.matmul(u.t()).mul(2));
    Tensor a = q.mul(Tensor.of(eigenvalues, n)).matmul(q.t());
    Variable x = Variable.tracked(CheckedFunction.normal(rng, n, 1));
    Variable loss = x.t().matmul(Variable.constant(a)).matmul(x).mul(0.5).sum();
    Tensor v = CheckedFunction.normal(rng, n, 1);
    double eigenvalue = 0;
    for (int i = 0; i < 60; i++) {
      v = v.div(v.square().sum().sqrt());
      Tensor product = Functions.hessianVectorProduct(loss, List.of(x), List.of(v)).getFirst();
      eigenvalue = v.mul(product).sum().item();
      v = product;
    }
    return Math.abs(eigenvalue / eigenvalues[0] - 1);
  }
}
