package scrutable.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import scrutable.bench.compare.EngineRun;
import scrutable.bench.compare.OneProcessor;
import scrutable.bench.compare.Trial;

/// How to start an engine in a process of its own, with the settings that suit it best.
///
/// @param name its name on the command line
/// @param command without the options
/// @param environment variables to set; `THREADS` stands for their number
record EngineProcess(String name, List<String> command, Map<String, String> environment) {
  /// For JVMs a heap whose first part, a sixteenth of the memory of the machine, has been touched from end to end. Else
  /// each page of garbage is one that the system must find first, and in a virtual machine its host too, until the
  /// collector begins to use them again.
  static final List<String> TOUCHED = List.of("-XX:+AlwaysPreTouch", "-XX:InitialRAMPercentage=6.25");
  /// The first that has a library is taken: that of the system uses the OpenBLAS that is chosen below.
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final String PLACES = "OMP_PLACES";
  private static final String OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp";

  /// The engines that are there: ours, the scripts if Python has their libraries, the Java peers if built.
  ///
  /// @param wanted names joined by commas; empty for all
  /// @param home   the folder `bench`
  /// @throws IllegalArgumentException if a wanted engine is not there
  static List<EngineProcess> available(String wanted, Path home) throws IOException, InterruptedException {
    List<EngineProcess> there = new ArrayList<>();
    there.add(java("ours", "scrutable.bench.OurEngine", System.getProperty("java.class.path"), Map.of()));
    for (String library : new String[] {"torch", "numpy"}) {
      for (String python : PYTHONS) {
        if (has(python, library)) {
          there.add(script(python, library.equals("numpy") ? "openblas" : library, home));
          break;
        }
      }
    }
    String peers = home.resolve("target/lib").toString();
    if (Files.isDirectory(Path.of(peers))) {
      String classPath = System.getProperty("java.class.path") + File.pathSeparator + peers + "/*";
      Map<String, String> threads = Map.of("OMP_NUM_THREADS", "THREADS");
      there.add(java("djl", "scrutable.bench.peers.DjlEngine", classPath, threads));
      there.add(java("ejml", "scrutable.bench.peers.EjmlEngine", classPath, Map.of()));
      there.add(java("nd4j", "scrutable.bench.peers.Nd4jEngine", classPath, threads));
    }
    if (wanted.isEmpty()) {
      return there;
    }
    return Stream.of(wanted.split(",")).map(name -> there.stream().filter(engine -> engine.name.equals(name))
        .findFirst().orElseThrow(() -> new IllegalArgumentException("the engine " + name + " is not there;"
            + " there are "
            + there.stream().map(EngineProcess::name).toList() + "; see bench/compare --help"))).toList();
  }

  private static EngineProcess java(String name, String program, String classPath, Map<String,
      String> variables) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(TOUCHED);
    if (name.equals("ours")) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    } else {
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
          "-Dai.djl.offline=true", "-Dslf4j.internal.verbosity=ERROR"));
    }
    command.addAll(List.of("-cp", classPath, program));
    return new EngineProcess(name, command, variables);
  }

  /// PyTorch and numpy are at their best with threads bound to cores and memory that is not given back.
  private static EngineProcess script(String python, String name, Path home) {
    Map<String, String> environment = new TreeMap<>(Map.of("OMP_NUM_THREADS", "THREADS",
        "OPENBLAS_NUM_THREADS", "THREADS", "MKL_NUM_THREADS", "THREADS", "OMP_PROC_BIND", "true",
        PLACES, "cores", "MALLOC_MMAP_THRESHOLD_", "4294967296", "MALLOC_TRIM_THRESHOLD_", "8589934592",
        "MALLOC_TOP_PAD_", "268435456"));
    if (Files.isDirectory(Path.of(OPENBLAS))) {
      environment.put("LD_LIBRARY_PATH", OPENBLAS);
    }
    String script = home.resolve("src/peers/python/" + name + "_engine.py").toString();
    return new EngineProcess(name, List.of(python, script), environment);
  }

  private static boolean has(String python, String library) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import " + library).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException noPython) {
      return false;
    }
  }

  /// The fastest setting of the OpenBLAS that a script uses, and how all did; an engine on the JVM stays as it is.
  ///
  /// @param settings values of `OPENBLAS_CORETYPE` to try beside none at all
  Tuned tuned(List<String> settings) throws IOException, InterruptedException {
    if (!isScript()) {
      return new Tuned(this, List.of());
    }
    List<Trial> trials = new ArrayList<>();
    for (String setting : Stream.concat(Stream.of(""), settings.stream()).toList()) {
      Process process = with(Map.of(CORE_TYPE, setting, "DNNL_VERBOSE", "1"))
          .start(1, OneProcessor.quietest(), List.of("--trial"));
      trials.add(Trial.parse(setting, lines(process)));
      process.waitFor();
    }
    return new Tuned(with(Map.of(CORE_TYPE, Trial.best(trials).setting())), trials);
  }

  /// An engine at its best, and the trials that showed it.
  record Tuned(EngineProcess engine, List<Trial> trials) {}

  private EngineProcess with(Map<String, String> variables) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(variables);
    return new EngineProcess(name, command, all);
  }

  /// What a process prints, line by line, to its end.
  static List<String> lines(Process process) throws IOException {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      return out.readAllLines();
    }
  }

  /// Starts it; what it says on the error stream goes to ours.
  ///
  /// @param processor where a single thread shall be kept, see [OneProcessor]
  Process start(int threads, int processor, List<String> options) throws IOException {
    List<String> full = new ArrayList<>(command);
    full.addAll(options);
    if (processor != OneProcessor.ANY && !isScript()) {
      full.add(1, "-D" + EngineRun.PROCESSOR + "=" + processor);
    }
    ProcessBuilder builder = new ProcessBuilder(full).redirectError(ProcessBuilder.Redirect.INHERIT);
    environment.forEach((variable, value) -> builder.environment()
        .put(variable, value.equals("THREADS") ? Integer.toString(threads) : value));
    if (processor != OneProcessor.ANY && isScript()) {
      builder.environment().put(PLACES, "{" + processor + "}");
    }
    return builder.start();
  }

  private boolean isScript() {
    return command.getLast().endsWith(".py");
  }
}
