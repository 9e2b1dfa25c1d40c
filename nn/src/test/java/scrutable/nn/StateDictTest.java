package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Weights saved by PyTorch")
class StateDictTest {
  private final Map<String, Tensor> saved = ReferenceFiles.read("state_dict").tensors();

  private static Sequential network() {
    Rng rng = Rng.seed(1);
    return new Sequential(new Conv2d(1, 2, 3, rng), new BatchNorm2d(2), new Relu(), new Flatten(),
        new Linear(32, 3, rng));
  }

  @Test
  void loadByTheirNamesAndAnswerAsThere() {
    Sequential network = network();
    network.load(saved);
    assertEquals(7, network.state().get("1.num_batches_tracked").item());
    var expected = ReferenceFiles.read("state_dict_expected");
    Tensor output = network.evaluating(() -> network.forward(expected.tensor("input"))).value();
    Reference.assertClose("output", expected.tensor("eval_output_float64"), output, 1e-6);
  }

  @Test
  void haveTheNamesShapesAndTypesOfOurState() {
    Map<String, Tensor> own = network().state();
    assertEquals(Set.copyOf(saved.keySet()), Set.copyOf(own.keySet()));
    own.forEach((name, tensor) -> {
      assertEquals(saved.get(name).dtype(), tensor.dtype(), name);
      assertEquals(true, saved.get(name).sameShape(tensor), name);
    });
  }

  @Test
  void thatDoNotFitAreNamedAndNothingIsLoaded() {
    Sequential network = network();
    float before = network.state().get("0.weight").toFloatArray()[0];
    Map<String, Tensor> wrong = new LinkedHashMap<>(saved);
    wrong.remove("1.running_var");
    wrong.put("4.bias", Tensor.zeros(4));
    wrong.put("5.bias", Tensor.zeros(4));
    String message = assertThrows(IllegalArgumentException.class, () -> network.load(wrong)).getMessage();
    assertEquals("the state does not fit the network: 4.bias is float32 (4,) but should be float32 (3,);"
        + " 1.running_var is missing; 5.bias is unknown to this network", message);
    assertEquals(before, network.state().get("0.weight").toFloatArray()[0]);
  }
}
