package scrutable.lessons.grader.checks;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.lessons.grader.task.Draw;
import scrutable.tensor.Tensor;

/// A victim whose losses do not depend on the images but are dealt, one after the other: whole numbers that go up by
/// one in four of five cases, else down by four. So it happens often that exactly three of four steps rise, and that
/// many rise without reaching what was reached before; and where an attack goes shows what it made of them.
final class Dealt implements WhiteBox {
  private final Draw draw;
  private final double[] losses;
  private final List<Double> visited = new ArrayList<>();
  private int questions;

  Dealt(Draw draw, int examples) {
    this.draw = draw;
    this.losses = new double[examples];
  }

  /// For each question, the sum of all places that were asked about.
  double[] visited() {
    return visited.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public Tensor logits(Tensor images) {
    return Tensor.of(new double[2 * losses.length], losses.length, 2);
  }

  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    double[] places = images.toDoubleArray();
    double[] gradient = new double[places.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] += draw.rng().nextDouble() < 0.8 ? 1 : -4;
    }
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = StrictMath.sin(1.7 * questions + j);
    }
    double sum = 0;
    for (double place : places) {
      sum += place;
    }
    visited.add(sum);
    questions++;
    return new LossGradient(logits(images), Tensor.of(losses.clone(), losses.length),
        Tensor.of(gradient, images.shape()));
  }
}
