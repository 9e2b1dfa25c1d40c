package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.nn.Losses;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DefensiveDistillationTest {
  private static final Batch BATCH = new Batch(Tensor.of(new double[] {1, 2, -1, 0.5}, 2, 2),
      Tensor.ofInts(new int[] {1, 0}, 2));
  private static final Linear TEACHER = Linear.of(Tensor.of(new double[] {0, 0, 3, -1}, 2, 2),
      Tensor.of(new double[2], 2));
  private static final Linear STUDENT = Linear.of(Tensor.of(new double[] {0, 0, 1, 2}, 2, 2),
      Tensor.of(new double[2], 2));

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /// The teacher's scores of class 1 are 1 and -3.5, the student's 5 and 0.
  @Test
  void theStudentsLossIsTheCrossEntropyOfBothSoftenedAnswers() {
    double temperature = 4;
    double expected = 0;
    double[] teacher = {1, -3.5};
    double[] student = {5, 0};
    for (int i = 0; i < 2; i++) {
      double wanted = sigmoid(teacher[i] / temperature);
      double given = sigmoid(student[i] / temperature);
      expected -= (wanted * StrictMath.log(given) + (1 - wanted) * StrictMath.log(1 - given)) / 2;
    }
    assertEquals(expected,
        new DefensiveDistillation(temperature).of(TEACHER).of(STUDENT, BATCH, 0).loss().item(), 1e-12);
  }

  @Test
  void theTeachersLossIsTheCrossEntropyOfItsSoftenedAnswer() {
    double expected = -(StrictMath.log(sigmoid(1 / 4.0)) + StrictMath.log(sigmoid(3.5 / 4.0))) / 2;
    assertEquals(expected,
        new DefensiveDistillation(4).ofLabels().of(TEACHER, BATCH, 0).loss().item(), 1e-12);
  }

  @Test
  void theTeacherIsAskedInEvaluationModeAndTheStudentInTrainingMode() {
    ModeWitness teacher = new ModeWitness(TEACHER);
    ModeWitness student = new ModeWitness(STUDENT);
    new DefensiveDistillation(4).of(teacher).of(student, BATCH, 0);
    assertEquals(List.of(false), teacher.seen());
    assertEquals(List.of(true), student.seen());
  }

  @Test
  void atTemperatureOneTheTeacherIsTrainedAsUsual() {
    Dataset data = StrongAndWeak.generate(300, Rng.seed(5));
    Linear plain = StrongAndWeak.train(Objective.ofLogits(Losses::crossEntropy), data);
    Linear teacher = StrongAndWeak.train(new DefensiveDistillation(1).ofLabels(), data);
    assertArrayEquals(plain.weight().value().toFloatArray(), teacher.weight().value().toFloatArray(), 1e-6f);
  }

  /// A student at temperature T of a teacher with `z = T w x` answers alike with the logits `T` times as
  /// large: used at temperature 1, its cross-entropy is flat in float32, and its margin is not.
  @Test
  void atTemperatureOneTheGradientOfTheCrossEntropyIsGoneAndThatOfTheMarginIsNot() {
    Linear student = Linear.of(Tensor.of(new float[] {0, 0, 300, 100}, 2, 2), Tensor.of(new float[2], 2));
    Tensor images = Tensor.of(new float[] {0.9f, 0.8f, -0.7f, -0.6f}, 2, 2);
    Classifier victim = Classifier.of(student);
    Untargeted goal = Untargeted.of(1, 0);
    float[] gone = victim.lossGradient(AttackLoss.CROSS_ENTROPY, images, goal).gradient().toFloatArray();
    assertArrayEquals(new float[4], gone);
    float[] there = victim.lossGradient(AttackLoss.MARGIN, images, goal).gradient().toFloatArray();
    assertArrayEquals(new float[] {-300, -100, 300, 100}, there);
  }

  /// A teacher that is sure at temperature T has logits T times as large as one that is sure at 1.
  @Test
  void trainingAtAHigherTemperatureMakesLargerLogits() {
    Dataset data = StrongAndWeak.generate(500, Rng.seed(5));
    double usual = meanLogit(StrongAndWeak.train(new DefensiveDistillation(1).ofLabels(), data), data);
    double hot = meanLogit(StrongAndWeak.train(new DefensiveDistillation(10).ofLabels(), data), data);
    assertTrue(hot > 1.5 * usual, "mean size of a logit: " + usual + " at temperature 1, " + hot + " at 10");
  }

  private static double meanLogit(Linear network, Dataset data) {
    return Arrays.stream(network.forward(data.inputs()).value().toDoubleArray()).map(Math::abs).average()
        .orElseThrow();
  }

  @Test
  void aTemperatureThatIsNotPositiveIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DefensiveDistillation(0));
  }
}
