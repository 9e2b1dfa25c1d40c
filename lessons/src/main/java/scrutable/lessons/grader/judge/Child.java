package scrutable.lessons.grader.judge;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/// The process in which the code of a student runs.
///
/// It reads a nonce and then lines `task limit seed seed ...` from its input, and writes lines that begin with the
/// nonce; whatever the student's code prints cannot be taken for one of them. It writes no file. When a task takes
/// longer than its limit, the process says where the code was, and ends.
public final class Child {
  private static final int PRINTED = 4_000;
  private static final long STACK = 1 << 20;

  private final String nonce;
  private final PrintStream out;

  private Child(String nonce, PrintStream out) {
    this.nonce = nonce;
    this.out = out;
  }

  /// Runs until its input ends.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var child = new Child(in.readLine(), out);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      child.run(words[0], Integer.parseInt(words[1]), Arrays.copyOfRange(words, 2, words.length));
    }
  }

  private void run(String task, int limit, String[] seeds) throws InterruptedException {
    say("begin", task);
    long began = System.nanoTime();
    var printed = new Printed(PRINTED);
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    var failure = new AtomicReference<Throwable>();
    Thread worker = Thread.ofPlatform().name("task " + task).stackSize(STACK).daemon().unstarted(() -> {
      try {
        ask(task, seeds);
      } catch (Throwable error) {
        failure.set(error);
      }
    });
    worker.start();
    // A full heap may stop everything before the limit is reached: so the place is told again and again.
    for (int slice = 0; slice < limit && !worker.join(Duration.ofSeconds(1)); slice++) {
      say("at", task, places(worker.getStackTrace()));
    }
    if (worker.isAlive()) {
      say("timeout", task, places(worker.getStackTrace()), printed.text());
      out.flush();
      Runtime.getRuntime().halt(3);
    }
    if (failure.get() != null) {
      say("died", task, failure.get().toString(), places(failure.get().getStackTrace()));
      out.flush();
      Runtime.getRuntime().halt(4);
    }
    say("end", task, Long.toString((System.nanoTime() - began) / 1_000_000), printed.text());
  }

  private void ask(String task, String[] seeds) {
    String[] arguments = new String[seeds.length + 1];
    arguments[0] = task;
    System.arraycopy(seeds, 0, arguments, 1, seeds.length);
    var answers = new StringWriter();
    int code = new Judge().run(new PrintWriter(answers), new PrintWriter(answers), arguments);
    if (code != 0) {
      throw new IllegalStateException(answers.toString());
    }
    answers.toString().lines().forEach(this::say);
  }

  private void say(String... fields) {
    String line = String.join("\t", Arrays.stream(fields).map(field -> field.replace("\r", "").replace("\n", "\\n"))
        .toList());
    synchronized (out) {
      out.println(nonce + "\t" + line);
      out.flush();
    }
  }

  private static String places(StackTraceElement[] frames) {
    return String.join(" ", Arrays.stream(frames).filter(frame -> frame.getClassName().startsWith("scrutable."))
        .limit(30).map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).toList());
  }
}
