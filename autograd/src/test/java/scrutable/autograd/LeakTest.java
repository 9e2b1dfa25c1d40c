package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// What is not needed any more can be collected, although nobody closes anything.
class LeakTest {
  private final List<WeakReference<Object>> garbage = new ArrayList<>();

  private <T> T shouldDie(T object) {
    garbage.add(new WeakReference<>(object));
    return object;
  }

  /// Whether everything is collected within a bounded number of collections.
  private long survivors() throws InterruptedException {
    long alive = garbage.size();
    for (int attempt = 0; attempt < 50 && alive > 0; attempt++) {
      System.gc();
      Thread.sleep(attempt);
      alive = garbage.stream().filter(reference -> reference.get() != null).count();
    }
    return alive;
  }

  private Variable loss(Parameter weights, int step) {
    Variable x = shouldDie(Variable.constant(Tensor.full(0.01 * step, weights.dtype(), 3, 4)));
    Variable hidden = shouldDie(x.matmul(weights).tanh());
    shouldDie(hidden.value());
    return shouldDie(hidden.square().mean());
  }

  @Test
  void graphsOfEarlierStepsAreCollectedWhileTheirGradientsLive() throws InterruptedException {
    Parameter weights = new Parameter(Tensor.full(0.5, DType.FLOAT32, 4, 2));
    List<Object> kept = new ArrayList<>();
    for (int step = 0; step < 30; step++) {
      Variable loss = loss(weights, step);
      Gradients gradients = Gradients.of(loss, weights);
      kept.add(gradients);
      kept.add(gradients.variable(weights));
      kept.add(loss.value());
      kept.add(loss.detach());
      loss.backward();
      kept.add(weights.gradient());
      weights.clearGradient();
      weights.assign(weights.value().sub(gradients.get(weights).mul(0.1)));
    }
    assertEquals(0, survivors());
    assertTrue(kept.size() == 150 && !kept.contains(null));
  }

  @Test
  void gradientsThatWereCreatedWithAGraphLetItGoWhenDetached() throws InterruptedException {
    Parameter weights = new Parameter(Tensor.full(0.5, DType.FLOAT32, 4, 2));
    List<Object> kept = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      Variable slope = shouldDie(Gradients.of(loss(weights, step), List.of(weights),
          Gradients.Options.CREATE_GRAPH).variable(weights));
      kept.add(slope.detach());
      kept.add(Gradients.of(slope.square().sum(), weights).variable(weights));
    }
    assertEquals(0, survivors());
    assertEquals(20, kept.size());
  }

  @Test
  void customRulesThatReturnATrackedVariableDoNotKeepTheGraphAlive() throws InterruptedException {
    record Exp() implements CustomOp {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].exp();
      }

      @Override
      public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
        return y;
      }
    }

    Parameter weights = new Parameter(Tensor.scalar(0.5));
    Variable kept = Gradients.of(shouldDie(Graph.apply(new Exp(), weights)), weights).variable(weights);
    assertEquals(0, survivors());
    assertEquals(Math.exp(0.5), kept.item(), 1e-15);
  }

  @Test
  void nothingIsRememberedWithoutRecording() throws InterruptedException {
    Parameter weights = new Parameter(Tensor.full(0.5, DType.FLOAT32, 4, 2));
    Variable prediction = Graph.withoutRecording(() -> shouldDie(weights.tanh()).square());
    assertEquals(0, survivors());
    assertEquals(8, prediction.value().elementCount());
  }

  @Test
  void parametersDoNotKeepTheirInitialValue() throws InterruptedException {
    Parameter weights = new Parameter(shouldDie(Tensor.full(0.5, DType.FLOAT32, 4, 2)));
    assertEquals(0, survivors());
    assertEquals(0.5, weights.value().get(0, 0));
  }
}
