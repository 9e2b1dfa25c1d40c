package scrutable.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The greatest speed of multiply-adds at this moment, with numbers from the nearest cache.
///
/// On a shared machine a hypervisor may give two processors the time of one, or lower the clock, or let the other half
/// of a core that runs two threads work for someone else. The last is not noticed by multiply-adds alone: they need few
/// of the instructions that a core can start and none of its cache. So the canary works as a kernel does, on a tile of
/// six rows and two vectors, and reads 29 KB again and again. A measurement counts only if the canary before and after
/// it sang as well as it ever did.
public final class Canary {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 6;
  private static final int CHAINS = 2 * ROWS;
  /// Steps of a tile: so many that its numbers just fit a cache of 32 KB.
  private static final int STEPS = 192;
  private static final int TILES = 10;
  private static final double SECONDS = 0.15;

  private Canary() {}

  /// GFLOP/s of `threads` threads together, if all are as slow as the slowest.
  public static double gflops(int threads) {
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    List<Singer> singers = IntStream.range(0, threads).mapToObj(_ -> new Singer(end).started()).toList();
    return ofEqualParts(singers.stream().mapToDouble(Singer::gflops).toArray());
  }

  /// The speed of work that is cut in equal parts: it is done when the slowest thread is.
  static double ofEqualParts(double[] speeds) {
    return speeds.length * Arrays.stream(speeds).min().orElse(0);
  }

  /// One thread of it.
  private static final class Singer {
    private final float[] rows = new float[STEPS * ROWS];
    private final float[] vectors = new float[STEPS * 2 * LANES];
    private final Thread thread;
    private double gflops;
    private float sum;

    Singer(long end) {
      Arrays.fill(rows, 0.5f);
      Arrays.fill(vectors, 1);
      this.thread = Thread.ofPlatform().unstarted(() -> sing(end));
    }

    Singer started() {
      thread.start();
      return this;
    }

    double gflops() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("the canary was interrupted", e);
      }
      return sum == 0 ? 0 : gflops; // the sum is used, so that it must be computed
    }

    private void sing(long end) {
      long start = System.nanoTime();
      long calls = 0;
      do {
        for (int tile = 0; tile < TILES; tile++) {
          sum += tile(rows, vectors);
        }
        calls++;
      } while (System.nanoTime() < end);
      gflops = 2.0 * calls * TILES * STEPS * CHAINS * LANES / (System.nanoTime() - start);
    }
  }

  /// Twelve chains, so that each may wait for its own last result while the others go on.
  private static float tile(float[] rows, float[] vectors) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    for (int step = 0; step < STEPS; step++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, vectors, step * 2 * LANES);
      FloatVector b1 = FloatVector.fromArray(SPECIES, vectors, step * 2 * LANES + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, rows[step * ROWS]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, rows[step * ROWS + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, rows[step * ROWS + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, rows[step * ROWS + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, rows[step * ROWS + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, rows[step * ROWS + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    FloatVector first = c00.add(c10).add(c20).add(c30).add(c40).add(c50);
    return first.add(c01).add(c11).add(c21).add(c31).add(c41).add(c51).lane(0);
  }
}
