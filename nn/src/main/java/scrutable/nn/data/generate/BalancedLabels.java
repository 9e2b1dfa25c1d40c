package scrutable.nn.data.generate;

import scrutable.tensor.Rng;

/// Labels for generated data: every block of `classes` examples holds each class once, in random order.
///
/// So the classes are balanced to within one, in the whole and in every prefix, and the place of an example
/// does not tell its class.
final class BalancedLabels {
  private BalancedLabels() {}

  static int[] draw(int count, int classes, Rng rng) {
    int[] labels = new int[count];
    for (int start = 0; start < count; start += classes) {
      int[] order = rng.permutation(classes);
      System.arraycopy(order, 0, labels, start, Math.min(classes, count - start));
    }
    return labels;
  }
}
