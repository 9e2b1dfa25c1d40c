package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A memory of the latest moves, a ring: when it is full, a new move takes the place of the oldest.
///
/// Moves of one game follow each other and look alike; a batch drawn from the memory mixes many games, as stochastic
/// gradient descent wants it (Lin 1992; Mnih et al., "Human-level control through deep reinforcement learning", 2015).
public final class Replay {
  private final int[] frameShape;
  private final float[][] before;
  private final float[][] after;
  private final int[] actions;
  private final double[] rewards;
  private final boolean[] terminal;
  private long added;

  /// @param capacity how many moves are kept
  /// @param frameShape of one frame, such as `1, 16, 16`
  /// @throws IllegalArgumentException if nothing could be kept
  public Replay(int capacity, int... frameShape) {
    if (capacity < 1 || frameShape.length < 1) {
      throw new IllegalArgumentException("Replay: the capacity must be at least 1 and a frame needs an axis, but they"
          + " are " + capacity + " and " + Shape.text(frameShape));
    }
    this.frameShape = frameShape.clone();
    this.before = new float[capacity][];
    this.after = new float[capacity][];
    this.actions = new int[capacity];
    this.rewards = new double[capacity];
    this.terminal = new boolean[capacity];
  }

  /// How many moves are remembered.
  public int size() {
    return (int) Math.min(added, before.length);
  }

  /// Remembers moves, in their order.
  ///
  /// @throws IllegalArgumentException if their frames have another shape
  public void add(Transitions moves) {
    int[] shape = moves.frames().shape();
    if (!Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), frameShape)) {
      throw new IllegalArgumentException("Replay: frames should be (N, ...) of " + Shape.text(frameShape) + ", not "
          + Shape.text(shape));
    }
    float[] frames = moves.frames().toFloatArray();
    float[] reached = moves.reached().toFloatArray();
    int length = Shape.elementCount(frameShape);
    for (int i = 0; i < moves.count(); i++) {
      int place = (int) (added++ % before.length);
      before[place] = Arrays.copyOfRange(frames, i * length, (i + 1) * length);
      after[place] = Arrays.copyOfRange(reached, i * length, (i + 1) * length);
      actions[place] = moves.actions()[i];
      rewards[place] = moves.rewards()[i];
      terminal[place] = moves.terminal()[i];
    }
  }

  /// Moves drawn at random, each with equal chance every time: one may come twice.
  ///
  /// @throws IllegalArgumentException if nothing is remembered, or `count` is not positive
  public Transitions draw(int count, Rng rng) {
    if (added == 0 || count < 1) {
      throw new IllegalArgumentException("Replay: cannot draw " + count + " of " + size() + " moves");
    }
    int[] places = new int[count];
    Arrays.setAll(places, i -> rng.nextInt(size()));
    return at(places);
  }

  /// The moves at some places of the ring; place 0 was filled first.
  Transitions at(int... places) {
    int[] done = new int[places.length];
    double[] earned = new double[places.length];
    boolean[] over = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      done[i] = actions[places[i]];
      earned[i] = rewards[places[i]];
      over[i] = terminal[places[i]];
    }
    return new Transitions(frames(before, places), done, earned, frames(after, places), over);
  }

  private Tensor frames(float[][] ring, int[] places) {
    int length = Shape.elementCount(frameShape);
    float[] pixels = new float[places.length * length];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(ring[places[i]], 0, pixels, i * length, length);
    }
    int[] shape = new int[frameShape.length + 1];
    shape[0] = places.length;
    System.arraycopy(frameShape, 0, shape, 1, frameShape.length);
    return Tensor.wrap(pixels, shape);
  }
}
