package scrutable.nn.selfsupervised;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Contrastive losses: each vector must recognise its partner among all others.
///
/// Both are a cross-entropy in which the classes are the other members of the batch: nobody has to say what
/// is seen, only what belongs together. Vectors are compared by the cosine of their angle.
public final class Contrast {
  /// Far below any logit: `e^LOWEST` is 0 in `float32`.
  private static final double LOWEST = -1e9;
  /// The least length that a row is divided by: a row of zeros has no direction.
  private static final double SHORTEST = 1e-8;

  private Contrast() {}

  /// Rows divided by their length: `x / max(|x|, 1e-8)`. Rows whose squares would overflow are made shorter first,
  /// which does not change their direction.
  public static Variable unitRows(Variable rows) {
    requireRows("unitRows", rows);
    Variable squares = rows.square().sum(true, 1);
    if (squares.value().max().item() == Double.POSITIVE_INFINITY) {
      return unitRows(rows.div(Variable.constant(rows.value().abs().max(true, 1).clamp(1, Double.POSITIVE_INFINITY))));
    }
    return rows.div(squares.clamp(SHORTEST * SHORTEST, Double.POSITIVE_INFINITY).sqrt());
  }

  //: hide 6.1
  //: instead /// The loss of SimCLR: row `i` of `a` and row `i` of `b` are two views of one picture.
  //: instead ///
  //: instead /// Chen et al. 2020, "A simple framework for contrastive learning of visual representations" ("NT-Xent").
  //: instead ///
  //: instead /// @param a `(N, D)`
  //: instead /// @param b `(N, D)`
  //: instead /// @param temperature `tau`, positive: small, and only the nearest strangers count
  /// The loss of SimCLR: row `i` of `a` and row `i` of `b` are two views of one picture.
  ///
  /// With the 2N vectors `z` of both, scaled to length 1, and `j` the partner of `i`,
  ///
  /// `l_i = -log( exp(z_i . z_j / tau) / sum_{k != i} exp(z_i . z_k / tau) )`,
  ///
  /// averaged over all 2N. The sum has 2N - 1 terms: a vector is not compared with itself.
  ///
  /// Chen et al. 2020, "A simple framework for contrastive learning of visual representations", equation 1
  /// ("NT-Xent").
  ///
  /// @param a `(N, D)`
  /// @param b `(N, D)`
  /// @param temperature `tau`, positive: small, and only the nearest strangers count
  //: end
  //: code nt-xent
  public static Variable ntXent(Variable a, Variable b, double temperature) {
    requirePairs("ntXent", a, b);
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("ntXent: the temperature must be positive, but is " + temperature);
    }
    //: task 6.1
    int n = a.size(0);
    Variable z = unitRows(Variable.concat(0, a, b));                                    // (2N, D)
    Tensor itself = Tensor.identity(2 * n, z.dtype()).mul(LOWEST);
    Variable logits = z.matmul(z.t()).div(temperature).add(Variable.constant(itself));  // (2N, 2N)
    int[] partner = new int[2 * n];
    for (int i = 0; i < n; i++) {
      partner[i] = n + i;
      partner[n + i] = i;
    }
    return Losses.crossEntropy(logits, Tensor.wrap(partner, 2 * n));
    //: end
  }
  //: end

  /// The loss of CLIP and ALIGN: row `i` of the images belongs to row `i` of the texts.
  ///
  /// With `S = scale I T'` of the vectors scaled to length 1, `L = (CE(S, i) + CE(S', i)) / 2`: each image
  /// picks its text among those of the batch, and each text its image.
  ///
  /// Radford et al. 2021, "Learning transferable visual models from natural language supervision", figure
  /// 3; Jia et al. 2021, "Scaling up visual and vision-language representation learning", equations 1 and 2
  /// (their sum).
  ///
  /// @param images `(N, D)`
  /// @param texts `(N, D)`
  /// @param scale a scalar, `1 / temperature`; may be learned
  //: code info-nce
  public static Variable infoNce(Variable images, Variable texts, Variable scale) {
    requirePairs("infoNce", images, texts);
    Variable logits = unitRows(images).matmul(unitRows(texts).t()).mul(scale);          // (N, N)
    Tensor own = Tensor.range(images.size(0));
    return Losses.crossEntropy(logits, own).add(Losses.crossEntropy(logits.t(), own)).mul(0.5);
  }
  //: end

  private static void requirePairs(String loss, Variable a, Variable b) {
    requireRows(loss, a);
    if (!a.value().sameShape(b.value()) || a.size(0) < 2) {
      throw new IllegalArgumentException(loss + ": needed are two times (N, D) with N at least 2, as one pair"
          + " has nobody to be told from; got " + Shape.text(a.shape()) + " and " + Shape.text(b.shape()));
    }
  }

  private static void requireRows(String what, Variable rows) {
    if (rows.rank() != 2 || rows.dtype() == DType.INT32) {
      throw new IllegalArgumentException(what + ": the vectors should be (N, D), not "
          + Shape.text(rows.shape()));
    }
  }
}
