package scrutable.lessons.defences.adversarialtraining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.attacks.Ball;
import scrutable.attacks.evaluation.AutoAttack;
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
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.lessons.defences.SmallNetwork;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Endurance;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Regime;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Trained;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// L27: training on attacked images, `min_theta E max_(|d| <= eps) J(theta, x + d, y)`, and what it does not buy.
///
/// The method is in [AdversarialTrainingExperiment].
public final class AdversarialTrainingLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int ATTACKED = 100;
  private static final double LEARNING_RATE = 0.004;

  /// Sizes and thresholds by data set.
  ///
  /// @param eps the radius that the networks are trained for
  /// @param euclidean the radius of the ball of `L2`
  /// @param clean the accuracy that the standard network must have before anything is said
  /// @param robust the accuracy that the PGD-trained network must have under the worst of all attacks
  /// @param hollow how much of its accuracy under FGSM the FGSM-trained network may keep under the worst of all attacks
  /// @param solid how much the PGD-trained network must keep
  record Standard(int train, int epochs, double eps, double euclidean, double clean, double robust, double hollow,
      double solid) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(6_000, 6, 0.2, 3, 0.95, 0.35, 0.5, 0.55);
        case "mnist" -> new Standard(8_000, 6, 0.25, 4, 0.95, 0.35, 0.5, 0.55);
        case "fashion-mnist" -> new Standard(8_000, 6, 0.2, 3, 0.8, 0.35, 0.5, 0.55);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }

    Ball ball() {
      return Ball.linf(eps);
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    List<Map<Regime, Endurance>> seeds = new ArrayList<>();
    List<Doses> doses = new ArrayList<>();
    Map<Regime, Module> shown = new EnumMap<>(Regime.class);
    Dataset pictures = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      int train = context.choose(1_000, standard.train);
      Digits digits = Digits.of(context.data(), new Digits.Size(train, 1_000), new Digits.Size(train, 1_000),
          rng.split("data"), context.progress());
      Ball trainedFor = standard.ball().withEps(context.sabotage() ? 0 : standard.eps);
      pictures = pictures == null ? digits.test() : pictures;
      Map<Regime, Endurance> measured = new EnumMap<>(Regime.class);
      Map<Regime, Double> moved = new EnumMap<>(Regime.class);
      for (Regime regime : Regime.values()) {
        Rng own = rng.split("network");
        Trained trained = AdversarialTrainingExperiment.train(regime,
            SmallNetwork.fresh(1, own.split("initialise")), LEARNING_RATE, digits.train(),
            context.choose(2, standard.epochs), trainedFor, own, context.progress());
        context.progress().update("attacking the " + regime.label + " network", 0, 1);
        measured.put(regime, AdversarialTrainingExperiment.measure(trained.network(), digits.test(),
            context.choose(40, ATTACKED), standard.ball(), Ball.l2(standard.euclidean),
            new AutoAttack(context.choose(5, 20), context.choose(20, 300)), context.sham() ? 0.1 : 1,
            rng.split("attack")));
        moved.put(regime, trained.moved());
        shown.putIfAbsent(regime, trained.network());
      }
      seeds.add(measured);
      doses.add(new Doses(moved.get(Regime.PGD) / moved.get(Regime.FGSM),
          digits.test().countSharedWith(digits.train())));
    }
    return judge(standard, Runs.ofEach(seeds), new Runs<>(doses), shown, pictures, context);
  }

  /// What was done to the data with one seed.
  ///
  /// @param training how far PGD training moved its images, in lengths of FGSM training
  /// @param shared how many test images were trained on
  private record Doses(double training, int shared) {}

  private static LessonResult judge(Standard standard, Map<Regime, Runs<Endurance>> measured, Runs<Doses> doses,
      Map<Regime, Module> shown, Dataset pictures, LessonContext context) {
    Runs<Endurance> plain = measured.get(Regime.STANDARD);
    Runs<Endurance> single = measured.get(Regime.FGSM);
    Runs<Endurance> many = measured.get(Regime.PGD);
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("clean accuracy of the standard network", plain.median(Endurance::clean),
        Comparison.AT_LEAST, standard.clean, ""));
    findings.add(Criterion.gate("accuracy of the PGD-trained network under the worst of all attacks",
        many.median(Endurance::worst), Comparison.AT_LEAST, standard.robust, ""));
    findings.add(Criterion.effect("accuracy of the FGSM-trained network under FGSM",
        single.median(run -> Endurance.at(run.fgsm(), 1)), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.effect("share of it that is left under the worst of all attacks",
        single.median(AdversarialTrainingLesson::solid), Comparison.AT_MOST, standard.hollow, ""));
    findings.add(Criterion.effect("share of the PGD-trained network's robustness left at 1.5 eps",
        many.median(run -> Endurance.at(run.pgd(), 1.5) / run.worst()), Comparison.AT_MOST, 0.6, ""));
    findings.add(Criterion.effect("accuracy of the PGD-trained network in the ball of L2",
        many.median(Endurance::euclidean), Comparison.AT_MOST, 0.2, ""));
    findings.add(Criterion.effect("clean accuracy that PGD training costs",
        plain.median(Endurance::clean) - many.median(Endurance::clean), Comparison.AT_LEAST, 0.01, ""));
    findings.add(Criterion.effect("what PGD training adds to the accuracy on shifted images",
        many.median(Endurance::shifted) - plain.median(Endurance::shifted), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.dose("clean accuracy that the shift costs the standard network",
        plain.median(run -> run.clean() - run.shifted()), Comparison.AT_LEAST, 0.03, ""));
    for (Regime regime : List.of(Regime.STANDARD, Regime.PGD)) {
      findings.add(Criterion.control("accuracy of the " + regime.label + " network lost to random signs of size"
          + " eps", measured.get(regime).median(Endurance::lostToNoise), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.dose("length of the random change, in lengths of PGD on the " + regime.label + " network",
          measured.get(regime).spread(Endurance::noiseLength).min(), Comparison.AT_LEAST, 0.9, ""));
    }
    findings.add(Criterion.ablation("accuracy of the standard network under the worst of all attacks",
        plain.median(Endurance::worst), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("share of the PGD-trained network's accuracy under FGSM that is left under the"
        + " worst of all attacks", many.median(AdversarialTrainingLesson::solid), Comparison.AT_LEAST, standard.solid,
        ""));
    findings.add(Criterion.dose("how far PGD training moved its images, in lengths of FGSM training",
        doses.spread(Doses::training).min(), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.dose("test images that were trained on", doses.spread(Doses::shared).max(),
        Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help or"
          + " hinder the defence"));
    }
    findings.addAll(AdversarialTrainingFigures.of(standard, measured, shown, pictures));
    return LessonResult.of(findings);
  }

  /// What the worst of all attacks leaves of the accuracy under one step.
  private static double solid(Endurance run) {
    return run.worst() / Endurance.at(run.fgsm(), 1);
  }

  @Override
  public Card card() {
    return Card.of(27, "you-cannot-just-train-this-away", "You can't just train this away")
        .withClaim("A network trained on one-step attacks withstands these, and the worst of several attacks of that"
            + " size undoes at least half of it. One trained on many steps keeps more than half of what one step seems"
            + " to leave, but only in the ball it was trained for: with half as much room again at most three fifths of"
            + " that are left, in another norm at most a fifth of the images; and it pays with clean accuracy.")
        .withSlides("You can't just train this away", "You can't just train this away")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps, for which"
            + " the networks were trained; then 1.5 eps, then a ball of L2, then two pixels to the right",
            "everything: the network as it was trained, its gradients, and the true label", "any wrong class"))
        .withSabotage("the defended networks are trained at eps = 0, on images that nobody has attacked")
        .withSham("random signs are a tenth as long, and the shifted images are not shifted")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
