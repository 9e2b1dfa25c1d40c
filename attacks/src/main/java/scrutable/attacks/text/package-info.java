/// Attacks on who reads text: other letters, other words.
///
/// [scrutable.attacks.text.SpellingNoise] misspells single words: [scrutable.attacks.text.LetterNoise] by a rule,
/// [scrutable.attacks.text.ListedNoise] as people do, [scrutable.attacks.text.MixedNoise] now one way, now another.
/// What became of a text, and how much of it was changed, is a [scrutable.attacks.text.NoisyText].
package scrutable.attacks.text;
