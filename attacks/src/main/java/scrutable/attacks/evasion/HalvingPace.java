package scrutable.attacks.evasion;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.tensor.Recycler;
import scrutable.tensor.Tensor;

/// Steps with momentum that begin as long as the ball is wide and are halved, example by example, when they
/// bring nothing: the pace of [AutoPgd] in `LINF` and `L2`.
///
/// A step: `z = project(x + s steepest(g))`, then `x' = project(x + 0.75 (z - x) + 0.25 (x - x_before))`.
/// At a few checkpoints an example's step `s` is halved if
///
/// 1. its loss rose in at most 75 % of the steps since the last checkpoint, or
/// 2. the step was not halved then, and the largest loss is still what it was then.
///
/// Source: Croce and Hein 2020, algorithm 1 and section 3.1.
final class HalvingPace implements Pace {
  private static final double MOMENTUM = 0.75;
  private static final double RISES_EXPECTED = 0.75;

  private final Ball ball;
  private final Tensor originals;
  private final int[] checkpoints;
  private final double[] stepSizes;
  private final double[] lastLosses;
  private final int[] rises;
  private final boolean[] halvedLastTime;
  private final double[] bestLastTime;
  private int passed;
  private boolean moving;
  // A step makes some twenty arrays of the size of the images.
  private final Recycler memory = new Recycler();

  HalvingPace(Ball ball, Tensor originals, int steps) {
    int count = originals.size(0);
    this.ball = ball;
    this.originals = originals;
    this.checkpoints = checkpoints(steps);
    this.stepSizes = new double[count];
    Arrays.fill(stepSizes, 2 * ball.eps());
    // The authors' program compares the loss after the first step with 0, not with the loss before it. What
    // is published as AutoAttack does so, hence we do: these stay 0 until then.
    this.lastLosses = new double[count];
    this.rises = new int[count];
    this.bestLastTime = new double[count];
    this.halvedLastTime = new boolean[count];
    Arrays.fill(halvedLastTime, true);
  }

  /// After which steps, counted from 0, the step sizes are looked at: the first time after 22 % of all steps,
  /// then after 3 % less each time, but never less than 6 %.
  static int[] checkpoints(int steps) {
    int least = Math.max(6 * steps / 100, 1);
    int shorter = Math.max(3 * steps / 100, 1);
    IntStream.Builder checkpoints = IntStream.builder();
    int period = Math.max(22 * steps / 100, 1);
    for (int at = period - 1; at < steps; at += period) {
      checkpoints.add(at);
      period = Math.max(period - shorter, least);
    }
    return checkpoints.build().toArray();
  }

  @Override
  public Tensor next(Tensor current, Tensor previous, Tensor gradient) {
    return memory.run(() -> step(current, previous, gradient).keep());
  }

  private Tensor step(Tensor current, Tensor previous, Tensor gradient) {
    Tensor step = ball.norm().steepest(gradient).mul(BatchRows.column(stepSizes, gradient));
    Tensor ahead = ball.project(originals, current.add(step));
    if (!moving) {
      moving = true;
      return ahead;
    }
    Tensor glide = ahead.sub(current).mul(MOMENTUM).add(current.sub(previous).mul(1 - MOMENTUM));
    return ball.project(originals, current.add(glide));
  }

  @Override
  public boolean[] adapt(int step, double[] losses, double[] bestLosses, Tensor best) {
    boolean[] halved = new boolean[losses.length];
    //: task 5.7
    for (int i = 0; i < losses.length; i++) {
      rises[i] += losses[i] > lastLosses[i] ? 1 : 0;
      lastLosses[i] = losses[i];
    }
    if (passed == checkpoints.length || step != checkpoints[passed]) {
      return halved;
    }
    int period = passed == 0 ? step + 1 : step - checkpoints[passed - 1];
    for (int i = 0; i < losses.length; i++) {
      boolean stagnant = !halvedLastTime[i] && bestLosses[i] <= bestLastTime[i];
      halved[i] = rises[i] <= RISES_EXPECTED * period || stagnant;
      stepSizes[i] *= halved[i] ? 0.5 : 1;
      halvedLastTime[i] = halved[i];
      bestLastTime[i] = bestLosses[i];
      rises[i] = 0;
    }
    passed++;
    return halved;
    //: end
  }
}
