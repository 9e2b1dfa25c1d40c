package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.tensor.io.Json;

/// Figures and where they come from: two machines never share a table.
class MachineTest {
  private static final Map<String, String> FACTS = Map.of("cpu", "AMD EPYC (family 25, model 17, stepping 1)",
      "processors", "2", "caches", "L1 32K, L2 1024K", "collector", "G1", "jdk", "25", "flags", "", "date",
      "2026-01-02");

  @TempDir
  private Path folder;

  private static Machine machine(String fact, String value) {
    Map<String, String> facts = new TreeMap<>(FACTS);
    facts.put(fact, value);
    return new Machine(facts);
  }

  @Test
  void processorsOfOneNameAreToldApartByTheirDesign() {
    List<String> cpuinfo = List.of("processor\t: 0", "vendor_id\t: AuthenticAMD", "cpu family\t: 25", "model\t\t: 17",
        "model name\t: AMD EPYC", "stepping\t: 1", "", "processor\t: 1", "model\t\t: 99", "model name\t: another");
    assertEquals("AMD EPYC (family 25, model 17, stepping 1)", Machine.cpu(cpuinfo));
    assertEquals("Odd: name", Machine.cpu(List.of("model name : Odd: name")));
    assertEquals(System.getProperty("os.arch"), Machine.cpu(List.of("BogoMIPS : 50.00")));
  }

  @Test
  void theCachesOfDataAreNamedInTheirOrder() throws IOException {
    cache(0, "1", "Data", "48K");
    cache(1, "1", "Instruction", "32K");
    cache(2, "2", "Unified", "2048K");
    assertEquals("L1 48K, L2 2048K", Machine.caches(folder));
    assertEquals("unknown", Machine.caches(folder.resolve("nowhere")));
  }

  private void cache(int index, String level, String type, String size) throws IOException {
    Path cache = Files.createDirectory(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
  }

  @Test
  void theCollectorIsKnownByItsParts() {
    assertEquals("G1", Machine.collector(List.of("G1 Young Generation", "G1 Concurrent GC", "G1 Old Generation")));
    assertEquals("Parallel", Machine.collector(List.of("PS MarkSweep", "PS Scavenge")
        .reversed()));
    assertEquals("Serial", Machine.collector(List.of("Copy", "MarkSweepCompact")));
    assertEquals("ZGC Minor Cycles, ZGC Major Cycles",
        Machine.collector(List.of("ZGC Minor Cycles", "ZGC Major Cycles")));
  }

  @Test
  void thisMachineSaysWhatItIs() {
    assertTrue(Machine.here().facts().keySet().containsAll(FACTS.keySet()));
    assertFalse(Machine.here().facts().get("cpu").isBlank());
  }

  @Test
  void samplesSurviveTheirFileOnTheSameMachineOnAnotherDay() throws IOException {
    Path file = folder.resolve("samples.jsonl");
    List<Observation> observations = List.of(
        new Observation(new Sample("sgemm", "a", "ours", 1, 91.25, "GFLOP/s"), new Conditions(116.5, 40)),
        new Observation(new Sample("gpt", "b", "torch-1.13", 2, 1e-3, "tokens/s"), new Conditions(230, 39.5)));
    SampleFile.write(file, new Machine(FACTS), observations);
    assertEquals(observations, SampleFile.read(file, machine("date", "2026-05-06")));
  }

  @Test
  void samplesOfAnotherMachineOrJvmAreRefused() throws IOException {
    Path file = folder.resolve("samples.jsonl");
    SampleFile.write(file, new Machine(FACTS), List.of());
    for (String fact : List.of("cpu", "processors", "caches", "collector", "jdk", "flags")) {
      String message = assertThrows(IllegalArgumentException.class,
          () -> SampleFile.read(file, machine(fact, "another"))).getMessage();
      assertTrue(message.contains(fact + ": \"" + FACTS.get(fact) + "\" there, \"another\" here"), message);
      assertTrue(message.startsWith(file.toString()), message);
    }
    Map<String, String> less = new TreeMap<>(FACTS);
    less.remove("caches");
    assertThrows(IllegalArgumentException.class, () -> SampleFile.read(file, new Machine(less)));
  }

  @Test
  void aFileThatDoesNotSayWhereItComesFromIsRefused() throws IOException {
    Path file = folder.resolve("samples.jsonl");
    Files.writeString(file, "");
    assertTrue(assertThrows(IllegalArgumentException.class, () -> SampleFile.read(file, new Machine(FACTS)))
        .getMessage().contains("is empty"));
    Files.writeString(file, new Sample("sgemm", "a", "ours", 1, 9, "GFLOP/s").json().writeCompact() + "\n");
    assertTrue(assertThrows(IllegalArgumentException.class, () -> SampleFile.read(file, new Machine(FACTS)))
        .getMessage().contains("line 1: JSON: no field \"machine\""));
    SampleFile.write(file, new Machine(FACTS), List.of());
    Files.writeString(file, Files.readString(file) + "{\"sample\": 3, \"gflops\": 1, \"gigabytes\": 1}\n");
    assertTrue(assertThrows(IllegalArgumentException.class, () -> SampleFile.read(file, new Machine(FACTS)))
        .getMessage().contains("line 2"));
    assertThrows(IllegalArgumentException.class, () -> Machine.of(Json.parse("[]")));
  }
}
