package scrutable.bench.compare;

import java.util.List;
import java.util.stream.IntStream;

/// The speed of memory at this moment: two threads pass over 8 MB, which no processor keeps in its own caches.
///
/// On a shared machine the neighbours take room in the last cache and turns on the memory bus. Then networks of many
/// small passes lose a third of their speed for seconds, while the [Canary], which touches no memory, sings on.
public final class MemoryCanary {
  private static final int THREADS = 2;
  private static final int FLOATS_OF_EACH = (8 << 20) / Float.BYTES / THREADS;
  private static final double SECONDS = 0.1;

  private final List<float[]> parts = IntStream.range(0, THREADS).mapToObj(_ -> new float[FLOATS_OF_EACH]).toList();

  /// GB/s of both threads together, what is read and what is written.
  public double gigabytes() {
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    List<Pass> passes = parts.stream().map(part -> new Pass(part, end)).toList();
    passes.forEach(pass -> pass.thread.start());
    return passes.stream().mapToDouble(Pass::gigabytes).sum();
  }

  /// One thread of it.
  private static final class Pass {
    private final Thread thread;
    private double gigabytes;

    Pass(float[] part, long end) {
      this.thread = Thread.ofPlatform().unstarted(() -> goOver(part, end));
    }

    double gigabytes() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("the canary was interrupted", e);
      }
      return gigabytes;
    }

    private void goOver(float[] part, long end) {
      long start = System.nanoTime();
      long bytes = 0;
      do {
        halfWayToOne(part);
        bytes += 2L * Float.BYTES * part.length;
      } while (System.nanoTime() < end);
      gigabytes = (double) bytes / (System.nanoTime() - start);
    }
  }

  /// Whatever it starts from, it never meets numbers so small that a processor needs longer for them.
  private static void halfWayToOne(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.5f * x[i] + 0.5f;
    }
  }
}
