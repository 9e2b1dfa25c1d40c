package scrutable.tensor.kernel.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;

class TransposeTest {

  @Test
  void everyElementChangesPlacesAndNothingElseIsTouched() {
    for (int rows : new int[] {0, 1, 7, 8, 9, 16, 31, 33, 300}) {
      for (int columns : new int[] {0, 1, 4, 5, 8, 15, 16, 17, 40, 200, 3_000}) {
        float[] from = TestData.floats(1, 3 + rows * (columns + 2));          // the last row ends close to its end
        float[] to = TestData.floats(2, 5 + columns * (rows + 3));
        float[] before = to.clone();
        Parallel.withThreads(2, () -> Transpose.transpose(rows, columns, from, 3, columns + 2, to, 5, rows + 3));
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            assertEquals(from[3 + i * (columns + 2) + j], to[5 + j * (rows + 3) + i]);
            before[5 + j * (rows + 3) + i] = to[5 + j * (rows + 3) + i];
          }
        }
        TestData.assertSameBits(before, to, rows + " x " + columns);
      }
    }
  }
}
