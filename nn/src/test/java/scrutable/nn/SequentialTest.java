package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SequentialTest {
  private final Conv2d convolution = new Conv2d(2, 4, 3, Rng.seed(1));
  private final Tensor images = Rng.seed(2).normal(3, 2, 7, 7);

  @Test
  void aConvolutionAndTheRectifierAfterItAreOneOperationWithTheSameBits() {
    Variable together = new Sequential(convolution, new Relu()).forward(images);
    assertEquals("Conv2dRelu", together.op().name());
    Variable apart = new Relu().forward(convolution.forward(images));
    assertArrayEquals(apart.value().toFloatArray(), together.value().toFloatArray());
    List<Variable> weights = List.of(convolution.weight(), convolution.bias());
    Gradients expected = Gradients.of(apart.square().sum(), weights);
    Gradients found = Gradients.of(together.square().sum(), weights);
    weights.forEach(weight ->
        assertArrayEquals(expected.get(weight).toFloatArray(), found.get(weight).toFloatArray()));
  }

  @Test
  void whatFollowsTheTwoIsNotSkipped() {
    Sequential network = new Sequential(new Relu(), convolution, new Relu(), new LeakyRelu(0.5), convolution(4),
        new LeakyRelu(0.5), convolution(4));
    Variable step = Variable.constant(images);
    for (Module module : network.modules()) {
      step = module.forward(step);
    }
    assertArrayEquals(step.value().toFloatArray(), network.forward(images).value().toFloatArray());
  }

  private static Conv2d convolution(int in) {
    return new Conv2d(in, 4, 1, Rng.seed(3));
  }

  @Test
  void anyModuleCanSayWhatItIsComputedTogetherWith() {
    Module twice = x -> x.mul(2);
    Module half = new Module() {
      @Override
      public Variable forward(Variable x) {
        return x.mul(0.5);
      }

      @Override
      public Optional<Module> fusedWith(Module next) {
        return next == twice ? Optional.of(x -> x) : Optional.empty();
      }
    };
    Variable input = Variable.tracked(images);
    assertTrue(new Sequential(half, twice).forward(input) == input);
    assertArrayEquals(images.mul(0.25).toFloatArray(),
        new Sequential(half, half).forward(input).value().toFloatArray());
  }

  @Test
  void aModuleThatNamesNoParametersIsToldHow() {
    Module forgetful = convolution::forward;
    String message = assertThrows(IllegalArgumentException.class, () -> new Sgd(forgetful.parameters(), 0.1))
        .getMessage();
    assertTrue(message.contains("describe"), message);
  }
}
