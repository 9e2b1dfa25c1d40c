package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Fingerprint;
import scrutable.lessons.grader.task.TaskException;

/// What was recorded when an assignment was made: its tasks, where they are, the right answers for some draws, and the
/// fingerprints of known mistakes.
///
/// In the file each line is one entry, its fields separated by tabs.
///
/// @param name     the name of the assignment
/// @param hidden   how many draws are kept for the deadline
/// @param files    the file of each task, in the order of the tasks
/// @param answers  the right answers by task, part and seed of the draw
/// @param mistakes the known mistakes
public record CourseData(String name, int hidden, Map<String, String> files, Map<Key, Answer> answers,
    List<Mistake> mistakes) {

  /// Which answer.
  public record Key(String task, String part, long seed) {}

  /// A known mistake.
  ///
  /// @param task   where it is made
  /// @param name   its short name, for tables
  /// @param text   what the student is told
  /// @param prints the fingerprints of the parts that it makes wrong; several where the mistake has several forms
  public record Mistake(String task, String name, String text, Map<String, List<Fingerprint>> prints) {
    /// Whether one of its forms gives the same answer.
    boolean gives(String part, Fingerprint print) {
      return prints.getOrDefault(part, List.of()).stream().anyMatch(print::same);
    }

    /// By which factor an answer is that of one of its forms; NaN if it is not.
    double ratio(String part, Fingerprint print) {
      return prints.getOrDefault(part, List.of()).stream().mapToDouble(print::ratio).filter(Double::isFinite)
          .findFirst().orElse(Double.NaN);
    }
  }

  /// The seeds of the draws that were recorded, without the fixed one.
  public List<Long> seeds() {
    return answers.keySet().stream().map(Key::seed).filter(seed -> seed != 0).distinct().sorted().toList();
  }

  /// The lines of the file.
  public String encode() {
    var text = new StringBuilder();
    add(text, "course", name, Integer.toString(hidden));
    files.forEach((task, file) -> add(text, "task", task, file));
    answers.forEach((key, answer) -> add(text, "answer", key.task(), key.part(), Long.toString(key.seed()),
        answer.encode()));
    for (Mistake mistake : mistakes) {
      add(text, "mistake", mistake.task(), mistake.name(), mistake.text().replace("\n", " "));
      mistake.prints().forEach((part, prints) -> prints.forEach(print -> add(text, "print", part, print.word(),
          Double.toString(print.factor()))));
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String... fields) {
    text.append(String.join("\t", fields)).append('\n');
  }

  /// Reads the file.
  ///
  /// @throws TaskException if it is damaged
  public static CourseData decode(String text) {
    String name = "";
    int hidden = 0;
    Map<String, String> files = new LinkedHashMap<>();
    Map<Key, Answer> answers = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] field = line.split("\t", -1);
      switch (field[0]) {
        case "course" -> {
          name = field[1];
          hidden = Integer.parseInt(field[2]);
        }
        case "task" -> files.put(field[1], field[2]);
        case "answer" -> answers.put(new Key(field[1], field[2], Long.parseLong(field[3])), Answer.decode(field[4]));
        case "mistake" -> mistakes.add(new Mistake(field[1], field[2], field[3], new LinkedHashMap<>()));
        case "print" -> mistakes.getLast().prints().computeIfAbsent(field[1], none -> new ArrayList<>())
            .add(new Fingerprint(field[2], Double.parseDouble(field[3])));
        default -> throw new TaskException("the data of the assignment are damaged at \"" + field[0] + "\"");
      }
    }
    return new CourseData(name, hidden, files, answers, mistakes);
  }
}
