package scrutable.tensor.kernel.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {

  @Test
  void everyIndexIsVisitedExactlyOnce() {
    for (int n : new int[] {0, 1, 2, 7, 64, 1000}) {
      for (int grain : new int[] {1, 3, 64, 5000}) {
        for (int threads : new int[] {1, 2, 4}) {
          var visits = new AtomicIntegerArray(n);
          Parallel.withThreads(threads, () -> Parallel.forRange(n, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
              visits.incrementAndGet(i);
            }
          }));
          for (int i = 0; i < n; i++) {
            assertEquals(1, visits.get(i), "n " + n + ", grain " + grain + ", threads " + threads);
          }
        }
      }
    }
  }

  @Test
  void theChunksAreTheSameForAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2, 4}) {
      Set<String> chunks = ConcurrentHashMap.newKeySet();
      Parallel.withThreads(threads,
          () -> Parallel.forRange(25, 10, (from, to) -> chunks.add(from + "-" + to)));
      assertEquals(Set.of("0-10", "10-20", "20-25"), chunks);
    }
  }

  @Test
  void rangesUpToTheLargestIntDoNotOverflow() {
    for (int threads : new int[] {1, 2}) {
      Set<Integer> ends = ConcurrentHashMap.newKeySet();
      Parallel.withThreads(threads,
          () -> Parallel.forRange(Integer.MAX_VALUE, 1_000_000_000, (from, to) -> ends.add(to)));
      assertEquals(Set.of(1_000_000_000, 2_000_000_000, Integer.MAX_VALUE), ends);
    }
  }

  @Test
  void severalThreadsReallyRunAtTheSameTime() {
    var meeting = new CyclicBarrier(3);
    var met = new AtomicInteger();
    Parallel.withThreads(3, () -> Parallel.forRange(3, 1, (from, to) -> {
      await(meeting);
      met.incrementAndGet();
    }));
    assertEquals(3, met.get());
  }

  @Test
  void nestedCallsRunInline() {
    Set<String> strangers = ConcurrentHashMap.newKeySet();
    Parallel.withThreads(4, () -> Parallel.forRange(16, 1, (from, to) -> {
      Thread outer = Thread.currentThread();
      assertEquals(1, Parallel.threads());
      Parallel.forRange(8, 1, (innerFrom, innerTo) -> {
        if (Thread.currentThread() != outer) {
          strangers.add(Thread.currentThread().getName());
        }
      });
    }));
    assertEquals(Set.of(), strangers);
  }

  @Test
  void theNumberOfThreadsIsRestored() {
    int before = Parallel.threads();
    assertEquals(3, Parallel.withThreads(3, () -> Parallel.threads()));
    assertEquals(before, Parallel.threads());
  }

  @Test
  void theFirstExceptionArrivesWithTheOthersAttached() {
    var meeting = new CyclicBarrier(2);
    var thrown = assertThrows(IllegalStateException.class,
        () -> Parallel.withThreads(2, () -> Parallel.forRange(2, 1, (from, to) -> {
          await(meeting);
          throw new IllegalStateException("chunk " + from);
        })));
    assertEquals(1, thrown.getSuppressed().length);
    assertEquals(Set.of("chunk 0", "chunk 1"),
        new TreeSet<>(Set.of(thrown.getMessage(), thrown.getSuppressed()[0].getMessage())));
  }

  @Test
  void oneExceptionThrownByAllChunksIsNotAttachedToItself() {
    var meeting = new CyclicBarrier(2);
    var same = new IllegalStateException("same");
    var thrown = assertThrows(IllegalStateException.class,
        () -> Parallel.withThreads(2, () -> Parallel.forRange(2, 1, (from, to) -> {
          await(meeting);
          throw same;
        })));
    assertSame(same, thrown);
  }

  @Test
  void workGoesOnAfterAnException() {
    for (int i = 0; i < 100; i++) {
      assertThrows(ArithmeticException.class,
          () -> Parallel.withThreads(2, () -> Parallel.forRange(10, 1, (from, to) -> {
            throw new ArithmeticException();
          })));
    }
    var sum = new AtomicInteger();
    Parallel.withThreads(2, () -> Parallel.forRange(100, 1, (from, to) -> sum.addAndGet(from)));
    assertEquals(4950, sum.get());
  }

  @Test
  void manyThreadsMayCallAtOnce() throws InterruptedException {
    var total = new AtomicInteger();
    Thread[] callers = new Thread[4];
    for (int t = 0; t < callers.length; t++) {
      callers[t] = Thread.ofPlatform().start(() -> {
        for (int repeat = 0; repeat < 500; repeat++) {
          Parallel.withThreads(3, () -> Parallel.forRange(10, 1, (from, to) -> total.incrementAndGet()));
        }
      });
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(4 * 500 * 10, total.get());
  }

  @Test
  void badArgumentsAreExplained() {
    var thrown = assertThrows(IllegalArgumentException.class,
        () -> Parallel.forRange(3, 0, (from, to) -> { }));
    assertTrue(thrown.getMessage().contains("grain = 0"), thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Parallel.forRange(-1, 1, (from, to) -> { }));
    assertThrows(IllegalArgumentException.class, () -> Parallel.withThreads(0, () -> { }));
  }

  /// Eight chunks in two shares: whoever holds the first chunk of either can only go on when the other thread has done
  /// all the rest, with that share among it.
  @Test
  void whoHasFinishedAShareHelpsWithTheOthers() {
    for (int held : new int[] {0, 4}) {
      var finished = new AtomicInteger();
      Parallel.withThreads(2, () -> Parallel.forRange(8, 1, (from, to) -> {
        while (from == held && finished.get() < 7) {
          Thread.onSpinWait();
        }
        finished.incrementAndGet();
      }));
      assertEquals(8, finished.get());
    }
  }

  /// A thread uses one object for call after call, but not for a call inside of a body that asks for threads of its
  /// own: the outer call would count on with the numbers of the inner one. Here the inner call begins when the helper
  /// of the outer one has done all the other chunks and has left.
  @Test
  void aCallInsideACallThatAsksForThreadsLeavesTheOuterOneAlone() {
    var outer = new AtomicIntegerArray(40);
    var inner = new AtomicIntegerArray(6);
    var finished = new AtomicInteger();
    Parallel.withThreads(2, () -> Parallel.forRange(40, 1, (i, end) -> {
      outer.incrementAndGet(i);
      if (i == 0) {
        while (finished.get() < 39) {
          Thread.onSpinWait();
        }
        LockSupport.parkNanos(50_000_000);
        Parallel.withThreads(2, () -> Parallel.forRange(6, 1, (j, innerEnd) -> inner.incrementAndGet(j)));
      }
      finished.incrementAndGet();
    }));
    assertEquals("[1, 1, 1, 1, 1, 1]", inner.toString());
    assertEquals("[" + "1, ".repeat(39) + "1]", outer.toString());
  }

  /// Nor may a call begin with an object that a helper of the call before, which came late or was slow to leave, still
  /// holds. With a load on the machine and work this short, many are late.
  @Test
  void aLateHelperDoesNotDisturbTheNextCall() {
    var visits = new AtomicIntegerArray(17);
    Parallel.withThreads(8, () -> {
      for (int call = 1; call <= 200_000; call++) {
        int chunks = 8 + call % 9;
        Parallel.forRange(chunks, 1, (i, end) -> visits.incrementAndGet(i));
        for (int i = 0; i < visits.length(); i++) {
          assertEquals(i < chunks ? 1 : 0, visits.getAndSet(i, 0), "call " + call + ", index " + i);
        }
      }
    });
  }

  /// There is room for 64 requests; a call that finds none does without that helper.
  @Test
  void aCallMayWantMoreHelpersThanThereIsRoomFor() {
    var visits = new AtomicIntegerArray(200);
    for (int call = 1; call <= 20; call++) {
      Parallel.withThreads(200, () -> Parallel.forRange(200, 1, (i, end) -> visits.incrementAndGet(i)));
      for (int i = 0; i < 200; i++) {
        assertEquals(call, visits.get(i), "call " + call + ", index " + i);
      }
    }
  }

  @Test
  void insideABodyThereIsOneThreadWhateverIsAskedFor() {
    var seen = new AtomicIntegerArray(2);
    Parallel.withThreads(2, () -> Parallel.forRange(2, 1,
        (i, end) -> seen.set(i, Parallel.withThreads(5, () -> Parallel.threads()))));
    assertEquals("[1, 1]", seen.toString());
    assertEquals(5, Parallel.withThreads(5, () -> Parallel.threads()));
  }

  @Test
  void whatTheBodyHeldIsFreeAfterTheCall() throws InterruptedException {
    WeakReference<float[]> held = callWithAnArray();
    for (int tries = 0; tries < 100 && held.get() != null; tries++) {
      System.gc();
      Thread.sleep(10);
    }
    assertTrue(held.get() == null, "the array is still alive");
  }

  private static WeakReference<float[]> callWithAnArray() {
    float[] array = new float[1000];
    Parallel.withThreads(2, () -> Parallel.forRange(1000, 10, (from, to) -> Arrays.fill(array, from, to, 1)));
    return new WeakReference<>(array);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
