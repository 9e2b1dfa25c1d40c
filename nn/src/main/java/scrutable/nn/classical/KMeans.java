package scrutable.nn.classical;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// k-means: `k` centres, each the mean of the examples nearest to it.
///
/// Two steps in turn, neither of which can increase the squared distance of the examples to their centres:
/// give each example to its nearest centre; move each centre to the mean of its examples (Lloyd, 1957). When
/// no example changes hands it is over. Where it ends depends on where it starts, so the first centres are
/// spread out: each is one of the examples, drawn with a chance in proportion to its squared distance from
/// the centres there are ("k-means++": Arthur, Vassilvitskii, 2007).
public final class KMeans {
  private final double[][] centers;
  private final int[] assignment;
  private final double inertia;
  private final int rounds;

  private KMeans(double[][] centers, int[] assignment, double inertia, int rounds) {
    this.centers = centers;
    this.assignment = assignment;
    this.inertia = inertia;
    this.rounds = rounds;
  }

  /// Finds `k` centres; takes one number from `rng`.
  ///
  /// @param examples `(N, ...)`, each flattened
  /// @throws IllegalArgumentException if `k` does not lie in `1 .. N`
  public static KMeans fit(Tensor examples, int k, Rng rng) {
    double[][] rows = ExampleRows.of("KMeans", examples);
    if (k < 1 || k > rows.length) {
      throw new IllegalArgumentException("KMeans: k must lie in 1 .. " + rows.length
          + ", the number of examples, but is " + k);
    }
    double[][] centers = spreadOut(rows, k, Rng.seed(rng.nextLong()));
    int[] assignment = new int[rows.length];
    int rounds = 0;
    while (assign(rows, centers, assignment) || rounds == 0) {
      moveToMeans(rows, centers, assignment);
      rounds++;
    }
    double inertia = 0;
    for (int i = 0; i < rows.length; i++) {
      inertia += ExampleRows.squaredDistance(rows[i], centers[assignment[i]]);
    }
    return new KMeans(centers, assignment, inertia, rounds);
  }

  private static double[][] spreadOut(double[][] rows, int k, Rng rng) {
    double[][] centers = new double[k][];
    double[] squares = new double[rows.length];
    Arrays.fill(squares, 1);
    for (int c = 0; c < k; c++) {
      centers[c] = rows[draw(squares, rng)].clone();
      for (int i = 0; i < rows.length; i++) {
        double square = ExampleRows.squaredDistance(rows[i], centers[c]);
        squares[i] = c == 0 ? square : Math.min(squares[i], square);
      }
    }
    return centers;
  }

  /// Where all examples coincide with centres already, any of them is as good.
  private static int draw(double[] squares, Rng rng) {
    for (double square : squares) {
      if (square > 0) {
        return rng.categorical(squares);
      }
    }
    return rng.nextInt(squares.length);
  }

  /// Gives each example to its nearest centre, the first of several; returns whether any changed hands.
  private static boolean assign(double[][] rows, double[][] centers, int[] assignment) {
    boolean changed = false;
    for (int i = 0; i < rows.length; i++) {
      int nearest = nearest(rows[i], centers);
      changed |= nearest != assignment[i];
      assignment[i] = nearest;
    }
    return changed;
  }

  private static int nearest(double[] row, double[][] centers) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centers.length; c++) {
      double square = ExampleRows.squaredDistance(row, centers[c]);
      if (square < least) {
        least = square;
        best = c;
      }
    }
    return best;
  }

  /// A centre that has lost all its examples stays where it is.
  private static void moveToMeans(double[][] rows, double[][] centers, int[] assignment) {
    double[][] sums = new double[centers.length][centers[0].length];
    int[] counts = new int[centers.length];
    for (int i = 0; i < rows.length; i++) {
      ExampleRows.addMultiple(sums[assignment[i]], 1, rows[i]);
      counts[assignment[i]]++;
    }
    for (int c = 0; c < centers.length; c++) {
      for (int d = 0; d < sums[c].length && counts[c] > 0; d++) {
        centers[c][d] = sums[c][d] / counts[c];
      }
    }
  }

  /// The centres, `(k, D)`, `float64`.
  public Tensor centers() {
    return ExampleRows.tensor(centers, centers[0].length);
  }

  /// The centre of each example that was fitted, `(N,)`, `int32`.
  public Tensor assignment() {
    return Tensor.ofInts(assignment, assignment.length);
  }

  /// The nearest centre of each example, `(M, ...)` to `(M,)`, `int32`.
  public Tensor predict(Tensor examples) {
    double[][] rows = ExampleRows.ofLength("KMeans", examples, centers[0].length);
    int[] places = new int[rows.length];
    assign(rows, centers, places);
    return Tensor.wrap(places, places.length);
  }

  /// The sum of the squared distances of the examples to their centres: what became small.
  public double inertia() {
    return inertia;
  }

  /// How many times the centres moved.
  public int rounds() {
    return rounds;
  }

  @Override
  public String toString() {
    return "KMeans: " + centers.length + " centres of " + assignment.length + " examples, after " + rounds + " rounds";
  }
}
