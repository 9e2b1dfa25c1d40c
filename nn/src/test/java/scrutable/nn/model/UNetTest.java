package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

class UNetTest {
  private static final Window SAME = Window.square(3, 1, 1);
  private final UNet network = new UNet(3, List.of(4, 6, 8), 5, Rng.seed(1));

  @Test
  void everyPixelGetsLogitsWhateverTheSizeOfThePicture() {
    for (int[] size : new int[][] {{4, 4}, {12, 20}, {32, 32}}) {
      assertArrayEquals(new int[] {2, 5, size[0], size[1]},
          network.forward(Rng.seed(2).uniform(2, 3, size[0], size[1])).shape());
    }
  }

  /// Weights of 3 x 3 down and up, a scale and a shift for each of their channels, and the output with its bias.
  @Test
  void theNumbersToLearnAreThoseOfTheDrawing() {
    int down = 9 * (3 * 4 + 4 * 6 + 6 * 8) + 2 * (4 + 6 + 8);
    int up = 9 * ((4 + 6) * 4 + (6 + 8) * 6) + 2 * (4 + 6);
    assertEquals(down + up + 4 * 5 + 5, network.parameterCount());
  }

  /// Put together again from the weights by name, with other means: pooling as a maximum of four slices, doubling as
  /// two copies along each axis, and the normalisation of a fresh network, which in evaluation only divides.
  @Test
  void theAnswerIsThatOfTheDrawing() {
    Map<String, Tensor> w = network.state();
    Variable x = Variable.constant(Rng.seed(3).uniform(2, 3, 8, 8));
    Variable top = block(x, w.get("down.0.0.weight"));
    Variable middle = block(half(top), w.get("down.1.0.weight"));
    Variable bottom = block(half(middle), w.get("down.2.0.weight"));
    Variable back = block(Variable.concat(1, middle, twice(bottom)), w.get("up.1.0.weight"));
    Variable end = block(Variable.concat(1, top, twice(back)), w.get("up.0.0.weight"));
    Variable expected = Functions.conv2d(end, Variable.constant(w.get("output.weight")),
        Variable.constant(w.get("output.bias")), Window.square(1, 1, 0));
    Tensor actual = network.evaluating(() -> network.forward(x)).value();
    assertArrayEquals(expected.value().toFloatArray(), actual.toFloatArray(), 1e-5f);
  }

  private static Variable block(Variable x, Tensor weight) {
    return Functions.conv2d(x, Variable.constant(weight), SAME).div(Math.sqrt(1 + 1e-5)).relu();
  }

  private static Variable half(Variable x) {
    int h = x.size(2) / 2;
    Variable four = x.reshape(x.size(0), x.size(1), h, 2, h, 2);
    return four.max(false, 3, 5);
  }

  private static Variable twice(Variable x) {
    int[] s = x.shape();
    return x.reshape(s[0], s[1], s[2], 1, s[3], 1).expand(s[0], s[1], s[2], 2, s[3], 2)
        .reshape(s[0], s[1], 2 * s[2], 2 * s[3]);
  }

  @Test
  void aChangeOfOnePixelIsNoticedFarAwayButAtTheTopLevelOnlyNearby() {
    Tensor x = Rng.seed(4).uniform(1, 3, 32, 32);
    assertTrue(reach(network, x) > 8, "down and up again: " + reach(network, x));
    assertEquals(1, reach(new UNet(3, List.of(4), 5, Rng.seed(5)), x));
  }

  /// How many pixels from pixel (16, 16) an answer changes with it.
  private static int reach(UNet one, Tensor x) {
    float[] changed = x.toFloatArray();
    changed[16 * 32 + 16] += 1;
    Tensor before = one.evaluating(() -> one.forward(x)).value();
    Tensor after = one.evaluating(() -> one.forward(Tensor.wrap(changed, x.shape()))).value();
    int reach = 0;
    for (int j = 0; j < 32; j++) {
      if (before.get(0, 0, 16, j) != after.get(0, 0, 16, j)) {
        reach = Math.max(reach, Math.abs(j - 16));
      }
    }
    return reach;
  }

  @Test
  void everyParameterIsLearned() {
    Variable loss = network.forward(Variable.constant(Rng.seed(7).uniform(2, 3, 8, 8))).square().sum();
    List<Parameter> parameters = network.parameters();
    Gradients gradients = Gradients.of(loss, parameters);
    network.namedParameters().forEach((name, parameter) ->
        assertTrue(gradients.get(parameter).abs().sum().item() > 0, name + " has no gradient"));
  }

  @Test
  void aPictureThatCannotBeHalvedIsRefused() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> network.forward(Tensor.zeros(1, 3, 8, 10))).getMessage();
    assertTrue(message.contains("divisible by 4") && message.contains("(1, 3, 8, 10)"), message);
    assertThrows(IllegalArgumentException.class, () -> new UNet(3, List.of(), 5, Rng.seed(1)));
  }
}
