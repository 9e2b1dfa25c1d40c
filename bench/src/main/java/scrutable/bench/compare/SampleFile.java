package scrutable.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.tensor.io.Json;

/// Single samples with the machine that they were measured on: a file of lines of JSON, the machine first.
///
/// So a comparison can be made in several sittings, each adding its rounds; but only on one machine.
public final class SampleFile {
  private SampleFile() {}

  /// Writes all observations of a machine.
  public static void write(Path file, Machine machine, List<Observation> observations) throws IOException {
    Stream<Json> lines = Stream.concat(Stream.of(Json.object("machine", machine.json())),
        observations.stream().map(SampleFile::json));
    Files.write(file, lines.map(Json::writeCompact).toList());
  }

  private static Json json(Observation seen) {
    return Json.object("sample", seen.sample().json(), "gflops", seen.conditions().gflops(), "gigabytes",
        seen.conditions().gigabytes());
  }

  /// The observations of a file.
  ///
  /// @param here the machine that they are to be compared on
  /// @throws IllegalArgumentException if they were measured on another machine or JVM, or the file does not say where,
  ///     or a line is not what [#write] writes; the message names the file and the line
  public static List<Observation> read(Path file, Machine here) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        Json line = Json.parse(lines.get(i));
        if (i == 0) {
          here.requireSame(Machine.of(line.get("machine")), file.toString());
        } else {
          observations.add(new Observation(Sample.of(line.get("sample")),
              new Conditions(line.get("gflops").number(), line.get("gigabytes").number())));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(file + " is empty: it does not even say on which machine it was measured");
    }
    return observations;
  }
}
