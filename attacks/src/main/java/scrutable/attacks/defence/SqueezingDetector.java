package scrutable.attacks.defence;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.Classifier;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Tensor;

/// Rejects images whose answer changes when they are squeezed: rounded, smoothed, or shaken a little.
///
/// The score of an image is the largest of `|p(x) - p(s(x))|_1` over the squeezers `s`, where `p` is the
/// softmax of the network: 0 if squeezing changes nothing, at most 2. Above the threshold the image is
/// rejected. The threshold is a quantile of the scores of legitimate images, so that a known share of those
/// is rejected; attacked images have no say in it.
///
/// As a module it has one class more than the network, the last, which means "rejected". Its logit is
/// `max_k z_k + SHARPNESS (score - threshold)`, so it wins exactly where the score is above the threshold. An
/// attack has succeeded when the answer is the target: neither another class nor the last.
///
/// Sources: Xu, Evans and Qi, "Feature squeezing: detecting adversarial examples in deep neural networks",
/// NDSS 2018, section V; the extra class is that of Carlini and Wagner, "Adversarial examples are not easily
/// detected: bypassing ten detection methods", AISec 2017, section 3.2, who show how to attack both at once.
public final class SqueezingDetector implements Module {
  private static final double SHARPNESS = 10;

  private final Module network;
  private final List<Module> squeezers;
  private final double threshold;
  private final int classes;

  private SqueezingDetector(Module network, List<Module> squeezers, double threshold, int classes) {
    this.network = network;
    this.squeezers = List.copyOf(squeezers);
    this.threshold = threshold;
    this.classes = classes;
  }

  /// A detector that rejects about `falseAlarms` of the images that `legitimate (N, ...)` are a sample of.
  ///
  /// @param squeezers what is done to the image; give [InputTransformation#straightThrough] where an attack
  ///     should find a gradient
  /// @param falseAlarms the share of legitimate images that may be rejected; 0.05 in the paper
  /// @throws IllegalArgumentException without squeezers, or unless `falseAlarms` lies in (0, 1)
  public static SqueezingDetector calibrated(Module network, List<Module> squeezers, Tensor legitimate,
      double falseAlarms) {
    if (squeezers.isEmpty() || !(falseAlarms > 0 && falseAlarms < 1)) {
      throw new IllegalArgumentException("SqueezingDetector: needs a squeezer and a share of false alarms in"
          + " (0, 1), not " + squeezers.size() + " squeezers and " + falseAlarms);
    }
    int classes = Classifier.of(network).logits(legitimate.slice(0, 0, 1)).size(1);
    double[] scores = new SqueezingDetector(network, squeezers, 0, classes).scores(legitimate);
    Arrays.sort(scores);
    int allowed = (int) Math.floor(falseAlarms * scores.length);
    return new SqueezingDetector(network, squeezers, scores[scores.length - 1 - allowed], classes);
  }

  /// The score above which an image is rejected.
  public double threshold() {
    return threshold;
  }

  /// The same detector with other squeezers, at the same threshold: such as with gradients for the same ones.
  public SqueezingDetector with(List<Module> others) {
    return new SqueezingDetector(network, others, threshold, classes);
  }

  /// The score of each of the images `(N, ...)`.
  public double[] scores(Tensor images) {
    Module asClassifier = x -> score(x, Functions.softmax(network.forward(x))).unsqueeze(1);
    return network.evaluating(() -> Classifier.of(asClassifier).logits(images).toDoubleArray());
  }

  /// The label that means "rejected": the number of classes of the network.
  public int rejected() {
    return classes;
  }

  /// Logits `(N, K + 1)`.
  @Override
  public Variable forward(Variable images) {
    Variable logits = network.forward(images);
    Variable score = score(images, Functions.softmax(logits));
    Variable alarm = logits.max(false, 1).add(score.sub(threshold).mul(SHARPNESS));
    return Variable.concat(1, logits, alarm.unsqueeze(1));
  }

  private Variable score(Variable images, Variable probabilities) {
    Variable largest = null;
    for (Module squeezer : squeezers) {
      Variable squeezed = Functions.softmax(network.forward(squeezer.forward(images)));
      Variable distance = probabilities.sub(squeezed).abs().sum(false, 1);
      largest = largest == null ? distance : largest.maximum(distance);
    }
    return largest;
  }

  @Override
  public void describe(Parts parts) {
    parts.child("network", network);
  }

  @Override
  public String toString() {
    return outline();
  }
}
