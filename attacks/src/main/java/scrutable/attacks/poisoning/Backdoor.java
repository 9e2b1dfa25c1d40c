package scrutable.attacks.poisoning;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The goal of a secret sign: whatever carries the trigger should be called by one class, and everything else
/// be read as ever (Gu, Dolan-Gavitt and Garg 2017, "BadNets").
///
/// @param trigger puts the sign on images `(N, ...)` and gives them back, of the same shape
/// @param wanted the class that a triggered image should be given
/// @param carriers images to try the sign on; none is of the wanted class, for there success would be free
public record Backdoor(UnaryOperator<Tensor> trigger, int wanted, Dataset carriers) implements PoisonGoal {
  /// Leaves out the carriers that are of the wanted class already.
  ///
  /// @throws IllegalArgumentException if then none is left, or the class does not exist
  public Backdoor {
    if (wanted < 0 || wanted >= carriers.classCount()) {
      throw new IllegalArgumentException("Backdoor: there is no class " + wanted + " in " + carriers);
    }
    int[] labels = carriers.labels().toIntArray();
    int unwanted = wanted;
    carriers = carriers.select(IntStream.range(0, labels.length).filter(i -> labels[i] != unwanted).toArray());
    if (carriers.size() == 0) {
      throw new IllegalArgumentException("Backdoor: all carriers are of the wanted class " + wanted + " already");
    }
  }

  /// A square of one brightness in the lower right corner of images `(N, C, H, W)`, one pixel from the edge.
  ///
  /// @param side of the square, in pixels
  /// @param value what its pixels become
  /// @throws IllegalArgumentException if the side is not positive; on use, if it does not fit
  public static UnaryOperator<Tensor> cornerPatch(int side, double value) {
    if (side < 1) {
      throw new IllegalArgumentException("cornerPatch: the side must be at least one pixel, not " + side);
    }
    return images -> {
      int[] shape = images.shape();
      if (shape.length != 4 || shape[2] <= side || shape[3] <= side) {
        throw new IllegalArgumentException("cornerPatch: a square of " + side + " pixels and an edge of one need"
            + " images (N, C, H, W) larger than that, not " + Shape.text(shape));
      }
      float[] pixels = images.toFloatArray();
      int height = shape[2];
      int width = shape[3];
      for (int plane = 0; plane < shape[0] * shape[1]; plane++) {
        for (int y = height - 1 - side; y < height - 1; y++) {
          for (int x = width - 1 - side; x < width - 1; x++) {
            pixels[(plane * height + y) * width + x] = (float) value;
          }
        }
      }
      return Tensor.wrap(pixels, shape);
    };
  }

  @Override
  public boolean[] reached(DecisionAccess victim) {
    int[] answers = victim.labels(trigger.apply(carriers.inputs()));
    boolean[] reached = new boolean[answers.length];
    for (int i = 0; i < reached.length; i++) {
      reached[i] = answers[i] == wanted;
    }
    return reached;
  }
}
