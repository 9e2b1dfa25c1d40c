package scrutable.lessons.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.selfsupervised.Geometry;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L36: what a network learns from being told, of pictures without labels, that two views show the same
/// thing.
///
/// Chen et al. 2020, "A simple framework for contrastive learning of visual representations".
public final class ImageContrastiveLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int LABELS_PER_CLASS = 10;
  private static final int TEST = 1_000;
  private static final double PENALTY = 0.01;
  private static final int[] NEIGHBOURS = {1, 3, 5};

  /// What one seed showed; accuracies are shares of the test pictures.
  ///
  /// @param probe of the trained encoder, after each epoch, from 0 on
  /// @param unchanged the probe of an encoder trained with views that are not changed
  /// @param pixels of the nearest labelled pictures, for the best number of neighbours
  /// @param before how the compared vectors lie before training
  /// @param after how they lie afterwards
  record Measurement(double[] probe, double unchanged, double pixels, Sphere before, Sphere after) {
    double untrained() {
      return probe[0];
    }

    double trained() {
      return probe[probe.length - 1];
    }
  }

  /// How vectors lie on the sphere.
  ///
  /// @param partners the mean squared distance of two views of a picture
  /// @param strangers the mean squared distance of two pictures
  /// @param uniformity see [Geometry#uniformity]
  /// @param spread the standard deviation of a coordinate, in units of that of an even distribution
  record Sphere(double partners, double strangers, double uniformity, double spread) {
    static Sphere of(ContrastiveLearner learner, Tensor images, Rng rng) {
      Tensor one = learner.compared(ContrastiveLearner.views().apply(images, rng));
      Tensor other = learner.compared(ContrastiveLearner.views().apply(images, rng));
      return new Sphere(Geometry.alignment(one, other), Geometry.distanceOfStrangers(one),
          Geometry.uniformity(one), Geometry.spread(one) * StrictMath.sqrt(ContrastiveLearner.COMPARED));
    }

    double alignment() {
      return partners / strangers;
    }
  }

  @Override
  public LessonResult run(LessonContext context) {
    int epochs = context.sabotage() ? 0 : context.choose(2, 15);
    List<Measurement> measured = new ArrayList<>();
    ContrastiveGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Glyphs.Options small = Glyphs.Options.standard().withSize(ContrastiveLearner.SIDE);
      Dataset pool = Glyphs.generate(context.choose(512, 3_000), small, rng.split("pool"));
      Dataset labelled = Glyphs.generate(10 * LABELS_PER_CLASS, small, rng.split("labelled"));
      Dataset test = Glyphs.generate(TEST, small, rng.split("test"));
      ContrastiveLearner learner = ContrastiveLearner.untrained(rng.split("initialise"));
      Sphere before = Sphere.of(learner, test.inputs(), rng.split("sphere"));
      double[] probes = new double[epochs + 1];
      probes[0] = probe(learner, labelled, test);
      learner.train(pool.inputs(), ContrastiveLearner.views(), epochs, rng.split("train"), report -> {
        probes[report.epoch()] = probe(learner, labelled, test);
        context.progress().update("learning from views", (long) measured.size() * epochs + report.epoch(),
            (long) epochs * context.choose(1, SEEDS));
      });
      ContrastiveLearner unchanged = ContrastiveLearner.untrained(rng.split("initialise"));
      unchanged.train(pool.inputs(), Augmentation.none(), epochs, rng.split("train"), report -> {});
      measured.add(new Measurement(probes, probe(unchanged, labelled, test), pixels(labelled, test), before,
          Sphere.of(learner, test.inputs(), rng.split("sphere"))));
      if (gallery == null) {
        gallery = ContrastiveGallery.of(learner, labelled, test, rng.split("gallery"));
      }
    }
    return judge(measured, gallery);
  }

  private static double probe(ContrastiveLearner learner, Dataset labelled, Dataset test) {
    return Metrics.accuracy(LinearProbe.fit(learner.encoder(), labelled, PENALTY), test, 500);
  }

  /// The best of a few numbers of neighbours on the test set itself, which favours the rival.
  private static double pixels(Dataset labelled, Dataset test) {
    double best = 0;
    int[] truth = test.labels().toIntArray();
    for (int k : NEIGHBOURS) {
      int[] answers = NearestNeighborClassifier.fit(labelled.inputs(), labelled.labels(), 10, k)
          .predict(test.inputs()).toIntArray();
      int right = 0;
      for (int i = 0; i < truth.length; i++) {
        right += answers[i] == truth[i] ? 1 : 0;
      }
      best = Math.max(best, (double) right / truth.length);
    }
    return best;
  }

  private static LessonResult judge(List<Measurement> runs, ContrastiveGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("spread of the features, as a share of an even one: no collapse",
        median(runs, run -> run.after.spread), Comparison.ABOVE, 0.5, ""));
    findings.add(Criterion.effect("accuracy of the probe, minus that on an untrained encoder",
        median(runs, run -> run.trained() - run.untrained()), Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.effect("distance of partners over distance of strangers, after minus before",
        median(runs, run -> run.after.alignment() - run.before.alignment()), Comparison.BELOW, 0, ""));
    findings.add(Criterion.effect("uniformity, after minus before",
        median(runs, run -> run.after.uniformity - run.before.uniformity), Comparison.BELOW, 0, ""));
    findings.add(Criterion.control("accuracy of the nearest pixels with the same labels, minus that of the"
        + " probe",
        median(runs, run -> run.pixels - run.trained()), Comparison.AT_MOST, 0, ""));
    findings.add(Criterion.ablation("accuracy of the probe with unchanged views, minus that with changed"
        + " ones",
        median(runs, run -> run.unchanged - run.trained()), Comparison.AT_MOST, -0.05, ""));
    findings.add(new Planted("the label of each glyph, chosen before it is drawn; the changes of views"
        + " (crops, turns, slants, shades, grain) are like those by which the glyphs of a class differ,"
        + " which is the reason why they help"));
    findings.addAll(ImageContrastiveFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(36, "image-contrastive", "These two show the same thing")
        .withClaim("An encoder that has learned, without any label, which views show the same picture lets a linear"
            + " classifier with ten labels per class get at least 5 percentage points more right than an untrained"
            + " encoder does, and more than comparing pixels does. Without changed views the gain is at least 5"
            + " percentage points smaller.")
        .withSlides("a", "b", "≈", "To classify:")
        .withData("glyphs")
        .withSabotage("the encoder is not trained")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
