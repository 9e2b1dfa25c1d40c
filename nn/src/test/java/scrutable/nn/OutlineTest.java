package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.GroupNorm;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.MultiHeadAttention;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.TransformerBlock;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// What one sees when one prints a network.
class OutlineTest {
  private final Rng rng = Rng.seed(1);

  /// One's own module, which has no `toString`, as in the documentation of [Module].
  private record Residual(Linear inner) implements Module {
    @Override
    public Variable forward(Variable x) {
      return x.add(inner.forward(x).relu());
    }

    @Override
    public void describe(Parts parts) {
      parts.child("inner", inner);
    }
  }

  private record Centred(Tensor mean) implements Module {
    @Override
    public Variable forward(Variable x) {
      return x.sub(Variable.constant(mean));
    }
  }

  @Test
  void aNetworkPrintsItsLayersWithNamesShapesAndSettings() {
    Module net = new Sequential(new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2), new Flatten(),
        new Linear(16 * 13 * 13, 10, rng));
    assertEquals("""
        Sequential (27,210 numbers to learn)
          0 Conv2d: weight (16, 1, 3, 3), bias (16,), window 3x3
          1 Relu
          2 MaxPool2d[window=2x2, stride 2]
          3 Flatten
          4 Linear: weight (10, 2704), bias (10,)""", net.toString());
  }

  @Test
  void layersWithinLayersStandBelowThem() {
    Module net = new Sequential(new Residual(new Linear(2, 2, rng)), new Dropout(0.5, rng), new LeakyRelu(0.1));
    assertEquals("""
        Sequential (6 numbers to learn)
          0 Residual
            inner Linear: weight (2, 2), bias (2,)
          1 Dropout: probability 0.5
          2 LeakyRelu[slope=0.1]""", net.toString());
    assertEquals("Residual (6 numbers to learn)\n  inner Linear: weight (2, 2), bias (2,)",
        new Residual(new Linear(2, 2, rng)).outline());
  }

  @Test
  void aFunctionAndAHolderOfTensorsStayOnOneLine() {
    Module net = new Sequential(x -> x.mul(2), new Centred(Tensor.zeros(3, 3)));
    assertEquals("Sequential (0 numbers to learn)\n  0 (a function)\n  1 Centred", net.toString());
  }

  @Test
  void noLayerPrintsItsAddressInMemory() {
    for (Module layer : List.of(new BatchNorm2d(2), new Embedding(5, 3, rng), new GroupNorm(2, 4), new Gru(2, 3, rng),
        new LayerNorm(4), new MultiHeadAttention(4, 2, rng), new TransformerBlock(4, 2, rng))) {
      assertFalse(layer.toString().contains("@"), layer::toString);
      assertEquals(layer.outline(), layer.toString());
    }
  }

  @Test
  void aWindowNamesWhatIsNotUsual() {
    assertEquals("3x3", Window.square(3, 1, 0).toString());
    assertEquals("3x2, stride 2x1, padding 1, dilation 1x2", new Window(3, 2, 2, 1, 1, 1, 1, 2).toString());
  }
}
