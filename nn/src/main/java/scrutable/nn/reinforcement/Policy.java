package scrutable.nn.reinforcement;

import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// A player: what to do in each game, by what it sees of it.
@FunctionalInterface
public interface Policy {
  /// One action for each frame.
  ///
  /// @param frames `(N, ...)`
  int[] act(Tensor frames);

  /// The player that does what a network values most, and explores nothing.
  ///
  /// @param network frames `(N, ...)` to values or logits `(N, K)`; asked in evaluation mode
  static Policy greedy(Module network) {
    return frames -> Actions.greedy(
        network.evaluating(() -> Graph.withoutRecording(() -> network.forward(frames).value())));
  }
}
