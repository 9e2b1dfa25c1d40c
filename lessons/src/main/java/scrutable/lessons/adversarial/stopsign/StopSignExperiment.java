package scrutable.lessons.adversarial.stopsign;

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
import scrutable.lessons.adversarial.ColourCnn;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Signs;
import scrutable.nn.data.generate.Signs.View;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One network, one stop sign, one drive towards it: with stickers made for many views, for one view, black ones, and
/// ones of random greys.
///
/// Eykholt et al., "Robust physical-world attacks on deep learning visual classification", CVPR 2018.
final class StopSignExperiment {
  static final Palette INKS = Palette.greys(8, 3);
  static final int FRAMES = 60;
  private static final double FARTHEST = 0.55;
  private static final double NEAREST = 1;
  private static final double BLUR = 0.5;
  private static final double COVER = 0.24;
  private static final int VIEWS = 16;
  private static final int RANDOM_STICKERS = 5;

  private final Classifier victim;
  private final double accuracy;
  private final Rng rng;
  private final Tensor sign = Signs.surface(Signs.STOP);
  private final Tensor shape = Signs.shape(Signs.STOP);
  private final Tensor mask;
  private final Tensor stickers;
  private final Tensor fromOneView;
  private final List<View> drive;

  /// Trains a network, makes the stickers, and sets the drive.
  ///
  /// @param train how many pictures to learn from
  /// @param test how many to be judged on
  /// @param steps of painting
  StopSignExperiment(int train, int test, int epochs, int steps, Rng rng, Progress progress) {
    Module network = ColourCnn.train(Signs.generate(train, rng.split("train")), epochs, rng, progress);
    this.victim = Classifier.of(network);
    this.accuracy = Metrics.accuracy(network, Signs.generate(test, rng.split("test")), 200);
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

  //: code stickers
  /// Where to put the stickers: paints the whole sign at a price per pixel, and keeps the pixels that this
  /// changed most.
  private Tensor place(RandomTransform views, int steps) {
    Tensor inside = shape.greater(Tensor.full(0.99, shape.dtype()));
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
  //: end

  private Tensor stick(Tensor paint) {
    return Tensor.where(mask.expand(sign.shape()), paint, sign);
  }

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

  /// Drives past the sign.
  ///
  /// @param leftAtHome for a sham: the stickers are printed, but not stuck on
  Measurement measure(boolean leftAtHome) {
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

  /// The drive for the figures; see [#measure].
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
