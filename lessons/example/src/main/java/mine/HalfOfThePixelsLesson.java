package mine;

import mine.HalfOfThePixels.Half;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Table;
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// A lesson of one's own: which half of the pixels does the work in an attack, those with the steeper or those with
/// the flatter gradient?
public final class HalfOfThePixelsLesson implements Lesson {
  private static final double EPS = 0.1;

  @Override
  public LessonResult run(LessonContext context) {
    Rng rng = Rng.seed(context.seed());
    Module network = train(Glyphs.generate(context.choose(3_000, 6_000), rng.split("training images")), context,
        rng.split("network"));
    Dataset test = Glyphs.generate(context.choose(500, 2_000), rng.split("test images"));

    Classifier victim = Classifier.of(network);
    Untargeted anyWrongAnswer = new Untargeted(test.labels());
    Ball ball = Ball.linf(context.sabotage() ? 0 : EPS);
    AttackResult all = new FastGradientSign().run(victim, test.inputs(), anyWrongAnswer, ball, rng.split("all"));
    AttackResult steeper = new HalfOfThePixels(Half.STEEPER)
        .run(victim, test.inputs(), anyWrongAnswer, ball, rng.split("steeper"));
    AttackResult flatter = new HalfOfThePixels(Half.FLATTER)
        .run(victim, test.inputs(), anyWrongAnswer, ball, rng.split("flatter"));

    return LessonResult.of(
        Criterion.gate("clean accuracy", all.cleanAccuracy(), Comparison.AT_LEAST, 0.85, ""),
        Criterion.gate("images fooled by moving all pixels", all.successRate(), Comparison.AT_LEAST, 0.5, ""),
        Criterion.effect("images fooled by the steeper half, as a share of those",
            steeper.successRate() / all.successRate(), Comparison.AT_LEAST, 0.75, ""),
        Criterion.control("images fooled by the flatter half, as a share of those",
            flatter.successRate() / all.successRate(), Comparison.AT_MOST, 0.4, ""),
        Table.of("accuracy", "Accuracy under attack (%); a pixel moves by " + EPS + " or not at all.",
                Column.text("pixels that move"), Column.number("accuracy (%)", 1))
            .row("none", 100 * all.cleanAccuracy())
            .row("the flatter half", 100 * flatter.robustAccuracy())
            .row("the steeper half", 100 * steeper.robustAccuracy())
            .row("all", 100 * all.robustAccuracy()));
  }

  private static Module train(Dataset images, LessonContext context, Rng rng) {
    Module network = new Sequential(new Flatten(), new Linear(784, 100, rng), new Relu(), new Linear(100, 10, rng));
    TrainingSettings settings = TrainingSettings.of(6, 64).withProgress(context.progress(), "training");
    new ClassifierTraining(network, new Adam(network.parameters(), 1e-3), settings, rng.split("shuffle")).run(images);
    return network;
  }

  @Override
  public Card card() {
    return Card.of(100, "half-of-the-pixels", "One half of the pixels does the work")
        .withClaim("Of the images that are fooled by moving every pixel a little, at least 75 % are fooled when only"
            + " the half moves where the gradient is steeper, and at most 40 % when only the other half does.")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("half of the pixels of each test image", "each by at most " + EPS,
            "everything: the gradient of the loss, and the true label", "any wrong class"))
        .withSabotage("eps = 0, so that nothing is moved")
        .withSeconds(5);
  }
}
