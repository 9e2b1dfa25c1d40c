/// Attacks on networks that read one sequence and write another: a source in which a few words are replaced, so that
/// a certain word stands in the translation, or into which a word is put, so that the translation is of something else.
///
/// What is attacked is a [SequenceVictim]; what is wanted, a [SequenceGoal]; what may be changed, a [SequenceProblem].
/// [Seq2Sick] moves word vectors by proximal gradient steps, [WordSwaps] exchanges words by first order, and
/// [RandomWords] is the control. What they find is judged by [SequenceResult], which translates afresh.
///
/// An [InsertionSearch] puts tokens into a sentence, so that the translation has nothing to do with it any more; what
/// that means says a [Detachment], and whether it is so, an [InsertionResult], which translates afresh as well.
package scrutable.attacks.sequence;
