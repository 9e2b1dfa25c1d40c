/// Learning to act from rewards: games, and the pieces of two algorithms that learn to play them.
///
/// Games: [VectorEnvironment] is what an algorithm sees of many games at once, [Catch] and [CartPole] are two of them,
/// and [Games] plays them to the end. Learning from values: [Replay], [EpsilonSchedule], [TargetNetwork] and [DoubleQ],
/// put together in [DoubleQAgent]. Learning from whole games: [Returns] and [PolicyGradient], put together in
/// [Reinforce].
package scrutable.nn.reinforcement;
