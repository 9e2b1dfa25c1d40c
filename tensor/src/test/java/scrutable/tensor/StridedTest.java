package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StridedTest {
  /// A walk counts in an array that the thread keeps for its walks; one inside of another must not count in the same.
  @Test
  void aWalkInsideAWalkLeavesTheOuterOneAlone() {
    Strided outer = Strided.over(new int[] {2, 3}, new int[] {10, 20});
    Strided inner = Strided.over(new int[] {2, 2}, new int[] {7, 100});
    List<Integer> starts = new ArrayList<>();
    outer.forEach(new int[] {1}, (at, length) -> {
      inner.forEach(new int[] {0}, (place, run) -> starts.add(place[0]));
      starts.add(at[0]);
    });
    assertEquals(List.of(0, 7, 1, 0, 7, 11), starts);
  }

  @Test
  void moreOperandsThanUsualHaveTheirPlaces() {
    int[][] strides = new int[40][];
    Arrays.setAll(strides, i -> new int[] {i, 1000});
    Strided walk = Strided.over(new int[] {3, 2}, strides);
    List<Integer> places = new ArrayList<>();
    walk.forEach(new int[40], (at, length) -> places.add(at[39]));
    assertEquals(List.of(0, 39, 78), places);
  }
}
