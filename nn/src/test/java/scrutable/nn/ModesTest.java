package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Training and evaluation modes")
class ModesTest {
  private final BatchNorm1d norm = new BatchNorm1d(2);
  private final Dropout first = new Dropout(0.5, Rng.seed(1));
  private final Dropout second = new Dropout(0.5, Rng.seed(2));
  private final Sequential network = new Sequential(norm, first, new Sequential(second));

  private List<Boolean> modes() {
    return List.of(norm.isTraining(), first.isTraining(), second.isTraining());
  }

  @Test
  void newNetworksTrainAndTheSwitchReachesEveryLayer() {
    assertEquals(List.of(true, true, true), modes());
    network.eval();
    assertEquals(List.of(false, false, false), modes());
    network.train();
    assertEquals(List.of(true, true, true), modes());
  }

  @Test
  void evaluatingRestoresTheModeOfEachLayer() {
    first.setTraining(false);
    assertEquals(List.of(false, false, false), network.evaluating(this::modes));
    assertEquals(List.of(true, false, true), modes());
  }

  @Test
  void evaluatingRestoresTheModesAfterAnError() {
    first.setTraining(false);
    assertThrows(IllegalArgumentException.class,
        () -> network.evaluating(() -> network.forward(Tensor.zeros(4, 3))));
    assertEquals(List.of(true, false, true), modes());
  }

  @Test
  void inEvaluationTwoPassesAnswerTheSame() {
    Tensor x = Rng.seed(3).normal(4, 2);
    network.forward(x);
    Variable once = network.evaluating(() -> network.forward(x));
    Variable again = network.evaluating(() -> network.forward(x));
    assertEquals(0, once.value().sub(again.value()).abs().max().item());
  }
}
