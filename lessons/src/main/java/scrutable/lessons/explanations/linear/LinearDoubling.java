package scrutable.lessons.explanations.linear;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Norm;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.lessons.data.Digits;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// The same pictures with more and more pixels, and a logistic regression on them: a step of `eps` along the signs of
/// the weights shifts the score by exactly `eps |w|_1`, which grows with the number of pixels; random signs shift it by
/// about `eps |w|_2`.
///
/// Goodfellow, Shlens and Szegedy 2015, section 3.
///
/// @param inputs pixels of each image, `(N, side * side)`
/// @param labels 0 or 1
record LinearDoubling(Tensor inputs, Tensor labels, int side) {
  static final int[] SIDES = {14, 28, 56};
  private static final int ZERO = 3;
  private static final int ONE = 8;

  /// What the linear models of one seed showed, by the side of the pictures.
  ///
  /// @param clean         accuracy of the model on pictures of 14 x 14
  /// @param identityError of the same
  /// @param shifts        of the score by the step, the weights of 14 x 14 copied to each pixel
  /// @param noises        the same by random signs
  /// @param lengths       the mean change of a pixel by random signs, in that by the step
  /// @param radii         the median eps at which a picture falls, trained anew at each side
  record Sizes(double clean, double identityError, double[] shifts, double[] noises, double[] lengths,
      double[] radii) {}

  /// All three sizes: the weights of the smallest copied to every pixel, and weights trained at each size.
  ///
  /// @param aligned  false to disarm it: the step goes along random signs, not along those of the weights
  /// @param noiseEps of the random signs it is compared with
  static Sizes measure(Digits digits, double eps, boolean aligned, double noiseEps, int epochs, Rng rng) {
    double[] shifts = new double[SIDES.length];
    double[] noises = new double[SIDES.length];
    double[] lengths = new double[SIDES.length];
    double[] radii = new double[SIDES.length];
    Logistic copied = null;
    double clean = Double.NaN;
    double identityError = Double.NaN;
    for (int i = 0; i < SIDES.length; i++) {
      int side = SIDES[i];
      Logistic trained = LinearDoubling.of(digits.train(), ZERO, ONE, side).train(epochs, rng.split(side));
      LinearDoubling test = LinearDoubling.of(digits.test(), ZERO, ONE, side);
      copied = copied == null ? trained : copied.doubled(side / 2);
      if (i == 0) {
        clean = test.accuracy(trained);
        identityError = test.identityError(trained, eps, aligned, rng.split("signs"));
      }
      Rng own = rng.split("noise").split(side);
      Moved step = aligned ? test.shift(copied, eps) : test.noise(copied, eps, rng.split("signs").split(side));
      Moved noise = test.noise(copied, noiseEps, own);
      shifts[i] = step.score;
      noises[i] = noise.score;
      lengths[i] = noise.pixel / step.pixel;
      radii[i] = test.medianRadius(trained);
    }
    return new Sizes(clean, identityError, shifts, noises, lengths, radii);
  }

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
  static LinearDoubling of(Dataset data, int zero, int one, int side) {
    int[] labels = data.labels().toIntArray();
    int[] rows = IntStream.range(0, labels.length)
        .filter(i -> labels[i] == zero || labels[i] == one).toArray();
    Dataset two = data.select(rows);
    int[] answers = Arrays.stream(rows).map(i -> labels[i] == one ? 1 : 0).toArray();
    return new LinearDoubling(resized(two.inputs(), side).reshape(rows.length, side * side),
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
    new ClassifierTraining(layer, optimizer, TrainingSettings.of(epochs, 50), rng.split("shuffle")).run(data);
    Tensor weight = layer.weight().value();
    Tensor bias = layer.bias().value();
    return new Logistic(weight.select(0, 1).sub(weight.select(0, 0)).toDoubleArray(), bias.get(1) - bias.get(0));
  }

  //: code shift
  /// The mean change of the score when every pixel moves by `eps` in the direction of its weight's sign.
  Moved shift(Logistic model, double eps) {
    double[] signs = Arrays.stream(model.weights).map(Math::signum).toArray();
    return meanShift(model, image -> signs, eps, false);
  }

  /// The mean absolute change of the score when every pixel moves by `eps` up or down at random.
  Moved noise(Logistic model, double eps, Rng rng) {
    return meanShift(model, image -> {
      Rng own = rng.split(image);
      double[] signs = new double[model.weights.length];
      Arrays.setAll(signs, j -> own.nextBoolean() ? 1 : -1);
      return signs;
    }, eps, true);
  }
  //: end

  /// What a change of the pixels did.
  ///
  /// @param score its mean change
  /// @param pixel the mean change of a pixel, without its sign
  record Moved(double score, double pixel) {}

  private Moved meanShift(Logistic model, IntFunction<double[]> signsOf, double eps,
      boolean absolute) {
    int count = Math.min(200, inputs.size(0));
    float[] pixels = inputs.slice(0, 0, count).toFloatArray();
    double sum = 0;
    double moves = 0;
    for (int i = 0; i < count; i++) {
      int from = i * model.weights.length;
      double[] signs = signsOf.apply(i);
      float[] moved = new float[model.weights.length];
      for (int j = 0; j < moved.length; j++) {
        moved[j] = (float) (pixels[from + j] + eps * signs[j]);
        moves += Math.abs(moved[j] - pixels[from + j]) / moved.length;
      }
      double change = model.scoreOf(moved, 0) - model.scoreOf(pixels, from);
      sum += absolute ? Math.abs(change) : change;
    }
    return new Moved(sum / count, moves / count);
  }

  /// The largest relative difference, over the images, between the change of the score and `eps |w|_1`.
  double identityError(Logistic model, double eps, boolean aligned, Rng rng) {
    int count = Math.min(200, inputs.size(0));
    Tensor some = inputs.slice(0, 0, count);
    Tensor along = aligned ? Tensor.of(model.weights, 1, model.weights.length) : rng.normal(1, model.weights.length);
    Tensor signs = Norm.LINF.steepest(along.to(some.dtype()));
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
