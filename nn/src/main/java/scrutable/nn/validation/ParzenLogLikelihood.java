package scrutable.nn.validation;

import java.util.Arrays;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// How probable unseen pictures are under a cloud of generated ones: the score of generators in 2014.
///
/// Each of N generated examples is the middle of a Gaussian hill of width sigma, and a picture's log-likelihood
/// is that of the mean of all hills:
///
/// `log p(x) = log (1/N sum_i exp(-|x - x_i|^2 / (2 sigma^2))) - D log(sigma sqrt(2 pi))`
///
/// Sigma is chosen on validation pictures and used on test pictures; to choose it on the test pictures is
/// cheating. The score says little all the same: samples that look like the middles of clusters beat samples
/// that look like pictures, as in many dimensions the width of the hills decides (Theis, van den Oord and
/// Bethge, "A note on the evaluation of generative models", 2016, section 4.2).
///
/// Source: Goodfellow et al., "Generative adversarial nets" (2014), section 5, after Breuleux, Bengio and
/// Vincent (2011). [scrutable.nn.classical.KernelDensity] is the same density for one sigma, with its gradient.
///
/// @param sigma the width that was chosen, in units of a pixel
/// @param mean the mean log-likelihood of the test pictures, in nats
/// @param standardError of that mean
public record ParzenLogLikelihood(double sigma, double mean, double standardError) {

  /// The ten widths that the authors tried: from 0.1 to 1, in equal ratios.
  public static double[] usualWidths() {
    double[] widths = new double[10];
    Arrays.setAll(widths, i -> StrictMath.pow(10, -1 + i / 9.0));
    return widths;
  }

  /// Chooses sigma on the validation examples, then judges the test examples.
  ///
  /// @param samples what the generator made, `(N, ...)`
  /// @param validation real examples to choose the width by, `(M, ...)`
  /// @param test other real examples, `(K, ...)`, two or more
  /// @param widths the values of sigma to choose from; of equally good ones the first is taken
  /// @throws IllegalArgumentException if a set is too small, examples differ in size, a number is not finite, or
  ///     a width is not positive
  public static ParzenLogLikelihood choosing(Tensor samples, Tensor validation, Tensor test, double... widths) {
    if (widths.length == 0 || test.rank() < 2 || test.size(0) < 2) {
      throw new IllegalArgumentException("ParzenLogLikelihood: needed are a width or more and two test examples"
          + " or more, but there are " + widths.length + " widths and test examples " + Shape.text(test.shape()));
    }
    double[][] onValidation = logLikelihoods(samples, validation, widths);
    int best = 0;
    for (int w = 1; w < widths.length; w++) {
      best = mean(onValidation[w]) > mean(onValidation[best]) ? w : best;
    }
    double[] onTest = logLikelihoods(samples, test, widths[best])[0];
    double mean = mean(onTest);
    double squares = Arrays.stream(onTest).map(value -> (value - mean) * (value - mean)).sum();
    return new ParzenLogLikelihood(widths[best], mean, Math.sqrt(squares / (onTest.length - 1.0) / onTest.length));
  }

  /// The log-likelihood of each example, for each width: `[width][example]`.
  ///
  /// The distances, which are most of the work, are computed once for all widths.
  ///
  /// @param samples `(N, ...)`
  /// @param examples `(M, ...)`, of the same size each
  public static double[][] logLikelihoods(Tensor samples, Tensor examples, double... widths) {
    double[][] centres = rows("samples", samples);
    double[][] queries = rows("examples", examples);
    if (centres[0].length != queries[0].length) {
      throw new IllegalArgumentException("ParzenLogLikelihood: samples " + Shape.text(samples.shape())
          + " and examples " + Shape.text(examples.shape()) + " differ in size");
    }
    for (double width : widths) {
      if (!(width > 0 && Double.isFinite(width))) {
        throw new IllegalArgumentException("ParzenLogLikelihood: a width must be positive and finite, not " + width);
      }
    }
    double[][] result = new double[widths.length][queries.length];
    Parallel.forRange(queries.length, 4, (from, to) -> {
      for (int m = from; m < to; m++) {
        double[] distances = squaredDistances(queries[m], centres);
        for (int w = 0; w < widths.length; w++) {
          result[w][m] = logMeanHill(distances, widths[w])
              - queries[m].length * StrictMath.log(widths[w] * Math.sqrt(2 * Math.PI));
        }
      }
    });
    return result;
  }

  private static double[] squaredDistances(double[] query, double[][] centres) {
    double[] distances = new double[centres.length];
    for (int i = 0; i < centres.length; i++) {
      double sum = 0;
      for (int d = 0; d < query.length; d++) {
        double difference = query[d] - centres[i][d];
        sum += difference * difference;
      }
      distances[i] = sum;
    }
    return distances;
  }

  /// The nearest hill is taken out of the sum, so that one term is 1 and the sum cannot be 0.
  private static double logMeanHill(double[] distances, double width) {
    double nearest = Arrays.stream(distances).min().getAsDouble();
    double sum = 0;
    for (double distance : distances) {
      sum += StrictMath.exp((nearest - distance) / (2 * width * width));
    }
    return StrictMath.log(sum / distances.length) - nearest / (2 * width * width);
  }

  private static double[][] rows(String what, Tensor examples) {
    if (examples.rank() < 2 || examples.elementCount() == 0) {
      throw new IllegalArgumentException("ParzenLogLikelihood: " + what + " must be (N, ...) with one or more, not "
          + Shape.text(examples.shape()));
    }
    double[] numbers = examples.toDoubleArray();
    int length = numbers.length / examples.size(0);
    double[][] rows = new double[examples.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(numbers, i * length, (i + 1) * length);
      if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("ParzenLogLikelihood: row " + i + " of the " + what
            + " holds a number that is not finite");
      }
    }
    return rows;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }
}
