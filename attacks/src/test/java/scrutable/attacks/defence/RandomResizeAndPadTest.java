package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RandomResizeAndPadTest {

  private static boolean[] inked(Tensor image, int axis) {
    double[] sums = image.squeeze(0).squeeze(0).sum(false, axis).toDoubleArray();
    boolean[] inked = new boolean[sums.length];
    for (int i = 0; i < sums.length; i++) {
      inked[i] = sums[i] > 0.01;
    }
    return inked;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  @Test
  void withoutRoomToShrinkTheImageStaysAsItIs() {
    Tensor images = Rng.seed(1).uniform(3, 2, 9, 9);
    assertArrayEquals(images.toFloatArray(),
        new RandomResizeAndPad(9, Rng.seed(2)).forward(images).value().toFloatArray(), 1e-6f);
  }

  /// A white image becomes a white square; its sides and places take all values, and no others.
  @Test
  void aWhiteImageBecomesASquareOfARandomSizeAtARandomPlace() {
    RandomResizeAndPad defence = new RandomResizeAndPad(5, Rng.seed(2));
    Set<Integer> sides = new TreeSet<>();
    Set<Integer> places = new TreeSet<>();
    for (int draw = 0; draw < 200; draw++) {
      Tensor image = defence.forward(Tensor.ones(1, 1, 8, 8)).value();
      int side = count(inked(image, 0));
      assertEquals(side, count(inked(image, 1)));
      assertEquals(side * side, count(inked(image.reshape(1, 1, 1, 64), 0)), "it is not a square");
      sides.add(side);
      boolean[] columns = inked(image, 0);
      int left = 0;
      while (!columns[left]) {
        left++;
      }
      places.add(10 * side + left);
    }
    assertEquals(Set.of(5, 6, 7, 8), sides);
    assertEquals(Set.of(50, 51, 52, 53, 60, 61, 62, 70, 71, 80), places);
  }

  /// A ramp that shrinks to half its size shows the mean of two neighbours in each pixel.
  @Test
  void shrinkingByTwoTakesTheMeanOfNeighbours() {
    double[] ramp = new double[64];
    Arrays.setAll(ramp, i -> i % 8);
    Tensor images = Tensor.of(ramp, 1, 1, 8, 8);
    for (int seed = 0; ; seed++) {
      Tensor shrunken = new RandomResizeAndPad(4, Rng.seed(seed)).forward(images).value();
      boolean[] columns = inked(shrunken, 0);
      if (count(columns) == 4 && columns[2] && columns[5]) {
        boolean[] rows = inked(shrunken, 1);
        int row = 0;
        while (!rows[row]) {
          row++;
        }
        assertArrayEquals(new double[] {0, 0, 0.5, 2.5, 4.5, 6.5, 0, 0},
            shrunken.select(2, row).toDoubleArray(), 1e-12);
        return;
      }
      assertTrue(seed < 1_000, "no draw of half the size in the middle");
    }
  }

  @Test
  void loadedDiceFallAsTheNextThrowWouldAndStayThere() {
    RandomResizeAndPad defence = new RandomResizeAndPad(12, Rng.seed(2));
    Tensor images = Rng.seed(1).uniform(3, 1, 20, 20);
    defence.forward(images);
    Module loaded = defence.withLoadedDice();
    float[] first = loaded.forward(Variable.constant(images)).value().toFloatArray();
    assertArrayEquals(first, loaded.forward(Variable.constant(images)).value().toFloatArray());
    assertArrayEquals(first, defence.forward(images).value().toFloatArray());
    assertFalse(Arrays.equals(first, defence.forward(images).value().toFloatArray()));
    assertArrayEquals(first, loaded.forward(Variable.constant(images)).value().toFloatArray());
  }

  @Test
  void everyCallAndEveryImageHasADrawOfItsOwn() {
    RandomResizeAndPad defence = new RandomResizeAndPad(12, Rng.seed(2));
    Tensor same = Rng.seed(1).uniform(1, 1, 20, 20).expand(2, 1, 20, 20);
    Tensor first = defence.forward(same).value();
    assertFalse(Arrays.equals(first.select(0, 0).toFloatArray(), first.select(0, 1).toFloatArray()));
    Tensor second = defence.forward(same).value();
    assertFalse(Arrays.equals(first.toFloatArray(), second.toFloatArray()));
    assertEquals(1, defence.namedGenerators().size());
  }

  @Test
  void itsGradientIsThatOfTheDraw() {
    Rng.State start = Rng.seed(4).state();
    Rng rng = Rng.restore(start);
    RandomResizeAndPad defence = new RandomResizeAndPad(4, rng);
    assertTrue(GradientCheck.check(inputs -> {
      rng.moveTo(start);
      return defence.forward(inputs[0]).square().sum();
    }, Rng.seed(5).uniform(2, 1, 6, 6).to(DType.FLOAT64)).passed());
  }

  @Test
  void imagesThatAreNotSquareOrTooSmallAreRefused() {
    RandomResizeAndPad defence = new RandomResizeAndPad(5, Rng.seed(2));
    assertThrows(IllegalArgumentException.class, () -> defence.forward(Tensor.zeros(1, 1, 8, 9)));
    assertThrows(IllegalArgumentException.class, () -> defence.forward(Tensor.zeros(1, 1, 4, 4)));
    assertThrows(IllegalArgumentException.class, () -> new RandomResizeAndPad(0, Rng.seed(2)));
  }
}
