package scrutable.nn.reinforcement;

/// Plays games to their end.
public final class Games {
  private Games() {}

  /// Plays each game once and gives the sum of its rewards; what follows in a game's place is not counted.
  ///
  /// @param games at the beginning
  /// @return one return for each game
  public static double[] play(VectorEnvironment games, Policy policy) {
    double[] returns = new double[games.games()];
    boolean[] over = new boolean[returns.length];
    int running = returns.length;
    while (running > 0) {
      VectorEnvironment.Step step = games.step(policy.act(games.frames()));
      double[] rewards = step.rewards();
      for (int i = 0; i < returns.length; i++) {
        if (!over[i]) {
          returns[i] += rewards[i];
          over[i] = step.ended(i);
          running -= over[i] ? 1 : 0;
        }
      }
    }
    return returns;
  }
}
