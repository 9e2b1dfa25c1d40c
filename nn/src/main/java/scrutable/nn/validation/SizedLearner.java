package scrutable.nn.validation;

import scrutable.nn.data.Dataset;

/// Makes a hypothesis of a given complexity from examples.
@FunctionalInterface
public interface SizedLearner {
  /// Learns.
  ///
  /// @param size how complex the hypothesis may be, such as the number of questions in a tree; at least 1
  Hypothesis learn(int size, Dataset examples);
}
