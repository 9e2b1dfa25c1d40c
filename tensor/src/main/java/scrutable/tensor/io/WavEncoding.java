package scrutable.tensor.io;

import scrutable.tensor.DType;

/// How a WAV file holds one sample.
public enum WavEncoding {
  /// Unsigned bytes around 128, unlike all wider ones.
  PCM_8(8),
  /// 16-bit integers: the usual form, and that of compact discs.
  PCM_16(16),
  /// 24-bit integers, which `float32` holds exactly.
  PCM_24(24),
  /// 32-bit integers; they need `float64`.
  PCM_32(32),
  /// `float32` as it is, also beyond -1 and 1.
  FLOAT_32(32);

  private final int bits;

  WavEncoding(int bits) {
    this.bits = bits;
  }

  /// Bits of one sample.
  public int bits() {
    return bits;
  }

  /// Bytes of one sample.
  int bytes() {
    return bits / 8;
  }

  /// The type that holds every sample of such a file exactly.
  public DType dtype() {
    return this == PCM_32 ? DType.FLOAT64 : DType.FLOAT32;
  }

  /// How many steps there are from 0 to 1.
  private double steps() {
    return Math.scalb(1.0, bits - 1);
  }

  /// The integer of a sample: multiplied by `2^(bits - 1)`, rounded to the nearest whole number, and of two
  /// equally near ones to the even one; then clipped to `-2^(bits - 1) .. 2^(bits - 1) - 1`.
  int toInteger(double sample) {
    double rounded = Math.rint(sample * steps());
    return (int) Math.max(-steps(), Math.min(steps() - 1, rounded));
  }

  /// The sample of an integer, in [-1, 1).
  double toSample(int integer) {
    return integer / steps();
  }
}
