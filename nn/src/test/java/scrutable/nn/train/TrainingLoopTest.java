package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.BatchSource;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TrainingLoopTest {
  private static final Tensor POINTS = Rng.seed(3).normal(65, 2);

  private static BatchSource<Tensor> points(int count) {
    Tensor some = POINTS.slice(0, 0, count);
    return BatchSource.of(count, rows -> Indexing.select(some, 0, Tensor.wrap(rows, rows.length)));
  }

  private static Module autoencoder() {
    Rng rng = Rng.seed(4);
    return new Sequential(new Linear(2, 1, rng), new Tanh(), new Linear(1, 2, rng));
  }

  @Test
  void batchesOfAnyKindAreLearnedFromAsByHand() {
    Module byHand = autoencoder();
    Optimizer sgd = new Sgd(byHand.parameters(), 0.1, 0.9, false, 0);
    Rng shuffle = Rng.seed(5);
    List<Double> means = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      sgd.setLearningRate(0.1 * (3 - epoch) / 3);
      double sum = 0;
      for (Tensor batch : points(60).batches(20, shuffle)) {
        Variable loss = Losses.mse(byHand.forward(batch), batch);
        sgd.step(Gradients.of(loss, byHand.parameters()));
        sum += loss.item();
      }
      means.add(sum / 3);
    }
    Module byLoop = autoencoder();
    TrainingSettings settings = TrainingSettings.of(3, 20).withRate(step -> 0.1 * (3 - step.epoch()) / 3);
    List<EpochReport> reports = new TrainingLoop(byLoop, new Sgd(byLoop.parameters(), 0.1, 0.9, false, 0),
        settings, Rng.seed(5)).run(points(60), batch -> Losses.mse(byLoop.forward(batch), batch));
    ClassifierTrainingTest.assertSameBits(byHand, byLoop);
    assertEquals(means, reports.stream().map(report -> report.training().loss()).toList());
    assertTrue(Double.isNaN(reports.getFirst().training().accuracy()), "nothing was classified");
  }

  @Test
  void theMeanLossOfAnEpochIsOverExamplesNotOverBatches() {
    Parameter level = new Parameter(Tensor.scalar(0f));
    BatchSource<int[]> source = BatchSource.of(5, rows -> rows);
    List<EpochReport> reports = new TrainingLoop(new Sgd(List.of(level), 0), TrainingSettings.of(1, 2), Rng.seed(1))
        .run(source, rows -> level.mul(0).add(rows.length == 1 ? 11 : 1));
    assertEquals((2 + 2 + 11) / 5.0, reports.getFirst().training().loss(), 1e-12);
  }

  @Test
  void parametersWithoutANetworkAreLearnedFromOneLossInEveryStep() {
    Parameter level = new Parameter(Tensor.scalar(10f));
    List<Double> losses = new ArrayList<>();
    TrainingSettings settings = TrainingSettings.ofSteps(3).withRate(step -> 0.25)
        .afterEachStep(report -> losses.add(report.loss()));
    List<EpochReport> reports = new TrainingLoop(new Sgd(List.of(level), 1), settings, Rng.seed(1))
        .run(() -> level.square());
    assertEquals(List.of(100.0, 25.0, 6.25), losses);                // each step halves the level
    assertEquals(3, reports.size());
    assertEquals(1.25, level.item());
  }

  @Test
  void aStepKnowsWhereItIs() {
    List<Step> steps = new ArrayList<>();
    Parameter level = new Parameter(Tensor.scalar(10f));
    TrainingSettings settings = TrainingSettings.of(2, 20).beforeEachStep(steps::add);
    new TrainingLoop(new Sgd(List.of(level), 1e-3), settings, Rng.seed(1)).run(points(50), (batch, step) -> {
      assertEquals(steps.getLast(), step);
      return level.square();
    });
    assertEquals(List.of(new Step(0, 6, 0, 0, 100), new Step(1, 6, 0, 20, 100), new Step(2, 6, 0, 40, 100),
        new Step(3, 6, 1, 50, 100), new Step(4, 6, 1, 70, 100), new Step(5, 6, 1, 90, 100)), steps);
    assertEquals(0.7, steps.get(4).share());
  }

  @Test
  void stepsAreCountedAcrossEpochsAndTheLastEpochEndsEarly() {
    Parameter level = new Parameter(Tensor.scalar(10f));
    List<Long> shown = new ArrayList<>();
    TrainingSettings settings = TrainingSettings.ofSteps(5, 20).beforeEachStep(step -> shown.add(step.seen()));
    List<EpochReport> reports = new TrainingLoop(new Sgd(List.of(level), 1e-3), settings, Rng.seed(1))
        .run(points(50), batch -> level.mul(0).add(batch.size(0)));
    assertEquals(List.of(0L, 20L, 40L, 50L, 70L), shown);
    assertEquals(2, reports.size());
    assertEquals((400 + 400 + 100) / 50.0, reports.get(0).training().loss(), 1e-12);
    assertEquals(20, reports.get(1).training().loss());
  }

  @Test
  void aLastExampleAloneCanBeLeftOutForBatchNormalisation() {
    Module network = new Sequential(new Linear(2, 4, Rng.seed(1)), new BatchNorm1d(4), new Linear(4, 2, Rng.seed(2)));
    BatchLoss<Tensor> loss = (batch, step) -> Losses.mse(network.forward(batch), batch);
    TrainingSettings settings = TrainingSettings.of(2, 64);
    assertThrows(IllegalArgumentException.class, () -> new TrainingLoop(network,
        new Adam(network.parameters(), 0.01), settings, Rng.seed(1)).run(points(65), loss));
    List<EpochReport> reports = new TrainingLoop(network, new Adam(network.parameters(), 0.01),
        settings.droppingLast(), Rng.seed(1)).run(points(65), loss);
    assertEquals(2, reports.size());
    assertTrue(reports.get(1).training().loss() < reports.get(0).training().loss());
    String tooFew = assertThrows(IllegalArgumentException.class, () -> new TrainingLoop(network,
        new Adam(network.parameters(), 0.01), settings.droppingLast(), Rng.seed(1)).run(points(63), loss)).getMessage();
    assertTrue(tooFew.contains("63") && tooFew.contains("64"), tooFew);
  }

  @Test
  void progressIsToldOfEveryStepOfHowMany() {
    Parameter level = new Parameter(Tensor.scalar(10f));
    List<String> heard = new ArrayList<>();
    TrainingSettings settings = TrainingSettings.of(2, 30)
        .withProgress((stage, done, total) -> heard.add(stage + " " + done + "/" + total), "fitting");
    new TrainingLoop(new Sgd(List.of(level), 1e-3), settings, Rng.seed(1)).run(points(50), batch -> level.square());
    assertEquals(List.of("fitting 0/4", "fitting 1/4", "fitting 2/4", "fitting 3/4", "fitting 4/4"), heard);
  }

  @Test
  void anyNumberCanBeValidatedBy() {
    Parameter level = new Parameter(Tensor.scalar(4f));
    TrainingSettings settings = TrainingSettings.of(20, 50).withEarlyStopping(2);
    List<EpochReport> reports = new TrainingLoop(new Sgd(List.of(level), 0.25), settings, Rng.seed(1)).run(points(50),
        (batch, step) -> level.square(), () -> Metrics.ofLoss(Math.abs(level.item() - 1)));
    assertEquals(List.of(1.0, 0.0, 0.5, 0.75),
        reports.stream().map(report -> report.validation().orElseThrow().loss()).toList());
    assertEquals(1, level.item());
  }

  @Test
  void aSourceThatGivesLessThanItSaysIsFoundOut() {
    Parameter level = new Parameter(Tensor.scalar(4f));
    BatchSource<String> liar = new BatchSource<>() {
      @Override
      public int size() {
        return 3;
      }

      @Override
      public Iterable<String> batches(int batchSize, Rng shuffle) {
        return List.of("one");
      }
    };
    TrainingLoop loop = new TrainingLoop(new Sgd(List.of(level), 0.1), TrainingSettings.of(1, 1), Rng.seed(1));
    assertThrows(IllegalStateException.class, () -> loop.run(liar, batch -> level.square()));
  }

  @Test
  void stepsDealtByAGeneratorAreTheSameInEveryEpochOfTheSameGenerator() {
    BatchSource<Integer> dice = BatchSource.steps(4, rng -> () -> rng.nextInt(1_000));
    List<Integer> first = new ArrayList<>();
    dice.batches(1, Rng.seed(6)).forEach(first::add);
    List<Integer> again = new ArrayList<>();
    dice.map(number -> number + 1).batches(1, Rng.seed(6)).forEach(again::add);
    assertEquals(4, first.size());
    assertEquals(first.stream().map(number -> number + 1).toList(), again);
    assertThrows(IllegalArgumentException.class, () -> dice.batches(2, Rng.seed(6)));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, concatenated(BatchSource.of(5, rows -> rows)));
  }

  private static int[] concatenated(BatchSource<int[]> source) {
    List<Integer> all = new ArrayList<>();
    for (int[] rows : source.batches(2, Rng.seed(7))) {
      for (int row : rows) {
        all.add(row);
      }
    }
    return all.stream().mapToInt(row -> row).sorted().toArray();
  }
}
