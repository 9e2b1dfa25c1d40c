package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.nn.Sequential;
import scrutable.nn.classical.KMeans;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.KernelDensity;
import scrutable.nn.classical.LinearRegression;
import scrutable.nn.classical.LogisticRegression;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Lbfgs;
import scrutable.nn.optim.RmsProp;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What a prompt answers when one types the name of a thing: what it is and how far it is, never where in memory it lies.
class PrintedObjectsTest {
  private final Rng rng = Rng.seed(1);
  private final Parameter pair = new Parameter(Tensor.of(new float[] {3, 4}, 2));
  private final Tensor two = Tensor.of(new float[] {0, 1}, 2, 1);
  private final Tensor labels = Tensor.ofInts(new int[] {0, 1}, 2);

  @Test
  void nothingPrintsItsAddressInMemory() {
    var digits = Glyphs.generate(20, rng.split("data"));
    var network = new Sequential(new Flatten(), new Linear(784, 10, rng));
    var victim = Classifier.of(network);
    Goal goal = new Untargeted(digits.labels());
    List<Object> things = List.of(digits, network, victim, goal, rng, pair, pair.mul(2),
        digits.batches(4).iterator().next(), Ball.linf(0.1), Gradients.of(pair.sum(), pair),
        new Adam(List.of(pair), 0.1), new AdamW(List.of(pair), 0.1, 0.1), new Sgd(List.of(pair), 0.1),
        new RmsProp(List.of(pair), 0.1, 0.9, 1e-8, 0), new Lbfgs(List.of(pair), Lbfgs.Options.DEFAULT),
        new ExponentialMovingAverage(List.of(pair), 0.9), new ProjectedGradientDescent(3, 0.1), new FastGradientSign(),
        new AutoPgd(3, AttackLoss.DLR),
        new ProjectedGradientDescent(2, 0.1).run(victim, digits.inputs(), goal, Ball.linf(0.1), rng),
        KMeans.fit(two, 2, rng), Kernel.rbf(1), KernelDensity.gaussian(two, 1),
        LinearRegression.ridge(two.to(DType.FLOAT64), two.to(DType.FLOAT64), 1),
        LogisticRegression.fit(two, labels, 0.1), NearestNeighbors.among(two),
        NearestNeighborClassifier.fit(two, labels, 2, 1),
        SupportVectorMachine.fit(two, labels, Kernel.linear(), 1));
    for (Object thing : things) {
      String text = thing.toString();
      assertFalse(text.matches("(?s).*(@[0-9a-f]{4,}|Lambda).*"), text);
    }
    assertEquals("Classifier, " + victim.queries() + " queries and " + victim.gradientEvaluations()
        + " gradients so far, of " + network, victim.toString());
  }

  @Test
  void anOptimiserSaysItsSettingsAndHowFarItIs() {
    var optimizer = new Adam(List.of(pair), 0.01);
    optimizer.step(Gradients.of(pair.sum(), pair));
    assertEquals("Adam, beta1 0.9, beta2 0.999, learning rate 0.01, parameters: 1 of 2 numbers, steps so far: 1",
        optimizer.toString());
    assertEquals("Gradients: (2,)", Gradients.of(pair.sum(), pair).toString());
  }

  @Test
  void anAttackNamesItsLoss() {
    String text = new ProjectedGradientDescent(3, 0.1).toString();
    assertTrue(text.contains("loss=CROSS_ENTROPY"), text);
  }

  @Test
  void aStreamSaysWhereItIs() {
    Rng stream = Rng.seed(7);
    String start = stream.toString();
    assertEquals(start, Rng.seed(7).toString());
    stream.nextInt();
    assertEquals(start.replace("word 0", "word 1"), stream.toString());
  }
}
