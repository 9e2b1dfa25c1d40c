package scrutable.lessons.adversarial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.BoxConstrainedLbfgs;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L14: the nearest image that is taken for something else, found by L-BFGS in the box.
///
/// Szegedy, Zaremba, Sutskever, Bruna, Erhan, Goodfellow and Fergus, "Intriguing properties of neural
/// networks", ICLR 2014, section 4.
public final class SzegedyLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int ATTACKED = 50;

  /// Thresholds by data set.
  ///
  /// @param half   how many images each half of the training data has
  /// @param steps  of training of the linear models
  /// @param linear the accuracy that the lightly decayed linear models must have
  /// @param strong that of the heavily decayed one
  /// @param hidden that of the network with hidden layers
  private record Standard(int half, int steps, double linear, double strong, double hidden) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(3_000, 3_000, 0.8, 0.65, 0.9);
        case "mnist" -> new Standard(30_000, 9_000, 0.88, 0.75, 0.95);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }

    double gate(LbfgsVictim victim) {
      return switch (victim) {
        case FC10_WEAK, FC10_MIDDLE -> linear;
        case FC10_STRONG -> strong;
        case FC100 -> hidden;
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    Map<LbfgsVictim, List<Measurement>> measured = new EnumMap<>(LbfgsVictim.class);
    List<double[][]> transfers = new ArrayList<>();
    SzegedyGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      int half = context.choose(Math.min(1_500, standard.half), standard.half);
      Digits digits = load(context, half, rng.split("data"));
      Dataset firstHalf = digits.train().take(half);
      Dataset secondHalf = digits.train().slice(half, 2 * half);
      Dataset attacked = digits.test().take(context.choose(16, ATTACKED));
      Map<LbfgsVictim, Classifier> own = new EnumMap<>(LbfgsVictim.class);
      Map<LbfgsVictim, Classifier> others = new EnumMap<>(LbfgsVictim.class);
      Map<LbfgsVictim, AttackResult> results = new EnumMap<>(LbfgsVictim.class);
      for (LbfgsVictim victim : LbfgsVictim.values()) {
        Rng random = rng.split(victim.label());
        int steps = context.choose(1_500, standard.steps);
        Module network = victim.train(firstHalf, steps, random.split("first"), context.progress());
        own.put(victim, Classifier.of(network));
        others.put(victim, Classifier.of(victim.train(secondHalf, steps, random.split("second"),
            context.progress())));
        AttackResult result = attack(own.get(victim), attacked, rng.split("attack"), context);
        results.put(victim, result);
        double clean = Metrics.accuracy(network, digits.test(), 500);
        measured.computeIfAbsent(victim, none -> new ArrayList<>())
            .add(measure(clean, own.get(victim), attacked, result, rng.split("noise")));
      }
      transfers.add(new Transfer(attacked, rng.split("transfer")).errors(results, own, others));
      if (gallery == null) {
        gallery = SzegedyGallery.of(own, results, attacked);
      }
    }
    return judge(standard, measured, transfers, gallery, context);
  }

  private static Digits load(LessonContext context, int half, Rng rng) throws IOException {
    return context.data().equals("glyphs") ? Digits.glyphs(2 * half, context.choose(300, 1_000), rng)
        : Digits.real(context.data(), 2 * half, 10_000, context.progress());
  }

  /// Targets drawn at random among the wrong classes.
  private static AttackResult attack(Classifier victim, Dataset attacked, Rng rng, LessonContext context) {
    int[] targets = attacked.labels().toIntArray();
    Rng draw = rng.split("targets");
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (targets[i] + 1 + draw.nextInt(9)) % 10;
    }
    MinimalNormAttack<WhiteBox> attack = context.sabotage() ? (nobody, examples, norm, box) -> examples.images()
        : new BoxConstrainedLbfgs(context.choose(15, 50), context.choose(7, 10), 0.01, AttackLoss.CROSS_ENTROPY);
    return attack.run(victim, Examples.of(attacked.inputs(), Targeted.of(targets), rng), Norm.L2, Box.UNIT);
  }

  /// What one network showed.
  ///
  /// @param clean      its accuracy on the whole test set
  /// @param found      the share of the targets that were reached
  /// @param distortion the median over the images of the root-mean-square change of a pixel
  /// @param noise      what Gaussian noise, as large as each image's change, adds to the share of errors
  /// @param shuffled   the share of the images still at their targets when the pixels of the change are shuffled
  record Measurement(double clean, double found, double distortion, double noise, double shuffled) {}

  private static Measurement measure(double clean, Classifier victim, Dataset attacked, AttackResult result,
      Rng rng) {
    Tensor images = attacked.inputs();
    double[] distances = result.distances();
    double distortion = result.medianDistance() / Math.sqrt(784);
    Tensor change = result.adversarial().sub(images);
    Tensor noise = Perturbations.ofLength(rng.normal(images.shape()), Norm.L2.of(change));
    Tensor shuffled = Perturbations.shuffled(change, rng.split("shuffle"));
    double before = Perturbations.error(victim, images, attacked.labels());
    double noisy = Perturbations.error(victim, images.add(noise).clamp(0, 1), attacked.labels());
    boolean[] stillThere = Perturbations.sameAnswers(victim.labels(images.add(shuffled).clamp(0, 1)), result.labels());
    int still = 0;
    int open = 0;
    for (int i = 0; i < distances.length; i++) {
      if (!result.atGoalBefore()[i] && result.success()[i]) {
        open++;
        still += stillThere[i] ? 1 : 0;
      }
    }
    return new Measurement(clean, result.successRate(), distortion, noisy - before, still / (double) open);
  }

  private static LessonResult judge(Standard standard, Map<LbfgsVictim, List<Measurement>> measured,
      List<double[][]> transfers, SzegedyGallery gallery, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    for (LbfgsVictim victim : LbfgsVictim.values()) {
      List<Measurement> runs = measured.get(victim);
      String name = victim.label();
      findings.add(Criterion.gate("clean accuracy of " + name, median(runs, Measurement::clean),
          Comparison.AT_LEAST, standard.gate(victim), ""));
      findings.add(Criterion.effect("targets reached on " + name, median(runs, Measurement::found),
          Comparison.AT_LEAST, 1, ""));
      findings.add(Criterion.control("added error of " + name + " by noise of the same size",
          median(runs, Measurement::noise), Comparison.AT_MOST, 0.05, ""));
      findings.add(Criterion.ablation("targets still reached on " + name + " with the pixels of the change shuffled",
          median(runs, Measurement::shuffled), Comparison.AT_MOST, 0.1, ""));
    }
    double weak = median(measured.get(LbfgsVictim.FC10_WEAK), Measurement::distortion);
    double hidden = median(measured.get(LbfgsVictim.FC100), Measurement::distortion);
    findings.add(Criterion.effect("median distortion of FC10(1e-4)", weak, Comparison.AT_MOST, 0.12, ""));
    findings.add(Criterion.effect("median distortion of FC100-100-10", hidden, Comparison.AT_MOST, 0.12, ""));
    findings.add(Criterion.effect("the smaller of these two", Math.min(weak, hidden), Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.effect("distortion of FC10(1) over that of FC10(1e-4)",
        median(measured.get(LbfgsVictim.FC10_STRONG), Measurement::distortion) / weak, Comparison.AT_LEAST, 1.5, ""));
    double[] ratios = transfers.stream().mapToDouble(Transfer::gain).toArray();
    findings.add(Criterion.effect("error of an FC100-100-10 trained on other images, over that by noise, at 0.1",
        Spread.of(ratios).median(), Comparison.AT_LEAST, 3, ""));
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(SzegedyFigures.of(measured, transfers, gallery));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(14, "szegedy", "The nearest image that is taken for something else")
        .withClaim("For every test image and a wrong class drawn at random there is an image that is taken for that"
            + " class and differs by a root-mean-square of at most 0.12 of a pixel's range; it often fools a network"
            + " trained on other images too, and weight decay moves it further away.")
        .withSlides("C. Szegedy, W. Zaremba, I. Sutskever, J. Bruna, D. Erhan, I. Goodfellow, and R. Fergus."
            + " Intriguing properties of neural networks. ICLR 2014.")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "as little as possible, measured as the"
            + " root-mean-square change of a pixel; every pixel stays between black and white",
            "everything: the gradient of the loss; for the transfer, everything of another network than the one"
            + " attacked",
            "one particular wrong class, drawn at random for each image"))
        .withSabotage("what the attack finds is not added to the image")
        .withSeconds(40);
  }
}
