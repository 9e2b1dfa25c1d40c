package scrutable.tensor;

/// The elements of a tensor as a Java array: copies for users, and the array behind the tensor itself for kernels.
final class Elements {
  private Elements() {}

  static float[] toFloats(Tensor t) {
    float[] result = new float[t.elementCount()];
    copyTo(t, new Storage.Float32(result));
    return result;
  }

  static double[] toDoubles(Tensor t) {
    double[] result = new double[t.elementCount()];
    copyTo(t, new Storage.Float64(result));
    return result;
  }

  static int[] toInts(Tensor t) {
    int[] result = new int[t.elementCount()];
    copyTo(t, new Storage.Int32(result));
    return result;
  }

  private static void copyTo(Tensor t, Storage target) {
    Tensor source = t.contiguous();
    Storage.convert(source.storage(), source.offset(), target, 0, t.elementCount());
  }

  /// A tensor of the same numbers in an array of its own.
  static Tensor copy(Tensor t, DType dtype) {
    Storage target = Storage.uncleared(dtype, t.elementCount());
    copyTo(t, target);
    return new Tensor(target, t);
  }

  /// A `float32` tensor as an array from its first element on, for kernels that only read: the backing array itself
  /// where possible, else a copy.
  static float[] floats(Tensor t) {
    Tensor source = t.contiguous();
    return source.offset() == 0 ? (float[]) source.storage().array()
        : (float[]) copy(source, DType.FLOAT32).storage().array();
  }

  /// The same for a `float64` tensor.
  static double[] doubles(Tensor t) {
    Tensor source = t.contiguous();
    return source.offset() == 0 ? (double[]) source.storage().array()
        : (double[]) copy(source, DType.FLOAT64).storage().array();
  }

  /// The same for an `int32` tensor, but with nothing behind the last element.
  static int[] ints(Tensor t) {
    Tensor source = t.contiguous();
    return source.storage().length() == t.elementCount() ? (int[]) source.storage().array() : toInts(source);
  }
}
