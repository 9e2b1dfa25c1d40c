package scrutable.lessons.grader;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Task;

/// Runs the code of a student in another Java, with limited memory and time, and collects what it says.
///
/// Tasks share a process; one that kills it ends alone, the next one gets a new process.
public final class ChildProcess {
  private static final int HEAP_MEGABYTES = 512;
  private static final int GRACE_SECONDS = 5;
  private static final String END = "the output has ended";

  private final List<Path> classPath;
  private final Map<String, Sheet> sheets = new LinkedHashMap<>();

  /// @param classPath the overlays, then the engine
  ChildProcess(List<Path> classPath) {
    this.classPath = List.copyOf(classPath);
  }

  /// Asks the code of some tasks.
  ///
  /// @param seeds the draws
  /// @return what it said, by task
  /// @throws IOException if no process can be started
  Map<String, Sheet> ask(List<Task> tasks, List<String> seeds) throws IOException, InterruptedException {
    sheets.clear();
    int next = 0;
    while (next < tasks.size()) {
      askSome(tasks.subList(next, tasks.size()), seeds);
      next = sheets.size();
    }
    return Map.copyOf(sheets);
  }

  /// Asks until all have answered or the process is gone; then at least one task more has a sheet.
  private void askSome(List<Task> tasks, List<String> seeds) throws IOException, InterruptedException {
    String nonce = nonce();
    Process process = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (Writer to = process.outputWriter(StandardCharsets.UTF_8)) {
      BlockingQueue<String> lines = read(process, nonce);
      to.write(nonce + "\n");
      for (Task task : tasks) {
        String line = task.id() + " " + task.limit() + seeds.stream().map(seed -> " " + seed)
            .collect(Collectors.joining()) + "\n";
        if (!send(to, line)) {
          sheets.put(task.id(), gone(process, Map.of()));
          return;
        }
        Sheet sheet = collect(process, lines, task);
        sheets.put(task.id(), sheet);
        if (sheet.ended() != Sheet.Ended.DONE) {
          return;
        }
      }
    } catch (IOException closed) {
      if (process.isAlive()) {
        throw closed;
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static boolean send(Writer to, String line) {
    try {
      to.write(line);
      to.flush();
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  private static Sheet collect(Process process, BlockingQueue<String> lines, Task task) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(task.limit() + GRACE_SECONDS);
    Map<Sheet.Place, Sheet.Reply> replies = new LinkedHashMap<>();
    String places = "";
    while (true) {
      String line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (line == null) {
        return new Sheet(replies, Sheet.Ended.TIMEOUT, task.limit() * 1000L, places, "", "");
      }
      if (line.equals(END)) {
        return gone(process, replies);
      }
      String[] field = line.split("\t", -1);
      switch (field[0]) {
        case "answer" -> replies.put(new Sheet.Place(field[1], Long.parseLong(field[2])),
            new Sheet.Reply(Answer.decode(field[3]), field.length > 4 ? field[4] : "", null, ""));
        case "oracle" -> replies.computeIfPresent(new Sheet.Place(field[1], Long.parseLong(field[2])), (_, reply) ->
            new Sheet.Reply(reply.answer(), reply.places(), Answer.decode(field[3]), reply.open()));
        case "open" -> replies.put(new Sheet.Place(field[1], Long.parseLong(field[2])),
            new Sheet.Reply(null, "", null, field[3]));
        case "at" -> places = field[2];
        case "timeout" -> {
          return new Sheet(replies, Sheet.Ended.TIMEOUT, task.limit() * 1000L, field[2], "", field[3]);
        }
        case "died" -> {
          return new Sheet(replies, Sheet.Ended.DIED, 0, field[3], field[2], "");
        }
        case "end" -> {
          return new Sheet(replies, Sheet.Ended.DONE, Long.parseLong(field[2]), "", "", field[3].replace("\\n", "\n"));
        }
        default -> { }
      }
    }
  }

  private static Sheet gone(Process process, Map<Sheet.Place, Sheet.Reply> replies) {
    process.destroyForcibly();
    return new Sheet(replies, Sheet.Ended.GONE, 0, "", "", "");
  }

  private static BlockingQueue<String> read(Process process, String nonce) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("reads the child").start(() -> {
      try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith(nonce + "\t")) {
            lines.add(line.substring(nonce.length() + 1));
          }
        }
      } catch (IOException | UncheckedIOException ended) {
        // The process was stopped while it wrote; what it said before counts.
      }
      lines.add(END);
    });
    return lines;
  }

  private static String nonce() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dstdout.encoding=UTF-8", "-cp"));
    command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("scrutable.lessons.grader.judge.Child");
    return command;
  }
}
