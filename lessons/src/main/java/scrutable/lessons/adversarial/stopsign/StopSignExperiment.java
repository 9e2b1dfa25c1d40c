package scrutable.lessons.adversarial.stopsign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.physical.GaussianBlur;
import scrutable.attacks.physical.Palette;
import scrutable.attacks.physical.RandomTransform;
import scrutable.attacks.physical.RobustPhysicalPerturbation;
import scrutable.autograd.Variable;
import scrutable.lessons.adversarial.ColourCnn;
import scrutable.lessons.adversarial.ViewDiary;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Signs;
import scrutable.nn.data.generate.Signs.View;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One network, one stop sign, five drives towards it: with stickers made for it, with the same greys in other places,
/// and with other things in the same places: the greys in another order, random ones, black, white, and what was made
/// for one view. The network has learned from signs with stickers of many kinds, so that one is nothing new to it.
///
/// Eykholt et al., "Robust physical-world attacks on deep learning visual classification", CVPR 2018.
final class StopSignExperiment {
  static final Palette INKS = Palette.greys(8, 3);
  static final int FRAMES = 60;
  private static final int DRIVES = 5;
  /// The share of the signs it learns from that carry grey stickers of some kind.
  private static final double DEFACED = 0.8;
  private static final double FARTHEST = 0.55;
  private static final double NEAREST = 1;
  private static final double BLUR = 0.5;
  private static final double COVER = 0.15;
  private static final int VIEWS = 16;
  private static final int SETS = 5;

  private final Classifier victim;
  private final double accuracy;
  private final Rng rng;
  private final Tensor sign = Signs.surface(Signs.STOP);
  private final Tensor shape = Signs.shape(Signs.STOP);
  private final StopSignStickers places;
  private final Tensor stickers;
  private final Tensor fromOneView;
  private final List<View> drives = new ArrayList<>();
  /// In which views the stickers were made, and in which they are judged.
  private final ViewDiary made = new ViewDiary(sign);
  private final ViewDiary judged = new ViewDiary(sign);
  private final int shared;

  /// Trains a network, makes the stickers, and sets the drive.
  ///
  /// @param train how many pictures to learn from
  /// @param test how many to be judged on
  /// @param steps of painting
  StopSignExperiment(int train, int test, int epochs, int steps, Rng rng, Progress progress) {
    Dataset learned = Signs.generate(train, DEFACED, rng.split("train"));
    Dataset unseen = Signs.generate(test, rng.split("test"));
    Module network = ColourCnn.train(learned, epochs, rng, progress);
    this.victim = Classifier.of(network);
    this.accuracy = Metrics.accuracy(network, unseen, 200);
    this.shared = unseen.countSharedWith(learned);
    this.rng = rng;
    RandomTransform views = made.watching(draw -> {
      View view = View.draw(FARTHEST, NEAREST, draw);
      GaussianBlur lens = new GaussianBlur(BLUR * draw.nextDouble());
      return surface -> lens.apply(view.render(surface, shape));
    });
    View straight = Signs.driveBy(2, FARTHEST, NEAREST, rng.split("one view")).getLast();
    this.places = new StopSignStickers(sign, place(views, steps * 3 / 4), INKS);
    this.stickers = paint(views, steps);
    this.fromOneView = paint(made.watching(always -> surface -> straight.render(surface, shape)), steps);
    for (int i = 0; i < DRIVES; i++) {
      drives.addAll(Signs.driveBy(FRAMES, FARTHEST, NEAREST, rng.split("drive").split(i)));
    }
    frames(sign).forEach(judged::note);
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
    Tensor painted = new RobustPhysicalPerturbation(Norm.L2, 0.01, 0.02, steps, 0.08, VIEWS)
        .paint(victim, sign, places.mask(), INKS, Signs.LIMIT_45, views, Box.UNIT, rng.split("paint"));
    return places.printed(painted);
  }
  //: end

  /// What one trained network showed; all but the first are about the frames of all drives.
  ///
  /// @param accuracy on test pictures of all signs
  /// @param cleanStop the share of the frames in which the clean stop sign is read as stop
  /// @param cover how much of the sign the stickers cover
  /// @param stickers the share of the frames read as 45 mph with the stickers; likewise the others
  /// @param stopWithStickers the share of the frames still read as stop with them
  /// @param shuffled with the greys of the stickers in another order, on average over some orders
  /// @param random with greys at random in the same places, on average over some sets; likewise the next
  /// @param elsewhere with the greys of the stickers in other places of the sign
  /// @param whiteElsewhere with plain white in other places of the sign
  /// @param white with plain white in the places that the attack chose; likewise black
  /// @param doses what was really compared
  record Measurement(double accuracy, double cleanStop, double cover, double stickers, double stopWithStickers,
      double oneView, double shuffled, double random, double elsewhere, double whiteElsewhere, double white,
      double black, Doses doses) {}

  /// What was really compared.
  ///
  /// @param points how many points of the sign the others change, in shares of those that the stickers change; the
  ///     least of them
  /// @param length how far the greys elsewhere are from the clean sign, in L2 and in lengths of the stickers
  /// @param whiteLength likewise plain white elsewhere
  /// @param darkLength likewise black, or random greys, in the same places; the least of them
  /// @param sharedViews how many frames of the drives are views that stickers were made in
  /// @param shared how many test pictures were learned from
  record Doses(double points, double length, double whiteLength, double darkLength, int sharedViews, int shared) {}

  /// A drive past a painted sign, for the figures.
  record Drive(Classifier victim, Tensor clean, Tensor painted, Tensor surface, Tensor white) {}

  /// What is done wrong on purpose.
  ///
  /// @param misplaces  true for a sabotage: the greys of the stickers are in the wrong places
  /// @param leftAtHome true for a sham: what is compared with the stickers is printed, but not stuck on
  record Fault(boolean misplaces, boolean leftAtHome) {}

  /// Drives past the sign with everything that may be on it.
  Measurement measure(Fault fault) {
    Tensor onTheRoad = onTheRoad(fault);
    List<Tensor> shuffled = each("order", some -> places.shuffled(stickers, some), fault);
    List<Tensor> random = each("random stickers", places::random, fault);
    List<Tensor> elsewhere = each("elsewhere", some -> places.elsewhere(stickers, shape, some), fault);
    List<Tensor> whiteElsewhere = each("white", some -> places.elsewhere(places.plain(1), shape, some), fault);
    Tensor oneView = compared(fromOneView, fault);
    Tensor black = compared(places.plain(0), fault);
    return new Measurement(accuracy, readAs(Signs.STOP, sign), places.mask().sum().item() / shape.sum().item(),
        readAs(Signs.LIMIT_45, onTheRoad), readAs(Signs.STOP, onTheRoad), readAs(Signs.LIMIT_45, oneView),
        readAs45(shuffled), readAs45(random), readAs45(elsewhere), readAs45(whiteElsewhere),
        readAs(Signs.LIMIT_45, places.plain(1)), readAs(Signs.LIMIT_45, black),
        new Doses(Stream.of(random, shuffled, elsewhere, whiteElsewhere, List.of(oneView, black)).flatMap(List::stream)
            .mapToDouble(places::changed).min().orElseThrow() / places.changed(stickers),
            lengths(elsewhere) / length(stickers), lengths(whiteElsewhere) / length(stickers),
            Math.min(lengths(random), length(black)) / length(stickers), judged.countSharedWith(made), shared));
  }

  private List<Tensor> each(String stream, Function<Rng, Tensor> made, Fault fault) {
    return IntStream.range(0, SETS).mapToObj(i -> compared(made.apply(rng.split(stream).split(i)), fault)).toList();
  }

  private Tensor onTheRoad(Fault fault) {
    return fault.misplaces ? places.elsewhere(stickers, shape, rng.split("sabotage")) : stickers;
  }

  private Tensor compared(Tensor surface, Fault fault) {
    return fault.leftAtHome ? sign : surface;
  }

  /// The first drive for the figures; see [#measure].
  Drive drive(Fault fault) {
    Tensor onTheRoad = onTheRoad(fault);
    return new Drive(victim, film(sign).slice(0, 0, FRAMES), film(onTheRoad).slice(0, 0, FRAMES), onTheRoad,
        places.plain(1));
  }

  private double length(Tensor surface) {
    return Perturbations.meanSize(Norm.L2, sign, surface);
  }

  private double lengths(List<Tensor> surfaces) {
    return surfaces.stream().mapToDouble(this::length).average().orElseThrow();
  }

  private double readAs45(List<Tensor> surfaces) {
    return surfaces.stream().mapToDouble(surface -> readAs(Signs.LIMIT_45, surface)).average().orElseThrow();
  }

  private double readAs(int label, Tensor surface) {
    int[] answers = victim.labels(film(surface));
    return Arrays.stream(answers).filter(answer -> answer == label).count() / (double) answers.length;
  }

  /// The frames of all drives, `(300, 3, 32, 32)`.
  private Tensor film(Tensor surface) {
    return Joining.concat(0, frames(surface).toArray(Tensor[]::new));
  }

  private List<Tensor> frames(Tensor surface) {
    return IntStream.range(0, drives.size()).mapToObj(i -> {
      GaussianBlur lens = new GaussianBlur(BLUR * rng.split("lens").split(i).nextDouble());
      return lens.apply(drives.get(i).render(Variable.constant(surface), shape).value());
    }).toList();
  }
}
