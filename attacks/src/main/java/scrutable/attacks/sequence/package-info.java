/// Attacks on networks that read one sequence and write another: a source in which a few words are replaced, so that
/// a certain word stands in the translation.
///
/// What is attacked is a [SequenceVictim]; what is wanted, a [SequenceGoal]; what may be changed, a [SequenceProblem].
/// [Seq2Sick] moves word vectors by proximal gradient steps, [WordSwaps] exchanges words by first order, and
/// [RandomWords] is the control. What they find is judged by [SequenceResult], which translates afresh.
package scrutable.attacks.sequence;
