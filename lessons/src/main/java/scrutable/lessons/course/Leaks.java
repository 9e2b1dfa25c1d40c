package scrutable.lessons.course;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.lessons.source.Tokens;

/// Finds official solutions where they must not be: a run of twelve words of one, in any text.
///
/// The head of a counting loop, `for (int i = 0; i < n; i++)`, counts as one word: it has fifteen, stands everywhere,
/// and is nobody's answer. Any other run of twelve words counts, whatever it consists of.
public final class Leaks {
  private static final int LENGTH = 12;
  private static final int PARTS_OF_A_LOOP = 2;

  /// By hash: the task, a tab, the words.
  private final Map<Long, String> runs = new HashMap<>();

  /// @param solutions the bodies, by task
  public Leaks(Map<String, String> solutions) {
    solutions.forEach((task, body) -> {
      List<String> words = words(body);
      for (int at = 0; at + LENGTH <= words.size(); at++) {
        runs.put(hash(words, at), task + "\t" + text(words, at));
      }
    });
  }

  /// What is found in a text: one sentence for each task that is given away; none if all is well.
  ///
  /// @param name the name of the text, for the sentences
  public List<String> in(String name, String text) {
    List<String> words = words(text);
    Map<String, String> found = new TreeMap<>();
    for (int at = 0; at + LENGTH <= words.size(); at++) {
      String run = runs.get(hash(words, at));
      if (run != null && run.endsWith("\t" + text(words, at))) {
        String[] parts = run.split("\t", 2);
        found.putIfAbsent(parts[0], name + " gives task " + parts[0] + " away: " + parts[1]);
      }
    }
    return new ArrayList<>(found.values());
  }

  /// The words of a text, each head of a counting loop as one.
  private static List<String> words(String text) {
    List<String> tokens = Tokens.of(text);
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int end = tokens.get(at).equals("for") ? endOfCountingLoop(tokens, at) : at;
      words.add(String.join(" ", tokens.subList(at, end + 1)));
      at = end + 1;
    }
    return words;
  }

  /// Where the head of a loop with two semicolons ends; where it begins, if this is none.
  private static int endOfCountingLoop(List<String> tokens, int from) {
    int depth = 0;
    int parts = 0;
    for (int at = from + 1; at < tokens.size(); at++) {
      switch (tokens.get(at)) {
        case "(" -> depth++;
        case ")" -> depth--;
        case ";" -> parts++;
        case "{", "}" -> {
          return from;
        }
        default -> { }
      }
      if (depth == 0) {
        return parts == PARTS_OF_A_LOOP ? at : from;
      }
    }
    return from;
  }

  private static String text(List<String> words, int from) {
    return String.join(" ", words.subList(from, from + LENGTH));
  }

  private static long hash(List<String> words, int from) {
    long hash = 0;
    for (int i = from; i < from + LENGTH; i++) {
      hash = hash * 1_000_003 + words.get(i).hashCode();
    }
    return hash;
  }
}
