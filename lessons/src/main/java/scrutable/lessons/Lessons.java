package scrutable.lessons;

import java.util.List;
import scrutable.lessons.adversarial.BiggioLesson;
import scrutable.lessons.adversarial.BirdOrBicycleLesson;
import scrutable.lessons.adversarial.FastGradientSignLesson;
import scrutable.lessons.adversarial.GuacamoleLesson;
import scrutable.lessons.adversarial.StopSignLesson;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.explanations.ErrorInNoiseLesson;
import scrutable.lessons.explanations.NonRobustFeaturesLesson;
import scrutable.lessons.instruments.GradientCheckLesson;
import scrutable.lessons.poisoning.LabelledPoisonLesson;
import scrutable.lessons.poisoning.SvmPoisoningLesson;
import scrutable.lessons.reality.DeepDoubleDescentLesson;
import scrutable.lessons.reality.DoubleDescentLesson;
import scrutable.lessons.reality.RandomLabelsLesson;
import scrutable.lessons.selfsupervised.NoisyTextLesson;
import scrutable.lessons.understood.IsTriangleLesson;

/// The lessons, in the order of the curriculum; whoever adds one adds a line here.
public final class Lessons {
  private Lessons() {}

  /// All lessons.
  public static List<Lesson> all() {
    return List.of(
        new GradientCheckLesson(),
        new IsTriangleLesson(),
        new DoubleDescentLesson(),
        new DeepDoubleDescentLesson(),
        new RandomLabelsLesson(),
        new BiggioLesson(),
        new FastGradientSignLesson(),
        new GuacamoleLesson(),
        new StopSignLesson(),
        new BirdOrBicycleLesson(),
        new ErrorInNoiseLesson(),
        new NonRobustFeaturesLesson(),
        new NoisyTextLesson(),
        new SvmPoisoningLesson(),
        new LabelledPoisonLesson());
  }
}
