/// Attacks on networks that read one sequence and write another.
///
/// An [InsertionSearch] puts tokens into a sentence, so that the translation has nothing to do with it any more; what
/// that means says a [Detachment], and whether it is so, an [InsertionResult], which translates afresh.
package scrutable.attacks.sequence;
