package scrutable.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.bench.compare.Area;
import scrutable.bench.compare.Canary;
import scrutable.bench.compare.ComparisonReport;
import scrutable.bench.compare.Conditions;
import scrutable.bench.compare.Machine;
import scrutable.bench.compare.MemoryCanary;
import scrutable.bench.compare.OneProcessor;
import scrutable.bench.compare.PeerComparison;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.bench.compare.PeerComparison.Shares;
import scrutable.bench.compare.Sample;
import scrutable.bench.compare.SampleFile;
import scrutable.bench.compare.Trial;
import scrutable.tensor.io.Json;

/// Runs this engine and its peers in turn, each in a process of its own, and prints the table of ratios.
///
/// For every round, number of threads and area, all engines follow each other within seconds, each between
/// two canaries; the order turns from round to round. So a change of the machine's clock meets all of them
/// alike, or is noticed. `bench/compare --help` lists the options.
public final class Compare {
  private static final Shares LEAST_CANARIES = new Shares(0.9, 0.8);
  private static final MemoryCanary MEMORY = new MemoryCanary();
  private static final String HELP = """
      bench/compare [options]

        --engines LIST   ours and the peers,
            like ours,torch,openblas,djl,ejml,nd4j (default: all that are there)
        --areas LIST     like sgemm,training (default: all)
        --only TEXT      only tasks whose name contains it
        --threads LIST   like 1,2 (default: 1,2)
        --rounds N       default 3
        --warmup S       seconds for each task before it is measured, on the JVM (default 1)
        --budget S       seconds for each task while it is measured (default 0.4)
        --cores LIST     values of OPENBLAS_CORETYPE that are tried, of which the fastest is taken
            (default: HASWELL,ZEN,SKYLAKEX,COOPERLAKE)
        --add FILE       samples.jsonl of an earlier run on this machine, to which the rounds are added
        --out DIR        where to write compare.md, compare.json and samples.jsonl (default: bench/target)

      torch and openblas need python3 with torch and numpy; djl, ejml and nd4j need
      ./mvnw -q package -Ppeers -pl bench -am -DskipTests, which downloads 260 MB.
      """;

  private Compare() {}

  /// Compares as the options say.
  ///
  /// @throws IOException if an engine cannot be started or a file cannot be written
  /// @throws InterruptedException if the program is interrupted while an engine runs
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(HELP);
      return;
    }
    Options options;
    try {
      options = Options.of(arguments);
      options.areas();
    } catch (IllegalArgumentException e) {
      System.err.println("bench/compare: " + e.getMessage());
      System.exit(2);
      return;
    }
    Machine machine = Machine.here();
    List<Observation> observations = new ArrayList<>();
    if (!options.get("add").isEmpty()) {
      observations.addAll(SampleFile.read(Path.of(options.get("add")), machine));
    }
    Map<String, String> environment = new TreeMap<>(machine.facts());
    environment.put("flags of engines on the JVM", String.join(" ", EngineProcess.TOUCHED));
    List<EngineProcess> engines = new ArrayList<>();
    for (EngineProcess engine : EngineProcess.available(options.get("engines"), options.home())) {
      EngineProcess.Tuned tuned = engine.tuned(options.list("cores"));
      engines.add(tuned.engine());
      if (!tuned.trials().isEmpty()) {
        environment.put(engine.name(), Trial.summary(tuned.trials()));
        System.err.println(engine.name() + ": " + Trial.summary(tuned.trials()));
      }
    }
    System.err.println("engines: " + String.join(", ", engines.stream().map(EngineProcess::name).toList()));
    String table = "";
    for (int round = 1; round <= options.number("rounds"); round++) {
      observations.addAll(observe(round, engines, options));
      // Written after every round, so that a long run that is cut off leaves what it has.
      SampleFile.write(options.out("samples.jsonl"), machine, observations);
      PeerComparison comparison = new PeerComparison(observations, LEAST_CANARIES);
      table = ComparisonReport.markdown(comparison, environment);
      Files.writeString(options.out("compare.md"), table);
      Files.writeString(options.out("compare.json"), ComparisonReport.json(comparison, environment));
    }
    System.out.print(table);
  }

  private static List<Observation> observe(int round, List<EngineProcess> engines, Options options)
      throws IOException, InterruptedException {
    List<Observation> observations = new ArrayList<>();
    List<EngineProcess> order = new ArrayList<>(engines);
    Collections.rotate(order, round);
    for (int threads : options.threads()) {
      conditions(threads, OneProcessor.ANY); // warms the canaries up
      for (Area area : options.areas()) {
        for (EngineProcess engine : order) {
          observations.addAll(observe(engine, area, threads, options));
        }
        System.err.println("round " + round + ", threads " + threads + ", " + area.key() + ": "
            + observations.size() + " samples");
      }
    }
    return observations;
  }

  private static List<Observation> observe(EngineProcess engine, Area area, int threads, Options options)
      throws IOException, InterruptedException {
    int processor = threads == 1 ? OneProcessor.quietest() : OneProcessor.ANY;
    Conditions before = conditions(threads, processor);
    Process process = engine.start(threads, processor, List.of("--threads", Integer.toString(threads), "--areas",
        area.key(),
        "--only", options.get("only"), "--warmup", options.get("warmup"), "--budget", options.get("budget")));
    List<Sample> samples = EngineProcess.lines(process).stream().filter(line -> line.startsWith("{"))
        .map(line -> Sample.of(Json.parse(line))).toList();
    if (process.waitFor() != 0) {
      System.err.println(engine.name() + " ended with code " + process.exitValue() + " in " + area.key());
    }
    Conditions worse = before.worse(conditions(threads, processor));
    return samples.stream().map(sample -> new Observation(sample, worse)).toList();
  }

  private static Conditions conditions(int threads, int processor) {
    OneProcessor.keep(processor);
    double gflops = Canary.gflops(threads);
    OneProcessor.release();                             // the canary of memory has two threads
    return new Conditions(gflops, MEMORY.gigabytes());
  }

  /// The options with their defaults.
  private record Options(Map<String, String> values) {
    static Options of(String[] arguments) {
      Map<String, String> values = new TreeMap<>(Map.of("engines", "", "areas", "", "only", "", "threads",
          "1,2",
          "rounds", "3", "warmup", "1", "budget", "0.4", "out", "", "add", "", "cores",
          "HASWELL,ZEN,SKYLAKEX,COOPERLAKE"));
      for (int i = 0; i < arguments.length; i += 2) {
        String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
        if (!values.containsKey(name) || i + 1 == arguments.length) {
          throw new IllegalArgumentException("unknown option or missing value:"
              + " " + arguments[i] + "\n" + HELP);
        }
        values.put(name, arguments[i + 1]);
      }
      return new Options(values);
    }

    String get(String name) {
      return values.get(name);
    }

    int number(String name) {
      return Integer.parseInt(get(name));
    }

    List<String> list(String name) {
      return get(name).isEmpty() ? List.of() : List.of(get(name).split(","));
    }

    List<Integer> threads() {
      return list("threads").stream().map(Integer::valueOf).toList();
    }

    List<Area> areas() {
      return get("areas").isEmpty() ? List.of(Area.values()) : list("areas").stream().map(Area::of).toList();
    }

    /// The folder `bench`, which the script names.
    Path home() {
      return Path.of(System.getProperty("scrutable.bench", "bench"));
    }

    Path out(String file) throws IOException {
      Path folder = get("out").isEmpty() ? home().resolve("target") : Path.of(get("out"));
      return Files.createDirectories(folder).resolve(file);
    }
  }
}
