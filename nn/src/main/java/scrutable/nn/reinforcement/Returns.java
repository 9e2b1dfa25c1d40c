package scrutable.nn.reinforcement;

/// What a move was worth in the end: the rewards from there to the end of the game.
public final class Returns {
  private Returns() {}

  /// The discounted return of each move, `G_t = r_t + gamma r_(t+1) + gamma^2 r_(t+2) + ...` up to the end of its game.
  ///
  /// Summed from the last move backwards, `G_t = r_t + gamma G_(t+1)`, and the sum starts anew where a game ended. A
  /// game that the table does not show to its end lacks the rest of its rewards.
  ///
  /// @param rewards `[t][game]`
  /// @param ended `[t][game]`, whether the game ended with that move
  /// @param gamma the discount, in [0, 1]
  /// @return `[t][game]`
  /// @throws IllegalArgumentException if the tables differ in size, or gamma does not lie in [0, 1]
  public static double[][] discounted(double[][] rewards, boolean[][] ended, double gamma) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("Returns: gamma must lie in [0, 1], but is " + gamma);
    }
    requireSameSize(rewards, ended);
    double[][] returns = new double[rewards.length][];
    for (int t = rewards.length - 1; t >= 0; t--) {
      returns[t] = rewards[t].clone();
      for (int i = 0; i < returns[t].length; i++) {
        boolean goesOn = t + 1 < rewards.length && !ended[t][i];
        returns[t][i] += goesOn ? gamma * returns[t + 1][i] : 0;
      }
    }
    return returns;
  }

  /// By how much each return beats the mean of the *other* games at the same time.
  ///
  /// Subtracting a number that does not depend on the own move leaves the gradient of [PolicyGradient] right on
  /// average, and makes it steadier. The mean of all games would depend on the own move, a little; that of the others
  /// does not. Where no other game is still played, nothing is subtracted.
  ///
  /// @param returns `[t][game]`
  /// @param played `[t][game]`, whether the move belongs to a game that counts; elsewhere the result is 0
  public static double[][] aboveOthers(double[][] returns, boolean[][] played) {
    requireSameSize(returns, played);
    double[][] advantages = new double[returns.length][];
    for (int t = 0; t < returns.length; t++) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < returns[t].length; i++) {
        sum += played[t][i] ? returns[t][i] : 0;
        count += played[t][i] ? 1 : 0;
      }
      advantages[t] = new double[returns[t].length];
      for (int i = 0; i < returns[t].length; i++) {
        double others = count > 1 ? (sum - returns[t][i]) / (count - 1) : 0;
        advantages[t][i] = played[t][i] ? returns[t][i] - others : 0;
      }
    }
    return advantages;
  }

  private static void requireSameSize(double[][] numbers, boolean[][] flags) {
    boolean same = numbers.length == flags.length;
    for (int t = 0; same && t < numbers.length; t++) {
      same = numbers[t].length == flags[t].length && numbers[t].length == numbers[0].length;
    }
    if (!same) {
      throw new IllegalArgumentException("Returns: both tables must be [t][game], with as many games in each row");
    }
  }
}
