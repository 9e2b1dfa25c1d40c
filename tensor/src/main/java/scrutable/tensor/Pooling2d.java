package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import scrutable.tensor.kernel.pooling.PoolGeometry;
import scrutable.tensor.kernel.pooling.Pooling;

/// Pooling: each window of a channel becomes its largest number or its average.
///
/// Shapes: `(N, C, H, W)` gives `(N, C, OH, OW)`, see [Window].
public final class Pooling2d {
  private Pooling2d() {}

  /// The largest numbers and where they stood.
  ///
  /// @param values `(N, C, OH, OW)`
  /// @param indices flat positions `row * W + column` in the channel's plane, `int32 (N, C, OH, OW)`
  public record Largest(Tensor values, Tensor indices) {}

  /// The largest number of each window. The first one wins; padding never does; NaN wins over numbers.
  ///
  /// @throws IllegalArgumentException if the padding exceeds half the kernel (a window could hold nothing)
  public static Largest max(Tensor x, Window window) {
    PoolGeometry geometry = geometry("max pooling", x.sizes(), window);
    int[] shape = outShape(x.sizes(), geometry);
    Storage out = Storage.uncleared(x.dtype(), Shape.elementCount(shape));
    Storage where = Storage.uncleared(DType.INT32, out.length());
    int[] indices = (int[]) where.array();
    switch (out) {
      case Storage.Float32(float[] y, _) -> Pooling.maxForward(geometry, floats(x), y, indices);
      case Storage.Float64(double[] y, _) -> Pooling.maxForward(geometry, doubles(x), y, indices);
      case Storage.Int32 none -> throw new IllegalArgumentException("max pooling: int32 images");
    }
    return new Largest(new Tensor(out, shape), new Tensor(where, shape));
  }

  /// The largest number of each window alone; see [#max].
  public static Tensor largest(Tensor x, Window window) {
    PoolGeometry geometry = geometry("max pooling", x.sizes(), window);
    int[] shape = outShape(x.sizes(), geometry);
    Storage out = Storage.uncleared(x.dtype(), Shape.elementCount(shape));
    if (!(out instanceof Storage.Float32(float[] y, _))) {
      return max(x, window).values();
    }
    Pooling.maxForward(geometry, floats(x), y);
    return new Tensor(out, shape);
  }

  /// The gradient of [#largest]: each number goes to the element that was the largest of its window.
  public static Tensor maxGradient(Tensor x, Tensor gradient, Window window) {
    PoolGeometry geometry = geometry("max pooling gradient", x.sizes(), window);
    int[] expected = outShape(x.sizes(), geometry);
    Broadcasting.requireSameType("max pooling gradient", x, gradient);
    if (!gradient.hasShape(expected)) {
      throw new IllegalArgumentException("max pooling gradient: images " + Shape.text(x.sizes())
          + " give an output " + Shape.text(expected) + ", not " + Shape.text(gradient.sizes()));
    }
    if (x.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(x.dtype(), x.elementCount());
      Pooling.maxBackward(geometry, floats(x), floats(gradient), (float[]) out.array());
      return new Tensor(out, x);
    }
    int[] planes = {x.size(0), x.size(1), x.size(2) * x.size(3)};
    int[] outputs = {x.size(0), x.size(1), expected[2] * expected[3]};
    Tensor winners = max(x, window).indices().reshape(outputs);
    return Indexing.scatterAdd(gradient.reshape(outputs), planes, 2, winners).reshape(x.sizes());
  }

  /// The average of each window; padding counts as zeros and may not exceed half the kernel.
  public static Tensor average(Tensor x, Window window) {
    PoolGeometry geometry = geometry("average pooling", x.sizes(), window);
    int[] shape = outShape(x.sizes(), geometry);
    Storage out = Storage.uncleared(x.dtype(), Shape.elementCount(shape));
    switch (out) {
      case Storage.Float32(float[] y, _) -> Pooling.averageForward(geometry, floats(x), y);
      case Storage.Float64(double[] y, _) -> Pooling.averageForward(geometry, doubles(x), y);
      case Storage.Int32 none -> throw new IllegalArgumentException("average pooling: int32 images");
    }
    return new Tensor(out, shape);
  }

  /// The transpose of [#average]: spreads each number evenly over its window.
  ///
  /// @param inShape the shape `(N, C, H, W)` of the images
  public static Tensor averageGradient(Tensor gradient, int[] inShape, Window window) {
    PoolGeometry geometry = geometry("average pooling gradient", inShape, window);
    int[] expected = outShape(inShape, geometry);
    if (!gradient.hasShape(expected)) {
      throw new IllegalArgumentException("average pooling gradient: images " + Shape.text(inShape)
          + " give an output " + Shape.text(expected) + ", not " + Shape.text(gradient.sizes()));
    }
    Storage out = Storage.uncleared(gradient.dtype(), Shape.elementCount(inShape));
    switch (out) {
      case Storage.Float32(float[] x, _) -> Pooling.averageBackward(geometry, floats(gradient), x);
      case Storage.Float64(double[] x, _) -> Pooling.averageBackward(geometry, doubles(gradient), x);
      case Storage.Int32 none -> throw new IllegalArgumentException("average pooling gradient: int32 images");
    }
    return Tensor.wrap(out, inShape);
  }

  private static PoolGeometry geometry(String operation, int[] in, Window window) {
    if (in.length != 4) {
      throw new IllegalArgumentException(operation + ": images must be (N, C, H, W), not " + Shape.text(in));
    }
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw new IllegalArgumentException(operation + ": windows with gaps (dilation " + window.dilationHeight() + "x"
          + window.dilationWidth() + ") are not supported; use dilation 1");
    }
    return new PoolGeometry(in[0], in[1], in[2], in[3], window.kernelHeight(), window.kernelWidth(),
        window.strideHeight(), window.strideWidth(), window.paddingHeight(), window.paddingWidth());
  }

  private static int[] outShape(int[] in, PoolGeometry geometry) {
    return new int[] {in[0], in[1], geometry.outHeight(), geometry.outWidth()};
  }
}
