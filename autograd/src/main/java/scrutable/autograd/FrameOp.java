package scrutable.autograd;

import scrutable.tensor.Tensor;
import scrutable.tensor.signal.Frames;

/// Signals cut into frames that may overlap, and frames laid back where they came from; see [Frames].
///
/// Both are linear and each is the transpose of the other, so each is the other's gradient: a sample that stands in
/// three frames gets the sum of three gradients.
public sealed interface FrameOp extends Op {

  /// Signals `(N, T)` to frames `(N, F, length)`.
  record Cut(Frames frames) implements FrameOp {
    @Override
    public Tensor forward(Tensor... x) {
      return frames.of(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new OverlapAdd(frames, x[0].size(1)), g);
    }
  }

  /// Frames `(N, F, length)` to signals `(N, samples)`, added up where they overlap.
  ///
  /// @param samples how long the signals are
  record OverlapAdd(Frames frames, int samples) implements FrameOp {
    @Override
    public Tensor forward(Tensor... x) {
      return frames.overlapAdd(x[0], samples);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new Cut(frames), g);
    }
  }
}
