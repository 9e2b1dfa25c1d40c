package scrutable.autograd;

import scrutable.tensor.GruStep;
import scrutable.tensor.Tensor;

/// One step of a gated recurrent unit, fused: all that it computes element by element, after the products with its
/// weights. [Functions#gruStep] applies both in turn.
///
/// In rows `(N, 3 H)` the parts r, z, n stand behind one another; what the operations give is equal, bit for bit, to
/// the same steps one by one.
public sealed interface GruOp extends Op {

  //: hide 1.3
  //: instead /// From what the input contributes, `i (N, 3 H)`, and what the state contributes, `s (N, 3 H)`, the gates
  //: instead /// `(N, 3 H)`: `r = sigmoid(i_r + s_r)`, `z = sigmoid(i_z + s_z)`, `n = tanh(i_n + r s_n)`.
  /// From what the input contributes, `i (N, 3 H)`, and what the state contributes, `s (N, 3 H)`, the gates
  /// `(N, 3 H)`: `r = sigmoid(i_r + s_r)`, `z = sigmoid(i_z + s_z)`, `n = tanh(i_n + r s_n)`.
  ///
  /// With `a` for the gradient before a sigmoid or tanh: `a_n = g_n (1 - n^2)`, `a_z = g_z z (1 - z)`, and as r acts
  /// through n as well, `a_r = (g_r + a_n s_n) r (1 - r)`. The input receives `a`, the state the same but `r a_n`.
  //: end
  record Gates() implements GruOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return GruStep.gates(x[0], x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable r = part(y, 0);
      Variable z = part(y, 1);
      Variable n = part(y, 2);
      //: leak 1.3
      //: instead Variable an = new ElementOp.Tanh().vjp(0, part(g, 2), new Variable[] {n}, n);
      Variable squared = n.square();
      Variable an = part(g, 2).mul(squared.neg().add(1));
      //: end
      Variable az = part(g, 1).mul(z).mul(z.neg().add(1));
      Variable ar = part(g, 0).add(an.mul(part(x[1], 2))).mul(r).mul(r.neg().add(1));
      return Variable.concat(1, ar, az, i == 0 ? an : an.mul(r));
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      //: leak 1.3
      //: instead Variable[] in = {Variable.constant(x[0]), Variable.constant(x[1])};
      //: instead return vjp(i, Variable.constant(g), in, Variable.constant(y)).value();
      return GruStep.gatesGradient(g, x[1], y, i == 1);
      //: end
    }
  }

  /// From the state `h (N, H)` and the gates `(N, 3 H)` the next state `(N, H)`: `n + z (h - n)`.
  ///
  /// The state receives `g z`, the gates 0, `g (h - n)` and `g (1 - z)`.
  record Next() implements GruOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return GruStep.next(x[0], x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable kept = g.mul(part(x[1], 1));
      return i == 0 ? kept : Variable.concat(1, Variable.constant(Tensor.zeros(g.dtype(), g.shape())),
          g.mul(x[0].sub(part(x[1], 2))), g.sub(kept));
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      return i == 0 ? GruStep.nextGradientOfState(g, x[1]) : GruStep.nextGradientOfGates(g, x[0], x[1]);
    }
  }

  private static Variable part(Variable rows, int index) {
    int h = rows.size(1) / 3;
    return rows.slice(1, index * h, (index + 1) * h);
  }
}
