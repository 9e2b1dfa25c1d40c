package scrutable.lessons.poisoning.twomoons;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Recipe;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Noise;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Moons;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.semisupervised.LabelSpreadingLearner;
import scrutable.nn.semisupervised.SemiSupervisedLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.nn.semisupervised.VirtualAdversarialTraining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two moons of which only a few points have labels, those who learn from them, and places to attack.
///
/// @param labelled one or a few points of each class
/// @param pool `(M, 2)`: the points without labels
/// @param test points that nobody learns from
record TwoMoonsWorld(Dataset labelled, Tensor pool, Dataset test) {
  static final double LEFT = -1.8;
  static final double RIGHT = 2.8;
  static final double BOTTOM = -1.5;
  static final double TOP = 2;
  static final double NOISE = 0.08;
  private static final double STEP = 0.1;
  private static final double INSET = 0.25;
  private static final double AWAY_FROM_DATA = 0.45;
  private static final double AWAY_FROM_EACH_OTHER = 0.2;
  private static final double MARGIN = 0.3;
  private static final double AWAY_FROM_THE_OTHERS = 0.3;

  static TwoMoonsWorld draw(int unlabelled, int labelsPerClass, Rng rng) {
    return new TwoMoonsWorld(Moons.generate(2 * labelsPerClass, NOISE, rng.split("labelled")),
        Moons.generate(unlabelled, NOISE, rng.split("pool")).inputs(),
        Moons.generate(1_000, NOISE, rng.split("test")));
  }

  /// The points that a poisoned pool has after those of the pool, `(K, 2)`.
  Tensor added(Tensor poisoned) {
    return poisoned.slice(0, pool.size(0), poisoned.size(0));
  }

  /// How many points two of the three sets have in common.
  int shared() {
    Dataset unlabelled = new Dataset("pool", pool, Tensor.ofInts(new int[pool.size(0)], pool.size(0)),
        labelled.classNames());
    return labelled.countSharedWith(unlabelled) + labelled.countSharedWith(test) + test.countSharedWith(unlabelled);
  }

  /// Labels that flow along the graph of all points.
  Recipe<Tensor> labelSpreading() {
    return recipe(new LabelSpreadingLearner(10, 0.1), 1);
  }

  /// A network that must not change its answers nearby.
  Recipe<Tensor> virtualAdversarialTraining(int steps) {
    return recipe(new VirtualAdversarialTraining(0.15, 0.05, 1, 1), steps);
  }

  /// The same network, which looks at the labels alone.
  Recipe<Tensor> supervised(int steps) {
    return recipe(new SupervisedOnly(false), steps);
  }

  private Recipe<Tensor> recipe(SemiSupervisedLearner learner, int steps) {
    SemiSupervisedSettings settings = SemiSupervisedSettings.of(rng -> new Sequential(new Linear(2, 64, rng),
            new Relu(), new Linear(64, 64, rng), new Relu(), new Linear(64, 2, rng)), steps)
        .withBatches(labelled.size(), 128).withLearningRate(5e-3)
        .withAugmentations(Noise.ofPoints(0.05), Noise.ofPoints(0.15));
    return (points, rng) -> Classifier.of(learner.train(labelled, points, settings, rng));
  }

  /// Places on a grid, away from all data, that should get the other label than a victim without poison
  /// gives them, and that are by a margin nearer to points of the victim's own answer; the straight way to
  /// each from the nearest labelled point of the wanted class stays clear of points that the victim gives
  /// the unwanted label. Those with the largest margin come first.
  ///
  /// Nobody asks whether an attack would work there.
  ///
  /// @param count the most targets; on some data there are fewer such places
  /// @throws IllegalStateException if there is none
  ChosenTargets targets(DecisionAccess unpoisoned, int count) {
    double[][] points = rows(pool);
    int[] answers = unpoisoned.labels(pool);
    record Place(double x, double y, int wanted, double margin) {}

    List<Place> places = new ArrayList<>();
    for (double y = BOTTOM + INSET; y <= TOP - INSET; y += STEP) {
      for (double x = LEFT + INSET; x <= RIGHT - INSET; x += STEP) {
        double[] here = {x, y};
        double[] away = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};   // from points of each answer
        for (int i = 0; i < points.length; i++) {
          away[answers[i]] = Math.min(away[answers[i]], distance(here, points[i]));
        }
        Tensor one = Tensor.wrap(new float[] {(float) x, (float) y}, 1, 2);
        int wanted = 1 - unpoisoned.labels(one)[0];
        boolean isFar = away[1 - wanted] >= AWAY_FROM_DATA && away[wanted] >= away[1 - wanted] + MARGIN;
        if (isFar && isClear(nearestLabelled(here, wanted), here, points, answers, wanted)) {
          places.add(new Place(x, y, wanted, away[wanted] - away[1 - wanted]));
        }
      }
    }
    places.sort(Comparator.comparingDouble(Place::margin).reversed());
    List<Place> chosen = new ArrayList<>();
    for (Place place : places) {
      boolean isNew = chosen.stream().allMatch(other -> distance(new double[] {place.x, place.y},
          new double[] {other.x, other.y}) >= AWAY_FROM_EACH_OTHER);
      if (isNew && chosen.size() < count) {
        chosen.add(place);
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalStateException("there is no place that this victim could be made to err at");
    }
    float[] inputs = new float[2 * chosen.size()];
    int[] wanted = new int[chosen.size()];
    for (int i = 0; i < wanted.length; i++) {
      inputs[2 * i] = (float) chosen.get(i).x;
      inputs[2 * i + 1] = (float) chosen.get(i).y;
      wanted[i] = chosen.get(i).wanted;
    }
    return new ChosenTargets(Tensor.wrap(inputs, wanted.length, 2),
        Tensor.wrap(wanted, wanted.length));
  }

  private double[] nearestLabelled(double[] here, int label) {
    double[][] known = rows(labelled.inputs());
    double[] nearest = null;
    for (int i = 0; i < known.length; i++) {
      boolean isOfClass = labelled.labels().get(i) == label;
      if (isOfClass && (nearest == null || distance(here, known[i]) < distance(here, nearest))) {
        nearest = known[i];
      }
    }
    return nearest;
  }

  /// Whether the segment keeps its distance from all points with another answer than the wanted.
  private static boolean isClear(double[] from, double[] to, double[][] points, int[] answers, int wanted) {
    for (int i = 0; i < points.length; i++) {
      if (answers[i] != wanted && distanceToSegment(points[i], from, to) < AWAY_FROM_THE_OTHERS) {
        return false;
      }
    }
    return true;
  }

  private static double distanceToSegment(double[] point, double[] from, double[] to) {
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    double along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy);
    double share = Math.clamp(along, 0, 1);
    return distance(point, new double[] {from[0] + share * dx, from[1] + share * dy});
  }

  private static double distance(double[] a, double[] b) {
    return StrictMath.hypot(a[0] - b[0], a[1] - b[1]);
  }

  /// The plane that is drawn, as the middles of `cells` times `cells` equal rectangles, `(cells^2, 2)`.
  static Tensor grid(int cells) {
    float[] middles = new float[2 * cells * cells];
    for (int i = 0; i < cells * cells; i++) {
      middles[2 * i] = (float) (LEFT
          + (i % cells + 0.5) * (RIGHT - LEFT) / cells);
      middles[2 * i + 1] = (float) (BOTTOM
          + (i / cells + 0.5) * (TOP - BOTTOM) / cells);
    }
    return Tensor.wrap(middles, cells * cells, 2);
  }

  static double[][] rows(Tensor points) {
    double[][] rows = new double[points.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = points.select(0, i).toDoubleArray();
    }
    return rows;
  }
}
