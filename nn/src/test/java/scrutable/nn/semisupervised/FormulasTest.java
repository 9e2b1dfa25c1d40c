package scrutable.nn.semisupervised;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Each loss is the formula of its paper, written once more with loops; and its gradient is that of the
/// formula with the targets held fixed, by differences.
class FormulasTest {
  private static final long SEED = 4;
  private static final double HALFWAY = 0.3;
  private final TinyStep tiny = new TinyStep();

  /// @param byLoops the loss as a function of the student's weights; targets come from [TinyStep#student]
  private void assertIsFormula(GradientLearner learner, double progress,
      ToDoubleFunction<double[][]> byLoops) {
    Variable loss = learner.loss(tiny.at(progress, SEED));
    assertEquals(byLoops.applyAsDouble(tiny.student), loss.item(), 1e-9, learner.name());
    Tensor gradient = Gradients.of(loss, tiny.network.weight()).get(tiny.network.weight());
    double step = 1e-5;
    for (int k = 0; k < TinyStep.CLASSES; k++) {
      for (int d = 0; d < 3; d++) {
        double[][] moved = Arrays.stream(tiny.student).map(double[]::clone).toArray(double[][]::new);
        moved[k][d] += step;
        double above = byLoops.applyAsDouble(moved);
        moved[k][d] -= 2 * step;
        double slope = (above - byLoops.applyAsDouble(moved)) / (2 * step);
        assertEquals(slope, gradient.get(k, d), 1e-7, learner.name() + ": weight " + k + ", " + d);
      }
    }
  }

  @Test
  void theBaselineIsTheCrossEntropyOfTheLabelledExamplesAlone() {
    assertIsFormula(new SupervisedOnly(false), 0, tiny::supervised);
    assertIsFormula(new SupervisedOnly(true), 0, weights -> {
      double loss = 0;
      for (int i = 0; i < 2; i++) {
        loss -= Math.log(TinyStep.softmax(weights, TinyStep.strong(tiny.labelled[i]))[tiny.labels[i]]) / 2;
      }
      return loss;
    });
  }

  @Test
  void fixMatchLearnsTheSureAnswersToWeakViewsOnStrongOnes() {
    double threshold = 0.8;
    List<Integer> sure = new ArrayList<>();
    assertIsFormula(new FixMatch(threshold, 2), 0, weights -> {
      double loss = tiny.supervised(weights);
      sure.clear();
      for (int i = 0; i < 5; i++) {
        double[] p = TinyStep.softmax(tiny.student, TinyStep.weak(tiny.unlabelled[i]));
        int label = TinyStep.largest(p);
        if (p[label] >= threshold) {
          sure.add(i);
          loss -= 2 * Math.log(TinyStep.softmax(weights, TinyStep.strong(tiny.unlabelled[i]))[label]) / 5;
        }
      }
      return loss;
    });
    assertTrue(!sure.isEmpty() && sure.size() < 5, "the threshold should divide the examples: " + sure);
  }

  @Test
  void pseudoLabelsCountOnceTheRampHasBegun() {
    GradientLearner learner = new PseudoLabel(0.5, 3, 0.2, 0.6);
    assertIsFormula(learner, 0.2, tiny::supervised);
    assertIsFormula(learner, HALFWAY, weights -> tiny.supervised(weights) + 0.25 * 3 * pseudoLoss(weights));
    assertIsFormula(learner, 0.9, weights -> tiny.supervised(weights) + 3 * pseudoLoss(weights));
  }

  private double pseudoLoss(double[][] weights) {
    double loss = 0;
    for (double[] input : tiny.unlabelled) {
      double[] p = TinyStep.softmax(tiny.student, TinyStep.weak(input));
      int label = TinyStep.largest(p);
      loss -= p[label] >= 0.5 ? Math.log(TinyStep.softmax(weights, TinyStep.weak(input))[label]) / 5 : 0;
    }
    return loss;
  }

  @Test
  void udaComparesWithSharpenedProbabilities() {
    assertIsFormula(new Uda(0.4, 0.8, 1.5), 0, weights -> {
      double loss = tiny.supervised(weights);
      for (double[] input : tiny.unlabelled) {
        double[] p = TinyStep.softmax(tiny.student, TinyStep.weak(input));
        if (p[TinyStep.largest(p)] >= 0.8) {
          double[] target = TinyStep.sharpen(p, 0.4);
          double[] answer = TinyStep.softmax(weights, TinyStep.strong(input));
          for (int k = 0; k < TinyStep.CLASSES; k++) {
            loss += 1.5 * target[k] * Math.log(target[k] / answer[k]) / 5;
          }
        }
      }
      return loss;
    });
  }

  @Test
  void theMeanTeacherIsTheAverageAndLooksAtTheWeakView() {
    double ramp = Math.exp(-5 * (1 - HALFWAY / 0.5) * (1 - HALFWAY / 0.5));
    assertIsFormula(new MeanTeacher(10, 0.5), HALFWAY, weights -> tiny.supervised(weights)
        + 10 * ramp * meanOverAll(input -> squaredDistance(TinyStep.softmax(weights, TinyStep.strong(input)),
            TinyStep.softmax(tiny.average, TinyStep.weak(input)))));
    Tensor after = tiny.network.weight().value();
    assertEquals(1, after.get(0, 0), "the student's weights are back");
  }

  @Test
  void thePiModelComparesTwoViewsAndBothHaveAGradient() {
    // Two equal strong views agree, so a change that differs from call to call is needed here.
    int[] calls = {0};
    TrainingStep step = tiny.at(1, SEED);
    TrainingStep alternating = new TrainingStep(step.network(), step.average(), step.labelled(),
        step.unlabelled(), step.weak(), (x, rng) -> x.mul(calls[0]++ % 2 == 0 ? -0.5 : 2), 1, step.rng());
    Variable loss = new PiModel(10, 0.5).loss(alternating);
    ToDoubleFunction<double[][]> byLoops = weights -> tiny.supervised(weights) + 10 * meanOverAll(input ->
        squaredDistance(TinyStep.softmax(weights, TinyStep.strong(input)),
            TinyStep.softmax(weights, Arrays.stream(input).map(x -> 2 * x).toArray())));
    assertEquals(byLoops.applyAsDouble(tiny.student), loss.item(), 1e-12);
    Tensor gradient = Gradients.of(loss, tiny.network.weight()).get(tiny.network.weight());
    double[][] moved = Arrays.stream(tiny.student).map(double[]::clone).toArray(double[][]::new);
    moved[1][2] += 1e-5;
    double slope = (byLoops.applyAsDouble(moved) - byLoops.applyAsDouble(tiny.student)) / 1e-5;
    assertEquals(slope, gradient.get(1, 2), 1e-4);
  }

  private interface OfInput {
    double apply(double[] input);
  }

  private double meanOverAll(OfInput distance) {
    double sum = 0;
    for (double[] input : tiny.labelled) {
      sum += distance.apply(input);
    }
    for (double[] input : tiny.unlabelled) {
      sum += distance.apply(input);
    }
    return sum / (tiny.labelled.length + tiny.unlabelled.length);
  }

  private static double squaredDistance(double[] p, double[] q) {
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += (p[k] - q[k]) * (p[k] - q[k]) / p.length;
    }
    return sum;
  }

  @Test
  void mixMatchMixesInputsAndTargetsAlike() {
    // Two labelled and two views of five unlabelled: 12 rows, with partners and shares of the same stream.
    Rng rng = Rng.seed(SEED);
    int[] partner = rng.permutation(12);
    Tensor share = MixUp.draw(12, 0.75, rng).shares();
    double[][] inputs = new double[12][];
    double[][] targets = new double[12][TinyStep.CLASSES];
    for (int row = 0; row < 12; row++) {
      inputs[row] = TinyStep.weak(row < 2 ? tiny.labelled[row] : tiny.unlabelled[(row - 2) % 5]);
      if (row < 2) {
        targets[row][tiny.labels[row]] = 1;
      } else {
        targets[row] = TinyStep.sharpen(TinyStep.softmax(tiny.student, inputs[row]), 0.5);
      }
    }
    assertIsFormula(new MixMatch(2, 0.5, 0.75, 8, 0.6), HALFWAY, weights -> {
      double loss = 0;
      for (int row = 0; row < 12; row++) {
        double lambda = share.get(row);
        double[] p = TinyStep.softmax(weights, mix(inputs[row], inputs[partner[row]], lambda));
        double[] target = mix(targets[row], targets[partner[row]], lambda);
        for (int k = 0; k < TinyStep.CLASSES; k++) {
          loss += row < 2 ? -target[k] * Math.log(p[k]) / 2
              : 0.5 * 8 * (p[k] - target[k]) * (p[k] - target[k]) / TinyStep.CLASSES / 10;
        }
      }
      return loss;
    });
  }

  private static double[] mix(double[] a, double[] b, double lambda) {
    double[] mixed = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      mixed[i] = lambda * a[i] + (1 - lambda) * b[i];
    }
    return mixed;
  }

  @Test
  void virtualAdversarialTrainingComparesWithTheWorstChange() {
    var learner = new VirtualAdversarialTraining(0.7, 0.01, 1, 3);
    TrainingStep step = tiny.at(0, SEED);
    Tensor seen = step.weakly(step.unlabelled());
    double[] change = learner.worstChange(tiny.network, seen, step.probabilities(seen), Rng.seed(SEED))
        .toDoubleArray();
    assertIsFormula(learner, 0, weights -> {
      double loss = tiny.supervised(weights);
      for (int i = 0; i < 5; i++) {
        double[] moved = TinyStep.weak(tiny.unlabelled[i]);
        double[] p = TinyStep.softmax(tiny.student, moved);
        for (int d = 0; d < 3; d++) {
          moved[d] += change[3 * i + d];
        }
        double[] answer = TinyStep.softmax(weights, moved);
        for (int k = 0; k < TinyStep.CLASSES; k++) {
          loss += 3 * p[k] * Math.log(p[k] / answer[k]) / 5;
        }
      }
      return loss;
    });
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PseudoLabel(0.9, 1, 0.5, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new VirtualAdversarialTraining(1, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Confidence.sharpen(Tensor.ones(1, 2), 0));
    assertThrows(IllegalArgumentException.class, () -> MixUp.draw(1, 0, Rng.seed(1)));
  }
}
