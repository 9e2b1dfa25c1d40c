package scrutable.lessons.course;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scrutable.lessons.source.Tokens;

/// Finds official solutions where they must not be: a run of words of one, in any text.
///
/// A run has twelve words; of a long solution a fifth, and at most 24, since every attack begins with the same calls. It
/// counts if a third of its words are different names or numbers outside the heads of loops: `).neg().add(1));` and
/// `for (int i = 0; i < n; i++) {` are everywhere, and nobody's answer.
public final class Leaks {
  private static final int LEAST = 12;
  private static final int MOST = 24;
  private static final int SHARE = 5;
  private static final int OWN = 3;

  /// By length, and then by hash: the task, a tab, the words.
  private final Map<Integer, Map<Long, String>> runs = new TreeMap<>();

  /// @param solutions the bodies, by task
  public Leaks(Map<String, String> solutions) {
    solutions.forEach((task, body) -> {
      List<String> tokens = Tokens.of(body);
      boolean[] loop = heads(tokens);
      int length = Math.clamp(tokens.size() / SHARE, LEAST, MOST);
      for (int at = 0; at + length <= tokens.size(); at++) {
        Set<String> own = new HashSet<>();
        for (int i = at; i < at + length; i++) {
          if (!loop[i] && Character.isLetterOrDigit(tokens.get(i).charAt(0))) {
            own.add(tokens.get(i));
          }
        }
        if (own.size() >= length / OWN) {
          runs.computeIfAbsent(length, none -> new HashMap<>()).put(hash(tokens, at, length),
              task + "\t" + String.join(" ", tokens.subList(at, at + length)));
        }
      }
    });
  }

  /// What is found in a text: one sentence for each task that is given away; none if all is well.
  ///
  /// @param name the name of the text, for the sentences
  public List<String> in(String name, String text) {
    List<String> tokens = Tokens.of(text);
    Map<String, String> found = new TreeMap<>();
    runs.forEach((length, ofLength) -> {
      for (int at = 0; at + length <= tokens.size(); at++) {
        String run = ofLength.get(hash(tokens, at, length));
        if (run != null && run.endsWith("\t" + String.join(" ", tokens.subList(at, at + length)))) {
          String[] parts = run.split("\t", 2);
          found.putIfAbsent(parts[0], name + " gives task " + parts[0] + " away: " + parts[1]);
        }
      }
    });
    return new ArrayList<>(found.values());
  }

  private static long hash(List<String> tokens, int from, int length) {
    long hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = hash * 1_000_003 + tokens.get(i).hashCode();
    }
    return hash;
  }

  /// Which words belong to `for (...)`.
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
