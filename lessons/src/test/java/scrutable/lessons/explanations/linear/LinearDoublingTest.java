package scrutable.lessons.explanations.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinearDoublingTest {

  @Test
  void aDoubledModelGivesADoubledPictureFourTimesTheScore() {
    LinearDoubling.Logistic small = new LinearDoubling.Logistic(new double[] {1, -2, 3, 4}, 0.5);
    LinearDoubling.Logistic large = small.doubled(2);
    float[] picture = {1, 2, 3, 4};
    float[] doubled = {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4};
    assertEquals(4 * (small.scoreOf(picture, 0) - 0.5), large.scoreOf(doubled, 0) - 0.5, 1e-9);
    assertEquals(4 * small.sumOfAbsolutes(), large.sumOfAbsolutes(), 1e-9);
    assertEquals(2 * small.length(), large.length(), 1e-9);
  }
}
