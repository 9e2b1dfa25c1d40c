/// Attacks on readers: a text in which a few words are replaced by others, or misspelled.
///
/// An attack has four parts, and each can be exchanged: what is wanted (a [TextGoal]), what may come out (a
/// [TextConstraint]), what a word may become (a [TextTransformation]), and how to look for it (a [TextSearch]). A
/// [TextAttack] puts them together. [GeneticSearch] asks for scores only, [HotFlipSearch] follows the gradient, and
/// [RandomReplacements] is the control. What came of it is a [TextAttackResult], and only a judge that looks afresh
/// makes one.
///
/// The four parts are those of Morris et al. 2020, "TextAttack: a framework for adversarial attacks, data augmentation,
/// and adversarial training in NLP".
///
/// [scrutable.attacks.text.SpellingNoise] misspells single words: [scrutable.attacks.text.LetterNoise] by a rule,
/// [scrutable.attacks.text.ListedNoise] as people do, [scrutable.attacks.text.MixedNoise] now one way, now another.
/// What became of a text, and how much of it was changed, is a [scrutable.attacks.text.NoisyText].
package scrutable.attacks.text;
