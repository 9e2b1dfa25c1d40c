package scrutable.nn.classical;

import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.ConjugateGradients;
import scrutable.tensor.linalg.LinearOperator;

//: hide 4.5
//: instead /// Label spreading: few labels, many examples without; each label flows along the edges of a graph.
//: instead ///
//: instead /// `Y (N, K)` holds a one for each known label and zeros elsewhere. In each round an example takes the
//: instead /// share `alpha` of its score from its neighbours and the rest from its own label, `F <- alpha S F + (1 -
//: instead /// alpha) Y`. The rounds converge, but slowly: labels need a round for each edge on their way, and whoever
//: instead /// stops early sees examples that the labels have not reached yet. So the end of the rounds is calculated
//: instead /// instead, by conjugate gradients. `S` is the normalised weight matrix of the graph ([NeighborGraph]).
//: instead ///
//: instead /// Source: Zhou et al., "Learning with local and global consistency" (2004), section 2.
/// Label spreading: few labels, many examples without; each label flows along the edges of a graph.
///
/// `Y (N, K)` holds a one for each known label and zeros elsewhere. In each round an example takes the share
/// `alpha` of its score from its neighbours and the rest from its own label, `F <- alpha S F + (1 - alpha)
/// Y`. The rounds converge, but slowly: labels need a round for each edge on their way, and whoever stops
/// early sees examples that the labels have not reached yet. So the end of the rounds is calculated instead,
/// from
///
/// ```
/// (I - alpha S) F = (1 - alpha) Y
/// ```
///
/// with one system for each class, by conjugate gradients. `S` is the normalised weight matrix of the graph
/// ([NeighborGraph]). Source: Zhou et al., "Learning with local and global consistency" (2004), section 2.
//: end
public final class LabelSpreading {
  /// The share of a score that comes from the neighbours, in the paper.
  public static final double ALPHA = 0.99;

  /// No label: the example is to be given one.
  public static final int UNLABELED = -1;

  private static final double TOLERANCE = 1e-12; // far ends of the graph have scores of 1e-6 and less

  private final double[][] scores; // of each class, of each example
  private final double residual;

  private LabelSpreading(double[][] scores, double residual) {
    this.scores = scores;
    this.residual = residual;
  }

  /// Spreads labels with `alpha` = 0.99.
  ///
  /// @param graph of all examples, with labels and without
  /// @param labels `(N,)`, `int32`: a class, or [#UNLABELED]
  /// @param classes the number of classes, K
  public static LabelSpreading over(NeighborGraph graph, Tensor labels, int classes) {
    return over(graph, labels, classes, ALPHA);
  }

  /// Spreads labels.
  ///
  /// @param alpha above 0 and below 1: the larger, the farther labels reach
  /// @throws IllegalArgumentException if there is not one label or [#UNLABELED] for each example of the
  ///     graph, or `alpha` is out of range
  public static LabelSpreading over(NeighborGraph graph, Tensor labels, int classes, double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("LabelSpreading: alpha must lie between 0 and 1, but is " + alpha);
    }
    int[] known = requireLabels(graph, labels, classes);
    int n = graph.size();
    //: task 4.5
    LinearOperator system = f -> {
      double[] numbers = f.toDoubleArray();
      double[] product = graph.normalizedProduct(numbers);
      for (int i = 0; i < n; i++) {
        product[i] = numbers[i] - alpha * product[i];
      }
      return Tensor.wrap(product, n);
    };
    double[][] scores = new double[classes][];
    double residual = 0;
    for (int k = 0; k < classes; k++) {
      double[] own = new double[n];
      for (int i = 0; i < n; i++) {
        own[i] = known[i] == k ? 1 - alpha : 0;
      }
      var solved = ConjugateGradients.solve(system, Tensor.wrap(own, n), TOLERANCE, 10 * n);
      scores[k] = solved.solution().toDoubleArray();
      residual = Math.max(residual, solved.residual());
    }
    return new LabelSpreading(scores, residual);
    //: end
  }

  private static int[] requireLabels(NeighborGraph graph, Tensor labels, int classes) {
    if (labels.dtype() != DType.INT32 || labels.rank() != 1 || labels.size(0) != graph.size()) {
      throw new IllegalArgumentException("LabelSpreading: a graph of " + graph.size()
          + " examples needs as many int32 labels, but these are " + labels.dtype() + " of shape "
          + Shape.text(labels.shape()));
    }
    int[] known = labels.toIntArray();
    for (int i = 0; i < known.length; i++) {
      if (known[i] < UNLABELED || known[i] >= classes) {
        throw new IllegalArgumentException("LabelSpreading: label " + known[i] + " of example " + i
            + " is neither one of the " + classes + " classes nor " + UNLABELED
            + ", which says that there is none");
      }
    }
    return known;
  }

  /// The score of each example for each class, `F (N, K)`, `float64`; not negative, but for rounding. The
  /// larger, the more and nearer labels of that class; only the comparison within a row has a meaning.
  public Tensor scores() {
    int n = scores.length == 0 ? 0 : scores[0].length;
    return ExampleRows.tensor(scores, n).t().contiguous();
  }

  /// The class of the highest score of each example, `(N,)`, `int32`; [#UNLABELED] where all scores are zero,
  /// because no path of edges leads to any label.
  public Tensor predict() {
    int n = scores.length == 0 ? 0 : scores[0].length;
    return Tensor.wrap(IntStream.range(0, n).map(this::predict).toArray(), n);
  }

  private int predict(int i) {
    int best = UNLABELED;
    for (int k = 0; k < scores.length; k++) {
      if (scores[k][i] > (best == UNLABELED ? 0 : scores[best][i])) {
        best = k;
      }
    }
    return best;
  }

  /// The largest relative residual of the systems that were solved: how far from the end of all rounds.
  public double residual() {
    return residual;
  }
}
