package scrutable.nn.reinforcement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.reinforcement.CartPole.State;
import scrutable.tensor.Rng;

class CartPoleTest {
  /// Computed in Python from Lagrange's equations, by solving
  /// `[[M + m, m l cos a], [m l cos a, 4/3 m l^2]] (x'', a'') = (F + m l a'^2 sin a, m g l sin a)` in each step.
  @Test
  void aTrajectoryIsThatOfLagrangesEquations() {
    State state = new State(0.01, -0.02, 0.03, 0.04);
    for (int push : new int[] {10, 10, -10, 10, -10, -10, 10, -10, 10, 10, 10, 10}) {
      state = state.after(push);
    }
    assertEquals(0.059542720684784514, state.x(), 1e-14);
    assertEquals(0.7594952555801384, state.speed(), 1e-13);
    assertEquals(-0.03593793680105639, state.angle(), 1e-14);
    assertEquals(-1.109217758914029, state.turning(), 1e-13);
    State first = new State(0.01, -0.02, 0.03, 0.04).after(10);
    assertEquals(0.17467919574755522, first.speed(), 1e-15);
    assertEquals(-0.24306871796000815, first.turning(), 1e-15);
  }

  /// Without a push, energy `(M + m) v^2 / 2 + m l v w cos a + 2/3 m l^2 w^2 + m g l cos a` changes only by what the
  /// Euler step gets wrong, which is small where the step is (here: once, from a slow state).
  @Test
  void aStepWithoutPushKeepsTheEnergy() {
    State before = new State(0, 0.1, 0.5, 0.1);
    assertEquals(energy(before), energy(before.after(0)), 2e-3);
    assertTrue(Math.abs(energy(before) - energy(before.after(10))) > 1e-2);
  }

  private static double energy(State s) {
    return 1.1 * s.speed() * s.speed() / 2 + 0.05 * s.speed() * s.turning() * Math.cos(s.angle())
        + 2.0 / 3 * 0.1 * 0.25 * s.turning() * s.turning() + 0.05 * 9.8 * Math.cos(s.angle());
  }

  @Test
  void mirroredStatesAndPushesGiveMirroredStates() {
    State state = new State(0.3, -0.2, 0.1, 0.7).after(10);
    State mirrored = new State(-0.3, 0.2, -0.1, -0.7).after(-10);
    assertEquals(new State(-state.x(), -state.speed(), -state.angle(), -state.turning()), mirrored);
  }

  @Test
  void aGameIsLostBeyondTheTrackOrTwelveDegrees() {
    assertFalse(new State(2.4, 9, Math.toRadians(11.99), 9).isLost());
    assertTrue(new State(-2.401, 0, 0, 0).isLost());
    assertTrue(new State(0, 0, Math.toRadians(-12.01), 0).isLost());
    assertTrue(new State(Double.NaN, 0, 0, 0).isLost());
  }

  @Test
  void whoeverAlwaysPushesTheSameWayLosesAfterAboutTenMoves() {
    double[] returns = Games.play(new CartPole(50, 500, Rng.seed(1)), frames -> new int[50]);
    for (double moves : returns) {
      assertTrue(moves >= 8 && moves <= 11, "moves " + moves);
    }
  }

  /// A push towards the side to which the pole falls, angle and speed weighed, keeps it up for ever.
  @Test
  void aGameThatGoesOnIsCutAndNotTerminal() {
    CartPole games = new CartPole(3, 60, Rng.seed(2));
    for (int t = 0; t < 60; t++) {
      int[] actions = new int[3];
      for (int i = 0; i < 3; i++) {
        State s = games.state(i);
        actions[i] = s.angle() + 0.3 * s.turning() + 0.05 * s.x() + 0.1 * s.speed() > 0 ? 1 : 0;
      }
      VectorEnvironment.Step step = games.step(actions);
      assertArrayEquals(new boolean[3], step.terminal());
      assertArrayEquals(new boolean[] {t == 59, t == 59, t == 59}, step.cut());
      assertArrayEquals(new double[] {1, 1, 1}, step.rewards());
    }
    for (int i = 0; i < 3; i++) {
      assertTrue(Math.abs(games.state(i).speed()) <= 0.05, "a new game has begun");
    }
  }

  @Test
  void framesAreTheStatesAndStartsAreSmall() {
    CartPole games = new CartPole(100, 500, Rng.seed(3));
    assertArrayEquals(new int[] {100, 4}, games.frames().shape());
    assertTrue(games.frames().abs().max().item() <= 0.05f);
    assertEquals((float) games.state(7).angle(), (float) games.frames().get(7, 2));
    assertThrows(IllegalArgumentException.class, () -> new CartPole(0, 500, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> games.step(1, 0));
  }
}
