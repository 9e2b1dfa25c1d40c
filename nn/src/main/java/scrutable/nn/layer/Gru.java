package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A gated recurrent unit: reads a sequence step by step and decides at each step how much of its state to
/// keep.
///
/// With `i = W_ih x_t + b_ih` and `s = W_hh h + b_hh`, each cut into three parts of size H:
///
/// ```
/// r  = sigmoid(i_r + s_r)           reset: how much of the old state the proposal may see
/// z  = sigmoid(i_z + s_z)           update: how much of the old state to keep
/// n  = tanh(i_n + r s_n)            new: the proposal
/// h' = (1 - z) n + z h
/// ```
///
/// Sequences `(N, T, D)` become `(N, T, H)`, the states after each step.
///
/// Parameters, with the gates stacked in the order r, z, n: `weight_ih_l0 (3 H, D)`, `weight_hh_l0 (3 H, H)`,
/// `bias_ih_l0 (3 H,)`, `bias_hh_l0 (3 H,)`, all drawn from U(-1/sqrt(H), 1/sqrt(H)) as in PyTorch. Cho et
/// al. 2014, "Learning phrase representations", section 2.3; as in PyTorch, z is what is kept and r acts
/// after the product with W_hh, not before.
public final class Gru implements Module {
  private final Parameter inputWeight;
  private final Parameter stateWeight;
  private final Parameter inputBias;
  private final Parameter stateBias;

  /// @param in D, the features of a step
  /// @param hidden H, the size of the state
  public Gru(int in, int hidden, Rng rng) {
    Check.atLeastOne("Gru", "the number of features", in);
    Check.atLeastOne("Gru", "the size of the state", hidden);
    this.inputWeight = Initialization.uniform(hidden, rng, 3 * hidden, in);
    this.stateWeight = Initialization.uniform(hidden, rng, 3 * hidden, hidden);
    this.inputBias = Initialization.uniform(hidden, rng, 3 * hidden);
    this.stateBias = Initialization.uniform(hidden, rng, 3 * hidden);
  }

  private Gru(Tensor inputWeight, Tensor stateWeight, Tensor inputBias, Tensor stateBias) {
    this.inputWeight = new Parameter(inputWeight);
    this.stateWeight = new Parameter(stateWeight);
    this.inputBias = new Parameter(inputBias);
    this.stateBias = new Parameter(stateBias);
  }

  /// A layer with given numbers: `(3 H, D)`, `(3 H, H)`, `(3 H,)` and `(3 H,)`.
  public static Gru of(Tensor inputWeight, Tensor stateWeight, Tensor inputBias, Tensor stateBias) {
    int gates = stateWeight.rank() == 2 ? 3 * stateWeight.size(1) : -1;
    int[] biases = {gates};
    if (inputWeight.rank() != 2 || inputWeight.size(0) != gates || stateWeight.size(0) != gates
        || !Arrays.equals(inputBias.shape(), biases) || !Arrays.equals(stateBias.shape(), biases)) {
      throw new IllegalArgumentException("Gru: the parameters should be (3 H, D), (3 H, H), (3 H,) and"
          + " (3 H,), not " + Shape.text(inputWeight.shape()) + ", " + Shape.text(stateWeight.shape()) + ", "
          + Shape.text(inputBias.shape()) + " and " + Shape.text(stateBias.shape()));
    }
    return new Gru(inputWeight, stateWeight, inputBias, stateBias);
  }

  /// What a run over a sequence gives.
  ///
  /// @param outputs the states after each step, `(N, T, H)`
  /// @param last the state after the last step, `(N, H)`
  public record Run(Variable outputs, Variable last) {}

  /// The states after each step, from the state zero: `(N, T, D)` to `(N, T, H)`.
  @Override
  public Variable forward(Variable x) {
    requireSequence(x);
    return run(x, Variable.constant(Tensor.zeros(x.dtype(), x.size(0), hidden()))).outputs();
  }

  /// Runs over sequences `(N, T, D)` from an initial state `(N, H)`.
  public Run run(Variable x, Variable initial) {
    requireSequence(x);
    if (!Arrays.equals(initial.shape(), new int[] {x.size(0), hidden()})) {
      throw new IllegalArgumentException("Gru: the initial state should be (N, H) = (" + x.size(0) + ", "
          + hidden() + "), not " + Shape.text(initial.shape()));
    }
    int steps = x.size(1);
    Variable fromInput = x.reshape(x.size(0) * steps, x.size(2)).matmul(inputWeight.t()).add(inputBias)
        .reshape(x.size(0), steps, 3 * hidden());
    Variable[] states = new Variable[steps];
    Variable state = initial;
    for (int t = 0; t < steps; t++) {
      state = step(fromInput.select(1, t), state);
      states[t] = state;
    }
    return new Run(Variable.stack(1, states), state);
  }

  /// One step: `i (N, 3 H)` from the input and the state `(N, H)` make the next state.
  private Variable step(Variable i, Variable state) {
    Variable s = state.matmul(stateWeight.t()).add(stateBias);
    Variable reset = gate(i, 0).add(gate(s, 0)).sigmoid();
    Variable update = gate(i, 1).add(gate(s, 1)).sigmoid();
    Variable proposal = gate(i, 2).add(reset.mul(gate(s, 2))).tanh();
    return proposal.add(update.mul(state.sub(proposal)));
  }

  private Variable gate(Variable stacked, int index) {
    return stacked.slice(1, index * hidden(), (index + 1) * hidden());
  }

  private int hidden() {
    return stateWeight.size(1);
  }

  private void requireSequence(Variable x) {
    if (x.rank() != 3 || x.size(2) != inputWeight.size(1) || x.size(1) == 0) {
      throw new IllegalArgumentException("Gru: the input should be (N, T, " + inputWeight.size(1)
          + ") with at least one step, not " + Shape.text(x.shape()));
    }
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight_ih_l0", inputWeight).parameter("weight_hh_l0", stateWeight)
        .parameter("bias_ih_l0", inputBias).parameter("bias_hh_l0", stateBias);
  }
}
