package scrutable.attacks.audio;

import java.util.List;
import scrutable.tensor.Tensor;

/// A victim that writes down what it hears, and says nothing else.
@FunctionalInterface
public interface Transcriber {
  /// The labels heard in each of the sounds `(N, T)`.
  List<int[]> transcripts(Tensor sounds);
}
