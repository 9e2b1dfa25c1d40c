package scrutable.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.DType;
import scrutable.tensor.GruSequence;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;
import scrutable.tensor.Window;
import scrutable.tensor.signal.Frames;

/// The functions that networks are made of, beyond the methods of [Variable].
///
/// Some are one operation of the graph, others are composed of several; each says which.
public final class Functions {
  private static final double ROOT_HALF = Math.sqrt(0.5);

  private Functions() {}

  // Rows

  /// Probabilities `e^x / sum(e^x)` along the last axis.
  public static Variable softmax(Variable logits) {
    return Graph.apply(new SoftmaxOp.Softmax(), logits);
  }

  /// The logarithm of [#softmax], exact where the probability itself underflows.
  public static Variable logSoftmax(Variable logits) {
    return Graph.apply(new SoftmaxOp.LogSoftmax(), logits);
  }

  /// The cross-entropy of each row of logits `(..., K)` with a target distribution, `-sum_k target_k log softmax(x)_k`:
  /// `(...)`. A class of target 0 counts nothing, also where its probability is 0.
  ///
  /// @param targets `(..., K)`, in the type of the logits: probabilities, smoothed or weighted as you like
  /// @throws IllegalArgumentException if shapes or types differ. Labels are not targets: `Indexing.oneHot` makes
  ///     targets of them
  public static Variable crossEntropyPerExample(Variable logits, Tensor targets) {
    if (!Arrays.equals(logits.shape(), targets.shape()) || logits.dtype() != targets.dtype()) {
      throw new IllegalArgumentException("crossEntropyPerExample: the targets must be probabilities in the shape and"
          + " type of the logits, " + logits.dtype() + " " + Shape.text(logits.shape()) + ", not " + targets.dtype()
          + " " + Shape.text(targets.shape()) + "; Indexing.oneHot makes them of labels");
    }
    return Graph.apply(new SoftmaxOp.CrossEntropy(targets), logits);
  }

  /// `(x - mean) / sqrt(variance + eps)` along the last axis.
  public static Variable standardize(Variable x, double eps) {
    return Graph.apply(new NormalizeOp.Standardize(eps), x);
  }

  /// `(x - mean) / sqrt(variance + eps)` over each channel, axis 1 of `(N, C, ...)`.
  public static Variable standardizeChannels(Variable x, double eps) {
    return Graph.apply(new NormalizeOp.StandardizeChannels(eps), x);
  }

  /// Layer normalisation: `standardize(x, eps).mul(weight).add(bias)` as one operation, weight and bias `(D,)`.
  public static Variable layerNorm(Variable x, Variable weight, Variable bias, double eps) {
    return Graph.apply(new NormalizeOp.LayerNorm(eps), x, weight, bias);
  }

  /// Batch normalisation: [#standardizeChannels] times weight plus bias, both `(C,)`, as one operation.
  public static Variable batchNorm(Variable x, Variable weight, Variable bias, double eps) {
    return Graph.apply(new NormalizeOp.BatchNorm(eps), x, weight, bias);
  }

  // Recurrence

  /// The next state `(N, H)` of a gated recurrent unit, in two operations; with `r`, `z`, `n` of [GruOp.Gates] it is
  /// `n + z (h - n)`.
  ///
  /// @param fromInput what the input contributes to r, z and n, `(N, 3 H)`
  /// @param fromState what the state contributes, `(N, 3 H)`
  /// @param state     h, `(N, H)`
  /// @throws IllegalArgumentException if shapes or types do not fit
  public static Variable gruStep(Variable fromInput, Variable fromState, Variable state) {
    return Graph.apply(new GruOp.Next(), state, Graph.apply(new GruOp.Gates(), fromInput, fromState));
  }

  /// The states `(N, T, H)` of a gated recurrent unit after each step of a run over sequences: [#gruStep] at all steps,
  /// in one operation, with the same bits.
  ///
  /// What comes to a parameter or a first state from all steps is added up before it meets what comes from elsewhere.
  ///
  /// @param fromInputs  what the inputs contribute to r, z and n, `(N, T, 3 H)`, with at least one step
  /// @param initial     the states before the first step, `(N, H)`
  /// @param stateWeight `(3 H, H)`
  /// @param stateBias   `(3 H,)`
  /// @param mask        `(N, T)`, 0 where a state is carried on unchanged; null if none is
  /// @throws IllegalArgumentException if shapes or types do not fit
  public static Variable gruSequence(Variable fromInputs, Variable initial, Variable stateWeight, Variable stateBias,
      Tensor mask) {
    GruSequence sizes = GruSequence.of(fromInputs.value(), initial.value(), stateWeight.value(), stateBias.value());
    Variable joint = Variable.concat(0, fromInputs.reshape(-1), initial.reshape(-1), stateWeight.reshape(-1),
        stateBias);
    return Graph.apply(new GruSequenceOp(sizes, mask), joint).slice(2, 0, sizes.hidden());
  }

  // Activations, composed

  /// `x Phi(x)` with the normal distribution function (Hendrycks and Gimpel 2016).
  public static Variable gelu(Variable x) {
    return x.mul(0.5).mul(saturated(x).mul(ROOT_HALF).erf().add(1));
  }

  /// The approximation of [#gelu] by tanh, used by GPT-2.
  public static Variable geluTanh(Variable x) {
    return Graph.apply(new ElementOp.GeluTanh(), x);
  }

  /// `x sigmoid(x)`, also called swish.
  public static Variable silu(Variable x) {
    return x.mul(saturated(x).sigmoid());
  }

  /// The argument of a function that has long reached its limits at -1000 and 1000. The product rule of `x f(x)`
  /// multiplies the gradient by x before it multiplies by `f'(x)`: beyond the range of the type that would be infinity
  /// times 0, NaN.
  private static Variable saturated(Variable x) {
    return x.clamp(-1000, 1000);
  }

  // Convolution and pooling

  /// Convolves images `(N, C, H, W)` with weights `(O, C, KH, KW)`; the window's kernel size is taken from the
  /// weights.
  public static Variable conv2d(Variable x, Variable weights, Window window) {
    return conv2d(x, weights, null, window, ConvolutionMethod.DIRECT);
  }

  /// [#conv2d] plus a bias `(O,)` for each output channel.
  public static Variable conv2d(Variable x, Variable weights, Variable bias, Window window) {
    return conv2d(x, weights, Objects.requireNonNull(bias, "bias"), window, ConvolutionMethod.DIRECT);
  }

  /// [#conv2d] plus a bias `(O,)`, or none if it is null, computed by the given method.
  ///
  /// @throws IllegalArgumentException if ranks, channels or types do not fit, or the window not the method
  public static Variable conv2d(Variable x, Variable weights, Variable bias, Window window,
      ConvolutionMethod method) {
    requireRank("conv2d", "weights (O, C, KH, KW)", weights, 4);
    ConvolutionOp.Conv2d op = new ConvolutionOp.Conv2d(window.withKernel(weights.size(2), weights.size(3)), method);
    return bias == null ? Graph.apply(op, x, weights) : Graph.apply(op, x, weights, bias);
  }

  /// `relu(conv2d(x, weights, bias, window))` in one pass over memory, with the same bits: images `(N, C, H, W)`,
  /// weights `(O, C, KH, KW)` and bias `(O,)` give `(N, O, OH, OW)`; without a bias if it is null.
  ///
  /// @throws IllegalArgumentException if ranks, channels or types do not fit
  public static Variable conv2dRelu(Variable x, Variable weights, Variable bias, Window window) {
    return conv2dRelu(x, weights, bias, window, ConvolutionMethod.DIRECT);
  }

  /// `relu(conv2d(x, weights, bias, window, method))` in one pass over memory, with the same bits; without a bias if it
  /// is null.
  ///
  /// @throws IllegalArgumentException if ranks, channels or types do not fit, or the window not the method
  public static Variable conv2dRelu(Variable x, Variable weights, Variable bias, Window window,
      ConvolutionMethod method) {
    requireRank("conv2dRelu", "weights (O, C, KH, KW)", weights, 4);
    ConvolutionOp.Conv2dRelu op =
        new ConvolutionOp.Conv2dRelu(window.withKernel(weights.size(2), weights.size(3)), method);
    return bias == null ? Graph.apply(op, x, weights) : Graph.apply(op, x, weights, bias);
  }

  /// Transposed convolution: images `(N, O, H, W)`, weights `(O, C, KH, KW)`, result `(N, C, OH, OW)` with
  /// `OH = (H - 1) stride - 2 padding + dilation (KH - 1) + outputPadding + 1`.
  ///
  /// @param outputPadding which of the output sizes that a convolution maps to `(H, W)` is meant: 0 to stride - 1
  /// @throws IllegalArgumentException if it lies outside, or ranks do not fit
  public static Variable convTranspose2d(Variable x, Variable weights, Window window, int outputPadding) {
    requireRank("convTranspose2d", "images (N, O, H, W)", x, 4);
    requireRank("convTranspose2d", "weights (O, C, KH, KW)", weights, 4);
    Window w = window.withKernel(weights.size(2), weights.size(3));
    if (outputPadding < 0 || outputPadding >= Math.min(w.strideHeight(), w.strideWidth())) {
      throw new IllegalArgumentException("convTranspose2d: outputPadding " + outputPadding
          + " does not lie in 0 .. " + (Math.min(w.strideHeight(), w.strideWidth()) - 1) + ", below the stride");
    }
    int height = (x.size(2) - 1) * w.strideHeight() - 2 * w.paddingHeight()
        + w.dilationHeight() * (w.kernelHeight() - 1) + outputPadding + 1;
    int width = (x.size(3) - 1) * w.strideWidth() - 2 * w.paddingWidth()
        + w.dilationWidth() * (w.kernelWidth() - 1) + outputPadding + 1;
    int[] shape = {x.size(0), weights.size(1), height, width};
    return Graph.apply(new ConvolutionOp.InputGradient(shape, w), x, weights);
  }

  /// Convolves sequences `(N, C, L)` with weights `(O, C, K)`: a [#conv2d] of height 1.
  public static Variable conv1d(Variable x, Variable weights, int stride, int padding, int dilation) {
    requireRank("conv1d", "sequences (N, C, L)", x, 3);
    requireRank("conv1d", "weights (O, C, K)", weights, 3);
    Window window = new Window(1, weights.size(2), 1, stride, 0, padding, 1, dilation);
    return conv2d(x.unsqueeze(2), weights.unsqueeze(2), window).squeeze(2);
  }

  /// Cuts signals `(N, T)` into frames `(N, F, length)`, one beginning every `hop` samples.
  ///
  /// @throws IllegalArgumentException if a signal is shorter than a frame
  public static Variable frames(Variable signals, Frames frames) {
    requireRank("frames", "signals (N, T)", signals, 2);
    return Graph.apply(new FrameOp.Cut(frames), signals);
  }

  /// The largest number of each window of `(N, C, H, W)`.
  public static Variable maxPool2d(Variable x, Window window) {
    return Graph.apply(new PoolOp.MaxPool2d(window), x);
  }

  /// The average of each window of `(N, C, H, W)`; padding counts as zeros.
  public static Variable averagePool2d(Variable x, Window window) {
    return Graph.apply(new PoolOp.AveragePool2d(window), x);
  }

  // Picking and dropping

  /// Rows of a table `(V, D)` for indices of any shape `(...)`: `(..., D)`.
  public static Variable embedding(Variable table, Tensor indices) {
    requireRank("embedding", "table (V, D)", table, 2);
    int[] shape = Arrays.copyOf(indices.shape(), indices.rank() + 1);
    shape[indices.rank()] = table.size(1);
    return table.selectAll(0, indices.reshape(-1)).reshape(shape);
  }

  //: hide 3.3
  //: instead /// Sets each element to 0 with the given probability, while the mean stays the same (Srivastava et al.
  //: instead /// 2014, "inverted" form).
  //: instead ///
  //: instead /// @throws IllegalArgumentException if the probability is not in [0, 1)
  /// Sets each element to 0 with the given probability and scales the rest by `1 / (1 - probability)`, so that
  /// the mean stays the same (Srivastava et al. 2014, "inverted" form).
  ///
  /// @throws IllegalArgumentException if the probability is not in [0, 1)
  //: end
  public static Variable dropout(Variable x, double probability, Rng rng) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException("dropout: probability " + probability + " does not lie in [0, 1)");
    }
    Tensor random = rng.uniform(x.shape()).to(x.dtype());
    //: task 3.3
    Tensor keep = random.greaterOrEqual(probability);
    return x.mul(Variable.constant(keep.div(1 - probability)));
    //: end
  }

  // Gradients that are not the derivative

  /// `forward(x)` whose gradient is taken from `surrogate(x)` instead: for steps without a useful derivative,
  /// such as rounding (Bengio et al. 2013; "backward pass differentiable approximation" in Athalye et al. 2018).
  ///
  /// The graph is that of the surrogate, which may be any function; only its value is replaced. So gradients of any
  /// order are the surrogate's.
  public static Variable straightThrough(Variable x, UnaryOperator<Tensor> forward,
      UnaryOperator<Variable> surrogate) {
    Variable differentiable = surrogate.apply(x);
    return Graph.apply(new StraightThrough(forward.apply(x.value())), differentiable);
  }

  /// [#straightThrough] with the identity as the surrogate.
  public static Variable straightThrough(Variable x, UnaryOperator<Tensor> forward) {
    return straightThrough(x, forward, same -> same);
  }

  /// Replaces the value and passes the gradient on.
  private record StraightThrough(Tensor value) implements CustomOp {
    @Override
    public Tensor forward(Tensor... x) {
      if (!value.sameShape(x[0]) || value.dtype() != x[0].dtype()) {
        throw new IllegalArgumentException("straightThrough: forward gave " + value.dtype() + " "
            + Shape.text(value.shape()) + ", the surrogate " + x[0].dtype() + " " + Shape.text(x[0].shape())
            + "; they must have the same shape and type");
      }
      return value;
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g;
    }
  }

  // Second derivatives

  //: hide 1.9
  //: instead /// The product of the Hessian of a scalar with vectors, one vector per parameter: `H v`, without making
  //: instead /// `H` itself.
  //: instead ///
  //: instead /// @param loss  a scalar whose graph is intact
  //: instead /// @return one tensor per parameter; zeros where the loss is linear in it
  /// The product of the Hessian of a scalar with vectors, one vector per parameter: `d/d theta (g . v)`, the
  /// gradient of the gradient's component along `v` (Pearlmutter 1994, reverse over reverse).
  ///
  /// @param loss a scalar whose graph is intact
  /// @return one tensor per parameter; zeros where the loss is linear in it
  /// @throws IllegalArgumentException if a vector has not the shape of its parameter
  //: end
  public static List<Tensor> hessianVectorProduct(Variable loss, List<? extends Variable> parameters,
      List<Tensor> vectors) {
    if (parameters.size() != vectors.size()) {
      throw new IllegalArgumentException("hessianVectorProduct: " + parameters.size() + " parameters but "
          + vectors.size() + " vectors");
    }
    for (int at = 0; at < vectors.size(); at++) {
      if (!vectors.get(at).sameShape(parameters.get(at).value())) {
        throw new IllegalArgumentException("hessianVectorProduct: vector " + at + " "
            + Shape.text(vectors.get(at).shape()) + " must have the shape of its parameter, "
            + Shape.text(parameters.get(at).shape()));
      }
    }
    //: task 1.9
    return Graph.recording(() -> {
      Gradients first = Gradients.of(loss, parameters, Gradients.Options.CREATE_GRAPH);
      Variable along = null;
      for (int i = 0; i < vectors.size(); i++) {
        Variable term = first.variable(parameters.get(i)).mul(Variable.constant(vectors.get(i))).sum();
        along = along == null ? term : along.add(term);
      }
      if (along == null || !along.isTracked()) {
        return parameters.stream().map(p -> Tensor.zeros(p.dtype(), p.shape())).toList();
      }
      Gradients second = Gradients.of(along, parameters, Gradients.Options.ALLOW_UNUSED);
      return parameters.stream().map(second::get).toList();
    });
    //: end
  }

  // Warping

  /// Samples images `(N, C, H, W)` at the points of a grid `(N, OH, OW, 2)`, bilinearly, with zeros outside:
  /// `(N, C, OH, OW)`. The grid holds (x, y) from -1 (left or upper edge of the image) to 1.
  ///
  /// Composed of gathers and products, so it can be differentiated by image and grid, to any order
  /// (Jaderberg et al. 2015, "Spatial transformer networks", section 3.3).
  public static Variable sample(Variable images, Variable grid) {
    requireRank("sample", "images (N, C, H, W)", images, 4);
    requireRank("sample", "grid (N, OH, OW, 2)", grid, 4);
    if (grid.size(3) != 2 || grid.size(0) != images.size(0)) {
      throw new IllegalArgumentException("sample: the grid must be (" + images.size(0) + ", OH, OW, 2), not "
          + Shape.text(grid.shape()));
    }
    int height = images.size(2);
    int width = images.size(3);
    Variable column = grid.select(3, 0).add(1).mul(width / 2.0).sub(0.5);     // (N, OH, OW), in pixels
    Variable row = grid.select(3, 1).add(1).mul(height / 2.0).sub(0.5);
    Tensor left = column.value().map(UnaryFunction.FLOOR);
    Tensor top = row.value().map(UnaryFunction.FLOOR);
    Variable right = column.sub(Variable.constant(left));                     // weight of the right neighbour
    Variable bottom = row.sub(Variable.constant(top));
    Variable result = null;
    for (int corner = 0; corner < 4; corner++) {
      int dx = corner % 2;
      int dy = corner / 2;
      Variable weight = (dx == 1 ? right : right.neg().add(1)).mul(dy == 1 ? bottom : bottom.neg().add(1));
      Variable term = pixels(images, top.add(dy), left.add(dx)).mul(weight.unsqueeze(1));
      result = result == null ? term : result.add(term);
    }
    return result;
  }

  /// The pixels at whole rows and columns `(N, OH, OW)` of every channel; 0 outside the image.
  private static Variable pixels(Variable images, Tensor row, Tensor column) {
    int[] in = images.shape();
    int[] out = row.shape();
    Tensor inside = within(row, in[2]).mul(within(column, in[3]));
    // In float64: float32 cannot count the pixels of an image with more than 2^24 of them.
    Tensor flat = row.clamp(0, in[2] - 1).to(DType.FLOAT64).mul(in[3])
        .add(column.clamp(0, in[3] - 1).to(DType.FLOAT64));
    Tensor index = flat.to(DType.INT32).reshape(out[0], 1, out[1] * out[2])
        .expand(out[0], in[1], out[1] * out[2]);
    return images.reshape(in[0], in[1], in[2] * in[3]).gather(2, index)
        .reshape(out[0], in[1], out[1], out[2]).mul(Variable.constant(inside.unsqueeze(1)));
  }

  private static Tensor within(Tensor position, int size) {
    return position.greaterOrEqual(0).mul(position.lessOrEqual(size - 1));
  }

  /// The sampling grid of affine maps `theta (N, 2, 3)`: output pixel centres `(x, y, 1)` in [-1, 1] mapped to
  /// input positions, `(N, height, width, 2)`.
  public static Variable affineGrid(Variable theta, int height, int width) {
    if (theta.rank() != 3 || theta.size(1) != 2 || theta.size(2) != 3) {
      throw new IllegalArgumentException("affineGrid: theta must be (N, 2, 3), not " + Shape.text(theta.shape()));
    }
    double[] points = new double[height * width * 3];
    for (int i = 0; i < height * width; i++) {
      points[3 * i] = (2 * (i % width) + 1.0) / width - 1;
      points[3 * i + 1] = (2 * (i / width) + 1.0) / height - 1;
      points[3 * i + 2] = 1;
    }
    Tensor homogeneous = Tensor.wrap(points, height * width, 3).to(theta.dtype());
    return Variable.constant(homogeneous).matmul(theta.t()).reshape(theta.size(0), height, width, 2);
  }

  private static void requireRank(String operation, String expected, Variable x, int rank) {
    if (x.rank() != rank) {
      throw new IllegalArgumentException(operation + ": expected " + expected + ", not "
          + Shape.text(x.shape()));
    }
  }
}
