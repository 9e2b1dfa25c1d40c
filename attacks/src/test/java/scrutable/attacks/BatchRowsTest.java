package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import scrutable.tensor.Tensor;

class BatchRowsTest {
  private static final Tensor OLD = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 3, 2);
  private static final Tensor NEW = Tensor.of(new float[] {10, 11, 12, 13, 14, 15}, 3, 2);

  @Test
  void eachExampleIsTakenFromWhereItsFlagSays() {
    assertArrayEquals(new float[] {0, 1, 12, 13, 4, 5}, chosen(false, true, false));
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, chosen(false, false, false));
    assertArrayEquals(new float[] {10, 11, 12, 13, 14, 15}, chosen(true, true, true));
  }

  @Test
  void oneRowMayStandForAll() {
    assertArrayEquals(new float[] {0, 1, 0, 1, 0, 1}, BatchRows.where(new boolean[3], NEW, OLD.slice(0, 0, 1))
        .toFloatArray());
  }

  private static float[] chosen(boolean... flags) {
    return BatchRows.where(flags, NEW, OLD).toFloatArray();
  }
}
