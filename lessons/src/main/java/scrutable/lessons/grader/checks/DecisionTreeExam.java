package scrutable.lessons.grader.checks;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.classical.DecisionTree;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The first question of trees: about which number, and where the threshold is.
final class DecisionTreeExam {
  private static final Pattern QUESTION = Pattern.compile("(\\d+) > (\\S+)\\?");
  private static final int CLASSES = 3;

  // Classes such that one question is clearly the best: where two are, rounding would choose.
  private static final List<String> DIFFERENT = List.of("00100111011111111", "21020110110121111", "02000010001121111",
      "20000100000121101", "00100010000211121", "00002011121111221");
  private static final List<String> EQUAL = List.of("20000 0000 0110 111 10110", "00002 00011 01 10 1111",
      "2000 00100 01 1111 11111", "00 20200 0002 21 10211", "1020 000 000 11022 11112", "10010 0111 11 1111 101 11");

  private DecisionTreeExam() {}

  static Exam exam() {
    return Exam.of("4.2",
        Part.of(Part.Kind.VALUES, "different values", draw -> all(draw, DIFFERENT)),
        Part.of(Part.Kind.VALUES, "equal values", draw -> all(draw, EQUAL)).following("different values"),
        Part.of(Part.Kind.EDGES, "edges", DecisionTreeExam::unusual).following("different values", "equal values"));
  }

  private static Answer all(Draw draw, List<String> orders) {
    Answer all = Answer.NOTHING;
    for (String order : orders) {
      all = all.and(asked(draw, order));
    }
    return all;
  }

  /// What is asked about examples whose classes, in the order of their number, are given; what has the same number
  /// stands together. Their other number says the same.
  private static Answer asked(Draw draw, String order) {
    String[] groups = order.split(order.contains(" ") ? " " : "");
    String inOrder = order.replace(" ", "");
    int n = inOrder.length();
    double[] steps = draw.between(0.1, 1, groups.length).toDoubleArray();
    int[] shuffled = draw.rng().permutation(n);
    double[] numbers = new double[2 * n];
    int[] classes = new int[n];
    double number = 0;
    int rank = 0;
    for (int group = 0; group < groups.length; group++) {
      number += steps[group];
      for (int i = 0; i < groups[group].length(); i++) {
        numbers[2 * shuffled[rank]] = number;
        numbers[2 * shuffled[rank] + 1] = -2 + number;
        classes[shuffled[rank]] = inOrder.charAt(rank) - '0';
        rank++;
      }
    }
    return question(Tensor.of(numbers, n, 2), classes);
  }

  /// The number of the attribute and the threshold of the only question; nothing if nothing is asked.
  private static Answer question(Tensor examples, int[] classes) {
    DecisionTree tree = DecisionTree.grow(examples, Tensor.ofInts(classes, classes.length), CLASSES, 1);
    Matcher asked = QUESTION.matcher(tree.describe(List.of("0", "1"), List.of("a", "b", "c")));
    return asked.find() ? Answer.ofNumbers(Double.parseDouble(asked.group(1)), Double.parseDouble(asked.group(2)))
        : Answer.ofNumbers();
  }

  /// A second number that says more than the first, a number that is the same everywhere, only such numbers, and two
  /// numbers between which there is no other.
  private static Answer unusual(Draw draw) {
    double low = 1 + draw.rng().uniform().item();
    double high = Math.nextUp(low);
    int[] classes = {0, 0, 1, 1};
    double[] better = {1, 3, 2, 1, 3, 6, 4, 2, 5, 5, 6, 4};
    return question(Tensor.of(better, 6, 2), new int[] {0, 0, 1, 0, 2, 1})
        .and(question(Tensor.of(new double[] {4, 1, 4, 2, 4, 5, 4, 7}, 4, 2), classes))
        .and(question(Tensor.full(low, DType.FLOAT64, 4, 2), classes))
        .and(question(Tensor.of(new double[] {low, 0, low, 0, high, 0, high, 0}, 4, 2), classes))
        .and(question(Tensor.of(new double[] {-high, 0, -high, 0, -low, 0, -low, 0}, 4, 2), new int[] {1, 1, 0, 0}));
  }
}
