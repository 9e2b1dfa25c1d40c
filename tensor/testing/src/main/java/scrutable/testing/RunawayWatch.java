package scrutable.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Names the test that never ends, or that ends the program: otherwise a build only says that a process is gone, or
/// says nothing at all.
///
/// A test in which nothing happens for longer than the system property `scrutable.test.limit` says (in seconds, 600 if
/// there is none) is named with the place where it is, and the process ends with the status 70. If the program ends in
/// the middle of a test, by `System.exit` for example, the test is named with the place that asked for it.
///
/// JUnit finds this class by the file in `META-INF/services`.
public final class RunawayWatch implements TestExecutionListener {
  private static final int STATUS = 70;
  private static final int FRAMES = 12;
  private static final long PAUSE = 200;
  private static final List<String> OF_THE_MACHINE =
      List.of("java.", "jdk.", "sun.", "org.junit.", "org.apache.maven.");

  private final long limit = Long.getLong("scrutable.test.limit", 600) * 1_000_000_000L;
  private final Deque<Running> running = new ArrayDeque<>();
  private long lastChange = System.nanoTime();
  private boolean finished;

  /// Something that has begun and not ended: a class, or a test in it.
  private record Running(String id, String name, Thread thread) {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::sayWhatWasEnded));
    Thread.ofPlatform().daemon().name("watches the tests").start(this::watch);
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    finished = true;
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    String inside = running.isEmpty() || running.getLast().name().isEmpty() ? "" : running.getLast().name() + ", ";
    boolean engine = test.getParentId().isEmpty();
    running.addLast(new Running(test.getUniqueId(), engine ? "" : inside + test.getDisplayName(),
        Thread.currentThread()));
    lastChange = System.nanoTime();
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    running.removeIf(one -> one.id().equals(test.getUniqueId()));
    lastChange = System.nanoTime();
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
      synchronized (this) {
        if (finished) {
          return;
        }
        if (!running.isEmpty() && System.nanoTime() - lastChange > limit) {
          Running last = running.getLast();
          say("the test \"" + last.name() + "\" has not ended in " + limit / 1_000_000_000L + " s, and is stopped. It"
              + " is at\n" + places(last.thread().getStackTrace(), 0)
              + "Does it ever end? If it only takes long: -Dscrutable.test.limit=SECONDS");
          Runtime.getRuntime().halt(STATUS);
        }
      }
    }
  }

  private void sayWhatWasEnded() {
    synchronized (this) {
      if (finished || running.isEmpty()) {
        return;
      }
      say("the program was ended in the middle of the test \"" + running.getLast().name() + "\"" + whoAskedForTheEnd());
    }
  }

  /// The place that called `System.exit`: its thread waits in there for the end.
  private static String whoAskedForTheEnd() {
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
      for (int i = 0; i < stack.length; i++) {
        boolean isExit = stack[i].getClassName().equals("java.lang.Runtime") && stack[i].getMethodName().equals("exit");
        if (isExit) {
          return ", by System.exit at\n" + places(stack, i + 1);
        }
      }
    }
    return ", from outside, or by Ctrl-C";
  }

  /// The first places of a stack that belong to the test and what it calls.
  private static String places(StackTraceElement[] stack, int from) {
    return Arrays.stream(stack).skip(from)
        .filter(frame -> OF_THE_MACHINE.stream().noneMatch(frame.getClassName()::startsWith)).limit(FRAMES)
        .map(frame -> "  " + frame + "\n").collect(Collectors.joining());
  }

  /// To the error stream of the process itself: `System.err` may be replaced by then, or gone.
  private static void say(String text) {
    try (var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)) {
      err.println("\nRUNAWAY TEST: " + text);
    }
  }
}
