package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Functions;
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
  /// @param outputs the states after each step, `(N, T, H)`; 0 behind the end of a sequence
  /// @param last the state after the last step of each sequence, `(N, H)`
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
    requireState(initial, x.size(0));
    Variable states = states(x, initial, null);
    return new Run(states, states.select(1, x.size(1) - 1));
  }

  /// Runs over padded sequences: behind the end of a sequence its state is carried on unchanged, and its outputs are 0.
  /// Each sequence gives what it would give alone; what stands in the padding changes nothing.
  ///
  /// @param lengths how many steps of each sequence count
  public Run run(Variable x, Variable initial, int[] lengths) {
    requireSequence(x);
    if (lengths.length != x.size(0)) {
      throw new IllegalArgumentException("Gru: " + x.size(0) + " sequences need as many lengths, not "
          + lengths.length);
    }
    return run(x, initial, SequenceMask.of(lengths, x.size(1), x.dtype()));
  }

  /// The same with a mask `(N, T)`: where it is 0, wherever that is, the state is carried on.
  Run run(Variable x, Variable initial, Tensor mask) {
    requireState(initial, x.size(0));
    Variable zero = Variable.constant(Tensor.full(0, x.dtype()));
    Variable states = states(x.where(mask.unsqueeze(2), zero), initial, mask);
    return new Run(states.where(mask.unsqueeze(2), zero), states.select(1, x.size(1) - 1));
  }

  /// One step: the input `(N, D)` and the state `(N, H)` make the next state `(N, H)`.
  public Variable step(Variable x, Variable state) {
    if (x.rank() != 2 || x.size(1) != inputWeight.size(1)) {
      throw new IllegalArgumentException("Gru: the input of a step should be (N, " + inputWeight.size(1) + "), not "
          + Shape.text(x.shape()));
    }
    requireState(state, x.size(0));
    Variable fromState = state.matmul(stateWeight.t()).add(stateBias);
    return Functions.gruStep(x.matmul(inputWeight.t()).add(inputBias), fromState, state);
  }

  /// The states after each step, `(N, T, H)`, carried on where the mask is 0.
  private Variable states(Variable x, Variable initial, Tensor mask) {
    Variable fromInputs = x.reshape(x.size(0) * x.size(1), x.size(2)).matmul(inputWeight.t()).add(inputBias)
        .reshape(x.size(0), x.size(1), 3 * hidden());
    return Functions.gruSequence(fromInputs, initial, stateWeight, stateBias, mask);
  }

  /// H, the size of the state.
  public int hidden() {
    return stateWeight.size(1);
  }

  private void requireState(Variable state, int count) {
    if (!Arrays.equals(state.shape(), new int[] {count, hidden()})) {
      throw new IllegalArgumentException("Gru: the initial state should be (N, H) = (" + count + ", "
          + hidden() + "), not " + Shape.text(state.shape()));
    }
  }

  private void requireSequence(Variable x) {
    if (x.rank() != 3 || x.size(2) != inputWeight.size(1) || x.size(1) == 0) {
      throw new IllegalArgumentException("Gru: the input should be (N, T, " + inputWeight.size(1)
          + ") with at least one step, not " + Shape.text(x.shape()));
    }
  }

  @Override
  public void describe(Parts parts) {
    describe(parts, "");
  }

  @Override
  public String toString() {
    return outline();
  }

  /// Names the parameters, each with an ending.
  void describe(Parts parts, String ending) {
    parts.parameter("weight_ih_l0" + ending, inputWeight).parameter("weight_hh_l0" + ending, stateWeight)
        .parameter("bias_ih_l0" + ending, inputBias).parameter("bias_hh_l0" + ending, stateBias);
  }
}
