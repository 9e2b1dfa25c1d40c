package scrutable.attacks.sequence;

import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Moves the vectors of words until the translation is at its goal, and few of them, and not far from other words.
///
/// ```
/// min over d of  hinge(x + d) + l1 sum_i |d_i| + l2 sum_i min_w |x_i + d_i - w|
///
/// d <- prox of rate l1 (d - rate gradient of the hinge and of the l2 part)
/// ```
///
/// The vectors are no words. Every few steps the nearest words are taken, and those are what is tried.
///
/// Source: Cheng, Yi, Zhang, Chen and Hsieh 2018, "Seq2Sick", section 3, algorithm 1.
///
/// @param steps     how many
/// @param rate      the size of a step
/// @param sparsity  l1, what a word that moves costs
/// @param closeness l2, what it costs to be far from every word
/// @param margin    by how much the hinge wants to win, in logits
/// @param snapEvery after how many steps words are tried
public record Seq2Sick(int steps, double rate, double sparsity, double closeness, double margin, int snapEvery)
    implements SequenceSearch {
  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if one of them is out of its range
  public Seq2Sick {
    if (steps < 1 || snapEvery < 1 || !(rate > 0) || !(sparsity >= 0) || !(closeness >= 0) || !(margin >= 0)) {
      throw new IllegalArgumentException("Seq2Sick: steps, rate and snapEvery should be positive, sparsity, closeness"
          + " and margin not negative");
    }
  }

  /// The same without the wish to be near a word.
  public Seq2Sick withoutCloseness() {
    return new Seq2Sick(steps, rate, sparsity, 0, margin, snapEvery);
  }

  /// What became of one sentence.
  ///
  /// @param attempt        the words, the first that were at the goal
  /// @param vectorsReached whether vectors were at the goal at any step, with no more of them moved than words may be
  ///     changed
  /// @param wordsThen      whether the nearest words were so as well, when vectors were for the first time
  public record Moved(Attempt attempt, boolean vectorsReached, boolean wordsThen) {}

  @Override
  public List<Attempt> search(SequenceVictim victim, List<SequenceProblem> problems, Rng rng) {
    return move(victim, problems).stream().map(Moved::attempt).toList();
  }

  //: code prox-steps
  /// Moves the vectors of all sentences; nothing is drawn.
  public List<Moved> move(SequenceVictim victim, List<SequenceProblem> problems) {
    MovingSentences sentences = new MovingSentences(victim, problems);
    Tensor moves = Tensor.zeros(sentences.vectors().shape());
    for (int step = 1; step <= steps; step++) {
      Variable d = Variable.tracked(moves);
      Variable moved = Variable.constant(sentences.vectors()).add(d);
      Variable hinges = sentences.read(moved, moves, margin);
      Variable far = moved.sub(Variable.constant(sentences.nearestVectors(moves))).norm(false, 2).sum();
      Tensor gradient = Gradients.of(hinges.add(far.mul(closeness)), d).get(d);
      moves = GroupLasso.prox(moves.sub(gradient.mul(rate)), rate * sparsity);
      if (step % snapEvery == 0 || step == steps) {
        sentences.tryWords(moves);
      }
    }
    return sentences.found();
  }
  //: end
}
