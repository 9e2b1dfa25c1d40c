package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.GradientClipping;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.Schedule;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;

class ClassifierTrainingTest {
  private final Dataset training = ThreeClouds.generate(150, 1);
  private final Dataset validation = ThreeClouds.generate(300, 2);

  static void assertSameBits(Module expected, Module actual) {
    expected.state().forEach((name, tensor) -> assertArrayEquals(tensor.toDoubleArray(),
        actual.state().get(name).toDoubleArray(), name));
  }

  @Test
  void theLoopIsTheLoopThatOneWouldWriteByHand() {
    Module byHand = ThreeClouds.network(5);
    Optimizer optimizer = new Adam(byHand.parameters(), 1);
    Schedule schedule = Schedule.linear(0.001, 0.02, 10).then(10, Schedule.cosine(0.02, 0.001, 20));
    Rng shuffle = Rng.seed(9);
    long step = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (Batch batch : training.batches(32, shuffle)) {
        optimizer.setLearningRate(schedule.rate(step++));
        Variable loss = Losses.crossEntropy(byHand.forward(batch.inputs()), batch.labels());
        optimizer.step(GradientClipping.byNorm(Gradients.of(loss, byHand.parameters()), 0.5));
      }
    }
    Module byLoop = ThreeClouds.network(5);
    ClassifierTraining loop = new ClassifierTraining(byLoop, new Adam(byLoop.parameters(), 1),
        TrainingSettings.of(3, 32).withSchedule(schedule).withClipping(0.5), Rng.seed(9));
    List<EpochReport> reports = loop.run(training);
    assertSameBits(byHand, byLoop);
    assertEquals(15, loop.loop().state().step());
    assertEquals(schedule.rate(14), reports.get(2).learningRate());
  }

  @Test
  void anObjectiveIsToldTheStepAndItsLossIsWhatIsReported() {
    Module network = ThreeClouds.network(5);
    List<Long> steps = new ArrayList<>();
    Objective penalized = (given, batch, step) -> {
      steps.add(step);
      Variable logits = given.forward(batch.inputs());
      return new Objective.Outcome(logits, Losses.crossEntropy(logits, batch.labels()).add(step));
    };
    ClassifierTraining loop = ClassifierTraining.minimizing(penalized, network, new Adam(network.parameters(), 0.01),
        TrainingSettings.of(2, 50), Rng.seed(9));
    double meanLoss = loop.run(training).get(1).training().loss();
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), steps);
    assertTrue(meanLoss > 4 && meanLoss < 6, "steps 3, 4, 5 add their number: " + meanLoss);
  }

  @Test
  void itLearns() {
    Module network = ThreeClouds.network(5);
    ClassifierTraining loop = new ClassifierTraining(network, new Adam(network.parameters(), 0.01),
        TrainingSettings.of(15, 16), Rng.seed(9));
    List<EpochReport> reports = loop.run(training, validation);
    assertEquals(15, reports.size());
    assertTrue(reports.get(0).training().loss() > reports.get(14).training().loss());
    assertTrue(reports.get(14).validation().orElseThrow().accuracy() > 0.9, reports.toString());
    assertEquals(reports.get(14).validation(), Optional.of(Metrics.of(network, validation, 16)));
  }

  @Test
  void earlyStoppingRestoresTheBestWeights() {
    Module network = new Sequential(new Linear(2, 3, Rng.seed(1)));
    Schedule goodThenTerrible = Schedule.constant(0.1).then(30, Schedule.constant(50));
    ClassifierTraining loop = new ClassifierTraining(network, new Sgd(network.parameters(), 1),
        TrainingSettings.of(100, 50).withSchedule(goodThenTerrible).withEarlyStopping(4), Rng.seed(9));
    List<EpochReport> reports = loop.run(training, validation);
    EpochReport best = reports.stream().filter(EpochReport::isBest).reduce((a, b) -> b).orElseThrow();
    assertEquals(best.epoch() + 4, reports.size());
    assertEquals(best.validation().orElseThrow(), Metrics.of(network, validation, 50));
    assertTrue(reports.getLast().validation().orElseThrow().loss() > best.validation().orElseThrow().loss());
  }

  @Test
  void theAverageIsWhatIsValidatedAndTheWeightsStay() {
    Module network = new Sequential(new Linear(2, 3, Rng.seed(1)));
    ClassifierTraining loop = new ClassifierTraining(network, new Sgd(network.parameters(), 0.5),
        TrainingSettings.of(1, 30).withAveraging(0.5), Rng.seed(9));
    List<EpochReport> reports = loop.run(training, validation);

    Module byHand = new Sequential(new Linear(2, 3, Rng.seed(1)));
    Sgd sgd = new Sgd(byHand.parameters(), 0.5);
    ExponentialMovingAverage average = new ExponentialMovingAverage(byHand.parameters(), 0.5);
    for (Batch batch : training.batches(30, Rng.seed(9))) {
      Variable loss = Losses.crossEntropy(byHand.forward(batch.inputs()), batch.labels());
      sgd.step(Gradients.of(loss, byHand.parameters()));
      average.update();
    }
    assertSameBits(byHand, network);
    Metrics averaged = average.averaged(() -> Metrics.of(byHand, validation, 30));
    assertEquals(averaged, reports.get(0).validation().orElseThrow());
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> TrainingSettings.of(-1, 4));
    assertThrows(IllegalArgumentException.class, () -> TrainingSettings.of(1, 0));
    assertThrows(IllegalArgumentException.class, () -> TrainingSettings.of(1, 4).withClipping(0));
    assertThrows(IllegalArgumentException.class, () -> TrainingSettings.of(1, 4).withAveraging(1));
    Module network = new Sequential(new Linear(2, 3, Rng.seed(1)));
    ClassifierTraining loop = new ClassifierTraining(network, new Sgd(network.parameters(), 0.1),
        TrainingSettings.of(2, 60).withEarlyStopping(1), Rng.seed(9));
    assertThrows(IllegalArgumentException.class, () -> loop.run(training));
    assertThrows(IllegalArgumentException.class,
        () -> loop.run(training.take(0), validation));
  }
}
