package scrutable.lessons.poisoning;

import java.util.Arrays;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Recipe;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.data.Dataset;
import scrutable.nn.semisupervised.LabelSpreadingLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The victim of lessons L42 and L44: labels spread over a graph of neighbours, solved to the end.
///
/// A new picture is not part of the graph; it asks its nearest neighbours there. So neither the targets nor the
/// test pictures are ever trained on.
///
/// @param labelled the few examples with labels
/// @param sigma the distance that counts as near
public record GraphLearner(Dataset labelled, double sigma) implements Recipe<Tensor> {
  /// What counts as near, as a share of the mean distance of neighbours.
  public static final double SIGMA = 0.25;
  public static final int NEIGHBOURS = 6;
  /// The share of a score that comes from the neighbours: low enough that a label fades on a long way.
  private static final double ALPHA = 0.9;
  private static final int NEIGHBOURS_MEASURED = 10;

  /// A graph whose sigma is this share of the mean distance of an example from its ten nearest others.
  public static GraphLearner of(Dataset labelled, Tensor pool, double share) {
    return new GraphLearner(labelled,
        share * NearestNeighbors.among(pool).findOthers(NEIGHBOURS_MEASURED).distances().mean().item());
  }

  @Override
  public DecisionAccess train(Tensor pool, Rng rng) {
    return Classifier.of(new LabelSpreadingLearner(NEIGHBOURS, sigma, ALPHA)
        .train(labelled, pool, NOTHING_TO_SET, rng));
  }

  /// The graph has no network, no steps and no changes.
  private static final SemiSupervisedSettings NOTHING_TO_SET = SemiSupervisedSettings.of(rng -> {
    throw new IllegalStateException("label spreading has no network");
  }, 1);

  /// The nearest labelled example decides: what the few labels are worth without the others.
  public static DecisionAccess labelledOnly(Dataset labelled) {
    return inputs -> {
      int[] nearest = NearestNeighbors.among(labelled.inputs()).find(inputs, 1).indices().toIntArray();
      return Arrays.stream(nearest).map(i -> (int) labelled.labels().get(i)).toArray();
    };
  }
}
