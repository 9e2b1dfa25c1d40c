package scrutable.lessons;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which packages use which: from the imports of source texts, and from the names written out in full within them.
final class PackageGraph {
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  /// The packages in front of a name: lower case, as classes begin with a capital.
  private static final Pattern QUALIFIED = Pattern.compile("\\bscrutable(?:\\.[a-z]\\w*)*(?=\\.)");
  /// What is no code: text blocks, strings, characters, and comments of both kinds.
  private static final Pattern NO_CODE = Pattern.compile(
      "\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|//[^\n]*|/\\*(?s:.*?)\\*/");

  /// For each package those that it uses, and one file that does so.
  private final Map<String, Map<String, String>> uses = new TreeMap<>();

  /// Takes note of one source file.
  void add(String file, String source) {
    String code = NO_CODE.matcher(source).replaceAll(found -> found.group().startsWith("/") ? " " : "\"\"");
    Matcher declaration = PACKAGE.matcher(code);
    if (!declaration.find()) {
      throw new IllegalArgumentException(file + " declares no package");
    }
    String own = declaration.group(1);
    Map<String, String> used = uses.computeIfAbsent(own, none -> new TreeMap<>());
    QUALIFIED.matcher(code.substring(declaration.end())).results().map(found -> found.group())
        .filter(name -> !name.equals(own)).forEach(name -> used.putIfAbsent(name, file));
  }

  Set<String> packages() {
    return Collections.unmodifiableSet(uses.keySet());
  }

  /// For each package that comes back to itself and is in no circle named before, its shortest way back: packages, and
  /// in brackets the file that makes the step.
  List<String> cycles() {
    List<String> cycles = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (String start : uses.keySet()) {
      Map<String, String> way = named.contains(start) ? Map.of() : shortestWayBack(start);
      if (!way.isEmpty()) {
        named.addAll(way.keySet());
        StringBuilder text = new StringBuilder();
        way.forEach((from, file) -> text.append(from).append(" (").append(file).append(") -> "));
        cycles.add(text.append(start).toString());
      }
    }
    return cycles;
  }

  /// The packages on the way, each with the file that leads on; empty if there is no way back.
  private Map<String, String> shortestWayBack(String start) {
    Map<String, String> cameFrom = new HashMap<>();
    ArrayDeque<String> waiting = new ArrayDeque<>(List.of(start));
    while (!waiting.isEmpty() && !cameFrom.containsKey(start)) {
      String at = waiting.remove();
      for (String next : uses.getOrDefault(at, Map.of()).keySet()) {
        if (cameFrom.putIfAbsent(next, at) == null) {
          waiting.add(next);
        }
      }
    }
    ArrayDeque<String> way = new ArrayDeque<>();
    for (String at = cameFrom.get(start); at != null; at = at.equals(start) ? null : cameFrom.get(at)) {
      way.push(at);
    }
    List<String> order = new ArrayList<>(way);
    Map<String, String> steps = new LinkedHashMap<>();
    for (int i = 0; i < order.size(); i++) {
      String next = i + 1 < order.size() ? order.get(i + 1) : start;
      steps.put(order.get(i), uses.get(order.get(i)).get(next));
    }
    return steps;
  }
}
