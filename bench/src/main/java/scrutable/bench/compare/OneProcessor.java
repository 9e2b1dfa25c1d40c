package scrutable.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Keeps a measurement of one thread on one processor, and several threads on one each.
///
/// On a rented machine one processor may be half as fast as the other for minutes, because somebody else uses the same
/// core. A thread that the system moves to and fro measures sometimes one and sometimes the other, and a canary on the
/// quiet one tells nothing of a kernel on the other. So both are put where the canary is loudest at the moment, and so
/// are the peers.
///
/// Threads that are started by one that is kept are kept as well. It needs Linux and its program `taskset`; elsewhere
/// the system chooses, as it does anyway.
public final class OneProcessor {
  /// Says that there is no choice.
  public static final int ANY = -1;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private OneProcessor() {}

  /// The processor on which the canary is loudest now, or [#ANY]. The calling thread is not kept there afterwards.
  public static int quietest() {
    int best = ANY;
    double loudest = 0;
    for (int processor : allowed()) {
      if (!keep(processor)) {
        return ANY;
      }
      double song = Canary.gflops(1);
      if (song > loudest) {
        loudest = song;
        best = processor;
      }
    }
    release();
    return best;
  }

  /// Keeps the calling thread on a processor; on [#ANY], on all. Returns whether that could be done.
  public static boolean keep(int processor) {
    return processor == ANY ? release() : move(Integer.toString(processor));
  }

  /// Keeps the calling thread on the first processor, and the others that share its work on one each: what OpenMP does
  /// for the peers if it is told to. Threads that change places lose what lies in the caches of their core.
  ///
  /// @param start has thread number 1, 2, ... started by the calling thread
  /// @return whether that could be done; if there are fewer processors than threads, nothing is
  public static boolean spread(int threads, IntConsumer start) {
    List<Integer> processors = allowed();
    if (processors.size() < threads) {
      return false;
    }
    boolean done = true;
    for (int number = 1; number < threads; number++) {
      done &= keep(processors.get(number));
      start.accept(number);
    }
    boolean isBack = keep(processors.getFirst());
    return done && isBack;
  }

  /// Lets the calling thread run on all processors that the program may use.
  public static boolean release() {
    return !allowed().isEmpty() && move(String.join(",", allowed().stream().map(String::valueOf).toList()));
  }

  private static boolean move(String processors) {
    try {
      String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
      return new ProcessBuilder("taskset", "-p", "-c", processors, thread)
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException noSuchThing) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a thread was moved to processor " + processors, e);
    }
  }

  /// The processors that the program may use, `0-1,4` in the words of Linux; none elsewhere.
  private static List<Integer> allowed() {
    List<Integer> processors = new ArrayList<>();
    try {
      for (String line : Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.<String>of()) {
        for (String range : line.startsWith(ALLOWED) ? line.substring(ALLOWED.length()).strip().split(",")
            : new String[0]) {
          String[] ends = range.split("-");
          for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
            processors.add(i);
          }
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    return processors;
  }
}
