package scrutable.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import scrutable.bench.compare.Canary;
import scrutable.bench.compare.Machine;
import scrutable.bench.compare.OneProcessor;
import scrutable.bench.compare.Task;

/// Asks whether the kernels are equally fast wherever their arrays lie.
///
/// A program cannot choose the addresses of its arrays; the garbage collector does. G1 puts each large array at the
/// beginning of a region, the others put one array right behind the last, and with an object alignment of 64 bytes
/// every array begins at the same place within a cache line. If a kernel is fast under one collector only, it was luck.
/// So fresh JVMs measure the same kernels, on one thread, in each of these places, in turns.
///
/// ```sh
/// bench/run PlacementCheck             # three rounds, 8 minutes
/// bench/run PlacementCheck --rounds 6  # more of them, for a machine that others use as well
/// bench/run PlacementCheck --quick     # two short ones, two minutes
/// ```
///
/// Of all rounds the fastest counts, as whatever disturbs a JVM makes it slower. What was measured while the processor
/// itself was slow, as the [Canary] before and after each kernel tells, does not count.
///
/// Exit code 1 if the slowest place of a kernel has less than 90 % of the speed of its fastest; 2 if the machine was
/// too busy to tell.
public final class PlacementCheck {
  private static final double LEAST_SHARE = 0.9;
  /// A canary below this share of the best one spoils what was measured beside it.
  private static final double QUIET = 0.9;
  /// Seconds until the first kernel is surely compiled, on a machine that has other things to do as well.
  private static final double WARM_UP = 1;

  private static final List<Task> TASKS = List.of(
      new Task.Product(false, false, 256, 256, 256),
      new Task.Product(false, false, 1024, 1024, 1024),
      new Task.Product(false, false, 2048, 2048, 2048),
      new Task.Convolution("conv 64x32x26x26, 64 k3", 32, 26, 64, 3, 0, false),
      new Task.Convolution("the same with gradients", 32, 26, 64, 3, 0, true),
      new Task.Convolution("conv 64x32x32x32, 64 k3 p1", 32, 32, 64, 3, 1, false),
      new Task.Convolution("the same with gradients", 32, 32, 64, 3, 1, true),
      new Task.Pass(Task.Kind.LAYER_NORM, 2048, 128),
      new Task.Training(Task.Network.SMALL_CNN),
      new Task.Training(Task.Network.LENET5),
      new Task.Training(Task.Network.MLP));

  /// Where arrays may lie, and the options of the JVM that puts them there.
  private enum Place {
    G1("G1", "-XX:+UseG1GC"),
    PARALLEL("Parallel", "-XX:+UseParallelGC"),
    SERIAL("Serial", "-XX:+UseSerialGC"),
    ALIGNED("Parallel, 64-byte objects", "-XX:+UseParallelGC", "-XX:ObjectAlignmentInBytes=64");

    private final String title;
    private final List<String> options;

    Place(String title, String... options) {
      this.title = title;
      this.options = List.of(options);
    }
  }

  /// What one JVM measured: the speed of each task, and the canary beside it.
  private record Run(Place place, double[] canaries, double[] speeds) {
    /// Whether the speed of a task counts.
    boolean isQuiet(int task, double bestCanary) {
      return canaries[task] >= QUIET * bestCanary;
    }
  }

  private PlacementCheck() {}

  /// Without arguments, with `--quick` or `--rounds N` all of it; `once SECONDS` is what the fresh JVMs are asked.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals("once")) {
      once(Double.parseDouble(arguments[1]));
      return;
    }
    boolean quick = Arrays.equals(arguments, new String[] {"--quick"});
    boolean asked = arguments.length == 2 && arguments[0].equals("--rounds") && arguments[1].matches("[1-9][0-9]?");
    if (arguments.length > 0 && !quick && !asked) {
      System.err.println("PlacementCheck: unknown arguments " + Arrays.toString(arguments)
          + "; there are --quick and --rounds N, with N from 1 to 99");
      System.exit(3);
    }
    int rounds = asked ? Integer.parseInt(arguments[1]) : quick ? 2 : 3;
    List<Run> runs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < Place.values().length; i++) {
        Place place = Place.values()[(i + round) % Place.values().length];
        Run run = freshMachine(place, quick ? 0.35 : 1.5);
        DoubleSummaryStatistics canary = Arrays.stream(run.canaries).summaryStatistics();
        System.err.printf(Locale.ROOT, "round %d, %s: canary %.1f to %.1f%n", round + 1, place.title, canary.getMin(),
            canary.getMax());
        runs.add(run);
      }
    }
    System.exit(report(runs));
  }

  private static Run freshMachine(Place place, double seconds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(place.options);
    command.addAll(EngineProcess.TOUCHED);               // where garbage lies is another question
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        PlacementCheck.class.getName(), "once", Double.toString(seconds)));
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("a fresh JVM with " + place.options + " ended with code " + process.exitValue()
            + " and said: " + line);
      }
      double[] values = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return new Run(place, Arrays.copyOf(values, TASKS.size()),
          Arrays.copyOfRange(values, TASKS.size(), values.length));
    }
  }

  /// Measures in this JVM, on one thread, and prints the canaries of all tasks, then their speeds. Networks and
  /// gradients take three times as long as single kernels, as the compiler has more to do.
  private static void once(double seconds) {
    OurEngine engine = new OurEngine();
    for (int i = 0; i < 7; i++) {
      Canary.gflops(1);                                                // the compiler has to hear it as well
    }
    OneProcessor.keep(OneProcessor.quietest());
    time(engine.prepare(TASKS.getFirst(), 1).orElseThrow(), WARM_UP);
    StringBuilder canaries = new StringBuilder();
    StringBuilder speeds = new StringBuilder();
    double before = Canary.gflops(1);
    for (Task task : TASKS) {
      Runnable work = engine.prepare(task, 1).orElseThrow();
      boolean hasManyKernels = task instanceof Task.Training || task instanceof Task.Convolution c && c.backward();
      double speed = task.amount() / time(work, hasManyKernels ? 3 * seconds : seconds);
      speeds.append(String.format(Locale.ROOT, " %.6g", speed));
      double after = Canary.gflops(1);
      canaries.append(String.format(Locale.ROOT, " %.1f", Math.min(before, after)));
      before = after;
    }
    System.out.println(canaries.substring(1) + speeds);
  }

  /// The time of a repetition that a quarter of them did not exceed, in the second half of `seconds`; the first half is
  /// for the compiler. Who else uses the processor for a moment does not count, the garbage collector does.
  private static double time(Runnable work, double seconds) {
    long start = System.nanoTime();
    List<Long> times = new ArrayList<>();
    while (System.nanoTime() - start < seconds * 1e9 || times.size() < 3) {
      long before = System.nanoTime();
      work.run();
      long after = System.nanoTime();
      if (before - start > seconds * 0.5e9) {
        times.add(after - before);
      }
    }
    times.sort(null);
    return times.get(times.size() / 4) * 1e-9;
  }

  /// Prints the table; returns the exit code.
  private static int report(List<Run> runs) {
    double best = runs.stream().flatMapToDouble(run -> Arrays.stream(run.canaries)).max().orElseThrow();
    long disturbed = runs.stream().flatMapToDouble(run -> Arrays.stream(run.canaries))
        .filter(canary -> canary < QUIET * best).count();
    System.out.printf(Locale.ROOT, "cpu: %s; jdk: %s; canary: %.1f GFLOP/s; %d JVMs with %d samples, of which %d do not"
        + " count%n%n", Machine.here().facts().get("cpu"), Runtime.version(), best, runs.size(),
        runs.size() * TASKS.size(), disturbed);
    StringBuilder titles = new StringBuilder("| kernel, one thread | unit |");
    for (Place place : Place.values()) {
      titles.append(' ').append(place.title).append(" |");
    }
    System.out.println(titles.append(" worst / best |"));
    System.out.println("|---".repeat(Place.values().length + 3) + "|");
    double worst = 1;
    boolean complete = true;
    for (int task = 0; task < TASKS.size(); task++) {
      double share = row(task, runs, best);
      complete &= !Double.isNaN(share);
      worst = share < worst ? share : worst;
    }
    System.out.printf(Locale.ROOT, "%nworst share %.2f, required %.2f%n", worst, LEAST_SHARE);
    if (worst < LEAST_SHARE) {
      return 1;
    }
    if (!complete) {
      System.out.println("where a figure is missing, no JVM had the processor for itself: try again when it is quiet");
    }
    return complete ? 0 : 2;
  }

  /// Prints the line of a task: the fastest of the rounds. Returns the slowest place's share of the fastest, NaN if a
  /// place has no sample that counts.
  private static double row(int task, List<Run> runs, double bestCanary) {
    StringBuilder line = new StringBuilder("| " + title(TASKS.get(task)) + " | " + TASKS.get(task).unit() + " |");
    double slowest = Double.POSITIVE_INFINITY;
    double fastest = 0;
    for (Place place : Place.values()) {
      double speed = runs.stream().filter(run -> run.place == place && run.isQuiet(task, bestCanary))
          .mapToDouble(run -> run.speeds[task]).max().orElse(Double.NaN);
      line.append(figure(speed < 100 ? "%.2f" : "%.0f", speed));
      slowest = Math.min(slowest, speed);                             // NaN stays
      fastest = Math.max(fastest, speed);
    }
    System.out.println(line + figure("%.2f", slowest / fastest));
    return slowest / fastest;
  }

  private static String figure(String format, double value) {
    return " " + (Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value)) + " |";
  }

  private static String title(Task task) {
    return switch (task) {
      case Task.Product product -> "SGEMM n = " + product.n();
      case Task.Training training -> "training step, " + training.network().name().toLowerCase(Locale.ROOT);
      default -> task.name();
    };
  }
}
