package scrutable.lessons;

import java.util.List;
import scrutable.lessons.adversarial.FastGradientSignLesson;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.instruments.GradientCheckLesson;
import scrutable.lessons.poisoning.LabelledPoisonLesson;
import scrutable.lessons.poisoning.SvmPoisoningLesson;
import scrutable.lessons.reality.RandomLabelsLesson;
import scrutable.lessons.selfsupervised.ImageContrastiveLesson;
import scrutable.lessons.selfsupervised.NoisyTextLesson;
import scrutable.lessons.understood.IsTriangleLesson;

/// The lessons, in the order of the curriculum; whoever adds one adds a line here.
public final class Lessons {
  private Lessons() {}

  /// All lessons.
  public static List<Lesson> all() {
    return List.of(
        new GradientCheckLesson(), new IsTriangleLesson(), new RandomLabelsLesson(), new FastGradientSignLesson(),
        new ImageContrastiveLesson(), new NoisyTextLesson(), new SvmPoisoningLesson(), new LabelledPoisonLesson());
  }
}
