package scrutable.lessons.capstone.howwhat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.understood.istriangle.TriangleRule;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Shapes;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class HowWhatTest {
  @Test
  void theNumbersOfTheExplanationAreThoseOfTheNetwork() {
    long answer = new Linear(16, 2, Rng.seed(1)).parameterCount();
    assertEquals(ThreeWays.NUMBERS, ThreeWays.eye(Rng.seed(1)).parameterCount() + answer);
  }

  /// By hand: directions of the named pictures, their means, and the nearer mean.
  @Test
  void theNameIsThatOfTheNearestMeanOfDirections() {
    Dataset few = new Dataset("few", Tensor.of(new float[] {1, 0, 0.6f, 0.8f, 0, 2, -3, 4}, 4, 2),
        Tensor.ofInts(new int[] {0, 0, 1, 1}, 4), List.of("right", "up"));
    double[][] means = {{0.8, 0.4}, {-0.3, 0.9}};
    Tensor asked = Rng.seed(2).normal(50, 2);
    int[] said = ThreeWays.answers(ThreeWays.named(new Flatten(), few)).predict(asked).toIntArray();
    for (int i = 0; i < 50; i++) {
      double x = asked.get(i, 0);
      double y = asked.get(i, 1);
      double length = Math.hypot(x, y);
      double first = Math.hypot(x / length - means[0][0], y / length - means[0][1]);
      double second = Math.hypot(x / length - means[1][0], y / length - means[1][1]);
      assertEquals(first < second ? 0 : 1, said[i], x + ", " + y);
    }
  }

  /// What reading the rule finds turns pictures of both classes, and no random change of the same size surpasses it.
  @Test
  void noChangeOfTheSameSizeIsWorseForTheRuleThanTheOneThatWasReadOffIt() {
    Dataset test = Shapes.generate(60, Rng.seed(3));
    double withstood = HowWhatExperiment.againstRule(test);
    assertTrue(withstood > 0 && withstood < 1, "withstood: " + withstood);
    int[] truth = test.labels().toIntArray();
    for (int kind = 0; kind < 2; kind++) {
      int wanted = kind;
      Dataset alike = test.select(IntStream.range(0, 60).filter(i -> truth[i] == wanted).toArray());
      assertTrue(HowWhatExperiment.againstRule(alike) < 1, "no picture of class " + kind + " is turned");
    }
    for (int trial = 0; trial < 20; trial++) {
      Tensor signs = Rng.seed(trial).uniform(60, 1, 16, 16).sub(0.5).sign().mul(HowWhatExperiment.EPS);
      int[] said = TriangleRule.OF_THE_SLIDE.predict(test.inputs().add(signs).clamp(0, 1)).toIntArray();
      double right = IntStream.range(0, 60).filter(i -> said[i] == truth[i]).count() / 60.0;
      assertTrue(right >= withstood, right + " against " + withstood);
    }
  }

  @Test
  void copiesComeAfterTheOthersAsOftenAsIsSaid() {
    Dataset data = Shapes.generate(4, Rng.seed(4));
    Dataset more = HowWhatExperiment.with(data, data.take(1), 3);
    assertEquals(7, more.size());
    assertArrayEquals(data.inputs().slice(0, 0, 1).toFloatArray(), more.inputs().slice(0, 6, 7).toFloatArray());
    assertEquals(4, HowWhatExperiment.with(data, data, 0).size());
  }
}
