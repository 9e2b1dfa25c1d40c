/// Breaking it: adversarial examples and their honest evaluation.
///
/// A threat model is a value: a [Ball] says how far an input may be moved, a [Goal] what the attacker wants,
/// and the type of the victim ([DecisionAccess], [ScoreAccess], [WhiteBox]) what he sees. An attack is a
/// [FixedBudgetAttack] or a [MinimalNormAttack]; what it achieved is an [AttackResult], which only a fresh
/// look at the returned images can make.
///
/// By what is known: `evasion` (gradients), `blackbox` (scores or decisions). By what is touched: `physical` (what a
/// camera sees), `poisoning` (what is learned from), `policy` (what a player sees), `dense` (a label for every pixel),
/// `text` (letters and words), `audio` (what is heard).
/// Against it: `defence`. How much to believe: `evaluation`.
package scrutable.attacks;
