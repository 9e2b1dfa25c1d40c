package scrutable.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
import scrutable.bench.compare.PeerComparison;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.bench.compare.Sample;

/// Runs this engine and its peers in turn, each in a process of its own, and prints the table of ratios.
///
/// For every round, number of threads and area, all engines follow each other within seconds, each between
/// two canaries; the order turns from round to round. So a change of the machine's clock meets all of them
/// alike, or is noticed. `bench/compare --help` lists the options.
public final class Compare {
  private static final double LEAST_CANARY = 0.9;
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
    List<EngineProcess> engines = EngineProcess.available(options.get("engines"), options.home());
    System.err.println("engines: " + String.join(", ", engines.stream().map(EngineProcess::name).toList()));
    List<Observation> observations = new ArrayList<>();
    String table = "";
    for (int round = 1; round <= options.number("rounds"); round++) {
      observations.addAll(observe(round, engines, options));
      // Written after every round, so that a long run that is cut off leaves what it has.
      table = write(observations, round, options);
    }
    System.out.print(table);
  }

  /// Writes the files of all rounds so far, and returns the table.
  private static String write(List<Observation> observations, int rounds, Options options) throws IOException {
    PeerComparison comparison = new PeerComparison(observations, LEAST_CANARY);
    Map<String, String> environment = new TreeMap<>(Main.environment());
    environment.put("rounds", Integer.toString(rounds));
    String table = ComparisonReport.markdown(comparison, environment);
    Files.writeString(options.out("compare.md"), table);
    Files.writeString(options.out("compare.json"), ComparisonReport.json(comparison, environment));
    Files.write(options.out("samples.jsonl"),
        observations.stream().map(observation -> observation.sample().json()).toList());
    return table;
  }

  private static List<Observation> observe(int round, List<EngineProcess> engines, Options options)
      throws IOException, InterruptedException {
    List<Observation> observations = new ArrayList<>();
    List<EngineProcess> order = new ArrayList<>(engines);
    Collections.rotate(order, round);
    for (int threads : options.threads()) {
      Canary.gflops(threads); // warms up
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
    double before = Canary.gflops(threads);
    Process process = engine.start(threads, List.of("--threads", Integer.toString(threads), "--areas",
        area.key(),
        "--only", options.get("only"), "--warmup", options.get("warmup"), "--budget", options.get("budget")));
    List<Sample> samples = new ArrayList<>();
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(),
        StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("{")) {
          samples.add(Sample.parse(line));
        }
      }
    }
    if (process.waitFor() != 0) {
      System.err.println(engine.name() + " ended with code " + process.exitValue() + " in " + area.key());
    }
    double canary = Math.min(before, Canary.gflops(threads));
    return samples.stream().map(sample -> new Observation(sample, canary)).toList();
  }

  /// The options with their defaults.
  private record Options(Map<String, String> values) {
    static Options of(String[] arguments) {
      Map<String, String> values = new TreeMap<>(Map.of("engines", "", "areas", "", "only", "", "threads",
          "1,2",
          "rounds", "3", "warmup", "1", "budget", "0.4", "out", ""));
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

    List<Integer> threads() {
      return Arrays.stream(get("threads").split(",")).map(Integer::valueOf).toList();
    }

    List<Area> areas() {
      return get("areas").isEmpty() ? List.of(Area.values())
          : Arrays.stream(get("areas").split(",")).map(Area::of).toList();
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
