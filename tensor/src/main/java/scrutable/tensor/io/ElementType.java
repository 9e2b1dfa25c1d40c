package scrutable.tensor.io;

import scrutable.tensor.DType;

/// The element types of a `.safetensors` file that are understood, named as the file names them.
enum ElementType {
  F32(4),
  F64(8),
  I32(4),
  /// Wider than any type of whole numbers here; read where the values fit.
  I64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  static ElementType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT32 -> I32;
    };
  }

  /// Bytes of one element in the file.
  int bytes() {
    return bytes;
  }
}
