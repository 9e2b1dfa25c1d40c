package scrutable.lessons.course;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.lessons.grader.CourseData;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Fingerprint;
import scrutable.lessons.grader.task.Part;

/// Records what the official solution answers, and what known mistakes answer.
public final class Recording {
  private final TaskFolder tasks;
  private final Workbench bench;

  /// @param bench runs the official solution and the mistakes
  public Recording(TaskFolder tasks, Workbench bench) {
    this.tasks = tasks;
    this.bench = bench;
  }

  /// The data of an assignment.
  ///
  /// @param hidden how many draws are kept for the deadline
  /// @param chosen the tasks
  /// @param seeds  the draws to record, besides the fixed one
  /// @throws IOException if the tasks cannot be read
  public CourseData record(String name, int hidden, List<String> chosen, List<Long> seeds) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Map<CourseData.Key, Answer> answers = new LinkedHashMap<>();
    List<CourseData.Mistake> mistakes = new ArrayList<>();
    List<String> draws = new ArrayList<>();
    draws.add(Long.toString(Draw.FIXED));
    seeds.forEach(seed -> draws.add(Long.toString(seed)));
    for (String task : chosen) {
      files.put(task, tasks.file(task));
      Map<String, Map<Long, Workbench.Asked>> official = bench.official(task, draws);
      official.forEach((part, bySeed) -> bySeed.forEach((seed, asked) ->
          answers.put(new CourseData.Key(task, part, seed), asked.oracle() == null ? asked.answer() : asked.oracle())));
      mistakes.addAll(tasks.variant().files().isEmpty() ? tasks.prints(task) : tasks.prints(task, prints(task)));
    }
    return new CourseData(name, hidden, files, answers, mistakes);
  }

  /// The fingerprints of the known mistakes of a task: a line `mistake part word factor` for each part that it makes
  /// wrong, but not for parts that follow from such a part.
  ///
  /// @throws IOException if the tasks cannot be read
  public String prints(String task) throws IOException {
    List<String> fixed = List.of(Long.toString(Draw.FIXED));
    Map<String, Map<Long, Workbench.Asked>> official = bench.official(task, fixed);
    var text = new StringBuilder();
    for (Map.Entry<String, CodeSections> mistake : tasks.mistakes(task).entrySet()) {
      for (String body : mistake.getValue().code()) {
        Map<String, Map<Long, Workbench.Asked>> answers = bench.withBody(task, body, fixed);
        Set<String> wrong = new HashSet<>();
        for (Part part : Exams.of(task).parts()) {
          Fingerprint print = Fingerprint.of(answers.get(part.name()).get(Draw.FIXED).answer());
          boolean right = print.same(Fingerprint.of(official.get(part.name()).get(Draw.FIXED).answer()));
          if (!right && wrong.add(part.name()) && part.follows().stream().noneMatch(wrong::contains)) {
            text.append(String.join("\t", mistake.getKey(), part.name(), print.word(),
                Double.toString(print.factor()))).append('\n');
          }
        }
      }
    }
    return text.toString();
  }
}
