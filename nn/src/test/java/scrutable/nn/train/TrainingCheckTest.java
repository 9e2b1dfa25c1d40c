package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.Softmax;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TrainingCheckTest {
  private static final Rng RNG = Rng.seed(1);
  private static final Dataset DATA = data(1, 0, 1, 2);

  private static Dataset data(double scale, int... labels) {
    int count = 40;
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = labels[i % labels.length];
    }
    return new Dataset("numbers", Rng.seed(2).normal(count, 5).mul(scale), Tensor.ofInts(all, count),
        List.of("a", "b", "c"));
  }

  @Test
  void aSoundNetworkIsNotSuspicious() {
    Module sound = new Sequential(new Linear(5, 8, RNG), new BatchNorm1d(8), new Relu(), new Dropout(0.5, RNG),
        new Linear(8, 3, RNG));
    assertEquals("nothing suspicious", TrainingCheck.of(sound, DATA).toString());
    assertEquals(List.of(), TrainingCheck.ofEvaluation(sound.eval(), DATA.inputs()).findings());
  }

  @Test
  void checkingLeavesStateModesAndGeneratorsAsTheyWere() {
    Rng dropped = Rng.seed(3);
    Sequential network = new Sequential(new Linear(5, 8, RNG), new BatchNorm1d(8), new Dropout(0.5, dropped),
        new Linear(8, 3, RNG));
    network.eval();
    Map<String, Tensor> before = network.state();
    Rng.State drawn = dropped.state();
    TrainingCheck.of(network, DATA);
    network.state().forEach((name, value) ->
        assertArrayEquals(before.get(name).toDoubleArray(), value.toDoubleArray(), name));
    assertEquals(drawn, dropped.state());
    assertTrue(network.modeDependent().stream().noneMatch(module -> module.isTraining()));
  }

  @Test
  void softmaxBeforeTheCrossEntropyIsFound() {
    Module network = new Sequential(new Linear(5, 3, RNG), new Softmax());
    assertOne("probabilities already", TrainingCheck.of(network, DATA));
    assertOne("probabilities already", TrainingCheck.ofEvaluation(network, DATA.inputs()));
  }

  @Test
  void aForgottenChildIsFoundByItsParameters() {
    Linear forgotten = new Linear(5, 5, RNG);
    Linear named = new Linear(5, 3, RNG);
    TrainingCheck check = TrainingCheck.of(new Module() {
      @Override
      public Variable forward(Variable x) {
        return named.forward(forgotten.forward(x));
      }

      @Override
      public void describe(Parts parts) {
        parts.child("named", named);
      }
    }, DATA);
    assertEquals(2, check.findings().size(), check.toString());
    assertTrue(check.toString().contains("a parameter of shape (5, 5) that describe does not name"), check.toString());
  }

  @Test
  void aForgottenDropoutIsFoundByItsAnswers() {
    Dropout forgotten = new Dropout(0.5, Rng.seed(4));
    Linear named = new Linear(5, 3, RNG);
    Module network = new Module() {
      @Override
      public Variable forward(Variable x) {
        return named.forward(forgotten.forward(x));
      }

      @Override
      public void describe(Parts parts) {
        parts.child("named", named);
      }
    };
    assertOne("something random in it is not switched off", TrainingCheck.of(network, DATA));
    assertOne("something random in it is not switched off", TrainingCheck.ofEvaluation(network, DATA.inputs()));
  }

  @Test
  void aNetworkInTrainingModeIsNotReadyToBeJudged() {
    Module network = new Sequential(new Linear(5, 3, RNG), new Dropout(0.5, RNG), new BatchNorm1d(3));
    assertOne("in training mode, where Dropout, BatchNorm1d answer otherwise",
        TrainingCheck.ofEvaluation(network.train(), DATA.inputs()));
  }

  @Test
  void aColumnMinusARowIsFound() {
    Module network = new Linear(5, 1, RNG);
    assertOne("every example meets every other", TrainingCheck.of(network, DATA, batch ->
        network.forward(batch.inputs()).sub(Variable.constant(batch.inputs().sum(false, 1))).square().mean()));
    assertEquals(List.of(), TrainingCheck.of(network, DATA, batch ->
        network.forward(batch.inputs()).reshape(-1).sub(Variable.constant(batch.inputs().sum(false, 1))).square()
            .mean()).findings());
  }

  @Test
  void aSquareThatIsNoMistakeIsNotTakenForOne() {
    Linear wide = new Linear(5, 32, RNG);                       // as many columns as the batch has rows
    assertEquals(List.of(), TrainingCheck.of(wide, DATA, batch -> {
      Variable out = wide.forward(batch.inputs());
      return out.sub(out.mean(true, 1)).square().mean();
    }).findings());
  }

  @Test
  void parametersThatCannotLearnAreNamed() {
    Linear dead = new Linear(5, 4, RNG);
    dead.bias().assign(Tensor.zeros(4).sub(1e3));
    assertOne("the gradient of 0.weight, 0.bias, 2.weight is exactly zero",
        TrainingCheck.of(new Sequential(dead, new Relu(), new Linear(4, 3, RNG)), DATA));
    assertOne("no parameters", TrainingCheck.of(new Sequential(), data(1, 0, 1, 2),
        batch -> Variable.constant(batch.inputs()).mean()));
  }

  @Test
  void aLossThatWasCutOffIsFound() {
    Module network = new Linear(5, 3, RNG);
    assertOne("the loss depends on no parameter", TrainingCheck.of(network, DATA, batch ->
        Losses.crossEntropy(network.forward(batch.inputs()).detach(), batch.labels())));
  }

  @Test
  void inputsInOtherUnitsAreFound() {
    Module network = new Sequential(new Linear(5, 3, RNG));
    String found = TrainingCheck.of(network, data(200, 0, 1, 2)).toString();
    assertTrue(found.contains("an input is as large as") && found.contains("before any training"), found);
  }

  @Test
  void dataOfOneClassAreFound() {
    assertOne("all 40 examples are of one class", TrainingCheck.of(new Linear(5, 3, RNG), data(1, 2)));
  }

  @Test
  void oneExampleIsTooFew() {
    assertThrows(IllegalArgumentException.class, () -> TrainingCheck.of(new Linear(5, 3, RNG), DATA.take(1)));
  }

  private static void assertOne(String expected, TrainingCheck check) {
    assertEquals(1, check.findings().size(), check.toString());
    assertTrue(check.findings().getFirst().contains(expected), check.toString());
  }
}
