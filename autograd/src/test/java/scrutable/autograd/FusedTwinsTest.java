package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Operations that are fused for speed against the same function composed of simple ones: in value, gradient
/// and gradient of the gradient.
class FusedTwinsTest {
  private static final Tensor TARGETS = softmaxOf(draw(shape(4, 5))[0].value());

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private static Variable[] draw(int[]... shapes) {
    return Arrays.stream(Samples.SIGNED.draw(61, shapes)).map(x -> Variable.tracked(x.tensor(DType.FLOAT64)))
        .toArray(Variable[]::new);
  }

  private static Tensor softmaxOf(Tensor x) {
    Tensor powers = x.exp();
    return powers.div(powers.sum(true, -1));
  }

  private static void assertTwins(Function<Variable[], Variable> fused,
      Function<Variable[], Variable> composed, int[]... shapes) {
    Variable[] x = draw(shapes);
    Variable a = fused.apply(x);
    Variable b = composed.apply(x);
    assertArrayEquals(b.shape(), a.shape());
    assertClose(b.value(), a.value(), "value");
    Variable weights = Variable.constant(Difference.weights(a.value()));
    for (boolean createGraph : new boolean[] {false, true}) {
      Gradients.Options options = new Gradients.Options(createGraph, true);
      Gradients first = Gradients.ofWeighted(a, weights, List.of(x), options);
      Gradients expected = Gradients.ofWeighted(b, weights, List.of(x), options);
      for (Variable input : x) {
        assertClose(expected.get(input), first.get(input), "gradient, createGraph " + createGraph);
      }
    }
    Gradients second = Gradients.of(gradientNorm(a, weights, x), List.of(x), Gradients.Options.ALLOW_UNUSED);
    Gradients expected = Gradients.of(gradientNorm(b, weights, x), List.of(x),
        Gradients.Options.ALLOW_UNUSED);
    for (Variable input : x) {
      assertClose(expected.get(input), second.get(input), "second-order gradient");
    }
  }

  /// A scalar that depends on all gradients of the squared output, and on all inputs through them.
  private static Variable gradientNorm(Variable output, Variable weights, Variable[] x) {
    Gradients gradients = Gradients.ofWeighted(output.square(), weights, List.of(x),
        Gradients.Options.CREATE_GRAPH);
    Variable total = Variable.constant(Tensor.scalar(0.0));
    for (Variable input : x) {
      total = total.add(gradients.variable(input).square().sum());
    }
    return total;
  }

  private static void assertClose(Tensor expected, Tensor actual, String what) {
    double scale = Arrays.stream(expected.toDoubleArray()).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-11 * Math.max(1, scale), what);
  }

  private static Variable softmax(Variable x) {
    return x.exp().div(x.exp().sum(true, -1));
  }

  @Test
  void softmax() {
    assertTwins(x -> Functions.softmax(x[0]), x -> softmax(x[0]), shape(4, 5));
    assertTwins(x -> Functions.softmax(x[0]), x -> softmax(x[0]), shape(2, 3, 17));
  }

  @Test
  void logSoftmax() {
    assertTwins(x -> Functions.logSoftmax(x[0]), x -> softmax(x[0]).log(), shape(4, 5));
    assertTwins(x -> Functions.logSoftmax(x[0]), x -> x[0].sub(x[0].logSumExp(true, -1)), shape(2, 3, 17));
  }

  @Test
  void logSumExp() {
    assertTwins(x -> x[0].logSumExp(false, 0, 2), x -> x[0].exp().sum(false, 0, 2).log(), shape(2, 3, 4));
  }

  @Test
  void crossEntropy() {
    Variable targets = Variable.constant(TARGETS);
    assertTwins(x -> Functions.crossEntropyPerExample(x[0], TARGETS),
        x -> softmax(x[0]).log().mul(targets).sum(false, 1).neg(), shape(4, 5));
    Tensor labels = Tensor.ofInts(new int[] {1, 4, 0, 1}, 4);
    assertTwins(x -> Functions.crossEntropyPerExample(x[0], Indexing.oneHot(labels, 5, DType.FLOAT64)),
        x -> softmax(x[0]).log().gather(1, labels.reshape(4, 1)).neg().reshape(4), shape(4, 5));
  }

  @Test
  void standardize() {
    for (double eps : new double[] {1e-5, 0.5}) {
      assertTwins(x -> Functions.standardize(x[0], eps),
          x -> x[0].sub(x[0].mean(true, -1)).div(x[0].variance(true, -1).add(eps).sqrt()), shape(3, 4, 7));
    }
  }

  @Test
  void layerNorm() {
    assertTwins(x -> Functions.layerNorm(x[0], x[1], x[2], 0.01),
        x -> Functions.standardize(x[0], 0.01).mul(x[1]).add(x[2]), shape(3, 4, 7), shape(7), shape(7));
  }

  @Test
  void batchNorm() {
    assertTwins(x -> Functions.batchNorm(x[0], x[1], x[2], 0.01), x -> Functions.standardizeChannels(x[0], 0.01)
        .mul(x[1].reshape(3, 1, 1)).add(x[2].reshape(3, 1, 1)), shape(4, 3, 2, 5), shape(3), shape(3));
  }

  /// Vectors, tails and rows of more than one chunk: not close but equal.
  @Test
  void fusedNormalisationHasTheBitsOfItsTwin() {
    for (int columns : new int[] {5, 33, 128, 5_000}) {
      Variable[] x = Arrays.stream(Samples.SIGNED.draw(62, shape(6, columns), shape(columns), shape(columns), shape(6),
          shape(6))).map(a -> Variable.constant(a.tensor(DType.FLOAT32))).toArray(Variable[]::new);
      assertArrayEquals(Functions.standardize(x[0], 1e-5).mul(x[1]).add(x[2]).value().toFloatArray(),
          Functions.layerNorm(x[0], x[1], x[2], 1e-5).value().toFloatArray());
      Variable channels = x[0].reshape(1, 6, columns);
      assertArrayEquals(Functions.standardizeChannels(channels, 1e-5).mul(x[3].reshape(6, 1)).add(x[4].reshape(6, 1))
          .value().toFloatArray(), Functions.batchNorm(channels, x[3], x[4], 1e-5).value().toFloatArray());
    }
  }

  private static Variable gruStep(Variable i, Variable s, Variable h) {
    int size = h.size(1);
    Variable r = i.slice(1, 0, size).add(s.slice(1, 0, size)).sigmoid();
    Variable z = i.slice(1, size, 2 * size).add(s.slice(1, size, 2 * size)).sigmoid();
    Variable n = i.slice(1, 2 * size, 3 * size).add(r.mul(s.slice(1, 2 * size, 3 * size))).tanh();
    return n.add(z.mul(h.sub(n)));
  }

  @Test
  void gatedRecurrentStep() {
    for (int h : new int[] {1, 4, 17}) {
      assertTwins(x -> Functions.gruStep(x[0], x[1], x[2]), x -> gruStep(x[0], x[1], x[2]), shape(3, 3 * h),
          shape(3, 3 * h), shape(3, h));
    }
  }

  @Test
  void gatedRecurrentSequence() {
    for (int[] size : new int[][] {{2, 1, 3}, {3, 4, 2}, {1, 3, 9}}) {
      for (Tensor mask : new Tensor[] {null, GruRows.mask(size[0], size[1])}) {
        assertTwins(x -> Functions.gruSequence(x[0], x[1], x[2], x[3], mask),
            x -> GruSequenceOpTest.stepByStep(x, mask), shape(size[0], size[1], 3 * size[2]), shape(size[0], size[2]),
            shape(3 * size[2], size[2]), shape(3 * size[2]));
      }
    }
  }

  @Test
  void unstackedParts() {
    for (int count : new int[] {1, 2, 3, 7, 16}) {
      assertTwins(x -> {
        Variable sum = Variable.constant(Tensor.zeros(DType.FLOAT64, 2, 3));
        Variable[] parts = x[0].unstack(-2);
        for (int t = 0; t < parts.length; t++) {
          sum = sum.add(parts[t].square().mul(t + 1));
        }
        return sum;
      }, x -> {
        Variable sum = Variable.constant(Tensor.zeros(DType.FLOAT64, 2, 3));
        for (int t = 0; t < count; t++) {
          sum = sum.add(x[0].select(1, t).square().mul(t + 1));
        }
        return sum;
      }, shape(2, count, 3));
    }
    assertEquals(0, draw(shape(2, 0, 3))[0].unstack(1).length);
  }

  @Test
  void softplusAndSigmoid() {
    assertTwins(x -> x[0].softplus(), x -> x[0].exp().add(1).log(), shape(3, 4));
    assertTwins(x -> x[0].sigmoid(), x -> x[0].mul(0.5).tanh().add(1).mul(0.5), shape(3, 4));
    assertTwins(x -> x[0].leakyRelu(0.1), x -> x[0].relu().sub(x[0].neg().relu().mul(0.1)), shape(3, 4));
  }

  /// Cuts every window out with slices and lays it down as a row: the textbook form of a convolution.
  private static Variable unfold(Variable x, Window w) {
    int[] pad = {0, 0, w.paddingHeight(), w.paddingWidth()};
    Variable padded = x.pad(pad, pad, 0);
    int height = w.outHeight(x.size(2));
    int width = w.outWidth(x.size(3));
    Variable[] cells = new Variable[w.kernelHeight() * w.kernelWidth()];
    for (int cell = 0; cell < cells.length; cell++) {
      int row = cell / w.kernelWidth() * w.dilationHeight();
      int column = cell % w.kernelWidth() * w.dilationWidth();
      cells[cell] = padded
          .slice(2, row, row + (height - 1) * w.strideHeight() + 1, w.strideHeight())
          .slice(3, column, column + (width - 1) * w.strideWidth() + 1, w.strideWidth());
    }
    return Variable.stack(2, cells);                                      // (N, C, KH KW, OH, OW)
  }

  private static Variable conv2d(Variable x, Variable weights, Window w) {
    Variable cells = unfold(x, w);
    int count = cells.size(1) * cells.size(2);
    Variable columns = cells.reshape(x.size(0), count, cells.size(3) * cells.size(4));
    return weights.reshape(weights.size(0), count).matmul(columns)
        .reshape(x.size(0), weights.size(0), cells.size(3), cells.size(4));
  }

  @Test
  void convolution() {
    Window[] windows = {Window.square(3, 1, 1), new Window(3, 2, 2, 1, 1, 0, 1, 2), Window.square(2, 2, 0)};
    for (Window w : windows) {
      assertTwins(x -> Functions.conv2d(x[0], x[1], w), x -> conv2d(x[0], x[1], w), shape(2, 3, 6, 5),
          shape(4, 3, w.kernelHeight(), w.kernelWidth()));
    }
  }

  @Test
  void convolutionWithRectifier() {
    for (Window w : new Window[] {Window.square(3, 1, 1), new Window(3, 2, 2, 1, 1, 0, 1, 2)}) {
      int[] weights = shape(4, 3, w.kernelHeight(), w.kernelWidth());
      assertTwins(x -> Functions.conv2dRelu(x[0], x[1], x[2], w),
          x -> Functions.conv2d(x[0], x[1], x[2], w).relu(), shape(2, 3, 6, 5), weights, shape(4));
      assertTwins(x -> Functions.conv2dRelu(x[0], x[1], null, w),
          x -> Functions.conv2d(x[0], x[1], w).relu(), shape(2, 3, 6, 5), weights);
    }
  }

  @Test
  void transposedConvolutionIsTheGradientOfAConvolution() {
    Window w = new Window(3, 2, 2, 1, 1, 0, 1, 1);
    assertTwins(x -> Functions.convTranspose2d(x[0], x[1], w, 0), x -> {
      Variable images = Variable.tracked(Tensor.zeros(DType.FLOAT64, 2, 3, 5, 5));
      Variable output = conv2d(images, x[1], w);
      return Gradients.ofWeighted(output, x[0], List.of(images),
          Gradients.Options.CREATE_GRAPH).variable(images);
    }, shape(2, 4, 3, 4), shape(4, 3, 3, 2));
  }

  @Test
  void pooling() {
    for (Window w : new Window[] {Window.square(2, 2, 0), new Window(3, 2, 1, 2, 0, 0, 1, 1)}) {
      assertTwins(x -> Functions.maxPool2d(x[0], w), x -> unfold(x[0], w).max(false, 2), shape(2, 2, 6, 7));
      assertTwins(x -> Functions.averagePool2d(x[0], w), x -> unfold(x[0], w).mean(false, 2),
          shape(2, 2, 6, 7));
    }
    Window padded = Window.square(3, 2, 1);
    assertTwins(x -> Functions.averagePool2d(x[0], padded), x -> unfold(x[0], padded).mean(false, 2),
        shape(2, 2, 6, 7));
  }

  /// The same map for two images.
  private static Variable affine(double... theta) {
    return Variable.constant(Tensor.of(theta, 1, 2, 3).expand(2, 2, 3));
  }

  @Test
  void warpingWithTheIdentityGivesTheImageBack() {
    Variable images = draw(shape(2, 2, 3, 4))[0];
    Variable identity = affine(1, 0, 0, 0, 1, 0);
    Variable same = Functions.sample(images, Functions.affineGrid(identity, 3, 4));
    assertArrayEquals(images.value().toDoubleArray(), same.value().toDoubleArray(), 1e-14);
    Variable mirrored = affine(-1, 0, 0, 0, 1, 0);
    Variable flipped = Functions.sample(images, Functions.affineGrid(mirrored, 3, 4));
    assertArrayEquals(images.value().flip(3).toDoubleArray(), flipped.value().toDoubleArray(), 1e-14);
    assertEquals(4, flipped.rank());
  }
}
