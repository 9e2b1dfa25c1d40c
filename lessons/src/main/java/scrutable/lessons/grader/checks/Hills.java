package scrutable.lessons.grader.checks;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.lessons.grader.task.Draw;
import scrutable.tensor.Tensor;

/// A victim without a network, so that its answers need none of the other tasks: each logit is a hill whose slope is
/// known, `z_k(x) = sum_j a_kj x_j + bend sin(b_kj x_j)`.
///
/// @param a    slopes, K rows of D
/// @param b    frequencies, K rows of D
/// @param bend how far it is from being linear
record Hills(double[][] a, double[][] b, double bend) implements WhiteBox {
  /// Hills over inputs `(N, D)`.
  static Hills of(Draw draw, int classes, int inputs, double bend) {
    return new Hills(rows(draw, classes, inputs), rows(draw, classes, inputs), bend);
  }

  private static double[][] rows(Draw draw, int classes, int inputs) {
    double[][] rows = new double[classes][];
    for (int k = 0; k < classes; k++) {
      rows[k] = draw.normal(inputs).toDoubleArray();
    }
    return rows;
  }

  @Override
  public Tensor logits(Tensor images) {
    double[] x = images.toDoubleArray();
    int count = images.size(0);
    double[] z = new double[count * a.length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < a.length; k++) {
        for (int j = 0; j < a[k].length; j++) {
          double at = x[i * a[k].length + j];
          z[i * a.length + k] += a[k][j] * at + bend * StrictMath.sin(b[k][j] * at);
        }
      }
    }
    return Tensor.of(z, count, a.length);
  }

  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    Tensor logits = logits(images);
    double[] z = logits.toDoubleArray();
    double[] x = images.toDoubleArray();
    double[] gradient = new double[x.length];
    int[] classes = goal.classes().toIntArray();
    for (int i = 0; i < images.size(0); i++) {
      double[] byLogit = slope(loss, Arrays.copyOfRange(z, i * a.length, (i + 1) * a.length), classes[i],
          goal.direction());
      for (int k = 0; k < a.length; k++) {
        for (int j = 0; j < a[k].length; j++) {
          int at = i * a[k].length + j;
          gradient[at] += byLogit[k] * (a[k][j] + bend * b[k][j] * StrictMath.cos(b[k][j] * x[at]));
        }
      }
    }
    return new LossGradient(logits, loss.of(logits, goal), Tensor.of(gradient, images.shape()));
  }

  /// The gradient of the loss by the logits of one image.
  private static double[] slope(AttackLoss loss, double[] z, int own, double direction) {
    double[] slope = new double[z.length];
    if (loss == AttackLoss.LOGIT) {
      slope[own] = 1;
    } else if (loss == AttackLoss.MARGIN) {
      int best = own == 0 ? 1 : 0;
      for (int k = 0; k < z.length; k++) {
        best = k != own && z[k] > z[best] ? k : best;
      }
      slope[best] = direction;
      slope[own] = -direction;
    } else if (loss == AttackLoss.CROSS_ENTROPY) {
      double sum = Arrays.stream(z).map(StrictMath::exp).sum();
      Arrays.setAll(slope, k -> direction * (StrictMath.exp(z[k]) / sum - (k == own ? 1 : 0)));
    } else {
      throw new IllegalArgumentException("the hills know LOGIT, MARGIN and CROSS_ENTROPY");
    }
    return slope;
  }
}
