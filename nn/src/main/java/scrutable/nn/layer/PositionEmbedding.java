package scrutable.nn.layer;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Adds to each place of a sequence a vector of its own, which is learned: attention by itself does not know the order.
///
/// `y[n][t] = x[n][t] + weight[t]`; sequences `(N, T, D)` stay `(N, T, D)`, for any T up to the number of places.
///
/// Parameter: `weight (places, D)`, drawn from N(0, 0.02^2) as in GPT-2 (Radford et al. 2019). Gehring et al. 2017,
/// "Convolutional sequence to sequence learning", section 3.1.
public final class PositionEmbedding implements Module {
  private static final double DEVIATION = 0.02;

  private final Parameter weight;

  /// @param places the length of the longest sequence
  /// @param width D
  public PositionEmbedding(int places, int width, Rng rng) {
    Check.atLeastOne("PositionEmbedding", "the number of places", places);
    Check.atLeastOne("PositionEmbedding", "the width", width);
    this(new Parameter(rng.normalAround(0, DEVIATION, places, width)));
  }

  private PositionEmbedding(Parameter weight) {
    this.weight = weight;
  }

  /// A layer with a given table `weight (places, D)`.
  public static PositionEmbedding of(Tensor weight) {
    if (weight.rank() != 2) {
      throw new IllegalArgumentException("PositionEmbedding: the table should be (places, D), not "
          + Shape.text(weight.shape()));
    }
    return new PositionEmbedding(new Parameter(weight));
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 3 || x.size(2) != weight.size(1) || x.size(1) > weight.size(0)) {
      throw new IllegalArgumentException("PositionEmbedding: sequences should be (N, T, " + weight.size(1)
          + ") with T up to " + weight.size(0) + ", not " + Shape.text(x.shape()));
    }
    return x.add(weight.slice(0, 0, x.size(1)));
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight);
  }

  @Override
  public String toString() {
    return outline();
  }
}
