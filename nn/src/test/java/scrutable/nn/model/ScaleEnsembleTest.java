package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.ResizeBilinear2d;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

class ScaleEnsembleTest {
  private static final Tensor PICTURES = Rng.seed(1).uniform(2, 3, 8, 12);

  @Test
  void atScaleOneItIsTheNetworkToTheBit() {
    Module network = new UNet(3, List.of(4, 6), 5, Rng.seed(2));
    network.eval();
    float[] alone = network.forward(PICTURES).value().toFloatArray();
    ScaleEnsemble ensemble = new ScaleEnsemble(network, List.of(1.0));
    assertArrayEquals(alone, ensemble.forward(PICTURES).value().toFloatArray());
    assertArrayEquals(alone, ensemble.at(1, Variable.constant(PICTURES)).value().toFloatArray());
  }

  @Test
  void theNetworkSeesThePicturesInEverySize() {
    List<String> seen = new ArrayList<>();
    Module spy = x -> {
      seen.add(Shape.text(x.shape()));
      return x;
    };
    new ScaleEnsemble(spy, List.of(0.5, 1.0, 1.5)).forward(PICTURES);
    assertEquals(List.of("(2, 3, 4, 6)", "(2, 3, 8, 12)", "(2, 3, 12, 18)"), seen);
  }

  /// For the network that hands pictures on, each scale is a pair of matrices on either side: in float64, by hand.
  @Test
  void theAnswerIsTheMeanOfWhatEachScaleSays() {
    Tensor x = Rng.seed(3).uniform(1, 1, 8, 8).to(DType.FLOAT64);
    Tensor down = ResizeBilinear2d.mixing(8, 4, DType.FLOAT64);
    Tensor up = ResizeBilinear2d.mixing(4, 8, DType.FLOAT64);
    Tensor there = up.matmul(down);
    Tensor small = there.matmul(x.reshape(8, 8)).matmul(there.t());
    double[] expected = small.add(x.reshape(8, 8)).div(2).toDoubleArray();
    assertArrayEquals(expected,
        new ScaleEnsemble(image -> image, List.of(0.5, 1.0)).forward(x).value().toDoubleArray(), 1e-14);
  }

  @Test
  void itHasTheParametersOfTheNetworkAndNoOthers() {
    Conv2d network = new Conv2d(3, 5, 1, Rng.seed(4));
    ScaleEnsemble ensemble = new ScaleEnsemble(network, List.of(0.5, 1.0, 2.0));
    assertEquals(network.parameterCount(), ensemble.parameterCount());
    assertEquals(List.of("network.weight", "network.bias"), List.copyOf(ensemble.namedParameters().keySet()));
  }

  @Test
  void scalesThatAreNoneAreRefused() {
    for (List<Double> scales : List.of(List.<Double>of(), List.of(1.0, 0.0), List.of(Double.NaN), List.of(-1.0),
        List.of(Double.POSITIVE_INFINITY))) {
      assertThrows(IllegalArgumentException.class, () -> new ScaleEnsemble(image -> image, scales));
    }
  }
}
