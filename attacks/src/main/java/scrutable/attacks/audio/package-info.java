/// Attacks on a network that listens: a sound changed so little that it sounds the same, and a transcript of the
/// attacker's choice.
///
/// [SpeechVictim] is the network, [CtcAttack] the attack of Carlini and Wagner, [RandomSigns] the control. What came of
/// it is an [AudioAttackResult], and only a judge that reads the written WAV files makes one; [Decibels] says how loud
/// a change is.
package scrutable.attacks.audio;
