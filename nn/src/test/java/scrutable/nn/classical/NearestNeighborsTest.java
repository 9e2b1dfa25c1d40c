package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class NearestNeighborsTest {
  @Test
  void neighboursAreThoseOfSortingAllDistances() {
    Tensor examples = Rng.seed(1).normal(60, 5);
    Tensor queries = Rng.seed(2).normal(9, 5);
    int[] found = NearestNeighbors.among(examples).find(queries, 7).indices().toIntArray();
    for (int m = 0; m < 9; m++) {
      int query = m;
      int[] sorted = IntStream.range(0, 60).boxed()
          .sorted(Comparator.comparingDouble(i -> distance(examples, i, queries, query)))
          .limit(7).mapToInt(i -> i).toArray();
      assertArrayEquals(sorted, Arrays.copyOfRange(found, 7 * m, 7 * m + 7));
    }
  }

  private static double distance(Tensor a, int i, Tensor b, int j) {
    double sum = 0;
    for (int d = 0; d < a.size(1); d++) {
      sum += Math.pow(a.get(i, d) - b.get(j, d), 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void distancesAreEuclidean() {
    var found = NearestNeighbors.among(Tensor.of(new double[] {0, 0, 3, 4, 6, 8}, 3, 2))
        .find(Tensor.of(new double[] {3, 4}, 1, 2), 3);
    assertArrayEquals(new double[] {0, 5, 5}, found.distances().toDoubleArray(), 1e-12);
    assertArrayEquals(new int[] {1, 0, 2}, found.indices().toIntArray(), "equally near: the first one first");
  }

  @Test
  void nobodyIsHisOwnOther() {
    var found = NearestNeighbors.among(Tensor.of(new double[] {5, 5, 5, 9}, 4, 1)).findOthers(2);
    assertArrayEquals(new int[] {1, 2, 0, 2, 0, 1, 0, 1}, found.indices().toIntArray());
  }

  @Test
  void mistakesAreExplained() {
    var search = NearestNeighbors.among(Tensor.of(new double[] {1, 2}, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> search.findOthers(2));
    assertThrows(IllegalArgumentException.class, () -> search.find(Tensor.of(new double[2], 1, 2), 1));
    assertThrows(IllegalArgumentException.class,
        () -> NearestNeighbors.among(Tensor.of(new double[] {Double.NaN}, 1, 1)));
    String message = assertThrows(IllegalArgumentException.class,
        () -> NearestNeighbors.among(Tensor.of(new double[] {1}, 1))).getMessage();
    assertEquals(true, message.contains("unsqueeze(0)"), message);
  }
}
