package scrutable.bench.compare;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scrutable.tensor.io.Json;

/// The machine and the JVM that figures belong to: a speed without them says nothing.
///
/// @param facts name by name: cpu, processors, caches, collector, jdk, flags, os, date
public record Machine(Map<String, String> facts) {
  /// What must be equal before figures may stand in one table. The collector is among them: it decides where arrays
  /// lie, and that decides the speed of some kernels.
  private static final List<String> IDENTITY = List.of("cpu", "processors", "caches", "collector", "jdk", "flags");

  /// Sorted by name.
  public Machine {
    facts = new TreeMap<>(facts);
  }

  /// The machine and the JVM that this program runs on; what the system does not tell is "unknown".
  public static Machine here() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("cpu", cpu(lines(Path.of("/proc/cpuinfo"))));
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("caches", caches(Path.of("/sys/devices/system/cpu/cpu0/cache")));
    facts.put("collector", collector(ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName).toList()));
    facts.put("jdk", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    facts.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dscrutable.bench=")).toList()));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    return new Machine(facts);
  }

  /// The name of the processor, with the numbers of its design: servers of one maker may all have the same name.
  ///
  /// @param cpuinfo the lines of `/proc/cpuinfo`
  static String cpu(List<String> cpuinfo) {
    Map<String, String> first = new TreeMap<>();
    cpuinfo.stream().map(line -> line.split(":", 2)).filter(parts -> parts.length == 2)
        .forEach(parts -> first.putIfAbsent(parts[0].strip(), parts[1].strip()));
    if (!first.containsKey("model name")) {
      return System.getProperty("os.arch");
    }
    String design = Stream.of("cpu family", "model", "stepping").filter(first::containsKey)
        .map(name -> name.replace("cpu ", "") + " " + first.get(name)).collect(Collectors.joining(", "));
    return first.get("model name") + (design.isEmpty() ? "" : " (" + design + ")");
  }

  /// The data caches that a processor sees, like `L1 32K, L2 1024K, L3 32768K`.
  ///
  /// @param folder with one folder a cache, as Linux shows them
  static String caches(Path folder) {
    List<String> caches = new ArrayList<>();
    for (int i = 0; Files.isDirectory(folder.resolve("index" + i)); i++) {
      Path cache = folder.resolve("index" + i);
      if (!text(cache.resolve("type")).equals("Instruction")) {
        caches.add("L" + text(cache.resolve("level")) + " " + text(cache.resolve("size")));
      }
    }
    return caches.isEmpty() ? "unknown" : String.join(", ", caches);
  }

  private static String text(Path file) {
    return String.join(" ", lines(file)).strip();
  }

  /// The lines of a file in which the system describes itself; none if it has no such file.
  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /// The name of the collector whose parts have these names.
  static String collector(List<String> parts) {
    String all = String.join(", ", parts);
    return all.startsWith("G1") ? "G1" : all.startsWith("PS ") ? "Parallel" : all.startsWith("Copy") ? "Serial" : all;
  }

  /// Refuses figures of another machine or another JVM.
  ///
  /// @param other the one that the other figures belong to
  /// @param where they stand, for the message
  /// @throws IllegalArgumentException if they differ in anything that decides the speed; it names all differences
  public void requireSame(Machine other, String where) {
    List<String> differences = IDENTITY.stream()
        .filter(name -> !facts.getOrDefault(name, "").equals(other.facts.getOrDefault(name, "")))
        .map(name -> name + ": \"" + other.facts.getOrDefault(name, "") + "\" there, \""
            + facts.getOrDefault(name, "") + "\" here").toList();
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException("the figures of " + where + " were measured under other conditions ("
          + String.join("; ", differences) + "): they cannot stand in one table with those of this machine");
    }
  }

  /// The facts as JSON.
  public Json json() {
    return Json.object(facts.entrySet().stream().flatMap(fact -> Stream.of(fact.getKey(), fact.getValue())).toArray());
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException if it is not an object of texts
  public static Machine of(Json json) {
    if (!(json instanceof Json.Fields fields)) {
      throw new IllegalArgumentException("a machine is described by an object, not by " + json.writeCompact());
    }
    return new Machine(fields.map().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, fact -> fact.getValue().text())));
  }
}
