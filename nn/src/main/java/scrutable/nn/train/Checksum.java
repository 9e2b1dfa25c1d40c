package scrutable.nn.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The SHA-256 of named tensors and texts: of their names, types, shapes and bits, in alphabetical order.
///
/// It is of what a file says, not of its bytes: a weight that was changed by a failing disk, or by hand, is noticed,
/// while another order or layout of the same content is not.
public final class Checksum {
  private final MessageDigest digest;

  private Checksum() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The checksum in hexadecimal digits.
  public static String of(Map<String, Tensor> tensors, Map<String, String> texts) {
    Checksum sum = new Checksum();
    new TreeMap<>(tensors).forEach(sum::add);
    new TreeMap<>(texts).forEach((name, text) -> sum.add(name + "=" + text));
    return HexFormat.of().formatHex(sum.digest.digest());
  }

  /// Texts are closed by a zero, so that no two lists of them look alike.
  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void add(String name, Tensor tensor) {
    DType dtype = tensor.dtype();
    add(name + " " + dtype + " " + Shape.text(tensor.shape()));
    ByteBuffer bytes = ByteBuffer.allocate(tensor.elementCount() * (dtype == DType.FLOAT64 ? Double.BYTES
        : Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
    switch (dtype) {
      case FLOAT32 -> bytes.asFloatBuffer().put(tensor.toFloatArray());
      case FLOAT64 -> bytes.asDoubleBuffer().put(tensor.toDoubleArray());
      case INT32 -> bytes.asIntBuffer().put(tensor.toIntArray());
    }
    digest.update(bytes);
  }
}
