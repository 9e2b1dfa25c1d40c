package scrutable.attacks.defence;

import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Norm;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Training for accuracy on clean images and for answers that do not change nearby:
/// `J(f(x), y) + beta max_(|d| <= eps) KL(p(x) || p(x + d))`, `p` the softmax of the logits.
///
/// The error under attack is the error on clean images plus the error of those that are right and near the
/// boundary; the second term pushes the boundary away from the data, and `beta` sets the trade. It needs no
/// label.
///
/// The search for `d` starts at `x` plus a little normal noise, because at `x` itself the divergence is at
/// its minimum and has no slope. Where the network is so sure that there is none near `x` either, the search
/// goes in a random direction in `L2`; in `LINF` it stays. The gradient of the second term goes through both
/// `p(x)` and `p(x + d)`.
///
/// Source: Zhang, Yu, Jiao, Xing, El Ghaoui and Jordan, "Theoretically principled trade-off between
/// robustness and accuracy", ICML 2019, section 3 and algorithm 1; what is done without a slope is in the
/// authors' program only.
///
/// @param steps of the search
/// @param stepSize length of a step in the norm of the ball
/// @param beta the weight of the second term: 1 to 6 in the paper
/// @param rng what the noise is drawn from, `rng.split(step)` in each step of training
public record Trades(Ball ball, int steps, double stepSize, double beta, Rng rng) implements Objective {
  private static final double START = 0.001;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, a step has no positive length, `beta` is negative,
  ///     or the ball is infinite
  public Trades {
    if (steps < 1 || !(stepSize > 0) || !(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Trades: steps must be at least 1, stepSize positive and beta >= 0,"
          + " but they are " + steps + ", " + stepSize + " and " + beta);
    }
    ball.requireFinite("Trades");
  }

  @Override
  public Outcome of(Module network, Batch batch, long step) {
    Tensor moved = mostDifferent(network, batch.inputs(), rng.split(step));
    Variable clean = network.forward(batch.inputs());
    Variable movedLogits = network.forward(moved);
    Variable difference = Losses.kl(Functions.logSoftmax(movedLogits), Functions.softmax(clean));
    Variable loss = Losses.crossEntropy(clean, batch.labels()).add(difference.mul(beta));
    return new Outcome(clean, loss);
  }

  /// The images in the ball whose answers differ the most from those of `images (N, ...)`, as far as the
  /// search finds them; the network is asked in evaluation mode.
  public Tensor mostDifferent(Module network, Tensor images, Rng random) {
    return network.evaluating(() -> {
      Tensor answers = Graph.withoutRecording(() -> Functions.softmax(network.forward(images)).value());
      Tensor noise = random.normalAround(0, START, images.shape()).to(images.dtype());
      Tensor current = ball.project(images, images.add(noise));
      for (int i = 0; i < steps; i++) {
        Variable input = Variable.tracked(current);
        Variable logits = network.forward(input);
        Variable difference = Losses.klPerExample(Functions.logSoftmax(logits), Variable.constant(answers));
        Tensor gradient = Gradients.of(difference.sum(), input).get(input);
        Tensor uphill = ball.norm() == Norm.L2 ? anywhereIfFlat(gradient, random.split(i)) : gradient;
        current = ball.climb(images, current, uphill, stepSize);
      }
      return current;
    });
  }

  private static Tensor anywhereIfFlat(Tensor gradient, Rng random) {
    double[] steepness = Norm.LINF.of(gradient);
    boolean[] flat = new boolean[steepness.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = steepness[i] == 0;
    }
    return BatchRows.where(flat, random.normal(gradient.shape()).to(gradient.dtype()), gradient);
  }
}
