package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Fingerprint;

/// Names the mistake behind wrong answers, from what they are for the fixed draw.
///
/// First known mistakes, by their fingerprints; then a constant factor, a transposition, zeros; then a known mistake
/// times a factor. A part about which nothing is known gets the first number that is wrong.
final class Diagnosis {
  private final CourseData data;
  private final String task;
  private final Map<String, Answer> wrong;
  private final Map<String, List<CourseData.Mistake>> candidates = new TreeMap<>();

  /// @param wrong the answers to the fixed draw of the parts that are wrong, in their order
  Diagnosis(CourseData data, String task, Map<String, Answer> wrong) {
    this.data = data;
    this.task = task;
    this.wrong = wrong;
    wrong.forEach((part, answer) -> candidates.put(part, known(part, Fingerprint.of(answer))));
  }

  /// @param messages one sentence each
  /// @param mistakes the names of known mistakes
  /// @param silent   the parts about which nothing is known
  record Found(List<String> messages, List<String> mistakes, List<String> silent) {}

  Found found() {
    Set<String> messages = new LinkedHashSet<>();
    Set<String> mistakes = new LinkedHashSet<>();
    List<String> silent = new ArrayList<>();
    wrong.forEach((part, answer) -> {
      CourseData.Mistake best = candidates.get(part).stream().max(Comparator.comparingLong(this::support))
          .orElse(null);
      String pattern = best == null ? pattern(part, answer) : "";
      if (best != null) {
        messages.add(best.text());
        mistakes.add(best.name());
      } else if (!pattern.isEmpty()) {
        messages.add(pattern);
      } else {
        CourseData.Mistake scaled = scaled(part, Fingerprint.of(answer), messages);
        if (scaled != null) {
          mistakes.add(scaled.name());
        } else {
          silent.add(part);
        }
      }
    });
    return new Found(List.copyOf(messages), List.copyOf(mistakes), silent);
  }

  private List<CourseData.Mistake> known(String part, Fingerprint print) {
    return data.mistakes().stream().filter(mistake -> mistake.task().equals(task)
        && mistake.gives(part, print)).toList();
  }

  /// In how many wrong parts a mistake is a candidate.
  private long support(CourseData.Mistake mistake) {
    return candidates.values().stream().filter(list -> list.contains(mistake)).count();
  }

  private CourseData.Mistake scaled(String part, Fingerprint print, Set<String> messages) {
    for (CourseData.Mistake mistake : data.mistakes()) {
      double ratio = mistake.task().equals(task) ? mistake.ratio(part, print) : Double.NaN;
      if (Double.isFinite(ratio)) {
        messages.add(mistake.text() + " And then it is " + factor(ratio) + ".");
        return mistake;
      }
    }
    return null;
  }

  private String pattern(String part, Answer answer) {
    Answer right = data.answers().get(new CourseData.Key(task, part, Draw.FIXED));
    if (right == null || right.isThrown() || answer.isThrown()) {
      return "";
    }
    double[] yours = answer.numbers();
    double[] wanted = right.numbers();
    if (yours.length > 0 && Arrays.stream(yours).allMatch(value -> value == 0)) {
      return "your " + part + " is 0 everywhere.";
    }
    if (yours.length == wanted.length) {
      double ratio = Fingerprint.of(answer).ratio(Fingerprint.of(right));
      if (Double.isFinite(ratio) && Math.abs(ratio - 1) > 1e-6) {
        return "your " + part + " is right, but " + factor(ratio) + ".";
      }
    }
    if (answer.arrays().size() == 1 && same(transposed(answer.arrays().getFirst()), wanted)) {
      return "your " + part + " is right, but transposed.";
    }
    return "";
  }

  private static double[] transposed(Answer.Array array) {
    if (array.shape().length != 2) {
      return new double[0];
    }
    int rows = array.shape()[0];
    int columns = array.shape()[1];
    double[] turned = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = array.values()[i * columns + j];
      }
    }
    return turned;
  }

  private static boolean same(double[] yours, double[] wanted) {
    if (yours.length == 0 || yours.length != wanted.length) {
      return false;
    }
    double scale = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
    for (int i = 0; i < yours.length; i++) {
      if (!(Math.abs(yours[i] - wanted[i]) <= 1e-6 * scale)) {
        return false;
      }
    }
    return true;
  }

  private static String factor(double ratio) {
    double size = Math.abs(ratio);
    double whole = Math.rint(size);
    double part = Math.rint(1 / size);
    String times = Math.abs(size - 1) < 1e-6 ? ""
        : whole > 1 && Math.abs(size - whole) < 1e-6 * size ? (int) whole + " times too large"
        : part > 1 && Math.abs(1 / size - part) < 1e-6 / size ? "1/" + (int) part + " of what it should be"
        : (float) size + " times what it should be";
    String sign = ratio < 0 ? "of the wrong sign" : "";
    return sign.isEmpty() ? times : times.isEmpty() ? sign : sign + " and " + times;
  }
}
