package scrutable.lessons.grader.checks;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.attacks.evasion.CarliniWagner;
import scrutable.attacks.evasion.DeepFool;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.lessons.grader.task.Part.Kind;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Attacks: the exams of the tasks 5.1, 5.2, ...
final class Chapter5 {
  private Chapter5() {}

  static List<Exam> exams() {
    return List.of(steepest(), oneStep(), intoTheBall(), manySteps(), toTheBoundary(), oneLoss(), pace());
  }

  private static Exam steepest() {
    return Exam.of("5.1",
        Part.of(Kind.VALUES, "LINF", draw -> Answer.of(Norm.LINF.steepest(slopes(draw)))),
        Part.of(Kind.VALUES, "L2", draw -> Answer.of(Norm.L2.steepest(slopes(draw)))),
        Part.of(Kind.VALUES, "L1", draw -> Answer.of(Norm.L1.steepest(slopes(draw)))),
        Part.of(Kind.EDGES, "no slope", draw -> {
          Tensor flat = slopes(draw).mul(Tensor.of(new double[] {1, 0, 1}, 3, 1, 1));
          return Answer.of(Norm.LINF.steepest(flat), Norm.L2.steepest(flat), Norm.L1.steepest(flat));
        }),
        Part.of(Kind.EDGES, "ties", draw -> Answer.of(Norm.L1.steepest(
            Tensor.of(new double[] {2, -2, 1, 0, 2, 0, 3, 3, -3, -3, 3, 1}, 2, 3, 2)))),
        Part.of(Kind.EDGES, "float32", draw ->
            Answer.of(Norm.L2.steepest(slopes(draw).to(DType.FLOAT32))).and(Answer.ofNumbers(
                Norm.L1.steepest(slopes(draw).to(DType.FLOAT32)).dtype() == DType.FLOAT32 ? 1 : 0))).within(1e-5));
  }

  private static Exam intoTheBall() {
    return Exam.of("5.3",
        Part.of(Kind.VALUES, "nearest point", draw ->
            Answer.of(Norm.L1.project(draw.normal(3, draw.size(6, 4, 8)), draw.fixed() ? 1.5 : 1))),
        Part.of(Kind.VALUES, "small enough", draw ->
            Answer.of(Norm.L1.project(draw.normal(2, draw.size(5, 1, 6)), 50))),
        Part.of(Kind.EDGES, "eps 0", draw -> Answer.of(Norm.L1.project(draw.normal(2, 4), 0).abs())),
        Part.of(Kind.EDGES, "ties", draw -> Answer.of(
            Norm.L1.project(Tensor.of(new double[] {2, -2, 2, 0, 1, 0, 0, -1}, 2, 4), 1))),
        Part.of(Kind.EDGES, "float32", draw ->
            Answer.of(Norm.L1.project(draw.normal(2, 5).to(DType.FLOAT32), 1))).within(1e-5));
  }

  private static Exam oneStep() {
    return Exam.of("5.2",
        Part.of(Kind.VALUES, "LINF", draw -> stepped(draw, Ball.linf(0.1), 0.2, 0.8)),
        Part.of(Kind.VALUES, "L2", draw -> stepped(draw, Ball.l2(0.15), 0.2, 0.8)),
        Part.of(Kind.VALUES, "in the box", draw -> stepped(draw, Ball.linf(0.3), 0, 1)),
        Part.of(Kind.EDGES, "cost", draw -> {
          Examples examples = examples(draw, 0, 1);
          new FastGradientSign().perturb(hills(draw), examples, Ball.l2(0.5));
          return Answer.ofNumbers(Arrays.stream(examples.gradientEvaluations()).sum(),
              Arrays.stream(examples.queries()).sum());
        }),
        Part.of(Kind.EDGES, "infinite eps", draw -> refused(() -> new FastGradientSign().perturb(hills(draw),
            examples(draw, 0, 1), Ball.linf(Double.POSITIVE_INFINITY)))));
  }

  private static Exam manySteps() {
    return Exam.of("5.4",
        Part.of(Kind.VALUES, "steps", draw -> Answer.of(climbed(draw, Ball.linf(0.2), Keep.LAST, false).result())),
        Part.of(Kind.VALUES, "L2", draw -> Answer.of(climbed(draw, Ball.l2(0.3), Keep.LAST, false).result())),
        Part.of(Kind.VALUES, "random start", draw ->
            Answer.of(climbed(draw, Ball.linf(0.2), Keep.LAST, true).result())),
        Part.of(Kind.VALUES, "best", draw -> Answer.of(climbed(draw, Ball.linf(0.45), Keep.BEST, false).result())),
        Part.of(Kind.VALUES, "the last may be best", draw -> Answer.of(
            new ProjectedGradientDescent(4, 0.05, false, AttackLoss.MARGIN, Keep.BEST)
                .perturb(hills(draw), examples(draw, 0.3, 0.7), Ball.linf(0.3)))),
        Part.of(Kind.EDGES, "cost", draw -> {
          Examples best = climbed(draw, Ball.linf(0.2), Keep.BEST, false).examples();
          Examples last = climbed(draw, Ball.linf(0.2), Keep.LAST, false).examples();
          return Answer.ofNumbers(best.gradientEvaluations()[0], best.queries()[0], last.gradientEvaluations()[0],
              last.queries()[0]);
        }).following("best", "the last may be best"));
  }

  private record Climbed(Tensor result, Examples examples) {}

  /// On a steep and bent victim, where a step may well lead down.
  private static Climbed climbed(Draw draw, Ball ball, Keep keep, boolean randomStart) {
    Hills victim = Hills.of(draw, 3, 6, 3);
    Examples examples = examples(draw, 0, 1);
    var attack = new ProjectedGradientDescent(4, 0.6 * ball.eps(), randomStart, AttackLoss.MARGIN, keep);
    return new Climbed(attack.perturb(victim, examples, ball), examples);
  }

  private static Exam toTheBoundary() {
    return Exam.of("5.5",
        Part.of(Kind.VALUES, "L2", draw -> walked(draw, Norm.L2, 1)),
        Part.of(Kind.VALUES, "LINF", draw -> walked(draw, Norm.LINF, 1)),
        Part.of(Kind.VALUES, "several steps", draw -> walked(draw, Norm.L2, 3)),
        Part.of(Kind.EDGES, "no slope", draw -> {
          Hills flat = new Hills(new double[3][6], new double[3][6], 0);
          return walked(flat, draw.between(0, 1, 4, 6), Norm.L2, 1);
        }).following("L2"));
  }

  private static Answer walked(Draw draw, Norm norm, int steps) {
    return walked(Hills.of(draw, 3, 6, 0.2), draw.between(0, 1, 4, 6), norm, steps);
  }

  private static Answer walked(Hills victim, Tensor images, Norm norm, int steps) {
    int[] classes = victim.labels(images);
    Examples examples = Examples.of(images, Untargeted.of(classes), Rng.seed(0));
    return Answer.of(new DeepFool(steps, 0.02).search(new Yielding(victim, classes, steps), examples, norm,
        Box.unbounded()));
  }

  private static Exam oneLoss() {
    return Exam.of("5.6",
        Part.of(Kind.VALUES, "grey pixels", draw -> Answer.of(minimised(draw, draw.between(0.2, 0.8, 4, 6), 0))),
        Part.of(Kind.VALUES, "with confidence", draw ->
            Answer.of(minimised(draw, draw.between(0.2, 0.8, 4, 6), 0.5))),
        Part.of(Kind.VALUES, "black and white pixels", draw ->
            Answer.of(minimised(draw, draw.normal(4, 6).sign().add(1).mul(0.5), 0)))
            .following("grey pixels"));
  }

  private static Tensor minimised(Draw draw, Tensor images, double confidence) {
    Hills victim = Hills.of(draw, 3, 6, 0.3);
    Examples examples = Examples.of(images, Untargeted.of(victim.labels(images)), Rng.seed(0));
    return new CarliniWagner(confidence, 25, 0.3, 1, 3).search(victim, examples, Norm.L2, Box.UNIT);
  }

  private static Exam pace() {
    return Exam.of("5.7",
        Part.of(Kind.VALUES, "LINF", draw -> paced(draw, Ball.linf(1), 40)),
        Part.of(Kind.VALUES, "L2", draw -> paced(draw, Ball.l2(1), 40)),
        Part.of(Kind.EDGES, "few steps", draw -> paced(draw, Ball.linf(1), 3)).following("LINF"));
  }

  /// Where Auto-PGD goes on a landscape whose losses are dealt: a rise in about three of four steps.
  private static Answer paced(Draw draw, Ball ball, int steps) {
    Dealt victim = new Dealt(draw, 8);
    Examples examples = Examples.of(Tensor.zeros(DType.FLOAT64, 8, 2), Untargeted.of(new int[8]), Rng.seed(0));
    new AutoPgd(steps, AttackLoss.MARGIN).perturb(victim, examples, ball.within(Box.unbounded()),
        Tensor.zeros(DType.FLOAT64, 8, 2));
    return Answer.ofNumbers(victim.visited());
  }

  private static Answer stepped(Draw draw, Ball ball, double low, double high) {
    Hills victim = hills(draw);
    return Answer.of(new FastGradientSign().perturb(victim, examples(draw, low, high), ball));
  }

  private static Hills hills(Draw draw) {
    return Hills.of(draw, 3, 6, 0.3);
  }

  /// Four images of six pixels, and a class for each.
  private static Examples examples(Draw draw, double low, double high) {
    return Examples.of(draw.between(low, high, 4, 6), Untargeted.of(0, 1, 2, 1), Rng.seed(draw.seed()));
  }

  /// 1 if it is refused, as an argument that makes no sense, else 0.
  private static Answer refused(Runnable call) {
    try {
      call.run();
      return Answer.ofNumbers(0);
    } catch (IllegalArgumentException refusal) {
      return Answer.ofNumbers(1);
    }
  }

  private static Tensor slopes(Draw draw) {
    return draw.normal(3, draw.size(2, 1, 3), draw.size(3, 1, 4));
  }
}
