package scrutable.tensor;

import static scrutable.tensor.Elements.floats;

import java.util.Arrays;
import scrutable.tensor.kernel.elementwise.GruKernel;

/// One step of a gated recurrent unit, after the products with its weights: `float32` in one pass, the other types
/// composed of single operations, which are also the definition.
///
/// In rows `(N, 3 H)` the parts r, z, n stand behind one another. Cho et al. 2014, "Learning phrase representations",
/// section 2.3, in the form of PyTorch.
public final class GruStep {
  private GruStep() {}

  /// The gates `(N, 3 H)`: `r = sigmoid(i_r + s_r)`, `z = sigmoid(i_z + s_z)`, `n = tanh(i_n + r s_n)`.
  ///
  /// @param fromInput what the input contributes, `(N, 3 H)`
  /// @param fromState what the state contributes, `(N, 3 H)`
  /// @throws IllegalArgumentException if shapes or types differ, or the rows cannot be cut into three
  public static Tensor gates(Tensor fromInput, Tensor fromState) {
    int h = requireGates(fromInput, fromState);
    if (fromInput.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(DType.FLOAT32, fromInput.elementCount());
      GruKernel.gates(floats(fromInput), floats(fromState), fromInput.size(0), h, (float[]) out.array());
      return new Tensor(out, fromInput);
    }
    Tensor r = part(fromInput, 0).add(part(fromState, 0)).map(UnaryFunction.SIGMOID);
    Tensor z = part(fromInput, 1).add(part(fromState, 1)).map(UnaryFunction.SIGMOID);
    Tensor n = part(fromInput, 2).add(r.mul(part(fromState, 2))).map(UnaryFunction.TANH);
    return Joining.concat(1, r, z, n);
  }

  /// The gradient with respect to what the input contributes, or what the state does, from that with respect to the
  /// gates.
  ///
  /// @param ofState which of both
  public static Tensor gatesGradient(Tensor gradient, Tensor fromState, Tensor gates, boolean ofState) {
    int h = requireGates(gradient, fromState);
    requireGates(gradient, gates);
    if (gates.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(DType.FLOAT32, gates.elementCount());
      GruKernel.gatesGradient(floats(gradient), floats(fromState), floats(gates), gates.size(0), h, ofState,
          (float[]) out.array());
      return new Tensor(out, gates);
    }
    //: leak 1.3
    Tensor r = part(gates, 0);
    Tensor z = part(gates, 1);
    Tensor n = part(gates, 2);
    Tensor squared = n.square();
    Tensor an = part(gradient, 2).mul(squared.neg().add(1));
    Tensor az = part(gradient, 1).mul(z).mul(z.neg().add(1));
    Tensor ar = part(gradient, 0).add(an.mul(part(fromState, 2))).mul(r).mul(r.neg().add(1));
    return Joining.concat(1, ar, az, ofState ? an.mul(r) : an);
    //: end
  }

  /// The next state `(N, H)`: `n + z (h - n)`.
  ///
  /// @param state h, `(N, H)`
  /// @param gates `(N, 3 H)`
  /// @throws IllegalArgumentException if shapes or types do not fit
  public static Tensor next(Tensor state, Tensor gates) {
    int h = requireState(state, gates);
    if (state.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(DType.FLOAT32, state.elementCount());
      GruKernel.next(floats(state), floats(gates), state.size(0), h, (float[]) out.array());
      return new Tensor(out, state);
    }
    Tensor n = part(gates, 2);
    return n.add(part(gates, 1).mul(state.sub(n)));
  }

  /// The gradient with respect to the gates, from that with respect to the next state.
  public static Tensor nextGradientOfGates(Tensor gradient, Tensor state, Tensor gates) {
    int h = requireState(state, gates);
    requireState(gradient, gates);
    if (state.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(DType.FLOAT32, gates.elementCount());
      GruKernel.nextGradientOfGates(floats(gradient), floats(state), floats(gates), state.size(0), h,
          (float[]) out.array());
      return new Tensor(out, gates);
    }
    return Joining.concat(1, Tensor.zeros(state.dtype(), state.sizes()), gradient.mul(state.sub(part(gates, 2))),
        gradient.sub(gradient.mul(part(gates, 1))));
  }

  /// The gradient with respect to the state, from that with respect to the next: `g z`.
  public static Tensor nextGradientOfState(Tensor gradient, Tensor gates) {
    int h = requireState(gradient, gates);
    if (gradient.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(DType.FLOAT32, gradient.elementCount());
      GruKernel.nextGradientOfState(floats(gradient), floats(gates), gradient.size(0), h, (float[]) out.array());
      return new Tensor(out, gradient);
    }
    return gradient.mul(part(gates, 1));
  }

  private static Tensor part(Tensor rows, int index) {
    int h = rows.size(1) / 3;
    return rows.slice(1, index * h, (index + 1) * h);
  }

  private static int requireGates(Tensor first, Tensor second) {
    Broadcasting.requireSameType("gated recurrent unit", first, second);
    if (first.rank() != 2 || first.size(1) % 3 != 0 || !first.sameShape(second)) {
      throw new IllegalArgumentException("gated recurrent unit: two matrices (N, 3 H) are needed, not "
          + Shape.text(first.sizes()) + " and " + Shape.text(second.sizes()));
    }
    return first.size(1) / 3;
  }

  private static int requireState(Tensor state, Tensor gates) {
    Broadcasting.requireSameType("gated recurrent unit", state, gates);
    if (state.rank() != 2 || !Arrays.equals(gates.sizes(), new int[] {state.size(0), 3 * state.size(1)})) {
      throw new IllegalArgumentException("gated recurrent unit: states (N, H) and gates (N, 3 H) are needed, not "
          + Shape.text(state.sizes()) + " and " + Shape.text(gates.sizes()));
    }
    return state.size(1);
  }
}
