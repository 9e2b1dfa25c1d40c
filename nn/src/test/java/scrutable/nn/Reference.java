package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

/// Numbers of a second implementation, from the resources in `reference`; see PROVENANCE.md there.
///
/// They are float64 and can be had as float32, too: inputs and parameters then lose nothing, results are
/// compared more loosely.
public final class Reference {
  private final Safetensors file;
  private final DType dtype;

  private Reference(Safetensors file, DType dtype) {
    this.file = file;
    this.dtype = dtype;
  }

  /// Reads `reference/<name>.safetensors`.
  public static Reference read(String name, DType dtype) {
    return new Reference(ReferenceFiles.read(name), dtype);
  }

  public DType dtype() {
    return dtype;
  }

  /// A tensor; integers stay integers.
  public Tensor get(String name) {
    return converted(file.tensor(name));
  }

  /// The tensors whose names begin with `prefix`, by the rest of the name.
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    file.under(prefix).forEach((name, tensor) -> result.put(name, converted(tensor)));
    return result;
  }

  private Tensor converted(Tensor tensor) {
    return tensor.dtype().isFloating() ? tensor.to(dtype) : tensor;
  }

  /// How far results may be off, relative to their size: 1e-10 in float64, 1e-4 in float32.
  public double tolerance() {
    return dtype == DType.FLOAT64 ? 1e-10 : 1e-4;
  }

  /// Compares with the tensor of this name. An element may be off by the tolerance times its own size and the
  /// tensor's typical size; where all are zero up to rounding, by a hundredth of the tolerance.
  public void assertMatches(String name, Tensor actual) {
    assertClose(name, file.tensor(name), actual, tolerance());
  }

  /// Compares two tensors, see [#assertMatches].
  public static void assertClose(String what, Tensor expected, Tensor actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape(), () -> what + ": shape " + Shape.text(actual.shape()));
    double[] e = expected.toDoubleArray();
    double[] a = actual.toDoubleArray();
    double typical = Math.sqrt(Arrays.stream(e).map(v -> v * v).average().orElse(0));
    for (int i = 0; i < e.length; i++) {
      double allowed = tolerance * (Math.abs(e[i]) + typical + 0.01);
      if (!(Math.abs(a[i] - e[i]) <= allowed)) {
        fail(what + " " + Shape.text(expected.shape()) + " at flat index " + i + ": expected "
            + e[i] + " but was " + a[i] + ", off by " + Math.abs(a[i] - e[i]) + ", allowed " + allowed);
      }
    }
  }
}
