package scrutable.lessons;

import java.util.List;
import scrutable.lessons.adversarial.FastGradientSignLesson;
import scrutable.lessons.adversarial.SzegedyLesson;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.explanations.DimpledManifoldLesson;
import scrutable.lessons.explanations.LinearLesson;
import scrutable.lessons.instruments.GradientCheckLesson;
import scrutable.lessons.reality.RandomLabelsLesson;
import scrutable.lessons.understood.IsTriangleLesson;

/// The lessons, in the order of the curriculum; whoever adds one adds a line here.
public final class Lessons {
  private Lessons() {}

  /// All lessons.
  public static List<Lesson> all() {
    return List.of(new GradientCheckLesson(), new IsTriangleLesson(), new RandomLabelsLesson(), new SzegedyLesson(),
        new FastGradientSignLesson(),
        new LinearLesson(), new DimpledManifoldLesson());
  }
}
