package scrutable.nn.reinforcement;

import java.util.List;
import scrutable.autograd.Graph;
import scrutable.autograd.Parameter;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// A copy of a network that lags behind: values to learn from that do not move with every step.
///
/// A network that learns from its own latest opinion chases its own tail. So targets come from a second network of the
/// same shape, which takes over the numbers of the first every so many updates (Mnih et al. 2015, "Training algorithm
/// for deep Q-networks").
public final class TargetNetwork {
  private final Module online;
  private final Module copy;
  private final int every;
  private int updates;

  /// Makes `copy` a copy of `online`, now and after every `every` updates.
  ///
  /// @param copy a network of the same shape with parameters of its own; its numbers are overwritten
  /// @throws IllegalArgumentException if both share a parameter, or have different ones, or `every` is below 1
  public TargetNetwork(Module online, Module copy, int every) {
    List<Parameter> shared = online.parameters();
    shared.retainAll(copy.parameters());
    if (online == copy || !shared.isEmpty()) {
      throw new IllegalArgumentException("TargetNetwork: online and target network are the same or share parameters;"
          + " then the target moves with every step");
    }
    if (every < 1) {
      throw new IllegalArgumentException("TargetNetwork: the copy is renewed after 1 update or more, not " + every);
    }
    this.online = online;
    this.copy = copy;
    this.every = every;
    copy.load(online.state());
  }

  /// Counts an update of the online network, and renews the copy if it is time.
  public void afterUpdate() {
    updates++;
    if (updates % every == 0) {
      copy.load(online.state());
    }
  }

  /// The copy's values of frames `(N, ...)`: `(N, K)`, in evaluation mode, without a graph.
  public Tensor values(Tensor frames) {
    return copy.evaluating(() -> Graph.withoutRecording(() -> copy.forward(frames).value()));
  }
}
