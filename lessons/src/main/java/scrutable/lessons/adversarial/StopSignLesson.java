package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.attacks.physical.GaussianBlur;
import scrutable.attacks.physical.Palette;
import scrutable.attacks.physical.RandomTransform;
import scrutable.attacks.physical.RobustPhysicalPerturbation;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.Module;
import scrutable.nn.data.generate.Signs;
import scrutable.nn.data.generate.Signs.View;
import scrutable.nn.train.Metrics;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L17: a stop sign with two stickers that reads "45 mph" during a whole drive towards it.
///
/// Eykholt et al., "Robust physical-world attacks on deep learning visual classification", CVPR 2018.
public final class StopSignLesson implements Lesson {
  static final Palette INKS = Palette.greys(8, 3);
  static final int FRAMES = 60;
  private static final double FARTHEST = 0.55;
  private static final double NEAREST = 1;
  private static final double BLUR = 0.5;
  private static final double COVER = 0.24;
  private static final int VIEWS = 16;
  private static final int RANDOM_STICKERS = 5;

  /// What one trained network showed.
  ///
  /// @param accuracy on test pictures of all signs
  /// @param cleanStop the share of the frames in which the clean stop sign is read as stop
  /// @param cover how much of the sign the stickers cover
  /// @param stickers the share of the frames read as 45 mph with the stickers; likewise the others
  /// @param stopWithStickers the share of the frames still read as stop with them
  record Measurement(double accuracy, double cleanStop, double cover, double stickers, double stopWithStickers,
      double oneView, double black, double random) {}

  /// A drive past a painted sign, for the figures.
  record Drive(Classifier victim, Tensor clean, Tensor painted, Tensor surface, Tensor black) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    Drive shown = null;
    for (long seed : context.seeds(context.choose(1, 3))) {
      Rng rng = Rng.seed(seed);
      Module network = ColourCnn.train(Signs.generate(context.choose(1_000, 3_000), rng.split("train")),
          context.choose(5, 7), rng, context.progress());
      double accuracy = Metrics.accuracy(network, Signs.generate(context.choose(200, 600), rng.split("test")), 200);
      Experiment experiment = new Experiment(Classifier.of(network), context.choose(40, 120), rng);
      measured.add(experiment.measure(accuracy, context.sabotage()));
      shown = shown == null ? experiment.drive(context.sabotage()) : shown;
    }
    return judge(new Runs<>(measured), shown);
  }

  /// One network, one sign, one drive.
  private static final class Experiment {
    private final Classifier victim;
    private final Rng rng;
    private final Tensor sign = Signs.surface(Signs.STOP);
    private final Tensor shape = Signs.shape(Signs.STOP);
    private final Tensor mask;
    private final Tensor stickers;
    private final Tensor fromOneView;
    private final List<View> drive;

    Experiment(Classifier victim, int steps, Rng rng) {
      this.victim = victim;
      this.rng = rng;
      RandomTransform views = draw -> {
        View view = View.draw(FARTHEST, NEAREST, draw);
        GaussianBlur lens = new GaussianBlur(BLUR * draw.nextDouble());
        return surface -> lens.apply(view.render(surface, shape));
      };
      View straight = Signs.driveBy(2, FARTHEST, NEAREST, rng.split("one view")).getLast();
      this.mask = place(views, steps / 2);
      this.stickers = paint(views, steps);
      this.fromOneView = paint(always -> surface -> straight.render(surface, shape), steps);
      this.drive = Signs.driveBy(FRAMES, FARTHEST, NEAREST, rng.split("drive"));
    }

    /// Where to put the stickers: paints the whole sign at a price per pixel, and keeps the pixels that this
    /// changed most.
    private Tensor place(RandomTransform views, int steps) {
      Tensor inside = shape.with(Tensor.full(0.99, shape.dtype()), BinaryFunction.GREATER);
      Tensor painted = new RobustPhysicalPerturbation(Norm.L1, 0.003, 0, steps, 0.05, VIEWS)
          .paint(victim, sign, inside, INKS, Signs.LIMIT_45, views, Box.UNIT, rng.split("place"));
      double pixels = Signs.SIZE * Signs.SIZE;
      return RobustPhysicalPerturbation.mostChanged(sign, painted, COVER * shape.sum().item() / pixels);
    }

    private Tensor paint(RandomTransform views, int steps) {
      Tensor painted = new RobustPhysicalPerturbation(Norm.L2, 0.001, 0.02, steps, 0.08, VIEWS)
          .paint(victim, sign, mask, INKS, Signs.LIMIT_45, views, Box.UNIT, rng.split("paint"));
      return stick(INKS.print(painted));
    }

    private Tensor stick(Tensor paint) {
      return Tensor.where(mask.expand(sign.shape()), paint, sign);
    }

    Measurement measure(double accuracy, boolean leftAtHome) {
      double random = 0;
      for (int i = 0; i < RANDOM_STICKERS; i++) {
        Tensor greys = rng.split("random stickers").split(i).uniform(1, 1, Signs.SIZE, Signs.SIZE);
        random += readAs(Signs.LIMIT_45, stick(INKS.print(greys.expand(sign.shape()).contiguous())))
            / RANDOM_STICKERS;
      }
      Tensor onTheRoad = leftAtHome ? sign : stickers;
      return new Measurement(accuracy, readAs(Signs.STOP, sign), mask.sum().item() / shape.sum().item(),
          readAs(Signs.LIMIT_45, onTheRoad), readAs(Signs.STOP, onTheRoad),
          readAs(Signs.LIMIT_45, leftAtHome ? sign : fromOneView),
          readAs(Signs.LIMIT_45, stick(sign.mul(0))), random);
    }

    Drive drive(boolean leftAtHome) {
      return new Drive(victim, film(sign), film(leftAtHome ? sign : stickers), leftAtHome ? sign : stickers,
          stick(sign.mul(0)));
    }

    private double readAs(int label, Tensor surface) {
      int[] answers = victim.labels(film(surface));
      return Arrays.stream(answers).filter(answer -> answer == label).count() / (double) answers.length;
    }

    /// The frames of the drive, `(60, 3, 32, 32)`.
    private Tensor film(Tensor surface) {
      Tensor[] frames = new Tensor[drive.size()];
      for (int i = 0; i < frames.length; i++) {
        View view = drive.get(i);
        GaussianBlur lens = new GaussianBlur(BLUR * rng.split("lens").split(i).nextDouble());
        frames[i] = lens.apply(view.render(Variable.constant(surface), shape).value());
      }
      return Joining.concat(0, frames);
    }
  }

  private static LessonResult judge(Runs<Measurement> runs, Drive shown) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy on pictures not learned from", runs.median(Measurement::accuracy),
        Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("share of the frames in which the clean sign is read as stop",
        runs.median(Measurement::cleanStop), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("share of the sign under stickers", runs.median(Measurement::cover),
        Comparison.AT_MOST, 0.25, ""));
    findings.add(Criterion.effect("share of the frames read as 45 mph, with the stickers",
        runs.median(Measurement::stickers), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.control("share of the frames read as 45 mph, black stickers",
        runs.median(Measurement::black), Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.control("share of the frames read as 45 mph, stickers of random greys",
        runs.median(Measurement::random), Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.ablation("share of the frames read as 45 mph, stickers made from one view",
        runs.median(Measurement::oneView), Comparison.AT_MOST, 0.5, ""));
    findings.add(new Planted("eight signs with their own shapes and colours, before random sky and ground;"
        + " nothing that would help the attack"));
    findings.addAll(StopSignFigures.of(runs, shown));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(17, "stop-sign-45", "Stickers turn stop into 45")
        .withClaim("Grey stickers on at most a quarter of a stop sign make a network read \"45 mph\" in at least 80 %"
            + " of the frames of a drive towards it, although they were made from other views; stickers in the same"
            + " places that are black, or of random greys, do so in at most 15 %.")
        .withSlides("86% it is 45 MPH")
        .withData("signs")
        .withThreatModel(new ThreatModel("the surface of one real sign, once", "at most a quarter of the sign,"
            + " printed in eight shades of grey", "everything: the gradient of the loss, and how views are"
            + " distributed, but not the drive that follows", "one particular class: 45 mph"))
        .withSabotage("the stickers are printed but left at home")
        .withSeconds(60)
        .provenBy(Profile.FULL)
        .expecting(Status.CONTROL_ALSO_SHOWS_IT);
  }
}
