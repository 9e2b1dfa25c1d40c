package scrutable.lessons.course;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scrutable.lessons.source.Tokens;

/// Finds official solutions where they must not be: any run of twelve words of one, in any text.
///
/// A run counts if at least four of its words are names or numbers outside the heads of loops: `).neg().add(1));` and
/// `for (int i = 0; i < n; i++) {` are everywhere, and nobody's answer.
public final class Leaks {
  private static final int RUN = 12;
  private static final int OWN = 4;

  private final Map<Long, String> runs = new HashMap<>();

  /// @param solutions the bodies, by task
  public Leaks(Map<String, String> solutions) {
    solutions.forEach((task, body) -> {
      List<String> tokens = Tokens.of(body);
      boolean[] loop = heads(tokens);
      for (int at = 0; at + RUN <= tokens.size(); at++) {
        int own = 0;
        for (int i = at; i < at + RUN; i++) {
          own += loop[i] || !Character.isLetterOrDigit(tokens.get(i).charAt(0)) ? 0 : 1;
        }
        if (own >= OWN) {
          runs.put(hash(tokens, at), task + "\t" + String.join(" ", tokens.subList(at, at + RUN)));
        }
      }
    });
  }

  /// What is found in a text: one sentence for each task that is given away; none if all is well.
  ///
  /// @param name the name of the text, for the sentences
  public List<String> in(String name, String text) {
    List<String> tokens = Tokens.of(text);
    Map<String, String> found = new HashMap<>();
    for (int at = 0; at + RUN <= tokens.size(); at++) {
      String run = runs.get(hash(tokens, at));
      if (run != null && run.endsWith("\t" + String.join(" ", tokens.subList(at, at + RUN)))) {
        String[] parts = run.split("\t", 2);
        found.putIfAbsent(parts[0], name + " gives task " + parts[0] + " away: " + parts[1]);
      }
    }
    return new ArrayList<>(found.values());
  }

  private static long hash(List<String> tokens, int from) {
    long hash = 0;
    for (int i = from; i < from + RUN; i++) {
      hash = hash * 1_000_003 + tokens.get(i).hashCode();
    }
    return hash;
  }

  /// Which words belong to `for (...) {`.
  private static boolean[] heads(List<String> tokens) {
    boolean[] heads = new boolean[tokens.size()];
    for (int at = 0; at < tokens.size(); at++) {
      if (!tokens.get(at).equals("for")) {
        continue;
      }
      int depth = 0;
      for (int i = at; i < tokens.size(); i++) {
        heads[i] = true;
        depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
        if (depth == 0 && i > at) {
          break;
        }
      }
    }
    return heads;
  }
}
