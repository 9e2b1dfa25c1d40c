package scrutable.nn.classical;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import scrutable.tensor.Tensor;

//: hide 4.2
//: instead /// A decision tree: questions of the kind "is number 7 above 0.5?", one after another, then a class.
//: instead ///
//: instead /// It is grown *breadth-first*: the leaf that has waited longest is the next to become a question, until
//: instead /// there are `size` questions. So a tree can be had in any size, and a larger one begins like a smaller
//: instead /// one. The question is the one that leaves the least uncertainty (the largest *information gain*, in
//: instead /// bits).
//: instead ///
//: instead /// A leaf answers with its most frequent class; it is left alone if all its examples have one class, or are
//: instead /// all alike. Source: Russell, Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, sections
//: instead /// 18.3 and 18.4.1.
/// A decision tree: questions of the kind "is number 7 above 0.5?", one after another, then a class.
///
/// It is grown *breadth-first*: the leaf that has waited longest is the next to become a question, until
/// there are `size` questions. So a tree can be had in any size, and a larger one begins like a smaller one.
/// The question is the one that leaves the least uncertainty (the largest *information gain*, in bits):
///
/// ```
/// gain = H(leaf) - (share answering no) H(no) - (share answering yes) H(yes),    H(p) = - sum_k p_k log2 p_k
/// ```
///
/// A leaf answers with its most frequent class; it is left alone if all its examples have one class, or are
/// all alike. Source: Russell, Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, sections
/// 18.3 and 18.4.1.
//: end
public final class DecisionTree {
  private final Node root;
  private final int size;
  private final int dimension;

  private DecisionTree(Node root, int size, int dimension) {
    this.root = root;
    this.size = size;
    this.dimension = dimension;
  }

  /// A leaf, until it gets a question and two children.
  private static final class Node {
    private final int label;
    private Question question;
    private Node no;
    private Node yes;

    Node(int label) {
      this.label = label;
    }
  }

  /// Is the number at `place` above `threshold`?
  private record Question(int place, double threshold, double gain) {
    boolean of(double[] example) {
      return example[place] > threshold;
    }
  }

  /// A leaf and the examples that end there.
  private record Waiting(Node leaf, int[] examples) {}

  /// Grows a tree of at most `size` questions.
  ///
  /// @param inputs `(N, ...)`, each flattened
  /// @param labels `(N,)`, `int32`, in `0 .. classes - 1`
  /// @throws IllegalArgumentException if the shapes do not fit, a label is no class, there is no example, or
  ///     `size` is negative
  public static DecisionTree grow(Tensor inputs, Tensor labels, int classes, int size) {
    double[][] rows = ExampleRows.of("DecisionTree", inputs);
    if (size < 0 || rows.length == 0) {
      throw new IllegalArgumentException("DecisionTree: size must not be negative, and there must be an"
          + " example, but size = " + size + " and there are " + rows.length + " examples");
    }
    var gardener = new Gardener(rows, ExampleRows.labels("DecisionTree", labels, rows.length, classes), classes);
    int[] all = IntStream.range(0, rows.length).toArray();
    Node root = gardener.leaf(all);
    Queue<Waiting> waiting = new ArrayDeque<>(List.of(new Waiting(root, all)));
    int questions = 0;
    while (questions < size && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      Question question = gardener.bestQuestion(next.examples);
      if (question != null) {
        gardener.ask(question, next, waiting);
        questions++;
      }
    }
    return new DecisionTree(root, questions, rows[0].length);
  }

  /// Knows the examples, and nothing about the tree.
  private record Gardener(double[][] rows, int[] labels, int classes) {
    int[] count(int[] examples) {
      int[] counts = new int[classes];
      for (int i : examples) {
        counts[labels[i]]++;
      }
      return counts;
    }

    /// A leaf for these examples; of equally frequent classes the first.
    Node leaf(int[] examples) {
      int[] counts = count(examples);
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = counts[k] > counts[best] ? k : best;
      }
      return new Node(best);
    }

    void ask(Question question, Waiting at, Queue<Waiting> waiting) {
      int[] no = Arrays.stream(at.examples).filter(i -> !question.of(rows[i])).toArray();
      int[] yes = Arrays.stream(at.examples).filter(i -> question.of(rows[i])).toArray();
      at.leaf.question = question;
      at.leaf.no = leaf(no);
      at.leaf.yes = leaf(yes);
      waiting.add(new Waiting(at.leaf.no, no));
      waiting.add(new Waiting(at.leaf.yes, yes));
    }

    /// The question of largest gain, the first of several; null if there is no use in asking.
    Question bestQuestion(int[] examples) {
      Question best = null;
      if (Arrays.stream(count(examples)).filter(n -> n > 0).count() > 1) {
        for (int place = 0; place < rows[0].length; place++) {
          Question question = bestThreshold(examples, place);
          if (question != null && (best == null || question.gain > best.gain)) {
            best = question;
          }
        }
      }
      return best;
    }

    //: hide 4.2
    //: instead /// The best question about one place; null if all examples have the same number there.
    /// Tries the middle between every two neighbouring values, from the smallest up: one example after
    /// another goes over to "no".
    //: end
    private Question bestThreshold(int[] examples, int place) {
      int[] sorted = Arrays.stream(examples).boxed()
          .sorted((a, b) -> Double.compare(rows[a][place], rows[b][place])).mapToInt(i -> i).toArray();
      //: task 4.2
      int[] yes = count(examples);
      int[] no = new int[classes];
      double before = uncertainty(yes);
      Question best = null;
      for (int i = 0; i < sorted.length - 1; i++) {
        no[labels[sorted[i]]]++;
        yes[labels[sorted[i]]]--;
        double low = rows[sorted[i]][place];
        double high = rows[sorted[i + 1]][place];
        if (low < high) {
          double gain = (before - uncertainty(no) - uncertainty(yes)) / examples.length;
          if (best == null || gain > best.gain) {
            double middle = low + (high - low) / 2;
            best = new Question(place, middle < high ? middle : low, gain);
          }
        }
      }
      return best;
      //: end
    }
  }

  /// The entropy of a class chosen in proportion to counts, in bits, times their sum.
  private static double uncertainty(int[] counts) {
    int total = Arrays.stream(counts).sum();
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        bits -= count * StrictMath.log((double) count / total) / StrictMath.log(2);
      }
    }
    return bits;
  }

  /// The class of each example, `(M, ...)` to `(M,)`, `int32`.
  public Tensor predict(Tensor inputs) {
    double[][] rows = ExampleRows.ofLength("DecisionTree", inputs, dimension);
    int[] predicted = Arrays.stream(rows).mapToInt(this::predict).toArray();
    return Tensor.wrap(predicted, predicted.length);
  }

  private int predict(double[] example) {
    Node node = root;
    while (node.question != null) {
      node = node.question.of(example) ? node.yes : node.no;
    }
    return node.label;
  }

  /// The number of questions, or internal nodes: as many as were asked for, or fewer if there was nothing
  /// left to ask.
  public int size() {
    return size;
  }

  /// The tree as indented text, a line for each node; "no" comes before "yes".
  ///
  /// @param attributes the name of each number of an example
  /// @param classNames the name of each class
  public String describe(List<String> attributes, List<String> classNames) {
    var text = new StringBuilder();
    describe(root, "", attributes, classNames, text);
    return text.toString();
  }

  private static void describe(
      Node node, String indent, List<String> attributes, List<String> classNames, StringBuilder text) {
    if (node.question == null) {
      text.append(indent).append(classNames.get(node.label)).append('\n');
      return;
    }
    text.append(indent).append(attributes.get(node.question.place)).append(" > ")
        .append(node.question.threshold).append("?\n");
    describe(node.no, indent + "  no:  ", attributes, classNames, text);
    describe(node.yes, indent + "  yes: ", attributes, classNames, text);
  }
}
