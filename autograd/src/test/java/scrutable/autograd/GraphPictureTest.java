package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Tensor;

class GraphPictureTest {
  private final Variable x = Variable.tracked(Tensor.zeros(2, 3));
  private final Parameter w = new Parameter(Tensor.zeros(3, 1));
  private final Variable mask = Variable.constant(Tensor.ones(2, 1));
  private final Variable loss = x.matmul(w).mul(mask).sum();

  @Test
  void drawsOperationsLeavesAndArrowsInTheOrderOfTheComputation() {
    assertEquals("""
        digraph {
          rankdir=BT;
          v0 [label="W: parameter\\nfloat32 (3, 1)", shape=box];
          v1 [label="tracked\\nfloat32 (2, 3)", shape=box];
          v2 [label="MatMul\\nfloat32 (2, 1)", shape=ellipse];
          v3 [label="constant\\nfloat32 (2, 1)", shape=box];
          v4 [label="Mul\\nfloat32 (2, 1)", shape=ellipse];
          v5 [label="loss: Sum\\nfloat32 ()", shape=ellipse];
          v1 -> v2;
          v0 -> v2;
          v2 -> v4;
          v3 -> v4;
          v4 -> v5;
        }
        """, GraphPicture.dot(loss, Map.of(w, "W", loss, "loss")));
    assertEquals("""
        graph BT
          v0["parameter<br/>float32 (3, 1)"]
          v1["tracked<br/>float32 (2, 3)"]
          v2(["MatMul<br/>float32 (2, 1)"])
          v3["constant<br/>float32 (2, 1)"]
          v4(["Mul<br/>float32 (2, 1)"])
          v5(["Sum<br/>float32 ()"])
          v1 --> v2
          v0 --> v2
          v2 --> v4
          v3 --> v4
          v4 --> v5
        """, GraphPicture.mermaid(loss));
  }

  @Test
  void anOperationOnOneVariableTwiceHasTwoArrows() {
    String text = GraphPicture.dot(x.mul(x));
    assertEquals(2, text.split("v0 -> v1;", -1).length - 1);
  }

  @Test
  void aConstantAloneIsAPicture() {
    assertTrue(GraphPicture.dot(mask).contains("constant"));
    assertTrue(GraphPicture.mermaid(mask).contains("constant"));
  }

  @Test
  void namesAreEscaped() {
    String dot = GraphPicture.dot(x, Map.of(x, "a \"b\" \\ <c>\nd"));
    assertTrue(dot.contains("label=\"a \\\"b\\\" \\\\ <c>\\nd: tracked"), dot);
    String mermaid = GraphPicture.mermaid(x, Map.of(x, "a \"b\" #1 <c>"));
    assertTrue(mermaid.contains("[\"a #quot;b#quot; #35;1 #lt;c#gt;: tracked"), mermaid);
  }

  @Test
  void largeGraphsAreCutWithANote() {
    Variable end = x;
    for (int i = 0; i < 5_000; i++) {
      end = end.add(mask);
    }
    String dot = GraphPicture.dot(end);
    assertTrue(dot.length() < 30_000);
    assertTrue(dot.contains("variables further from the output are not shown"), dot);
    assertTrue(GraphPicture.mermaid(end).contains("are not shown"));
    assertFalse(GraphPicture.dot(loss).contains("not shown"));
  }
}
