package scrutable.bench.compare;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The greatest speed of multiply-adds at this moment: it touches no memory, so that only the processor
/// counts.
///
/// On a shared machine a hypervisor may give two processors the time of one, or lower the clock. A
/// measurement counts only if the canary before and after it sang as well as it ever did.
public final class Canary {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int ROUNDS = 2_000;
  private static final double SECONDS = 0.15;

  private Canary() {}

  /// GFLOP/s of `threads` threads together.
  public static double gflops(int threads) {
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    List<Singer> singers = IntStream.range(0, threads).mapToObj(_ -> new Singer(end).started()).toList();
    return singers.stream().mapToDouble(Singer::gflops).sum();
  }

  /// One thread of it.
  private static final class Singer {
    private final Thread thread;
    private double gflops;
    private float sum;

    Singer(long end) {
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
        sum += multiplyAdds(1.0000001f + calls);
        calls++;
      } while (System.nanoTime() < end);
      gflops = 2.0 * calls * ROUNDS * CHAINS * SPECIES.length() / (System.nanoTime() - start);
    }
  }

  /// Twelve chains, so that each may wait for its own last result while the others go on. They start
  /// differently: of equal chains the compiler would compute some only once.
  private static float multiplyAdds(float factor) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    FloatVector a = FloatVector.broadcast(SPECIES, factor + 0);
    FloatVector b = FloatVector.broadcast(SPECIES, factor + 1);
    FloatVector c = FloatVector.broadcast(SPECIES, factor + 2);
    FloatVector d = FloatVector.broadcast(SPECIES, factor + 3);
    FloatVector e = FloatVector.broadcast(SPECIES, factor + 4);
    FloatVector g = FloatVector.broadcast(SPECIES, factor + 5);
    FloatVector h = FloatVector.broadcast(SPECIES, factor + 6);
    FloatVector i = FloatVector.broadcast(SPECIES, factor + 7);
    FloatVector j = FloatVector.broadcast(SPECIES, factor + 8);
    FloatVector k = FloatVector.broadcast(SPECIES, factor + 9);
    FloatVector l = FloatVector.broadcast(SPECIES, factor + 10);
    FloatVector m = FloatVector.broadcast(SPECIES, factor + 11);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(half, f);
      b = b.fma(half, f);
      c = c.fma(half, f);
      d = d.fma(half, f);
      e = e.fma(half, f);
      g = g.fma(half, f);
      h = h.fma(half, f);
      i = i.fma(half, f);
      j = j.fma(half, f);
      k = k.fma(half, f);
      l = l.fma(half, f);
      m = m.fma(half, f);
    }
    return a.add(b).add(c).add(d).add(e).add(g).add(h).add(i).add(j).add(k).add(l).add(m).lane(0);
  }
}
