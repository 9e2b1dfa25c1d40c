package scrutable.attacks.poisoning;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.Lu;

//: hide 6.4
//: instead /// How the loss of a support vector machine on other examples changes with one of the examples that it was
//: instead /// trained on: a gradient through the training (task 6.4).
//: instead ///
//: instead /// Write `f(x) = sum_i w_i k(x_i, x) + b` with `w_i = a_i y_i`, and let `x_c` be the training example that
//: instead /// moves. While it moves a little, the examples on the margin stay on the margin, `f(x_s) = y_s` for `s` in
//: instead /// S, the others keep their weights, and `sum_i w_i = 0` always. Differentiated, these conditions are
//: instead /// linear equations for how the bias and the weights on the margin follow; `r_s` is how `f(x_s)` changes
//: instead /// while all weights and the bias are held.
//: instead ///
//: instead /// Where `a_c = 0` the gradient is zero: an example that is no support vector could as well not be there.
//: instead /// At points where S changes there is no gradient, only one from either side. Where no example lies on the
//: instead /// margin, all weights stay, but the bias does not: it is the middle between the two examples that bound
//: instead /// it, and these stand in for S.
//: instead ///
//: instead /// Biggio, Nelson and Laskov 2012, "Poisoning attacks against support vector machines", section 3.
/// How the loss of a support vector machine on other examples changes with one of the examples that it was
/// trained on: a gradient through the training.
///
/// Write `f(x) = sum_i w_i k(x_i, x) + b` with `w_i = a_i y_i`, and let `x_c` be the training example that moves.
/// While it moves a little, the examples on the margin stay on the margin, `f(x_s) = y_s` for `s` in S, the
/// others keep their weights, and `sum_i w_i = 0` always. Differentiated, these conditions are linear equations
/// for how the bias and the weights on the margin follow:
///
/// ```
/// | 0   1'  |  | db   |       |  0  |        r_s = w_c dk(x_c, x_s)/dx_c                      for s other than c
/// | 1  K_SS |  | dw_S |  =  - | r_S |        r_c = d/dx_c of f(x_c), weights and bias held    if c is in S
/// ```
///
/// The loss is the hinge loss `L = sum_k max(0, 1 - y_k f(x_k))` on examples `k` that were not trained on; those
/// with a positive loss have `dL = -sum_k y_k (w_c dk(x_c, x_k) + sum_s dw_s k(x_s, x_k) + db)`. One solve is
/// enough for all elements of `x_c`, because the matrix is symmetric: solve it for what multiplies `db` and
/// `dw_S`, then take the product with `r_S`.
///
/// Two mistakes are easily made: the sign of L, and leaving `x_c` out of S when it lies on the margin itself.
/// Where `a_c = 0` the gradient is zero: an example that is no support vector could as well not be there. At
/// points where S changes there is no gradient, only one from either side.
///
/// Where no example lies on the margin, all weights stay, but the bias does not: it is the middle between the two
/// examples that bound it, `b = (y_u - g(x_u) + y_l - g(x_l)) / 2` with `g = f - b`, so `db = -(r_u + r_l) / 2`. Then
/// even an example without weight has a gradient, if it is one of the two.
///
/// Biggio, Nelson and Laskov 2012, "Poisoning attacks against support vector machines", section 3.
//: end
public final class SupportVectorGradient {
  /// Makes the margin's equations solvable when examples there coincide.
  private static final double RIDGE = 1e-9;

  private SupportVectorGradient() {}

  /// The summed hinge loss of a machine on labelled examples.
  public static double hingeLoss(SupportVectorMachine machine, Dataset on) {
    return hingeLoss(machine.decisionFunction(on.inputs()).toDoubleArray(), on);
  }

  static double hingeLoss(double[] scores, Dataset on) {
    double loss = 0;
    for (int k = 0; k < scores.length; k++) {
      loss += Math.max(0, 1 - sign(on, k) * scores[k]);
    }
    return loss;
  }

  private static double sign(Dataset data, int k) {
    return 2 * data.labels().get(k) - 1;
  }

  /// The gradient of [#hingeLoss] by one example of the training data, `(1, ...)`, `float64`.
  ///
  /// @param machine fitted to the inputs of `training`
  /// @param training all that the machine was fitted to
  /// @param moving the place of `x_c` among them
  /// @param on the examples whose loss is differentiated
  public static Tensor of(SupportVectorMachine machine, Dataset training, int moving, Dataset on) {
    int[] shape = training.inputs().shape();
    shape[0] = 1;
    int[] margin = machine.biasSet();
    boolean bindsBias = machine.marginSet().length == 0 && Arrays.stream(margin).anyMatch(s -> s == moving);
    if (machine.alphas().get(moving) == 0 && !bindsBias) {
      return Tensor.zeros(DType.FLOAT64, shape);
    }
    double[][] examples = rows(training.inputs());
    double[][] others = rows(on.inputs());
    double[] pull = pull(machine, on);
    double[] prices = machine.marginSet().length > 0 ? prices(machine.kernel(), examples, margin, others, pull)
        : halves(Arrays.stream(pull).sum());
    return Tensor.wrap(gradient(machine, examples, moving, others, pull, prices), shape);
  }

  //: hide 6.4
  //: instead /// Puts the gradient together (task 6.4); [#add] and [#addMultiple] add up vectors.
  //: instead ///
  //: instead /// @param examples what the machine was fitted to, `x_c` at `moving`
  //: instead /// @param others the examples whose loss is differentiated
  //: instead /// @param pull `y_k` for each of `others` with a positive hinge loss, else 0
  //: instead /// @param prices for each `s` of [SupportVectorMachine#biasSet()], how much of the loss each unit of
  //: instead ///     `r_s` costs
  /// The sum of `-y_k w_c dk(x_c, x_k)` over the others with a loss, and of `z_s r_s` over the margin. At `x_c` itself
  /// `f` changes because it is looked at elsewhere, and once more because the example there moves.
  //: end
  private static double[] gradient(SupportVectorMachine machine, double[][] examples, int moving, double[][] others,
      double[] pull, double[] prices) {
    //: task 6.4
    double[] x = examples[moving];
    double[] gradient = new double[examples[moving].length];
    double weight = machine.alphas().get(moving) * machine.signs().get(moving);
    for (int k = 0; k < others.length; k++) {
      add(machine.kernel(), -pull[k] * weight, x, others[k], gradient);
    }
    int[] margin = machine.biasSet();
    for (int s = 0; s < margin.length; s++) {
      if (margin[s] == moving) {
        double[] looked = machine.inputGradient(Tensor.of(x, 1, x.length)).toDoubleArray();
        addMultiple(gradient, prices[s], looked);
      }
      add(machine.kernel(), prices[s] * weight, x, examples[margin[s]], gradient);
    }
    return gradient;
    //: end
  }

  /// `y_k` where an example has a positive hinge loss, else 0.
  private static double[] pull(SupportVectorMachine machine, Dataset on) {
    double[] scores = machine.decisionFunction(on.inputs()).toDoubleArray();
    return IntStream.range(0, scores.length)
        .mapToDouble(k -> sign(on, k) * scores[k] < 1 ? sign(on, k) : 0).toArray();
  }

  /// What the two bounds of the bias are worth, each one half of it.
  private static double[] halves(double worthOfBias) {
    return new double[] {worthOfBias / 2, worthOfBias / 2};
  }

  /// What each margin equation is worth: the solution `z_S` for the right side
  /// `(sum_k y_k, sum_k y_k k(x_S, x_k))`.
  private static double[] prices(Kernel kernel, double[][] examples, int[] margin, double[][] others,
      double[] pull) {
    int size = margin.length;
    double[] matrix = new double[(size + 1) * (size + 1)];
    double[] right = new double[size + 1];
    right[0] = Arrays.stream(pull).sum();
    for (int s = 0; s < size; s++) {
      double[] x = examples[margin[s]];
      matrix[s + 1] = 1;
      matrix[(s + 1) * (size + 1)] = 1;
      for (int t = 0; t < size; t++) {
        matrix[(s + 1) * (size + 1) + t + 1] = kernel.of(x, examples[margin[t]]) + (s == t ? RIDGE : 0);
      }
      for (int k = 0; k < others.length; k++) {
        right[s + 1] += pull[k] == 0 ? 0 : pull[k] * kernel.of(x, others[k]);
      }
    }
    double[] solution = Lu.of(Tensor.wrap(matrix, size + 1, size + 1)).solve(Tensor.wrap(right, size + 1, 1))
        .toDoubleArray();
    return Arrays.copyOfRange(solution, 1, size + 1);
  }

  private static void addMultiple(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  /// Adds `weight dk(x, z)/dx` to the gradient.
  private static void add(Kernel kernel, double weight, double[] x, double[] z, double[] gradient) {
    if (weight != 0) {
      kernel.addGradient(weight, x, z, gradient);
    }
  }

  private static double[][] rows(Tensor inputs) {
    double[] flat = inputs.to(DType.FLOAT64).toDoubleArray();
    int count = inputs.size(0);
    int length = flat.length / count;
    double[][] rows = new double[count][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * length, (i + 1) * length));
    return rows;
  }
}
