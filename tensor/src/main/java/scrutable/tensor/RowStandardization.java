package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import scrutable.tensor.kernel.normalize.RowNormalization;

/// Standardising whole rows (the last axis) to mean 0 and variance 1: the core of layer normalisation.
public final class RowStandardization {
  private RowStandardization() {}

  /// `(x - mean) / sqrt(variance + eps)` along the last axis, with the biased variance.
  public static Standardized standardize(Tensor x, double eps) {
    int columns = Softmaxes.requireRows("standardize", x);
    int rows = x.elementCount() / columns;
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    Storage deviation = Storage.uncleared(x.dtype(), rows);
    Storage mean = Storage.uncleared(x.dtype(), rows);
    int[] kept = x.shape();
    kept[kept.length - 1] = 1;
    if (rows == 0) {
      return new Standardized(new Tensor(out, x), new Tensor(deviation, kept));
    }
    switch (out) {
      case Storage.Float32(float[] y, _) -> RowNormalization.normalize(floats(x), rows, columns, (float) eps, y,
          (float[]) mean.array(), (float[]) deviation.array());
      case Storage.Float64(double[] y, _) -> RowNormalization.normalize(doubles(x), rows, columns, eps, y,
          (double[]) mean.array(), (double[]) deviation.array());
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Standardized(new Tensor(out, x), new Tensor(deviation, kept));
  }

  /// [#standardize], then each column scaled and shifted: `y weight + bias`, both `(D,)` for rows of D elements.
  ///
  /// @throws IllegalArgumentException if types differ or lengths do not match
  public static Tensor standardizeAndScale(Tensor x, double eps, Tensor weight, Tensor bias) {
    int columns = Softmaxes.requireRows("standardizeAndScale", x);
    requireVectors("standardizeAndScale", x, columns, weight, bias);
    int rows = x.elementCount() / columns;
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    Storage mean = Storage.uncleared(x.dtype(), rows);
    Storage deviation = Storage.uncleared(x.dtype(), rows);
    if (rows == 0) {
      return new Tensor(out, x);
    }
    switch (out) {
      case Storage.Float32(float[] y, _) -> RowNormalization.normalizeAndScale(floats(x), rows, columns, (float) eps,
          floats(weight), floats(bias), y, (float[]) mean.array(), (float[]) deviation.array());
      case Storage.Float64(double[] y, _) -> RowNormalization.normalizeAndScale(doubles(x), rows, columns, eps,
          doubles(weight), doubles(bias), y, (double[]) mean.array(), (double[]) deviation.array());
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, x);
  }

  //: hide 3.1
  //: instead /// The gradient of [#standardize] (Ioffe and Szegedy 2015, section 3, simplified).
  /// The gradient of [#standardize]: `r (g - mean(g) - y mean(g y))`, where `y` is the standardised `x` and `r`
  /// the reciprocal deviation (Ioffe and Szegedy 2015, section 3, simplified).
  //: end
  public static Tensor standardizeGradient(Tensor gradient, Standardized standardized) {
    Tensor y = standardized.values();
    int columns = Softmaxes.requireRows("standardizeGradient", y);
    int rows = y.elementCount() / columns;
    Tensor r = standardized.reciprocalDeviation();
    Storage out = Storage.uncleared(y.dtype(), y.elementCount());
    if (rows == 0) {
      return new Tensor(out, y);
    }
    switch (out) {
      case Storage.Float32(float[] dx, _) -> RowNormalization.backward(floats(gradient), floats(y),
          floats(r), rows, columns, dx);
      case Storage.Float64(double[] dx, _) -> RowNormalization.backward(doubles(gradient), doubles(y),
          doubles(r), rows, columns, dx);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, y);
  }

  static void requireVectors(String operation, Tensor x, int length, Tensor weight, Tensor bias) {
    for (Tensor vector : new Tensor[] {weight, bias}) {
      if (vector.rank() != 1 || vector.size(0) != length || vector.dtype() != x.dtype()) {
        throw new IllegalArgumentException(operation + ": weight and bias must be " + x.dtype() + " (" + length
            + ") for x " + Shape.text(x.sizes()) + ", not " + vector.dtype() + " " + Shape.text(vector.sizes()));
      }
    }
  }
}
