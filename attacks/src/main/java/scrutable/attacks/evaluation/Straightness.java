package scrutable.attacks.evaluation;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// The logits along the sign of the gradient, `z(x + eps sign(dJ/dx))`, without clipping, and how straight they are.
///
/// If a network is linear there, one step along the gradient is as good as many (Goodfellow, Shlens and Szegedy 2015,
/// "Explaining and harnessing adversarial examples", section 5).
///
/// @param logits `[image][place][class]`
/// @param labels of the images
/// @param places the steps taken, each an eps
public record Straightness(double[][][] logits, int[] labels, double[] places) {

  //: code along
  /// Asks a victim at these places.
  ///
  /// @param images with their true labels
  public static Straightness of(WhiteBox victim, Dataset images, double[] places) {
    Tensor inputs = images.inputs();
    Tensor signs = Norm.LINF.steepest(victim.lossGradient(AttackLoss.CROSS_ENTROPY, inputs,
        new Untargeted(images.labels())).gradient());
    double[][][] logits = new double[images.size()][places.length][];
    for (int place = 0; place < places.length; place++) {
      Tensor at = victim.logits(inputs.add(signs.mul(places[place])));
      double[] all = at.toDoubleArray();
      int classes = at.size(1);
      for (int i = 0; i < logits.length; i++) {
        logits[i][place] = Arrays.copyOfRange(all, i * classes, (i + 1) * classes);
      }
    }
    return new Straightness(logits, images.labels().toIntArray(), places);
  }
  //: end

  /// The median over the images of R^2: the share of the variation of the label's logit that a straight line
  /// explains.
  public double medianRSquared() {
    double[] shares = new double[labels.length];
    for (int i = 0; i < shares.length; i++) {
      int label = labels[i];
      shares[i] = rSquared(places, Arrays.stream(logits[i]).mapToDouble(at -> at[label]).toArray());
    }
    Arrays.sort(shares);
    return shares[shares.length / 2];
  }

  /// The logit of one class along the way.
  public double[] curve(int image, int k) {
    return Arrays.stream(logits[image]).mapToDouble(at -> at[k]).toArray();
  }

  /// The share of the variation of `y` that a straight line over `x` explains: the square of their correlation.
  static double rSquared(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy * xy / (xx * yy);
  }
}
