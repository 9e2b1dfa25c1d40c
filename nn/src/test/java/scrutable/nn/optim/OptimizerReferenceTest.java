package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Reference;
import scrutable.nn.ReferenceFiles;
import scrutable.nn.ReferenceNetworks;
import scrutable.tensor.DType;
import scrutable.tensor.io.Safetensors;

/// Ten steps of each optimiser against those of a second implementation.
class OptimizerReferenceTest {

  static Stream<Arguments> optimizers() {
    return Stream.of(
        optimizer("mlp_sgd", parameters -> new Sgd(parameters, 0.5)),
        optimizer("mlp_sgd_momentum", parameters -> new Sgd(parameters, 0.1, 0.9, false, 0.01)),
        optimizer("mlp_sgd_nesterov", parameters -> new Sgd(parameters, 0.1, 0.9, true, 0)),
        optimizer("mlp_adam", parameters -> new Adam(parameters, 0.01)),
        optimizer("mlp_adamw", parameters -> new AdamW(parameters, 0.01, 0.1)),
        optimizer("mlp_rmsprop", parameters -> new RmsProp(parameters, 0.01)),
        optimizer("mlp_rmsprop_momentum", parameters -> new RmsProp(parameters, 0.002, 0.99, 1e-8, 0.9)));
  }

  private static Arguments optimizer(String file, Function<List<Parameter>, Optimizer> make) {
    return Arguments.of(file, make);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void tenStepsInFloat64AreThoseOfTheReference(String file, Function<List<Parameter>, Optimizer> make) {
    Safetensors expected = ReferenceFiles.read(file);
    Mlp network = new Mlp(DType.FLOAT64);
    Optimizer optimizer = make.apply(network.parameters());
    for (int step = 0; step < 10; step++) {
      assertEquals(expected.tensor("losses").get(step), network.loss().item(), 1e-11, "before step " + step);
      optimizer.step(network.gradients());
      if (step == 0) {
        network.assertParameters(expected, "after1.", 1e-11);
      }
    }
    network.assertParameters(expected, "after10.", 1e-10);
    assertEquals(expected.tensor("losses").get(10), network.loss().item(), 1e-11);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        network("cnn", ReferenceNetworks::cnn, parameters -> new Adam(parameters, 0.01)),
        network("attention", ReferenceNetworks::attention, parameters -> new AdamW(parameters, 0.01, 0.1)),
        network("attention_tanh", ReferenceNetworks::attentionTanh,
            parameters -> new AdamW(parameters, 0.01, 0.1)));
  }

  private static Arguments network(String file, Function<DType, ReferenceNetworks.Case> network,
      Function<List<Parameter>, Optimizer> make) {
    return Arguments.of(file, network, make);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void tenStepsOfALargerNetworkAreThoseOfTheReference(String file,
      Function<DType, ReferenceNetworks.Case> network, Function<List<Parameter>, Optimizer> make) {
    Safetensors expected = ReferenceFiles.read(file);
    ReferenceNetworks.Case built = network.apply(DType.FLOAT64);
    Optimizer optimizer = make.apply(built.network().parameters());
    for (int step = 0; step < 10; step++) {
      Variable loss = built.loss();
      assertEquals(expected.tensor("losses").get(step), loss.item(), 1e-9, "loss before step " + step);
      optimizer.step(Gradients.of(loss, optimizer.parameters()));
      if (step == 0) {
        assertState(expected, "after1.", built);
      }
    }
    assertState(expected, "after10.", built);
  }

  /// A bias whose gradient is zero by symmetry gets rounding noise instead, and Adam divides it by its own
  /// size plus eps: noise of 1e-15 moves the parameter by 1e-9 a step, in either implementation another way.
  private static final Pattern NOISE = Pattern.compile("[014].bias|.*key.bias");

  private static void assertState(Safetensors expected, String prefix, ReferenceNetworks.Case built) {
    built.network().state().forEach((name, tensor) -> {
      if (!name.endsWith("num_batches_tracked")) {
        Reference.assertClose(prefix + name, expected.tensor(prefix + name), tensor,
            NOISE.matcher(name).matches() ? 1e-7 : 1e-9);
      }
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void tenStepsInFloat32AreCloseToTheReference(String file, Function<List<Parameter>, Optimizer> make) {
    Safetensors expected = ReferenceFiles.read(file);
    Mlp network = new Mlp(DType.FLOAT32);
    Optimizer optimizer = make.apply(network.parameters());
    for (int step = 0; step < 10; step++) {
      optimizer.step(network.gradients());
    }
    network.assertParameters(expected, "after10.", 2e-4);
    assertEquals(expected.tensor("losses").get(10), network.loss().item(), 1e-5);
  }
}
