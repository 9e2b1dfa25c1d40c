package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.compile.Overlay;
import scrutable.lessons.grader.judge.Judge;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.source.MarkException;
import scrutable.tensor.io.Utf8;

/// Grades the tasks of one tree: takes out what stands between the marks, puts it into clean files, compiles these over
/// the engine, has another process run them, and judges.
public final class Grader {
  private static final int DRAWS = 3;

  private final Kit kit;
  private final Path tree;
  private final Classes classes;
  private final Map<String, Verdict> verdicts = new TreeMap<>(Task::compare);

  /// @param tree the student's tree
  /// @param work a folder for classes, which stay there for the next time
  public Grader(Kit kit, Path tree, Path work) {
    this.kit = kit;
    this.tree = tree;
    this.classes = new Classes(kit, work);
  }

  /// Grades some tasks.
  ///
  /// Who has the official solutions grades a task that suffers from an earlier one once more, with the official code of
  /// the earlier ones: nobody loses points twice.
  ///
  /// @param wanted  the tasks, in order
  /// @param numbers where the draws come from
  /// @param all     whether all recorded draws are used; otherwise some of them
  /// @return one verdict for each task, in order
  /// @throws IOException if files cannot be read or written
  public List<Verdict> grade(List<Task> wanted, Random numbers, boolean all) throws IOException, InterruptedException {
    verdicts.clear();
    List<String> seeds = seeds(numbers, all);
    List<Body> bodies = bodies();
    List<Task> runnable = judge(wanted, bodies, seeds);
    for (Task task : runnable) {
      List<String> unready = task.needs().stream().filter(this::isUnready).toList();
      Verdict verdict = verdicts.get(task.id());
      if (kit.solutions().isEmpty()) {
        verdicts.put(task.id(), verdict.afterwards(unready));
      } else if (verdict.state() == Verdict.State.BLOCKED || !verdict.isComplete() && !unready.isEmpty()) {
        judge(List.of(task), alone(task, bodies), seeds);
      }
    }
    return wanted.stream().map(task -> verdicts.get(task.id())).toList();
  }

  /// Compiles and runs.
  ///
  /// @return the tasks that could be run
  private List<Task> judge(List<Task> wanted, List<Body> bodies, List<String> seeds)
      throws IOException, InterruptedException {
    Classes.Compiled compiled = classes.of(bodies);
    compiled.problems().forEach((body, problem) -> verdicts.put(body.task(), unusable(body, problem)));
    List<Task> runnable = wanted.stream()
        .filter(task -> compiled.used().stream().anyMatch(body -> body.task().equals(task.id()))).toList();
    Map<String, Sheet> sheets = runnable.isEmpty() ? Map.of()
        : new ChildProcess(compiled.classPath()).ask(runnable, seeds);
    Lines lines = new Lines(compiled.texts(), compiled.used());
    sheets.forEach((task, sheet) -> verdicts.put(task, new Judgement(kit.data(), kit.task(task), Exams.of(task), sheet,
        lines::ofStudent).verdict()));
    return runnable;
  }

  private Verdict unusable(Body body, Overlay.Problem problem) {
    String message = body.file().replaceFirst("^.*/", "") + ":" + (body.line() + problem.line()) + ": "
        + problem.message();
    return Verdict.unjudged(kit.task(body.task()), Verdict.State.UNUSABLE, 0, message);
  }

  /// The student's body for one task, and the official ones for all others.
  private List<Body> alone(Task task, List<Body> bodies) {
    List<Body> others = new ArrayList<>();
    bodies.stream().filter(body -> body.task().equals(task.id())).forEach(others::add);
    kit.solutions().forEach((id, solution) -> {
      if (!id.equals(task.id())) {
        others.add(new Body(id, kit.data().files().get(id), 0, solution));
      }
    });
    return others;
  }

  /// Whether a task is part of the assignment and not known to be right.
  private boolean isUnready(String task) {
    Verdict verdict = verdicts.get(task);
    return verdict != null && !verdict.isComplete();
  }

  /// What was written, without the tasks that are as they were handed out.
  private List<Body> bodies() throws IOException {
    List<Body> bodies = new ArrayList<>();
    for (Task task : kit.tasks().values()) {
      String file = kit.data().files().get(task.id());
      if (!Files.isRegularFile(tree.resolve(file))) {
        verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.UNUSABLE, 0, "there is no " + file));
        continue;
      }
      try {
        Body body = Body.in(file, Utf8.read(tree.resolve(file)), task.id());
        if (body.text().strip().equals(kit.stub(task.id()).strip())) {
          verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.OPEN, 0, "open"));
        } else {
          bodies.add(body);
        }
      } catch (MarkException | IOException wrong) {
        verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.UNUSABLE, 0, wrong.getMessage()));
      }
    }
    return bodies;
  }

  private List<String> seeds(Random numbers, boolean all) {
    List<Long> recorded = new ArrayList<>(kit.data().seeds());
    if (!all) {
      Collections.shuffle(recorded, numbers);
    }
    List<String> seeds = new ArrayList<>();
    seeds.add(Long.toString(Draw.FIXED));
    recorded.stream().limit(all ? recorded.size() : DRAWS).map(String::valueOf).forEach(seeds::add);
    numbers.longs(DRAWS, 1, Long.MAX_VALUE).mapToObj(seed -> Judge.FRESH + seed).forEach(seeds::add);
    return seeds;
  }
}
