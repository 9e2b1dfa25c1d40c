package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Embedding")
class EmbeddingTest {
  private final Embedding embedding = new Embedding(5, 3, Rng.seed(1));

  @Test
  void isTheProductOfOneHotRowsWithTheTable() {
    Tensor indices = Tensor.ofInts(new int[] {4, 0, 0, 2, 1, 4}, 2, 3);
    Tensor product = Indexing.oneHot(indices, 5, DType.FLOAT32).matmul(embedding.weight().value());
    Tensor looked = embedding.forward(indices).value();
    assertArrayEquals(new int[] {2, 3, 3}, looked.shape());
    assertArrayEquals(product.toFloatArray(), looked.toFloatArray());
  }

  @Test
  void rowsReceiveGradientAsOftenAsTheyWereLookedUp() {
    Tensor indices = Tensor.ofInts(new int[] {4, 0, 0, 2, 0}, 5);
    Parameter table = embedding.weight();
    Tensor gradient = Gradients.of(embedding.forward(indices).sum(), table).get(table);
    assertArrayEquals(new float[] {3, 3, 3, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}, gradient.toFloatArray());
  }

  @Test
  void startsFromTheStandardNormalDistribution() {
    Tensor table = new Embedding(200, 100, Rng.seed(2)).weight().value();
    assertEquals(0, table.mean().item(), 5 / Math.sqrt(20_000));
    assertEquals(1, table.square().mean().item(), 5 * Math.sqrt(2 / 20_000.0));
  }

  @Test
  void errorsTellWhatIsNotAnIndex() {
    assertMessage("Embedding: the input should be int32 indices, not float32 (2,)",
        () -> embedding.forward(Tensor.zeros(2)));
    assertMessage("Embedding: index 5 does not lie in 0 .. 4, the rows of the table (5, 3)",
        () -> embedding.forward(Tensor.ofInts(new int[] {1, 5}, 2)));
    assertMessage("Embedding: index -1 does not lie in 0 .. 4, the rows of the table (5, 3)",
        () -> embedding.forward(Tensor.ofInts(new int[] {1, -1}, 2)));
    assertArrayEquals(new int[] {0, 3}, embedding.forward(Tensor.ofInts(new int[0], 0)).shape());
  }
}
