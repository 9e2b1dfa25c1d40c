package scrutable.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [FloatMath] on whole vectors: the same operations in the same order, so the same bits.
///
/// Read the twin for the mathematics. Here each choice between two values is a blend by a mask, and every
/// function is written out in full, its constants loaded before the loop: a vector passed to a method that is
/// not inlined would become an object on the heap. What is left at the end goes through the twin itself.
public final class SimdMath {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private SimdMath() {}

  /// [FloatMath#exp] of n numbers.
  public static void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, FloatMath.EXP_0);
    FloatVector e1 = FloatVector.broadcast(SPECIES, FloatMath.EXP_1);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.EXP_2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.EXP_3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.EXP_4);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector log2E = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(SPECIES, FloatMath.ROUNDER);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
      v = v.blend(FloatMath.EXP_MAX, v.compare(VectorOperators.GT, FloatMath.EXP_MAX));
      v = v.blend(FloatMath.EXP_MIN, v.compare(VectorOperators.LT, FloatMath.EXP_MIN));
      FloatVector shifted = v.fma(log2E, rounder);
      FloatVector whole = shifted.sub(rounder);
      FloatVector r = whole.fma(minusLn2Low, whole.fma(minusLn2High, v));
      FloatVector p = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
      FloatVector m = r.mul(r).fma(p, r);
      IntVector k = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector half = k.lanewise(VectorOperators.ASHR, 1);
      IntVector scale = half.add(FloatMath.EXPONENT_ONE)
          .lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
      IntVector otherScale = k.sub(half).add(FloatMath.EXPONENT_ONE)
          .lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
      m.add(1f).mul(scale.reinterpretAsFloats()).mul(otherScale.reinterpretAsFloats())
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = FloatMath.exp(x[xOffset + i]);
    }
  }

  /// [FloatMath#tanh] of n numbers.
  static void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, FloatMath.EXP_0);
    FloatVector e1 = FloatVector.broadcast(SPECIES, FloatMath.EXP_1);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.EXP_2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.EXP_3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.EXP_4);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector log2E = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(SPECIES, FloatMath.ROUNDER);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector size = v.abs();
      size = size.blend(FloatMath.TANH_MAX, size.compare(VectorOperators.GT, FloatMath.TANH_MAX));
      FloatVector doubled = size.add(size);
      FloatVector shifted = doubled.fma(log2E, rounder);
      FloatVector whole = shifted.sub(rounder);
      FloatVector r = whole.fma(minusLn2Low, whole.fma(minusLn2High, doubled));
      FloatVector p = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
      FloatVector m = r.mul(r).fma(p, r);
      IntVector k = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      FloatVector power = k.add(FloatMath.EXPONENT_ONE)
          .lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS).reinterpretAsFloats();
      FloatVector grown = power.fma(m, power.sub(1f));
      IntVector result = grown.div(grown.add(2f)).reinterpretAsInts();
      IntVector sign = v.reinterpretAsInts().and(FloatMath.SIGN_BIT);
      result.or(sign).reinterpretAsFloats().intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = FloatMath.tanh(x[xOffset + i]);
    }
  }

  /// [FloatMath#sigmoid] of n numbers.
  static void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, FloatMath.EXP_0);
    FloatVector e1 = FloatVector.broadcast(SPECIES, FloatMath.EXP_1);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.EXP_2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.EXP_3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.EXP_4);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector log2E = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(SPECIES, FloatMath.ROUNDER);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector a = v.abs().neg();
      a = a.blend(FloatMath.EXP_MIN, a.compare(VectorOperators.LT, FloatMath.EXP_MIN));
      FloatVector shifted = a.fma(log2E, rounder);
      FloatVector whole = shifted.sub(rounder);
      FloatVector r = whole.fma(minusLn2Low, whole.fma(minusLn2High, a));
      FloatVector p = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
      FloatVector m = r.mul(r).fma(p, r);
      IntVector k = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector half = k.lanewise(VectorOperators.ASHR, 1);
      IntVector scale = half.add(FloatMath.EXPONENT_ONE)
          .lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
      IntVector otherScale = k.sub(half).add(FloatMath.EXPONENT_ONE)
          .lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
      FloatVector z = m.add(1f).mul(scale.reinterpretAsFloats()).mul(otherScale.reinterpretAsFloats());
      FloatVector numerator = one.blend(z, v.compare(VectorOperators.LT, 0f));
      numerator.div(z.add(1f)).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
    }
  }

  /// [FloatMath#log] of n numbers.
  static void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector l0 = FloatVector.broadcast(SPECIES, FloatMath.LOG_0);
    FloatVector l1 = FloatVector.broadcast(SPECIES, FloatMath.LOG_1);
    FloatVector l2 = FloatVector.broadcast(SPECIES, FloatMath.LOG_2);
    FloatVector l3 = FloatVector.broadcast(SPECIES, FloatMath.LOG_3);
    FloatVector l4 = FloatVector.broadcast(SPECIES, FloatMath.LOG_4);
    FloatVector l5 = FloatVector.broadcast(SPECIES, FloatMath.LOG_5);
    FloatVector l6 = FloatVector.broadcast(SPECIES, FloatMath.LOG_6);
    FloatVector l7 = FloatVector.broadcast(SPECIES, FloatMath.LOG_7);
    FloatVector ln2High = FloatVector.broadcast(SPECIES, FloatMath.LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(SPECIES, FloatMath.LN2_LOW);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
      VectorMask<Float> subnormal = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(0x1p23f), subnormal).reinterpretAsInts();
      IntVector k = bits.sub(FloatMath.LOG_MIN_BITS).lanewise(VectorOperators.ASHR, FloatMath.MANTISSA_BITS);
      FloatVector f = bits.sub(k.lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS))
          .reinterpretAsFloats().sub(1f);
      FloatVector exponent = (FloatVector) k.convertShape(VectorOperators.I2F, SPECIES, 0);
      exponent = exponent.blend(exponent.sub(FloatMath.MANTISSA_BITS), subnormal);
      FloatVector square = f.mul(f);
      FloatVector p = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3).fma(f, l2).fma(f, l1).fma(f, l0);
      p = p.mul(square.mul(f));
      p = square.fma(minusHalf, exponent.fma(ln2Low, p));
      FloatVector result = exponent.fma(ln2High, f.add(p));
      result = v.blend(result, v.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
      result = result.blend(Float.NaN, v.compare(VectorOperators.LT, 0f));
      result = result.blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0f));
      result.intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = FloatMath.log(x[xOffset + i]);
    }
  }

  /// [FloatMath#erf] of n numbers.
  static void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, FloatMath.EXP_0);
    FloatVector e1 = FloatVector.broadcast(SPECIES, FloatMath.EXP_1);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.EXP_2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.EXP_3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.EXP_4);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector log2E = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(SPECIES, FloatMath.ROUNDER);
    FloatVector s0 = FloatVector.broadcast(SPECIES, FloatMath.ERF_0);
    FloatVector s1 = FloatVector.broadcast(SPECIES, FloatMath.ERF_1);
    FloatVector s2 = FloatVector.broadcast(SPECIES, FloatMath.ERF_2);
    FloatVector s3 = FloatVector.broadcast(SPECIES, FloatMath.ERF_3);
    FloatVector s4 = FloatVector.broadcast(SPECIES, FloatMath.ERF_4);
    FloatVector s5 = FloatVector.broadcast(SPECIES, FloatMath.ERF_5);
    FloatVector c0 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_0);
    FloatVector c1 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_1);
    FloatVector c2 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_2);
    FloatVector c3 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_3);
    FloatVector c4 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_4);
    FloatVector c5 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_5);
    FloatVector c6 = FloatVector.broadcast(SPECIES, FloatMath.ERFC_6);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector size = v.abs();
      FloatVector square = size.mul(size);
      FloatVector series = s5.fma(square, s4).fma(square, s3).fma(square, s2).fma(square, s1).fma(square, s0);
      FloatVector small = series.fma(size, size);
      FloatVector a = size.blend(FloatMath.ERF_MAX, size.compare(VectorOperators.GT, FloatMath.ERF_MAX));
      FloatVector q = c6.fma(a, c5).fma(a, c4).fma(a, c3).fma(a, c2).fma(a, c1).fma(a, c0);
      FloatVector shifted = q.fma(log2E, rounder);
      FloatVector whole = shifted.sub(rounder);
      FloatVector r = whole.fma(minusLn2Low, whole.fma(minusLn2High, q));
      FloatVector p = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
      FloatVector m = r.mul(r).fma(p, r);
      IntVector k = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
      IntVector power = k.add(FloatMath.EXPONENT_ONE).lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
      FloatVector large = one.sub(m.add(1f).mul(power.reinterpretAsFloats()));
      VectorMask<Float> isSmall = size.compare(VectorOperators.LT, FloatMath.ERF_SMALL);
      IntVector result = large.blend(small, isSmall).reinterpretAsInts();
      IntVector sign = v.reinterpretAsInts().and(FloatMath.SIGN_BIT);
      result.or(sign).reinterpretAsFloats().intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = FloatMath.erf(x[xOffset + i]);
    }
  }

  /// The gradient of relu by selection: a compiler does not make vectors of a comparison by itself.
  static void reluGradient(float[] gradient, float[] y, float[] out, int from, int to) {
    int i = from;
    for (; i <= to - SPECIES.length(); i += SPECIES.length()) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, i);
      FloatVector.zero(SPECIES).blend(g, FloatVector.fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0f))
          .intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = y[i] > 0 ? gradient[i] : 0;
    }
  }
}
