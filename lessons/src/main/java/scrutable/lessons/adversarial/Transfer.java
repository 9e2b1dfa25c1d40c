package scrutable.lessons.adversarial;

import java.util.Map;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Classifier;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Do images made for one network fool another? All changes are stretched to a root-mean-square of 0.1 first,
/// as in the last tables of the paper: an image that is only just across one network's boundary says little
/// about another's.
///
/// @param attacked the images before the attack
/// @param rng      for the noise
record Transfer(Dataset attacked, Rng rng) {
  static final double DISTORTION = 0.1;

  /// The rows: changes made for each network of the first half, and noise. The columns: the networks of the
  /// first half, then those of the second.
  static String[] rowNames() {
    String[] names = new String[LbfgsVictim.values().length + 1];
    for (LbfgsVictim victim : LbfgsVictim.values()) {
      names[victim.ordinal()] = victim.label();
    }
    names[names.length - 1] = "noise";
    return names;
  }

  /// The share of errors, row by column.
  double[][] errors(Map<LbfgsVictim, AttackResult> results, Map<LbfgsVictim, Classifier> own,
      Map<LbfgsVictim, Classifier> others) {
    int kinds = LbfgsVictim.values().length;
    Tensor images = attacked.inputs();
    double[] lengths = Perturbations.constant(DISTORTION * Math.sqrt(784), images.size(0));
    double[][] errors = new double[kinds + 1][2 * kinds];
    for (int row = 0; row <= kinds; row++) {
      Tensor change = row == kinds ? rng.normal(images.shape())
          : results.get(LbfgsVictim.values()[row]).adversarial().sub(images);
      Tensor moved = images.add(Perturbations.ofLength(change, lengths)).clamp(0, 1);
      for (LbfgsVictim victim : LbfgsVictim.values()) {
        errors[row][victim.ordinal()] = Perturbations.error(own.get(victim), moved, attacked.labels());
        errors[row][kinds + victim.ordinal()] = Perturbations.error(others.get(victim), moved, attacked.labels());
      }
    }
    return errors;
  }

  /// How many times as many errors as noise an FC100-100-10 of the second half makes on images made for that of
  /// the first. Noise is taken to cause an error in a hundred at least, so that nothing is divided by zero.
  static double gain(double[][] errors) {
    int hidden = LbfgsVictim.FC100.ordinal();
    int other = LbfgsVictim.values().length + hidden;
    return errors[hidden][other] / Math.max(errors[errors.length - 1][other], 0.01);
  }
}
