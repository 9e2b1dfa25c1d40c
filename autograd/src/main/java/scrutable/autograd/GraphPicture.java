package scrutable.autograd;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import scrutable.tensor.Shape;

/// The graph of a variable as text that other programs draw: DOT (Graphviz) or Mermaid (Markdown pages).
///
/// Operations are ellipses, leaves are boxes with their kind, arrows follow the computation. Vertices are
/// numbered in the order of the computation, so that the same program always gives the same text.
///
/// ```java
/// Files.writeString(path, GraphPicture.dot(loss, Map.of(w, "W", x, "x")));    // dot -Tsvg graph.dot
/// ```
public final class GraphPicture {
  private static final int MOST_VERTICES = 200;

  private final List<Vertex> vertices = new ArrayList<>();
  private final List<int[]> edges = new ArrayList<>();
  private int hidden;

  private record Vertex(boolean leaf, String name, String kind) {}

  private GraphPicture() {}

  /// The graph in the language of Graphviz.
  public static String dot(Variable output) {
    return dot(output, Map.of());
  }

  /// The graph in the language of Graphviz, with names for some of its variables.
  public static String dot(Variable output, Map<? extends Variable, String> names) {
    return of(output, names).dot();
  }

  /// The graph in the language of Mermaid.
  public static String mermaid(Variable output) {
    return mermaid(output, Map.of());
  }

  /// The graph in the language of Mermaid, with names for some of its variables.
  public static String mermaid(Variable output, Map<? extends Variable, String> names) {
    return of(output, names).mermaid();
  }

  /// Of a graph that is too large to look at, the part nearest to the output remains.
  private static GraphPicture of(Variable output, Map<? extends Variable, String> names) {
    Map<Variable, String> byIdentity = new IdentityHashMap<>(names);
    List<Variable> order = Gradients.inTopologicalOrder(output);
    if (order.isEmpty()) {
      order = List.of(output);
    }
    GraphPicture picture = new GraphPicture();
    picture.hidden = Math.max(0, order.size() - MOST_VERTICES);
    Map<Variable, Integer> numbers = new IdentityHashMap<>();
    for (Variable variable : order.subList(picture.hidden, order.size())) {
      List<Integer> from = new ArrayList<>();
      for (Variable operand : variable.inputs()) {
        boolean shown = numbers.containsKey(operand) || !operand.isTracked();
        if (shown) {
          from.add(numbers.computeIfAbsent(operand, leaf -> picture.add(leaf, byIdentity)));
        }
      }
      int number = picture.add(variable, byIdentity);
      numbers.put(variable, number);
      from.forEach(start -> picture.edges.add(new int[] {start, number}));
    }
    return picture;
  }

  private int add(Variable variable, Map<Variable, String> names) {
    String name = names.get(variable);
    String what = variable.op() != null ? variable.op().name()
        : variable instanceof Parameter ? "parameter" : variable.isTracked() ? "tracked" : "constant";
    vertices.add(new Vertex(variable.isLeaf(), name == null ? what : name + ": " + what,
        variable.dtype() + " " + Shape.text(variable.shape())));
    return vertices.size() - 1;
  }

  private String note() {
    return hidden + " variables further from the output are not shown";
  }

  private String dot() {
    StringBuilder text = new StringBuilder("digraph {\n  rankdir=BT;\n");
    for (int i = 0; i < vertices.size(); i++) {
      Vertex vertex = vertices.get(i);
      text.append("  v").append(i).append(" [label=\"").append(escapeDot(vertex.name)).append("\\n")
          .append(escapeDot(vertex.kind)).append("\", shape=").append(vertex.leaf ? "box" : "ellipse")
          .append("];\n");
    }
    for (int[] edge : edges) {
      text.append("  v").append(edge[0]).append(" -> v").append(edge[1]).append(";\n");
    }
    if (hidden > 0) {
      text.append("  note [label=\"").append(note()).append("\", shape=note];\n");
    }
    return text.append("}\n").toString();
  }

  private static String escapeDot(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "");
  }

  private String mermaid() {
    StringBuilder text = new StringBuilder("graph BT\n");
    for (int i = 0; i < vertices.size(); i++) {
      Vertex vertex = vertices.get(i);
      String label = '"' + escapeMermaid(vertex.name) + "<br/>" + escapeMermaid(vertex.kind) + '"';
      text.append("  v").append(i).append(vertex.leaf ? "[" + label + "]" : "([" + label + "])").append('\n');
    }
    for (int[] edge : edges) {
      text.append("  v").append(edge[0]).append(" --> v").append(edge[1]).append('\n');
    }
    if (hidden > 0) {
      text.append("  note[\"").append(note()).append("\"]\n");
    }
    return text.toString();
  }

  /// Mermaid reads HTML entities, written with `#` instead of `&`.
  private static String escapeMermaid(String text) {
    return text.replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;")
        .replace("\n", "<br/>").replace("\r", "");
  }
}
