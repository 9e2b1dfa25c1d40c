package scrutable.lessons.explanations;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Norm;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// The same pictures with more and more pixels, and a logistic regression on them.
///
/// @param inputs pixels of each image, `(N, side * side)`
/// @param labels 0 or 1
record Doubling(Tensor inputs, Tensor labels, int side) {
  static final int[] SIDES = {14, 28, 56};

  /// `score(x) = <w, x> + b`, positive for class 1.
  record Logistic(double[] weights, double bias) {
    double scoreOf(float[] pixels, int from) {
      double score = bias;
      for (int j = 0; j < weights.length; j++) {
        score += weights[j] * pixels[from + j];
      }
      return score;
    }

    double sumOfAbsolutes() {
      return Arrays.stream(weights).map(Math::abs).sum();
    }

    double length() {
      return Math.sqrt(Arrays.stream(weights).map(w -> w * w).sum());
    }

    /// For pictures of twice the side, each pixel of which takes over the weight of the one it came from.
    Logistic doubled(int side) {
      double[] larger = new double[4 * weights.length];
      for (int y = 0; y < 2 * side; y++) {
        for (int x = 0; x < 2 * side; x++) {
          larger[y * 2 * side + x] = weights[y / 2 * side + x / 2];
        }
      }
      return new Logistic(larger, bias);
    }
  }

  /// The pictures of two classes at one of the [#SIDES]: averaged over 2 x 2 pixels, as they are, or with each
  /// pixel repeated 2 x 2 times.
  static Doubling of(Dataset data, int zero, int one, int side) {
    int[] labels = data.labels().toIntArray();
    int[] rows = IntStream.range(0, labels.length)
        .filter(i -> labels[i] == zero || labels[i] == one).toArray();
    Dataset two = data.select(rows);
    int[] answers = Arrays.stream(rows).map(i -> labels[i] == one ? 1 : 0).toArray();
    return new Doubling(resized(two.inputs(), side).reshape(rows.length, side * side),
        Tensor.ofInts(answers, rows.length), side);
  }

  private static Tensor resized(Tensor images, int side) {
    int count = images.size(0);
    return switch (side) {
      case 14 -> Functions.averagePool2d(Variable.constant(images), Window.square(2, 2, 0)).value();
      case 28 -> images;
      default -> images.reshape(count, 28, 1, 28, 1).expand(count, 28, 2, 28, 2).contiguous();
    };
  }

  Logistic train(int epochs, Rng rng) {
    Dataset data = new Dataset("two classes", inputs, labels, List.of("0", "1"));
    Linear layer = new Linear(side * side, 2, rng.split("initialise"));
    // The curvature of the loss grows with the number of pixels; so the steps shrink with it.
    Sgd optimizer = new Sgd(layer.parameters(), 5.0 / (side * side), 0.9, false, 1e-3);
    Rng shuffle = rng.split("shuffle");
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (Batch batch : data.batches(50, shuffle)) {
        optimizer.step(Gradients.of(Losses.crossEntropy(layer.forward(batch.inputs()), batch.labels()),
            layer.parameters()));
      }
    }
    Tensor weight = layer.weight().value();
    Tensor bias = layer.bias().value();
    return new Logistic(weight.select(0, 1).sub(weight.select(0, 0)).toDoubleArray(), bias.get(1) - bias.get(0));
  }

  /// The mean change of the score when every pixel moves by `eps` in the direction of its weight's sign.
  double shift(Logistic model, double eps) {
    double[] signs = Arrays.stream(model.weights).map(Math::signum).toArray();
    return meanShift(model, image -> signs, eps, false);
  }

  /// The mean absolute change of the score when every pixel moves by `eps` up or down at random.
  double noise(Logistic model, double eps, Rng rng) {
    return meanShift(model, image -> {
      Rng own = rng.split(image);
      double[] signs = new double[model.weights.length];
      Arrays.setAll(signs, j -> own.nextBoolean() ? 1 : -1);
      return signs;
    }, eps, true);
  }

  private double meanShift(Logistic model, IntFunction<double[]> signsOf, double eps,
      boolean absolute) {
    int count = Math.min(200, inputs.size(0));
    float[] pixels = inputs.slice(0, 0, count).toFloatArray();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int from = i * model.weights.length;
      double[] signs = signsOf.apply(i);
      float[] moved = new float[model.weights.length];
      for (int j = 0; j < moved.length; j++) {
        moved[j] = (float) (pixels[from + j] + eps * signs[j]);
      }
      double change = model.scoreOf(moved, 0) - model.scoreOf(pixels, from);
      sum += absolute ? Math.abs(change) : change;
    }
    return sum / count;
  }

  /// The largest relative difference, over the images, between the change of the score and `eps |w|_1`.
  double identityError(Logistic model, double eps) {
    int count = Math.min(200, inputs.size(0));
    Tensor some = inputs.slice(0, 0, count);
    Tensor signs = Norm.LINF.steepest(Tensor.of(model.weights, 1, model.weights.length).to(some.dtype()));
    float[] before = some.toFloatArray();
    float[] after = some.add(signs.mul(eps)).toFloatArray();
    double expected = eps * model.sumOfAbsolutes();
    double worst = 0;
    for (int i = 0; i < count; i++) {
      int from = i * model.weights.length;
      double change = model.scoreOf(after, from) - model.scoreOf(before, from);
      worst = Math.max(worst, Math.abs(change - expected) / expected);
    }
    return expected == 0 ? Double.NaN : worst;
  }

  /// The median over the rightly classified images of `|score| / |w|_1`: the eps at which each falls.
  double medianRadius(Logistic model) {
    float[] pixels = inputs.toFloatArray();
    int[] answers = labels.toIntArray();
    double total = model.sumOfAbsolutes();
    double[] radii = IntStream.range(0, answers.length)
        .mapToDouble(i -> (answers[i] == 1 ? 1 : -1) * model.scoreOf(pixels, i * model.weights.length) / total)
        .filter(radius -> radius > 0).sorted().toArray();
    return radii[radii.length / 2];
  }

  double accuracy(Logistic model) {
    float[] pixels = inputs.toFloatArray();
    int[] answers = labels.toIntArray();
    long right = IntStream.range(0, answers.length)
        .filter(i -> model.scoreOf(pixels, i * model.weights.length) > 0 == (answers[i] == 1)).count();
    return right / (double) answers.length;
  }
}
