package scrutable.lessons.grader;

import java.util.Arrays;
import scrutable.lessons.grader.task.Answer;
import scrutable.tensor.Shape;

/// Compares an answer with the right one.
final class Comparison {
  private static final double TINY = 1e-9;

  private Comparison() {}

  /// What is different, in one sentence; empty if nothing is.
  ///
  /// @param tolerance the largest error that passes, as a share of the largest right number
  static String difference(Answer answer, Answer right, double tolerance) {
    if (right.isThrown()) {
      return answer.thrown().equals(right.thrown()) ? ""
          : "this input must be refused with " + right.thrown() + (answer.isThrown() ? ", not " + answer.thrown() : "");
    }
    if (answer.isThrown()) {
      return answer.thrown() + switch (answer.thrown()) {
        case "StackOverflowError" -> ": it calls itself, and does not come to an end";
        default -> answer.message().equals("null") ? "" : ": " + answer.message();
      };
    }
    if (answer.arrays().size() != right.arrays().size()) {
      return "there are " + answer.arrays().size() + " results, but there must be " + right.arrays().size();
    }
    double most = tolerance * right.scale() + TINY;
    for (int i = 0; i < right.arrays().size(); i++) {
      String different = difference(answer.arrays().get(i), right.arrays().get(i), most);
      if (!different.isEmpty()) {
        return different;
      }
    }
    return "";
  }

  private static String difference(Answer.Array answer, Answer.Array right, double most) {
    if (!Arrays.equals(answer.shape(), right.shape())) {
      return "the shape is " + Shape.text(answer.shape()) + ", but must be " + Shape.text(right.shape());
    }
    for (int at = 0; at < right.values().length; at++) {
      double yours = answer.values()[at];
      double wanted = right.values()[at];
      boolean same = Double.compare(yours, wanted) == 0 || Math.abs(yours - wanted) <= most;
      if (!same) {
        return "at " + Shape.text(index(at, right.shape())) + " it is " + rounded(yours) + ", but must be "
            + rounded(wanted);
      }
    }
    return "";
  }

  private static int[] index(int flat, int[] shape) {
    int[] index = new int[shape.length];
    int rest = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  private static String rounded(double value) {
    return Double.isFinite(value) ? String.valueOf((float) value) : String.valueOf(value);
  }
}
