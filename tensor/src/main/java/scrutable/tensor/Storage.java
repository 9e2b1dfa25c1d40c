package scrutable.tensor;

import java.util.Arrays;

/// The flat array behind a tensor, shared by all of its views.
///
/// A reader needs this only to follow how tensors work; a user never does. Whoever writes to an array
/// changes every tensor that shares it, so only kernels (into arrays they have just made) and optimisers
/// (into parameters they own) do. [#get] and [#set] pass every element through `double`, which holds each
/// `float` and each `int` exactly: one readable loop then serves all types.
public sealed interface Storage {

  /// Number of elements.
  int length();

  DType dtype();

  /// Element `i`, exactly.
  double get(int i);

  /// Sets element `i` to `value`, rounded to this type. Integers are truncated towards zero.
  void set(int i, double value);

  /// A zero-filled storage.
  static Storage allocate(DType dtype, int length) {
    Storage storage = uncleared(dtype, length);
    if (!storage.lasts()) {
      switch (storage) {
        case Float32(float[] array, _) -> Arrays.fill(array, 0);
        case Float64(double[] array, _) -> Arrays.fill(array, 0);
        case Int32(int[] array, _) -> Arrays.fill(array, 0);
      }
    }
    return storage;
  }

  /// A storage that its maker will fill: until then the elements may be anything. Inside of [Recycler#run] its memory
  /// is recycled.
  static Storage uncleared(DType dtype, int length) {
    Recycler recycler = Recycler.current();
    if (recycler != null) {
      return recycler.take(dtype, length);
    }
    return switch (dtype) {
      case FLOAT32 -> new Float32(new float[length]);
      case FLOAT64 -> new Float64(new double[length]);
      case INT32 -> new Int32(new int[length]);
    };
  }

  /// Copies `count` neighbouring elements between storages of the same type.
  static void copy(Storage from, int fromIndex, Storage to, int toIndex, int count) {
    System.arraycopy(from.array(), fromIndex, to.array(), toIndex, count);
  }

  /// The same between storages of any types: rounded to the nearest (to `int32`: truncated).
  static void convert(Storage from, int fromIndex, Storage to, int toIndex, int count) {
    if (from.dtype() == to.dtype()) {
      copy(from, fromIndex, to, toIndex, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to.set(toIndex + i, from.get(fromIndex + i));
    }
  }

  /// The Java array itself.
  ///
  /// @throws IllegalStateException if it was recycled memory and has been taken back, see [Recycler]
  Object array();

  /// Until when the array may be used.
  Recycler.Lease lease();

  /// Whether the array is never taken back.
  default boolean lasts() {
    return lease() == Recycler.Lease.LASTING;
  }

  /// `float[]` behind a tensor of [DType#FLOAT32].
  record Float32(float[] array, Recycler.Lease lease) implements Storage {
    public Float32(float[] array) {
      this(array, Recycler.Lease.LASTING);
    }

    @Override
    public float[] array() {
      lease.check();
      return array;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public DType dtype() {
      return DType.FLOAT32;
    }

    @Override
    public double get(int i) {
      return array()[i];
    }

    @Override
    public void set(int i, double value) {
      array()[i] = (float) value;
    }
  }

  /// `double[]` behind a tensor of [DType#FLOAT64].
  record Float64(double[] array, Recycler.Lease lease) implements Storage {
    public Float64(double[] array) {
      this(array, Recycler.Lease.LASTING);
    }

    @Override
    public double[] array() {
      lease.check();
      return array;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public DType dtype() {
      return DType.FLOAT64;
    }

    @Override
    public double get(int i) {
      return array()[i];
    }

    @Override
    public void set(int i, double value) {
      array()[i] = value;
    }
  }

  /// `int[]` behind a tensor of [DType#INT32].
  record Int32(int[] array, Recycler.Lease lease) implements Storage {
    public Int32(int[] array) {
      this(array, Recycler.Lease.LASTING);
    }

    @Override
    public int[] array() {
      lease.check();
      return array;
    }

    @Override
    public int length() {
      return array.length;
    }

    @Override
    public DType dtype() {
      return DType.INT32;
    }

    @Override
    public double get(int i) {
      return array()[i];
    }

    @Override
    public void set(int i, double value) {
      array()[i] = (int) value;
    }
  }
}
