package scrutable.attacks;

import java.util.Arrays;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two classes with logits `(0, w.x + b)`: here the best attack in a ball is known exactly.
final class LinearVictim {
  private final double[] weights;
  private final double bias;

  LinearVictim(double[] weights, double bias) {
    this.weights = weights.clone();
    this.bias = bias;
  }

  /// Normal weights, and a bias that puts the boundary through the middle of the box.
  static LinearVictim random(int inputs, Rng rng) {
    double[] weights = new double[inputs];
    Arrays.setAll(weights, j -> rng.nextGaussian());
    return new LinearVictim(weights, -0.5 * Arrays.stream(weights).sum());
  }

  Classifier classifier(DType dtype) {
    Variable column = Variable.constant(Tensor.of(weights, weights.length, 1).to(dtype));
    Module network = x -> {
      Variable score = x.reshape(x.size(0), -1).matmul(column).add(bias);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  Tensor weightsLike(Tensor images) {
    int[] shape = images.shape();
    shape[0] = 1;
    return Tensor.of(weights, weights.length).reshape(shape).to(images.dtype());
  }

  /// How clearly each image has its label: `w.x + b` for label 1, minus that for label 0.
  double[] margins(Tensor images, int[] labels) {
    double[] x = images.toDoubleArray();
    double[] margins = new double[labels.length];
    for (int i = 0; i < margins.length; i++) {
      double score = bias;
      for (int j = 0; j < weights.length; j++) {
        score += weights[j] * x[i * weights.length + j];
      }
      margins[i] = labels[i] == 1 ? score : -score;
    }
    return margins;
  }

  int[] answers(Tensor images) {
    int[] ones = new int[images.size(0)];
    Arrays.fill(ones, 1);
    return Arrays.stream(margins(images, ones)).mapToInt(margin -> margin > 0 ? 1 : 0).toArray();
  }

  /// The smallest margin in ball and box. In LINF each element goes as far as it may; in L2 the best change
  /// is `clip(t w)` with the t that gives it length eps (Karush-Kuhn-Tucker). In L1 the steepest element
  /// goes to the box, then the next steepest, until eps is spent.
  double[] worstMargins(Tensor images, int[] labels, Ball ball) {
    double[] x = images.toDoubleArray();
    double[] margins = margins(images, labels);
    for (int i = 0; i < margins.length; i++) {
      double sign = labels[i] == 1 ? -1 : 1;
      double[] image = Arrays.copyOfRange(x, i * weights.length, (i + 1) * weights.length);
      margins[i] -= switch (ball.norm()) {
        case LINF -> gain(limited(image, sign, Double.POSITIVE_INFINITY, ball.eps(), ball.box()));
        case L1 -> gain(steepestFirst(image, sign, ball));
        case L2 -> {
          double low = 0;
          double high = 1e6;
          for (int halving = 0; halving < 200; halving++) {
            double middle = (low + high) / 2;
            double[] change = limited(image, sign, middle, Double.POSITIVE_INFINITY, ball.box());
            double length = Math.sqrt(Arrays.stream(change).map(d -> d * d).sum());
            low = length <= ball.eps() ? middle : low;
            high = length <= ball.eps() ? high : middle;
          }
          yield gain(limited(image, sign, low, Double.POSITIVE_INFINITY, ball.box()));
        }
      };
    }
    return margins;
  }

  /// The radius at which half of the images lose their answers, far from the box: the median of
  /// `|w.x + b| / |w|` in the dual norm.
  double medianRadius(Tensor images, Norm norm) {
    double slope = norm.dual().of(Tensor.of(weights, 1, weights.length))[0];
    double[] radii = Arrays.stream(margins(images, answers(images))).map(margin -> margin / slope).sorted()
        .toArray();
    return radii[radii.length / 2];
  }

  private double gain(double[] change) {
    double gain = 0;
    for (int j = 0; j < change.length; j++) {
      gain += Math.abs(weights[j] * change[j]);
    }
    return gain;
  }

  private double[] steepestFirst(double[] image, double sign, Ball ball) {
    double[] change = new double[image.length];
    double[] whole = limited(image, sign, Double.POSITIVE_INFINITY, ball.eps(), ball.box());
    double left = ball.eps();
    for (int rank = 0; rank < change.length && left > 0; rank++) {
      int steepest = -1;
      for (int j = 0; j < change.length; j++) {
        boolean free = change[j] == 0 && whole[j] != 0;
        if (free && (steepest < 0 || Math.abs(weights[j]) > Math.abs(weights[steepest]))) {
          steepest = j;
        }
      }
      if (steepest >= 0) {
        change[steepest] = Math.clamp(whole[steepest], -left, left);
        left -= Math.abs(change[steepest]);
      }
    }
    return change;
  }

  /// The change `sign * factor * w`, cut to `limit` and to what the box leaves.
  private double[] limited(double[] image, double sign, double factor, double limit, Box box) {
    double[] change = new double[image.length];
    for (int j = 0; j < change.length; j++) {
      double direction = sign * Math.signum(weights[j]);
      double room = direction > 0 ? box.hi() - image[j] : image[j] - box.lo();
      change[j] = direction == 0 ? 0
          : direction * Math.min(Math.min(limit, room), factor * Math.abs(weights[j]));
    }
    return change;
  }
}
