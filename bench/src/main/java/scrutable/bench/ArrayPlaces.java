package scrutable.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import scrutable.bench.compare.Machine;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.parallel.Parallel;

/// What it costs when arrays lie badly: one experiment for each way in which they can. The rung "where arrays lie" of
/// the ladder, LADDER.md, says what came of it.
///
/// ```sh
/// bench/run ArrayPlaces
/// ```
///
/// Nothing here looks at an address. Options of the JVM say where arrays begin: with 64-byte objects each array begins
/// on a cache line, with its header of 16 bytes in front of the numbers; under G1 a large array begins a region, that
/// is, at a multiple of a megabyte.
public final class ArrayPlaces {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int HEIGHT = 4;
  private static final double SECONDS = 0.5;
  private static final int ROUNDS = 3;

  private static final String SIXTY_FOUR = "-XX:ObjectAlignmentInBytes=64";
  private static final String PARALLEL = "-XX:+UseParallelGC";
  private static final String G1 = "-XX:+UseG1GC";

  private ArrayPlaces() {}

  /// Without arguments starts a JVM for each experiment; `once NAME` runs one.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals("once")) {
      once(arguments[1]);
      return;
    }
    System.out.println("cpu: " + Machine.here().facts().get("cpu"));
    freshMachine("lines", PARALLEL, SIXTY_FOUR);
    freshMachine("blocks", PARALLEL, SIXTY_FOUR);
    freshMachine("pitches", PARALLEL, SIXTY_FOUR);
    freshMachine("aliases", PARALLEL, SIXTY_FOUR);
    freshMachine("results", G1);
    freshMachine("results", PARALLEL);
  }

  private static void freshMachine(String experiment, String... options) throws IOException, InterruptedException {
    System.out.printf("%n%s, %s%n", experiment, String.join(" ", options));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        ArrayPlaces.class.getName(), "once", experiment));
    int code = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT).start().waitFor();
    if (code != 0) {
      throw new IOException("the JVM of the experiment " + experiment + " ended with code " + code);
    }
  }

  private static void once(String experiment) {
    switch (experiment) {
      case "lines" -> lines();
      case "blocks" -> blocks();
      case "pitches" -> pitches();
      case "aliases" -> aliases();
      case "results" -> Parallel.withThreads(1, ArrayPlaces::results);
      default -> throw new IllegalArgumentException("no experiment is called " + experiment);
    }
  }

  /// Panels that begin on a cache line, and panels whose vectors straddle two.
  private static void lines() {
    List<Arm> arms = new ArrayList<>();
    for (int kilobytes : new int[] {16, 256}) {
      float[] panels = ones(kilobytes * 256 + 16);
      float[] factors = ones(kilobytes * 256 / (2 * LANES) * HEIGHT);
      float[] out = new float[HEIGHT * 2 * LANES + 16];
      for (int start : new int[] {12, 0, 4, 8}) {
        arms.add(new Arm(kilobytes + " KB of panels, " + (16 + 4 * start) % 64 + " bytes after a line",
            2e-9 * HEIGHT * kilobytes * 256, () -> tile(kilobytes * 256 / (2 * LANES), factors, panels, start, out)));
      }
    }
    compare(arms, "GFLOP/s");
  }

  /// Panels read again and again from blocks that do and do not fit the caches.
  private static void blocks() {
    List<Arm> arms = new ArrayList<>();
    for (int kilobytes : new int[] {16, 32, 256, 512, 1024, 2048, 4096}) {
      float[] panels = ones(kilobytes * 256 + 16);
      float[] factors = ones(1024 * HEIGHT);
      float[] out = new float[HEIGHT * 2 * LANES + 16];
      int depth = Math.min(1024, kilobytes * 256 / (2 * LANES));
      arms.add(new Arm("a block of " + kilobytes + " KB", 2e-9 * HEIGHT * kilobytes * 256, () -> {
        for (int start = 12; start < kilobytes * 256; start += depth * 2 * LANES) {
          tile(depth, factors, panels, start, out);
        }
      }));
    }
    compare(arms, "GFLOP/s");
  }

  /// 96 rows of three cache lines, read again and again: as the rows of 32 channels that a convolution is at.
  private static void pitches() {
    List<Arm> arms = new ArrayList<>();
    float[] rows = ones(97 * 2048);
    float[] out = new float[LANES];
    for (int pitch : new int[] {1040, 1024, 1008, 528, 512, 2048}) {
      arms.add(new Arm("rows " + 4 * pitch + " bytes apart", 4e-9 * 96 * 48, () -> readRows(96, 48, rows, pitch, out)));
    }
    compare(arms, "GB/s");
  }

  /// Each step stores a vector and loads one that lies a multiple of 4 KB away from the one stored before, or not.
  private static void aliases() {
    List<Arm> arms = new ArrayList<>();
    float[] numbers = ones(1 << 14);
    for (int distance : new int[] {4096 + 1024, 4096, 4096 + 16, 4096 - 16}) {
      arms.add(new Arm("loads " + 4 * distance + " bytes behind the stores", 8e-9 * 2048,
          () -> copy(2048, numbers, 12 + distance, 12)));
    }
    compare(arms, "GB/s");
  }

  /// A convolution into a new array each time, and into the same.
  private static void results() {
    ConvGeometry g = ConvGeometry.of(64, 32, 26, 26, 64, 3, 3);
    float[] x = ones(g.n() * g.inSize());
    float[] w = ones(g.outChannels() * g.window());
    float[] y = new float[g.n() * g.outSize()];
    double flop = 2e-9 * g.n() * g.outSize() * g.window();
    compare(List.of(new Arm("the same array", flop, () -> Convolution.forward(g, x, w, y)),
        new Arm("a new array each time", flop, () -> Convolution.forward(g, x, w, new float[y.length])),
        new Arm("only the new array, as if it took the work", flop, () -> sink = new float[y.length])), "GFLOP/s");
  }

  /// What is assigned here must be computed.
  private static volatile Object sink;

  /// Something to measure.
  private record Arm(String name, double amount, Runnable work) {}

  /// Measures the arms in turns, and prints the best speed of each.
  private static void compare(List<Arm> arms, String unit) {
    double[] best = new double[arms.size()];
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < arms.size(); i++) {
        double speed = arms.get(i).amount / medianTime(arms.get(i).work);
        best[i] = round == 0 ? 0 : Math.max(best[i], speed);           // the first round is for the compiler
      }
    }
    System.out.println("| place | " + unit + " |");
    System.out.println("|---|---|");
    for (int i = 0; i < best.length; i++) {
      System.out.printf(Locale.ROOT, "| %s | %.1f |%n", arms.get(i).name, best[i]);
    }
  }

  /// The median time of a repetition; a sample lasts 0.1 ms at least.
  private static double medianTime(Runnable work) {
    int repetitions = 1;
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < SECONDS / ROUNDS * 1e9 || times.size() < 3) {
      long before = System.nanoTime();
      for (int i = 0; i < repetitions; i++) {
        work.run();
      }
      double time = (System.nanoTime() - before) * 1e-9;
      if (time < 1e-4) {
        repetitions *= 2;
      } else {
        times.add(time / repetitions);
      }
    }
    times.sort(null);
    return times.get(times.size() / 2);
  }

  /// The tile of rung 5 on packed panels: four rows, two vectors.
  private static void tile(int depth, float[] a, float[] b, int bStart, float[] c) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * 2 * LANES);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * 2 * LANES + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[p * HEIGHT]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[p * HEIGHT + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[p * HEIGHT + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[p * HEIGHT + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, 0);
    c01.intoArray(c, LANES);
    c10.intoArray(c, 2 * LANES);
    c11.intoArray(c, 3 * LANES);
    c20.intoArray(c, 4 * LANES);
    c21.intoArray(c, 5 * LANES);
    c30.intoArray(c, 6 * LANES);
    c31.intoArray(c, 7 * LANES);
  }

  private static void readRows(int rows, int length, float[] x, int pitch, float[] out) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector other = FloatVector.zero(SPECIES);
    for (int j = 0; j < length; j += 16) {
      for (int row = 0; row < rows; row += 2) {
        sum = sum.max(FloatVector.fromArray(SPECIES, x, 12 + row * pitch + j));
        other = other.max(FloatVector.fromArray(SPECIES, x, 12 + (row + 1) * pitch + j));
      }
    }
    sum.add(other).intoArray(out, 0);
  }

  private static void copy(int length, float[] numbers, int from, int to) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(SPECIES, numbers, from + i).intoArray(numbers, to + i);
    }
  }

  private static float[] ones(int length) {
    float[] values = new float[length];
    Arrays.fill(values, 1f / 64);
    return values;
  }
}
