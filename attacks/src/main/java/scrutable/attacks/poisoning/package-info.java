/// Breaking a model before it exists: attacks on the data it will learn from.
///
/// A [Poison] makes clean training data into [Poisoned] data, towards a [PoisonGoal] and within a [Budget]. It
/// never touches a model: what it achieved is said by [Retrained], which trains a victim from scratch on the
/// data by a [Recipe] and looks. A poison that only fools the model it was made with has done nothing.
package scrutable.attacks.poisoning;
