package scrutable.lessons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Names;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Sabotage;
import scrutable.lessons.contract.Status;
import scrutable.lessons.report.LessonRun;
import scrutable.lessons.report.ResultJson;

/// What every lesson must keep, as a list of violations: empty for a good lesson.
final class LessonContract {
  private static final Set<String> COMMANDS = Set.of("list", "run", "book", "fresh", "export", "attack", "judge",
      "class-path", "help");

  private LessonContract() {}

  /// Violations among the lessons as a set: names and numbers given twice.
  static List<String> violations(List<Lesson> lessons) {
    List<String> violations = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Lesson lesson : lessons) {
      if (!seen.add(lesson.id())) {
        violations.add("two lessons are called " + lesson.id());
      }
      if (!seen.add(lesson.number())) {
        violations.add("two lessons have the number " + lesson.number());
      }
    }
    return violations;
  }

  /// Violations of one lesson; runs its quick profile up to five times.
  static List<String> violations(Lesson lesson) {
    List<String> violations = new ArrayList<>(inWords(lesson));
    try {
      LessonContext quick = LessonContext.defaults(lesson).withProfile(Profile.QUICK);
      LessonRun first = LessonRun.of(lesson, quick);
      boolean isProof = lesson.provenBy() == Profile.QUICK;
      if (isProof && first.result().status() != lesson.expectedStatus()) {
        violations.add("the quick run does not pass: " + first.result().status() + " "
            + first.result().criteria());
      }
      String bytes = bytes(first);
      if (!bytes.equals(bytes(LessonRun.of(lesson, quick.withThreads(2))))) {
        violations.add("the same seed gives different bytes the second time, with two threads instead of one");
      }
      if (isProof) {
        violations.addAll(ofSabotage(lesson, quick));
      }
      violations.addAll(inFigures(first));
    } catch (Exception e) {
      violations.add("a run throws " + e);
    }
    return violations;
  }

  /// Violations of a lesson that is sabotaged: without its attack no effect may show, and a sham control must be found
  /// out by its dose.
  static List<String> ofSabotage(Lesson lesson, LessonContext context) throws IOException {
    List<String> violations = new ArrayList<>();
    LessonResult disarmed = LessonRun.of(lesson, context.withSabotage(Sabotage.ATTACK)).result();
    if (disarmed.status() == Status.PASS) {
      violations.add("it passes although it is sabotaged (" + lesson.sabotage() + ")");
    } else if (disarmed.effects().stream().allMatch(Criterion::satisfied)) {
      violations.add("its effect shows although it is sabotaged (" + lesson.sabotage() + "): " + disarmed.criteria());
    }
    if (!lesson.sham().isEmpty()) {
      LessonResult sham = LessonRun.of(lesson, context.withSabotage(Sabotage.CONTROL)).result();
      if (sham.doses().stream().allMatch(Criterion::satisfied)) {
        violations.add("no dose notices the sham (" + lesson.sham() + "): " + sham.criteria());
      }
    }
    return violations;
  }

  private static List<String> inWords(Lesson lesson) {
    List<String> violations = new ArrayList<>();
    if (!Names.isValid(lesson.id()) || COMMANDS.contains(lesson.id())) {
      violations.add("\"" + lesson.id() + "\" cannot be the id of a lesson");
    }
    if (lesson.title().isBlank() || lesson.claim().isBlank() || lesson.sabotage().isBlank()) {
      violations.add("title, claim and sabotage must say something");
    }
    if (lesson.dataSets().isEmpty() || !lesson.dataSets().stream().allMatch(Names::isValid)) {
      violations.add("it needs at least one data set, and names like two-moons: " + lesson.dataSets());
    }
    if (lesson.number() < 0 || lesson.seconds() < 1) {
      violations.add("number must not be negative, and seconds must be positive");
    }
    return violations;
  }

  private static List<String> inFigures(LessonRun run) throws Exception {
    List<String> violations = new ArrayList<>();
    if (run.result().figures().isEmpty() || run.result().tables().isEmpty()) {
      violations.add("it shows no table or no figure");
    }
    for (Illustration figure : run.result().figures()) {
      String svg = figure.figure().svg();
      WellFormed.parse(svg);
      if (svg.contains("NaN") || svg.contains("Infinity")) {
        violations.add("figure " + figure.name() + " contains a number that is none");
      }
    }
    return violations;
  }

  /// Everything of a run that must be reproducible, in one string.
  static String bytes(LessonRun run) {
    var bytes = new StringBuilder(ResultJson.of(run).write());
    run.result().tables().forEach(table -> bytes.append(table.csv()));
    run.result().figures().forEach(figure -> bytes.append(figure.figure().svg()));
    run.result().sounds().forEach(sound -> bytes.append(Arrays.toString(sound.file())));
    return bytes.toString();
  }
}
