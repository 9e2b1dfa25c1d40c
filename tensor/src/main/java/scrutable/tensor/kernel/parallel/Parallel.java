package scrutable.tensor.kernel.parallel;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The parallel-for that every kernel uses: a range is cut in chunks, and threads claim one after another.
///
/// The chunks depend on the range and the grain only, never on the number of threads. So a body that computes
/// each output element, or one partial sum a chunk, in a fixed order gives the same bits on any number of
/// threads.
///
/// Which thread computes which chunk is only a matter of speed. Each begins with a share of its own, the same
/// part of the range in one call after another: what a layer wrote is then still in the cache of the core that
/// reads it for the next. Who has finished a share helps with the others.
///
/// The number of threads is that of [#withThreads(int, Supplier)] if one is in force, else the system
/// property `scrutable.threads`, else the number of processors. Inside a body it is 1, whatever is asked for: nested
/// calls run inline.
///
/// A training step makes hundreds of calls. So a call leaves no garbage but its body.
public final class Parallel {

  /// The work on one chunk, `from` (inclusive) to `toExclusive`.
  @FunctionalInterface
  public interface RangeBody {
    /// Does the work of the indices `from <= i < toExclusive`, which are exactly one chunk.
    void run(int from, int toExclusive);
  }

  private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();
  private static final Integer DEFAULT_THREADS = defaultThreads();
  private static final ThreadLocal<Own> OWN = ThreadLocal.withInitial(Own::new);

  /// What each thread has of its own.
  private static final class Own {
    /// Whether it is at work on a body.
    boolean inside;
    /// Jobs that it has begun, to be begun again. More than one, as a helper may hold the last one still.
    final Job[] jobs = new Job[4];
    int newest;

    Job idleJob(int shares) {
      for (Job job : jobs) {
        if (job != null && job.isIdle(shares)) {
          return job;
        }
      }
      newest = (newest + 1) % jobs.length;
      return jobs[newest] = new Job(shares);
    }
  }

  private Parallel() {}

  /// Runs `body` over the indices `0 <= i < n` in chunks of `grain` indices (the last one may be shorter),
  /// and returns when all of it is done. The calling thread takes part.
  ///
  /// If bodies throw, chunks not yet begun are skipped and the first exception is thrown here, with the
  /// others as its suppressed exceptions.
  ///
  /// @throws IllegalArgumentException if `n` is negative or `grain` is not positive
  public static void forRange(int n, int grain, RangeBody body) {
    if (n < 0 || grain <= 0) {
      throw new IllegalArgumentException(
          "forRange: n must be >= 0 and grain > 0, got n = " + n + ", grain = " + grain);
    }
    int helpers = n <= grain ? 0 : Math.min(threads(), chunkCount(n, grain)) - 1;
    if (helpers > 0) {
      Own own = OWN.get();
      Job job = own.idleJob(1 + helpers);
      job.begin(n, grain, body);
      Pool.ask(job, helpers);
      own.inside = true;
      try {
        job.claimChunks(0);
      } finally {
        own.inside = false;
      }
      job.awaitOthers();
    } else {
      for (long from = 0; from < n; from += grain) {
        body.run((int) from, (int) Math.min(from + grain, n));
      }
    }
  }

  /// The number of threads that [#forRange] may use here and now.
  public static int threads() {
    return OWN.get().inside ? 1 : THREADS.orElse(DEFAULT_THREADS);
  }

  /// Runs `action` with `n` threads for all kernels it calls, and returns its result.
  ///
  /// @throws IllegalArgumentException if `n` is not positive
  public static <T> T withThreads(int n, Supplier<T> action) {
    return ScopedValue.where(THREADS, positive(n, "withThreads")).call(action::get);
  }

  /// Runs `action` with `n` threads for all kernels it calls.
  ///
  /// @throws IllegalArgumentException if `n` is not positive
  public static void withThreads(int n, Runnable action) {
    ScopedValue.where(THREADS, positive(n, "withThreads")).run(action);
  }

  private static Integer defaultThreads() {
    return positive(Integer.getInteger("scrutable.threads", Runtime.getRuntime().availableProcessors()),
        "system property scrutable.threads");
  }

  private static int positive(int threads, String who) {
    if (threads < 1) {
      throw new IllegalArgumentException(who + ": the number of threads must be at least 1, got " + threads);
    }
    return threads;
  }

  private static int chunkCount(int n, int grain) {
    return (n - 1) / grain + 1;
  }

  /// One call of [#forRange]: whoever holds it may claim chunks of it. Share s is the chunks
  /// `chunks s / shares <= i < chunks (s + 1) / shares`.
  ///
  /// A thread begins a later call with the same object; but only when this one is over and no helper holds it any more,
  /// not even one that came too late to find a chunk.
  private static final class Job {
    /// Counters are as far apart as cache lines, so that two threads that count do not hinder each other.
    private static final int APART = 16;

    private final int shares;
    private final Thread caller = Thread.currentThread();
    private final AtomicIntegerArray claimed;
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger helpersToLeave = new AtomicInteger();
    private volatile Throwable failure;
    private int n;
    private int grain;
    private int chunks;
    /// Null before and after the work.
    private RangeBody body;

    private Job(int shares) {
      this.shares = shares;
      this.claimed = new AtomicIntegerArray((shares - 1) * APART + 1);
    }

    /// Whether it can be begun for so many threads.
    boolean isIdle(int shares) {
      return this.shares == shares && helpersToLeave.get() == 0;
    }

    /// The counters are set before anybody is asked to help, so all who do see them.
    void begin(int n, int grain, RangeBody body) {
      this.n = n;
      this.grain = grain;
      this.chunks = chunkCount(n, grain);
      this.body = body;
      finished.set(0);
      for (int share = 0; share < shares; share++) {
        claimed.set(share * APART, 0);
      }
      helpersToLeave.set(shares - 1);
    }

    /// What a helper does.
    void help(int firstShare) {
      claimChunks(firstShare);
      letHelperGo();
    }

    void letHelperGo() {
      helpersToLeave.decrementAndGet();
    }

    /// Claims chunks of one share, then of those that follow it, until there are none.
    void claimChunks(int firstShare) {
      for (int i = 0; i < shares; i++) {
        claimShare((firstShare + i) % shares);
      }
    }

    private void claimShare(int share) {
      int start = (int) ((long) chunks * share / shares);
      int count = (int) ((long) chunks * (share + 1) / shares) - start;
      // Read before counting up, so that latecomers to a finished job cannot make the counter overflow.
      while (claimed.get(share * APART) < count) {
        int chunk = claimed.getAndIncrement(share * APART);
        if (chunk >= count) {
          return;
        }
        runChunk(start + chunk);
        if (finished.incrementAndGet() == chunks) {
          LockSupport.unpark(caller);
        }
      }
    }

    private void runChunk(int chunk) {
      if (failure != null) {
        return;
      }
      try {
        int from = chunk * grain;
        body.run(from, from + Math.min(grain, n - from));
      } catch (Throwable thrown) {
        fail(thrown);
      }
    }

    private synchronized void fail(Throwable thrown) {
      if (failure == null) {
        failure = thrown;
      } else if (failure != thrown) {
        failure.addSuppressed(thrown);
      }
    }

    void awaitOthers() {
      for (int spins = 0; finished.get() < chunks; spins++) {
        if (spins < Pool.SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      Throwable thrown = failure;
      body = null;                    // until the next call, this object keeps nothing alive
      failure = null;
      switch (thrown) {
        case null -> { }
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }

  /// Daemon threads that wait for jobs. They are started when first asked for and live as long as the JVM.
  private static final class Pool {
    /// How often to look before going to sleep: some 200 microseconds. Within a step the next layer asks sooner than
    /// that, and to be woken up would cost more than its work: tens of microseconds, in a virtual machine more.
    static final int SPINS = 10_000;

    /// Where requests lie: a job once for each helper that it could use. Bounded, as a call can do without help, and
    /// not a queue of the JDK, as these make an object for each entry.
    private static final AtomicReferenceArray<Job> REQUESTS = new AtomicReferenceArray<>(64);
    /// As many permits as there are requests that no worker has been promised.
    private static final Semaphore UNANSWERED = new Semaphore(0);
    private static final AtomicInteger STARTED = new AtomicInteger();

    static void ask(Job job, int helpers) {
      for (int started = STARTED.get(); started < helpers; started = STARTED.get()) {
        if (STARTED.compareAndSet(started, started + 1)) {
          int number = started + 1;
          Thread.ofPlatform().daemon().name("scrutable-worker-" + number).start(() -> serve(number));
        }
      }
      for (int i = 0; i < helpers; i++) {
        if (put(job)) {
          UNANSWERED.release();
        } else {
          job.letHelperGo();
        }
      }
    }

    /// Lays a request down; false if there is no room.
    private static boolean put(Job job) {
      for (int i = 0; i < REQUESTS.length(); i++) {
        if (REQUESTS.get(i) == null && REQUESTS.compareAndSet(i, null, job)) {
          return true;
        }
      }
      return false;
    }

    private static void serve(int number) {
      OWN.get().inside = true;
      while (true) {
        awaitRequest();
        take().help(number);
      }
    }

    private static void awaitRequest() {
      for (int spins = 0; spins < SPINS; spins++) {
        if (UNANSWERED.tryAcquire()) {
          return;
        }
        Thread.onSpinWait();
      }
      UNANSWERED.acquireUninterruptibly();
    }

    /// Takes a request: there is one for each permit, so a worker that has one finds one.
    private static Job take() {
      for (int i = 0; ; i = (i + 1) % REQUESTS.length()) {
        Job job = REQUESTS.get(i);
        if (job != null && REQUESTS.compareAndSet(i, job, null)) {
          return job;
        }
      }
    }
  }
}
