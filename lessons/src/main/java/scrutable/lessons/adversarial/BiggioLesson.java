package scrutable.lessons.adversarial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.DensityEvasion;
import scrutable.attacks.evasion.LaplaceDensity;
import scrutable.attacks.evasion.RandomNoise;
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
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L13: a seven that must pass as a one, against two support vector machines and a network.
///
/// Biggio et al., "Evasion attacks against machine learning at test time", ECML-PKDD 2013.
public final class BiggioLesson implements Lesson {
  /// Budgets as shares of the distance to the nearest example of the other class.
  static final double[] SHARES = {0, 0.1, 0.2, 0.3, 0.4, 0.5};
  private static final double JUDGED = 0.5;
  private static final int STEPS = 40;
  /// Widths of the density in the distance from a seven to the nearest one.
  private static final double WIDTHS = 15;
  private static final int ONE = 0;
  private static final int SEVEN = 1;

  /// What one victim of one seed showed.
  ///
  /// @param accuracy on ones and sevens not learned from
  /// @param evasion of the sevens that were stopped before, the share that pass now, by [#SHARES]
  /// @param random the same for random directions
  /// @param uphill the share that pass after steps in the opposite direction, at the judged budget
  /// @param mimicry by how many nats the density term raises the log-density among ones, on average over the
  ///     sevens that pass with it and without
  /// @param evasionWithDensity the share that pass with the density term, at the judged budget
  record Measurement(double accuracy, double[] evasion, double[] random, double uphill, double mimicry,
      double evasionWithDensity) {
    double judged() {
      return evasion[evasion.length - 1];
    }

    double judgedRandom() {
      return random[random.length - 1];
    }
  }

  /// A seven as it is, without and with the density term at the judged budget, and with it at twice that budget,
  /// the whole way to the nearest one: `(1, 1, H, W)` each.
  record Strip(Tensor before, Tensor plain, Tensor mimicry, Tensor turned) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Map<EvadedVictim, List<Measurement>> measured = new EnumMap<>(EvadedVictim.class);
    Map<EvadedVictim, Strip> strips = new EnumMap<>(EvadedVictim.class);
    List<Double> distances = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, 3))) {
      Rng rng = Rng.seed(seed);
      Digits digits = load(context, rng.split("data"));
      Scene scene = new Scene(digits.train(), digits.test(), context, rng);
      distances.add(scene.distance);
      for (EvadedVictim kind : EvadedVictim.values()) {
        WhiteBox victim = kind.train(digits.train(), rng.split(kind.label()), context.progress());
        measured.computeIfAbsent(kind, none -> new ArrayList<>()).add(scene.measure(victim, kind.density()));
        strips.putIfAbsent(kind, scene.strip(victim, kind.density()));
      }
    }
    return judge(measured, strips, Spread.of(distances.stream().mapToDouble(d -> d).toArray()).median(), context);
  }

  /// Ones (class 0) and sevens (class 1).
  private static Digits load(LessonContext context, Rng rng) throws IOException {
    int count = 3_000;
    Digits ten = context.data().equals("glyphs") ? Digits.glyphs(count, count, rng)
        : Digits.real(context.data(), count, count, context.progress());
    return new Digits(ten.train().ofClasses(1, 7).take(400), ten.test().ofClasses(1, 7));
  }

  /// The sevens to be disguised, the ones to resemble, and how far it is from those to these.
  private static final class Scene {
    private final Dataset test;
    private final Examples sevens;
    private final LaplaceDensity ones;
    private final double distance;
    private final double strength;

    Scene(Dataset train, Dataset test, LessonContext context, Rng rng) {
      this.test = test;
      int count = context.choose(15, 40);
      Tensor images = only(test, SEVEN).slice(0, 0, count);
      int[] labels = new int[count];
      Arrays.fill(labels, SEVEN);
      this.sevens = Examples.of(images, Untargeted.of(labels), rng.split("attack"));
      Tensor known = only(train, ONE);
      this.distance = nearest(images, known, false);
      this.ones = LaplaceDensity.of(known, nearest(images, known, true) / WIDTHS);
      this.strength = context.sabotage() ? 0 : 1;
    }

    private static Tensor only(Dataset data, int label) {
      int[] labels = data.labels().toIntArray();
      return data.select(IntStream.range(0, labels.length).filter(i -> labels[i] == label)
          .toArray()).inputs();
    }

    private Ball ball(double share) {
      return Ball.l2(share * strength * distance);
    }

    private DensityEvasion attack(double share, double lambda) {
      return new DensityEvasion(STEPS, 3 * Math.max(share, 0.01) * distance / STEPS, lambda, ones);
    }

    Measurement measure(WhiteBox victim, double lambda) {
      Ball ball = ball(JUDGED);
      Tensor towardsSeven = attack(JUDGED, 0).perturb(victim, Examples.of(sevens.images(),
          Targeted.of(sevens.goal().classes().toIntArray()), Rng.seed(0)), ball);
      AttackResult uphill = AttackResult.judge(victim, sevens.images(), towardsSeven, sevens.goal(), ball);
      AttackResult plain = attack(JUDGED, 0).run(victim, sevens, ball);
      AttackResult mimicry = attack(JUDGED, lambda).run(victim, sevens, ball);
      double[] evasion = new double[SHARES.length];
      double[] random = new double[SHARES.length];
      for (int i = 0; i < SHARES.length; i++) {
        evasion[i] = attack(SHARES[i], 0).run(victim, sevens, ball(SHARES[i])).successRate();
        random[i] = RandomNoise.signs().run(victim, sevens, ball(SHARES[i])).successRate();
      }
      return new Measurement(accuracy(victim), evasion, random, uphill.successRate(),
          gain(plain, mimicry), mimicry.successRate());
    }

    private double accuracy(WhiteBox victim) {
      int[] answers = victim.labels(test.inputs());
      int[] labels = test.labels().toIntArray();
      int right = 0;
      for (int i = 0; i < labels.length; i++) {
        right += answers[i] == labels[i] ? 1 : 0;
      }
      return right / (double) labels.length;
    }

    /// The mean over the sevens that pass both ways, so that equals are compared.
    private double gain(AttackResult plain, AttackResult mimicry) {
      double[] without = ones.log(plain.adversarial());
      double[] with = ones.log(mimicry.adversarial());
      return IntStream.range(0, with.length)
          .filter(i -> plain.success()[i] && mimicry.success()[i] && !plain.atGoalBefore()[i])
          .mapToDouble(i -> with[i] - without[i]).average().orElse(0);
    }

    Strip strip(WhiteBox victim, double lambda) {
      Examples first = sevens.only(0);
      return new Strip(first.images(), attack(JUDGED, 0).perturb(victim, first, ball(JUDGED)),
          attack(JUDGED, lambda).perturb(victim, first, ball(JUDGED)),
          attack(2 * JUDGED, lambda).perturb(victim, first, ball(2 * JUDGED)));
    }

    /// The median over the sevens of the distance to the nearest one, in L2 or L1.
    private static double nearest(Tensor from, Tensor to, boolean l1) {
      double[] nearest = new double[from.size(0)];
      for (int i = 0; i < nearest.length; i++) {
        Tensor change = to.sub(from.slice(0, i, i + 1));
        double[] distances = (l1 ? Norm.L1 : Norm.L2).of(change);
        nearest[i] = Arrays.stream(distances).min().orElseThrow();
      }
      return Spread.of(nearest).median();
    }
  }

  private static LessonResult judge(Map<EvadedVictim, List<Measurement>> measured,
      Map<EvadedVictim, Strip> strips, double distance, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    for (EvadedVictim kind : EvadedVictim.values()) {
      List<Measurement> runs = measured.get(kind);
      String name = kind.label();
      findings.add(Criterion.gate("accuracy of the " + name, median(runs, Measurement::accuracy),
          Comparison.AT_LEAST, 0.95, ""));
      findings.add(Criterion.effect("sevens that pass the " + name, median(runs, Measurement::judged),
          Comparison.AT_LEAST, 0.95, ""));
      findings.add(Criterion.effect("sevens that pass the " + name + " with the density term",
          median(runs, Measurement::evasionWithDensity), Comparison.AT_LEAST, 0.8, ""));
      findings.add(Criterion.effect("log-density gained by the density term, " + name,
          median(runs, Measurement::mimicry), Comparison.AT_LEAST, 2, "nats"));
      findings.add(Criterion.control("sevens that pass the " + name + " after a random change",
          median(runs, Measurement::judgedRandom), Comparison.AT_MOST, 0.05, ""));
      findings.add(Criterion.ablation("sevens that pass the " + name + " after steps in the opposite direction",
          median(runs, Measurement::uphill), Comparison.AT_MOST, 0.05, ""));
    }
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(BiggioFigures.of(measured, strips, distance));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(13, "biggio-evasion", "Evasion by gradient descent, before deep learning")
        .withClaim("Descending on the score of a linear machine, of a kernel machine or of a small network, at least"
            + " 95 % of the sevens pass as ones before they have gone half the way to the nearest one; random steps"
            + " of that length take at most 5 % there. A density term makes what passes look more like a one, by at"
            + " least 2 nats, and at least 80 % still pass.")
        .withSlides("B. Biggio, I. Corona, D. Maiorca, B. Nelson, N. Srndic, P. Laskov, G. Giacinto, and F. Roli."
            + " Evasion attacks against machine learning at test time. 2013.")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each seven, pixel by pixel, when it is classified", "a change of at most"
            + " half the median Euclidean distance from a seven to the nearest one, pixels staying between black and"
            + " white",
            "the classifier with its gradient, and some ones", "to be taken for a one"))
        .withSabotage("no change is allowed")
        .withSeconds(35);
  }
}
