/// Attacks on players: what the player sees of the game is changed a little, frame by frame.
///
/// [FrameAttack] is an attack as the game sees it: a frame in, a frame out. [ObservationGradientSign] is that of Huang
/// et al., [ObservationBudget] says how much it may do, [ForeignPattern] is a control. What it costs the player is a
/// [PolicyAttackResult], and only a judge that plays the games makes one.
package scrutable.attacks.policy;
