package scrutable.nn.sequence;

import scrutable.tensor.Tensor;

/// A model that writes sequences from left to right: from what it remembers and the last token, how likely each next
/// token is.
///
/// It works on several sequences at once, one a row. A recurrent decoder keeps its hidden state; a transformer may keep
/// all tokens so far. The state is never changed, each step makes a new one, so that several continuations can start
/// from the same.
///
/// @param <S> what the model remembers of all rows
public interface NextToken<S> {
  /// The next step.
  ///
  /// @param last the last token of each row, `int32 (N,)`; [Vocabulary#BOS] in the first step
  Step<S> step(S state, Tensor last);

  /// The state of some of the rows, in the given order; a row may be wanted several times, or not at all.
  ///
  /// @param rows `int32 (M,)`, numbers of rows
  S select(S state, Tensor rows);

  /// What a step gives.
  ///
  /// @param state            after the last token
  /// @param logProbabilities of the next token, `(N, V)`
  record Step<S>(S state, Tensor logProbabilities) {}
}
