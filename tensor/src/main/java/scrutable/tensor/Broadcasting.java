package scrutable.tensor;

import java.util.function.DoubleBinaryOperator;

/// Functions of two numbers, applied element by element after NumPy's broadcasting.
final class Broadcasting {
  private Broadcasting() {}

  static Tensor apply(BinaryFunction function, Tensor a, Tensor b) {
    requireSameType(function.toString(), a, b);
    if (!a.dtype().isFloating() && !function.isComparison()) {
      throw new IllegalArgumentException(function + ": int32 tensors hold labels and indices;"
          + " convert the tensor with to(DType.FLOAT32) to calculate with it");
    }
    if (a.sameShape(b) && a.isContiguous() && b.isContiguous()) {
      Storage out = Storage.uncleared(a.dtype(), a.elementCount());
      run(function, a.storage(), a.offset(), 1, b.storage(), b.offset(), 1, out, 0, out.length());
      return new Tensor(out, a);
    }
    int[] shape = Shape.broadcast(a.sizes(), b.sizes());
    Tensor left = a.expand(shape);
    Tensor right = b.expand(shape);
    Storage out = Storage.uncleared(a.dtype(), Shape.elementCount(shape));
    Tensor result = new Tensor(out, shape);
    Strided walk = Strided.over(shape, left.strides(), right.strides(), result.strides());
    int stepA = walk.innerStep(0);
    int stepB = walk.innerStep(1);
    Storage inA = left.storage();
    Storage inB = right.storage();
    walk.forEachShared(new int[] {left.offset(), right.offset(), 0}, 1, (at, length) ->
        run(function, inA, at[0], stepA, inB, at[1], stepB, out, at[2], length));
    return result;
  }

  /// A comparison with a number, which is rounded to the type of `x` first.
  ///
  /// @throws IllegalArgumentException if `x` is `int32` and the number is not, as its rounded value would be compared
  static Tensor compare(BinaryFunction function, Tensor x, double number) {
    if (x.dtype() == DType.INT32 && number != (int) number) {
      throw new IllegalArgumentException(function + ": int32 " + Shape.text(x.sizes()) + " can be compared with int32"
          + " numbers only, not with " + number);
    }
    return apply(function, x, Tensor.full(number, x.dtype()));
  }

  static Tensor clamp(Tensor x, double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException("clamp: low " + low + " is not <= high " + high);
    }
    Tensor raised = apply(BinaryFunction.MAX, x, Tensor.full(low, x.dtype()));
    return apply(BinaryFunction.MIN, raised, Tensor.full(high, x.dtype()));
  }

  private static void run(BinaryFunction function, Storage a, int startA, int stepA,
      Storage b, int startB, int stepB, Storage out, int startOut, int length) {
    if (out instanceof Storage.Float32(float[] result, _) && FloatRuns.apply(function, (float[]) a.array(), startA,
        stepA, (float[]) b.array(), startB, stepB, result, startOut, length)) {
      return;
    }
    DoubleBinaryOperator plain = function.reference();
    for (int i = 0; i < length; i++) {
      out.set(startOut + i, plain.applyAsDouble(a.get(startA + i * stepA), b.get(startB + i * stepB)));
    }
  }

  static Tensor where(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
    requireSameType("where", ifTrue, ifFalse);
    int[] shape = Shape.broadcast(condition.sizes(), Shape.broadcast(ifTrue.sizes(), ifFalse.sizes()));
    Tensor test = condition.expand(shape);
    Tensor yes = ifTrue.expand(shape);
    Tensor no = ifFalse.expand(shape);
    Storage out = Storage.uncleared(ifTrue.dtype(), Shape.elementCount(shape));
    Strided walk = Strided.over(shape, test.strides(), yes.strides(), no.strides(), Shape.strides(shape));
    int[] starts = {test.offset(), yes.offset(), no.offset(), 0};
    walk.forEachShared(starts, 1, (at, length) -> {
      if (out instanceof Storage.Float32(float[] result, _)
          && test.storage() instanceof Storage.Float32(float[] c, _)) {
        chooseFloats(walk, at, length, c, (float[]) yes.storage().array(), (float[]) no.storage().array(), result);
        return;
      }
      for (int i = 0; i < length; i++) {
        boolean chosen = test.storage().get(at[0] + i * walk.innerStep(0)) != 0;
        out.set(at[3] + i, chosen
            ? yes.storage().get(at[1] + i * walk.innerStep(1))
            : no.storage().get(at[2] + i * walk.innerStep(2)));
      }
    });
    return new Tensor(out, shape);
  }

  private static void chooseFloats(Strided walk, int[] at, int length, float[] condition, float[] yes, float[] no,
      float[] result) {
    int conditionStep = walk.innerStep(0);
    int yesStep = walk.innerStep(1);
    int noStep = walk.innerStep(2);
    if (conditionStep == 0 && yesStep == 1 && noStep == 1) {
      // One answer for the whole run, as for a row of a batch.
      boolean chosen = condition[at[0]] != 0;
      System.arraycopy(chosen ? yes : no, chosen ? at[1] : at[2], result, at[3], length);
      return;
    }
    int test = at[0];
    int ifTrue = at[1];
    int ifFalse = at[2];
    int out = at[3];
    for (int i = 0; i < length; i++) {
      result[out + i] = condition[test + i * conditionStep] != 0
          ? yes[ifTrue + i * yesStep]
          : no[ifFalse + i * noStep];
    }
  }

  static void requireSameType(String operation, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new IllegalArgumentException(operation + ": types differ: " + a.dtype() + " "
          + Shape.text(a.sizes()) + " with " + b.dtype() + " " + Shape.text(b.sizes())
          + "; convert one of the tensors with Tensor.to(DType), before it becomes a variable if it is to be one");
    }
  }
}
