package scrutable.attacks;

import java.util.Arrays;
import java.util.List;
import scrutable.tensor.Shape;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// The goal of any answer but the right one, sought by way of one particular other class.
///
/// It is reached as [Untargeted] is: the rival is a way, not an aim. An attack that tries one rival after the
/// other looks at one boundary at a time, where an attack on "the best other class" is torn between several
/// (Gowal et al. 2019, "An alternative surrogate loss for PGD-based adversarial testing"; the "-T" in APGD-T
/// and FAB-T means this, and not that they are targeted attacks).
///
/// @param labels the true classes, `int32 (N,)`
/// @param rivals the classes to go to, `int32 (N,)`
public record Rival(Tensor labels, Tensor rivals) implements Goal {
  /// Checks the classes.
  ///
  /// @throws IllegalArgumentException unless both are `int32 (N,)`, not negative and different
  public Rival {
    Goal.requireClasses("labels", labels);
    Goal.requireClasses("rivals", rivals);
    if (labels.size(0) != rivals.size(0)) {
      throw new IllegalArgumentException("Rival: there are labels " + Shape.text(labels.shape())
          + " but rivals " + Shape.text(rivals.shape()) + "; each example needs one of both");
    }
    int[] label = labels.toIntArray();
    int[] rival = rivals.toIntArray();
    for (int i = 0; i < label.length; i++) {
      if (label[i] == rival[i]) {
        throw new IllegalArgumentException("Rival: class " + label[i] + " cannot be its own rival, example "
            + i);
      }
    }
  }

  /// One goal for each rank: by way of the wrong class with the largest logit, then the second, and so on.
  ///
  /// @param labels the true classes, `int32 (N,)`
  /// @param logits of the images before the attack, `(N, K)`; of equal logits the earlier class comes first
  /// @param most how many ranks at most; there are no more than `K - 1`
  public static List<Rival> byRank(Tensor labels, Tensor logits, int most) {
    int[] order = Sorting.argsort(logits, 1, true).toIntArray();
    int[] label = labels.toIntArray();
    int classes = logits.size(1);
    int[][] ranked = new int[Math.min(most, classes - 1)][label.length];
    for (int i = 0; i < label.length; i++) {
      int rank = 0;
      for (int k = 0; k < classes && rank < ranked.length; k++) {
        int rival = order[i * classes + k];
        if (rival != label[i]) {
          ranked[rank++][i] = rival;
        }
      }
    }
    return Arrays.stream(ranked).map(r -> new Rival(labels, Tensor.ofInts(r, r.length))).toList();
  }

  @Override
  public Tensor classes() {
    return labels;
  }

  @Override
  public int direction() {
    return 1;
  }

  @Override
  public boolean[] reached(int[] predicted) {
    return new Untargeted(labels).reached(predicted);
  }

  @Override
  public Rival only(int[] rows) {
    return new Rival(BatchRows.select(labels, rows), BatchRows.select(rivals, rows));
  }
}
