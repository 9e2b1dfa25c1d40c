package scrutable.autograd;

import scrutable.tensor.DType;
import scrutable.tensor.GruSequence;
import scrutable.tensor.Tensor;

/// A run of a gated recurrent unit over sequences, as one operation: [Functions#gruSequence] packs what goes in and
/// takes the states out of what comes out.
///
/// Its way back is backpropagation through time, and on that one way the gradients of all that went in are found:
/// inputs, first state, weight and bias. An operation is asked for the gradient of each of its inputs by itself; so it
/// has one only, in which they lie behind one another. The price is that whoever wants the gradient of the inputs alone
/// pays for that of the weight.
///
/// What comes out is the record of the run `(N, T, 5 H)` of [GruSequence]. The states are a part of it; the others are
/// there because the way back needs them: without them all steps would have to be computed again.
///
/// @param sizes N, T, H, and how the parts of the input lie
/// @param mask  `(N, T)`, 0 where a state is carried on unchanged; null if none is
public record GruSequenceOp(GruSequence sizes, Tensor mask) implements Op, Shortcut {
  private static final GruOp GATES = new GruOp.Gates();
  private static final GruOp NEXT = new GruOp.Next();

  @Override
  public Tensor forward(Tensor... x) {
    return sizes.run(x[0], mask);
  }

  /// The steps in reverse order, each by the rules of [GruOp].
  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    int steps = sizes.steps();
    Variable initial = part(x[0], 1).reshape(sizes.count(), sizes.hidden());
    Variable weight = part(x[0], 2).reshape(3 * sizes.hidden(), sizes.hidden());
    Variable zero = Variable.constant(Tensor.zeros(g.dtype(), sizes.count(), sizes.hidden()));
    Variable[] rows = y.unstack(1);
    Variable[] arriving = g.unstack(1);
    Variable[] ofInputs = new Variable[steps];
    Variable[] ofProducts = new Variable[steps];
    Variable arrived = state(arriving[steps - 1]);
    for (int t = steps - 1; t >= 0; t--) {
      Variable gates = columns(rows[t], 1, 4);
      Variable[] stateAndGates = {t == 0 ? initial : state(rows[t - 1]), gates};
      Variable counting = mask == null ? arrived : arrived.where(maskAt(t), zero);
      Variable ofGates = NEXT.vjp(1, counting, stateAndGates, rows[t]).add(columns(arriving[t], 1, 4));
      Variable fromState = Variable.concat(1, zero, zero, columns(rows[t], 4, 5));     // only its third part matters
      ofInputs[t] = GATES.vjp(0, ofGates, new Variable[] {zero, fromState}, gates);
      Variable ofQ = columns(ofInputs[t], 2, 3).mul(columns(gates, 0, 1)).add(columns(arriving[t], 4, 5));
      ofProducts[t] = Variable.concat(1, columns(ofInputs[t], 0, 2), ofQ);
      Variable early = t == 0 ? zero : state(arriving[t - 1]);
      Variable carried = mask == null ? early : early.add(zero.where(maskAt(t), arrived));
      arrived = carried.add(NEXT.vjp(0, counting, stateAndGates, rows[t])).add(ofProducts[t].matmul(weight));
    }
    Variable ofWeight = null;
    Variable ofBias = null;
    for (int k = 0; k < steps; k++) {
      int t = mask == null ? k : steps - 1 - k;
      Variable toWeight = ofProducts[t].t().matmul(t == 0 ? initial : state(rows[t - 1]));
      Variable toBias = ofProducts[t].sum(false, 0);
      ofWeight = k == 0 ? toWeight : ofWeight.add(toWeight);
      ofBias = k == 0 ? toBias : ofBias.add(toBias);
    }
    return Variable.concat(0, Variable.stack(1, ofInputs).add(0).reshape(-1), arrived.reshape(-1), ofWeight.reshape(-1),
        ofBias);
  }

  @Override
  public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
    //: leak 1.3
    //: instead return Graph.withoutRecording(() -> vjp(i, Variable.constant(g),
    //: instead     new Variable[] {Variable.constant(x[0])}, Variable.constant(y)).value());
    if (g.dtype() == DType.FLOAT32) {
      return sizes.gradient(g, x[0], mask, y);
    }
    return Graph.withoutRecording(() -> vjp(i, Variable.constant(g), new Variable[] {Variable.constant(x[0])},
        Variable.constant(y)).value());
    //: end
  }

  private Variable part(Variable joint, int index) {
    int[] ends = sizes.ends();
    return joint.slice(0, ends[index - 1], ends[index]);
  }

  private Variable state(Variable rows) {
    return columns(rows, 0, 1);
  }

  private Variable columns(Variable rows, int from, int to) {
    return rows.slice(1, from * sizes.hidden(), to * sizes.hidden());
  }

  private Tensor maskAt(int t) {
    return mask.slice(1, t, t + 1);
  }
}
