/// Attacks on segmentation: a network that answers for every pixel, and a picture changed a little.
///
/// [Segmenter] is a network as a victim, [DenseAttack] an attack; [DenseGradientSign] and [DenseIterativeGradientSign]
/// are those of Arnab et al., each with an [Aim], and [DenseNoise] is the control. What came of it is a
/// [DenseAttackResult], and only a judge that looks afresh makes one.
package scrutable.attacks.dense;
