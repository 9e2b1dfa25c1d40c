package scrutable.lessons.grader.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.Tensor;

/// The exam of the order in which a graph is walked. Many orders are right, so it asks for properties: 1 is yes, 0 no.
final class OrderExam {
  private static final int DEEP = 100_000;

  private OrderExam() {}

  static Exam exam() {
    return Exam.of("1.6",
        Part.of(Part.Kind.VALUES, "inputs first", OrderExam::inputsFirst)
            .checkedBy(draw -> Answer.ofNumbers(1, 1, 0, 0)),
        Part.of(Part.Kind.VALUES, "each once", OrderExam::eachOnce)
            .checkedBy(draw -> Answer.ofNumbers(1, 1, 1, 1)),
        Part.of(Part.Kind.VALUES, "100,000 operations", OrderExam::deep)
            .checkedBy(draw -> Answer.ofNumbers(1, 1)),
        Part.of(Part.Kind.EDGES, "no constants", OrderExam::constants)
            .checkedBy(draw -> Answer.ofNumbers(1, 0)),
        Part.of(Part.Kind.EDGES, "of a constant", draw -> Answer.ofNumbers(1, order(constant()).isEmpty() ? 1 : 0))
            .checkedBy(draw -> Answer.ofNumbers(1, 1)));
  }

  /// Whether all inputs come first in a chain, and in every graph; whether all come last, likewise.
  private static Answer inputsFirst(Draw draw) {
    List<List<Variable>> graphs = graphs(draw);
    return Answer.ofNumbers(
        flag(graphs.subList(0, 1), order -> inputsComeFirst(order)),
        flag(graphs, order -> inputsComeFirst(order)),
        flag(graphs.subList(0, 1), order -> inputsComeFirst(order.reversed())),
        flag(graphs, order -> inputsComeFirst(order.reversed())));
  }

  private static double flag(List<List<Variable>> graphs, Predicate<List<Variable>> property) {
    return graphs.stream().allMatch(graph -> property.test(order(graph.getLast()))) ? 1 : 0;
  }

  private static boolean inputsComeFirst(List<Variable> order) {
    var before = new HashSet<Variable>();
    var all = new HashSet<>(order);
    for (Variable variable : order) {
      if (inputs(variable).stream().anyMatch(input -> all.contains(input) && !before.contains(input))) {
        return false;
      }
      before.add(variable);
    }
    return true;
  }

  /// Whether the leaf, the variables between and the output are there, and none twice.
  private static Answer eachOnce(Draw draw) {
    double[] found = {1, 1, 1, 1};
    for (List<Variable> graph : graphs(draw)) {
      List<Variable> order = order(graph.getLast());
      boolean[] holds = {order.contains(graph.getFirst()), order.containsAll(graph.subList(1, graph.size() - 1)),
          order.contains(graph.getLast()), new HashSet<>(order).size() == order.size()};
      for (int i = 0; i < found.length; i++) {
        found[i] = holds[i] ? found[i] : 0;
      }
    }
    return Answer.ofNumbers(found);
  }

  /// Whether the output is there, and whether a constant is.
  private static Answer constants(Draw draw) {
    Variable fixed = constant();
    Variable output = Variable.tracked(Tensor.ones()).add(fixed).add(constant().exp());
    List<Variable> order = order(output);
    return Answer.ofNumbers(order.contains(output) ? 1 : 0, order.stream().allMatch(Variable::isTracked) ? 0 : 1);
  }

  /// Whether everything is there, and the inputs come first. One really deep graph is enough.
  private static Answer deep(Draw draw) {
    int operations = draw.fixed() ? DEEP : DEEP / 100;
    Variable output = Variable.tracked(Tensor.ones());
    for (int i = 0; i < operations; i++) {
      output = output.neg();
    }
    List<Variable> order = order(output);
    return Answer.ofNumbers(order.size() == operations + 1 ? 1 : 0, inputsComeFirst(order) ? 1 : 0);
  }

  /// Graphs as the lists of their variables, the output last: a chain, then such in which variables are used twice.
  private static List<List<Variable>> graphs(Draw draw) {
    List<List<Variable>> graphs = new ArrayList<>();
    graphs.add(woven(new int[][] {{0}, {1}, {2}, {3}}));
    graphs.add(woven(new int[][] {{0}, {1, 0}, {0, 2}, {2, 3}, {4, 1}, {1, 5}, {6, 6}}));
    graphs.add(woven(new int[][] {{0}, {0, 1}}));
    graphs.add(woven(new int[][] {{0}, {1, 0}}));
    for (int more = 0; more < 3 && !draw.fixed(); more++) {
      int[][] inputs = new int[draw.size(4, 3, 10)][];
      for (int i = 0; i < inputs.length; i++) {
        int other = draw.rng().nextInt(i + 1);
        inputs[i] = draw.rng().nextInt(2) == 0 ? new int[] {i, other} : new int[] {other, i};
      }
      graphs.add(woven(inputs));
    }
    return graphs;
  }

  /// Variable 0 is a leaf; for each entry one more, computed from the one or two whose numbers are given.
  private static List<Variable> woven(int[][] inputs) {
    List<Variable> graph = new ArrayList<>();
    graph.add(Variable.tracked(Tensor.ones()));
    Arrays.stream(inputs).forEach(of -> graph.add(of.length == 1 ? graph.get(of[0]).neg()
        : graph.get(of[0]).add(graph.get(of[1]))));
    return graph;
  }

  private static Variable constant() {
    return Variable.constant(Tensor.ones());
  }

  private static List<Variable> order(Variable output) {
    return Gradients.inTopologicalOrder(output);
  }

  private static List<Variable> inputs(Variable variable) {
    return Graph.inputsOf(variable);
  }
}
