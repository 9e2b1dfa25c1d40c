package scrutable.lessons.poisoning;

import java.util.List;
import scrutable.attacks.poisoning.SupportVectorGradient;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.format.Numbers;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The landscape that the attack climbs, in the plane where it can be drawn: the validation loss by the place of
/// one training point (Biggio et al. 2012, figure 1).
final class HingeSurface {
  private static final double REACH = 4;
  private static final int TRAIN = 30;
  private static final int VALIDATION = 200;

  private HingeSurface() {}

  /// @param side how many places in each direction
  static HeatMap figure(int side) {
    Rng rng = Rng.seed(7);
    Dataset train = Blobs.generate(TRAIN, 2, 0.5, rng);
    Dataset validation = Blobs.generate(VALIDATION, 2, 0.5, rng);
    double[][] losses = new double[side][side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        losses[row][column] = loss(train, validation, at(column, side), -at(row, side));
      }
    }
    List<String> none = List.of();
    String range = " from " + Numbers.fixed(-REACH, 0) + " to " + Numbers.fixed(REACH, 0);
    return new HeatMap("Validation loss by the place of one point", "x" + range + "; the clouds lie at 1 and -1",
        "y" + range, "mean hinge loss", none, none, losses, false);
  }

  private static double at(int index, int side) {
    return REACH * (2.0 * index / (side - 1) - 1);
  }

  /// The point has the label of class 0, whose cloud lies on the right.
  private static double loss(Dataset train, Dataset validation, double x, double y) {
    Tensor point = Tensor.of(new float[] {(float) x, (float) y}, 1, 2);
    SupportVectorMachine machine = SupportVectorMachine.fit(Joining.concat(0, train.inputs(), point),
        Joining.concat(0, train.labels(), Tensor.ofInts(new int[] {0}, 1)), Kernel.linear(), 1);
    return SupportVectorGradient.hingeLoss(machine, validation) / validation.size();
  }
}
