package scrutable.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The main program of an engine on the JVM: measures its tasks one after another, and prints a line for
/// each.
///
/// Options: `--threads N`, `--areas a,b`, `--only TEXT` (part of a task's name), `--warmup SECONDS` and
/// `--budget SECONDS` for each task.
public final class EngineRun {
  /// The system property that names the processor to keep the measuring thread on, see [OneProcessor].
  public static final String PROCESSOR = "scrutable.bench.processor";
  private static final double SHORTEST_SAMPLE = 1e-3;
  private static final int FEWEST_SAMPLES = 15;
  /// The parts of the warm-up time that are compared with each other, and what counts as faster.
  private static final int WINDOWS = 4;
  private static final double FASTER = 0.98;
  /// How many times longer than asked the warm-up may take until nothing improves, and the measurement until there were
  /// enough samples.
  private static final int PATIENCE = 10;

  private EngineRun() {}

  /// Measures.
  ///
  /// @throws IllegalArgumentException if an option is unknown
  public static void run(Engine engine, String[] arguments) {
    Options options = Options.of(arguments);
    OneProcessor.keep(Integer.getInteger(PROCESSOR, OneProcessor.ANY));
    engine.begin(options.threads);
    for (Task task : Tasks.all()) {
      if (options.wants(task)) {
        measure(engine, task, options).ifPresent(sample -> System.out.println(sample.json().writeCompact()));
        System.out.flush();
      }
    }
  }

  private static Optional<Sample> measure(Engine engine, Task task, Options options) {
    return engine.prepare(task, options.threads).map(work -> new Sample(task.area().key(), task.name(),
        engine.name(), options.threads, task.amount() / seconds(work, options), task.unit()));
  }

  /// The median time of one repetition. Short work is repeated until a sample lasts a millisecond, so that
  /// the clock does not count.
  private static double seconds(Runnable work, Options options) {
    int repetitions = warmUp(work, options.warmup);
    double[] samples = new double[1024];
    int count = 0;
    long start = System.nanoTime();
    while (goesOn(start, options.budget, count, FEWEST_SAMPLES) && count < samples.length) {
      samples[count++] = time(work, repetitions) / repetitions;
    }
    double[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }

  /// Runs the work until it is warm, that is, has not become faster for the given time; returns how many repetitions a
  /// sample needs. Compilers work beside the program: on two processors, of which two threads leave nothing, they need
  /// seconds for a network of many small layers.
  private static int warmUp(Runnable work, double seconds) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    int inVain = 0;
    while (inVain < WINDOWS && (System.nanoTime() - start) / 1e9 < PATIENCE * seconds) {
      double mean = meanTime(work, seconds / WINDOWS);
      inVain = mean < FASTER * best ? 0 : inVain + 1;
      best = Math.min(best, mean);
    }
    return (int) Math.max(1, SHORTEST_SAMPLE / best);
  }

  private static double meanTime(Runnable work, double seconds) {
    long start = System.nanoTime();
    int done = 0;
    do {
      work.run();
      done++;
    } while ((System.nanoTime() - start) / 1e9 < seconds);
    return (System.nanoTime() - start) / 1e9 / done;
  }

  /// Until the time is up and there were enough repetitions; but three at least, and if they are slow no more than can
  /// be had in a few times the time.
  private static boolean goesOn(long start, double seconds, int done, int enough) {
    double passed = (System.nanoTime() - start) / 1e9;
    return done < 3 || passed < (done < enough ? PATIENCE * seconds : seconds);
  }

  private static double time(Runnable work, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /// What the command line asks for.
  private record Options(int threads, List<String> areas, String only, double warmup, double budget) {
    static Options of(String[] arguments) {
      Options options = new Options(1, List.of(), "", 1, 0.4);
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        String value = arguments[i + 1];
        options = switch (arguments[i]) {
          case "--threads" ->
              new Options(Integer.parseInt(value), options.areas, options.only, options.warmup,
                  options.budget);
          case "--areas" -> new Options(options.threads, List.of(value.split(",")), options.only,
              options.warmup,
              options.budget);
          case "--only" -> new Options(options.threads, options.areas, value, options.warmup, options.budget);
          case "--warmup" ->
              new Options(options.threads, options.areas, options.only, Double.parseDouble(value),
                  options.budget);
          case "--budget" ->
              new Options(options.threads, options.areas, options.only, options.warmup,
                  Double.parseDouble(value));
          default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
        };
      }
      return options;
    }

    boolean wants(Task task) {
      return (areas.isEmpty() || areas.contains(task.area().key())) && task.name().contains(only);
    }
  }
}
