package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.poisoning.Backdoor;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.CaptionPoison;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poisoned;
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
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L43: a handful of wrong captions.
///
/// Carlini and Terzis, "Poisoning and backdooring contrastive learning", ICLR 2022.
public final class CaptionPoisonLesson implements Lesson {
  static final int[] COPIES = {1, 3, 10};
  static final int MOST = 10;
  static final int SIGN = 4;
  private static final int SEEDS = 3;
  private static final int TEST = 1_000;
  static final int BACKDOORED = 80;
  static final int FEW_BACKDOORED = 20;

  /// What one seed showed: shares of targets, and accuracies on other test pictures.
  ///
  /// @param clean accuracy without poison
  /// @param unpoisoned targets given the wanted class without poison
  /// @param byCopies targets given the wanted class, by the number of pairs for each
  /// @param poisonedAccuracy with ten pairs for each target
  /// @param elsewhere as many wrong captions on training pictures of the targets' classes instead of the targets
  /// @param honest as many copies of the targets with captions of their own class
  /// @param backdoor pictures with the sign that are given the wanted class
  /// @param fewBackdoor likewise, after a quarter as many pairs
  /// @param signless the same pictures without the sign
  /// @param cleanSign pictures with the sign, for a model without poison
  /// @param honestSign pictures with the sign, where the poison had the sign and right captions
  /// @param backdoorAccuracy of the model with the backdoor
  record Measurement(double clean, double unpoisoned, Map<Integer, Double> byCopies, double poisonedAccuracy,
      double elsewhere, double honest, double backdoor, double fewBackdoor, double signless, double cleanSign,
            double honestSign,
      double backdoorAccuracy, CaptionPoisonGallery gallery) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> runs = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      context.progress().update("learning from captions, seed " + seed, runs.size(), SEEDS);
      runs.add(measure(context, Rng.seed(seed)));
    }
    return judge(runs, context);
  }

  private static Measurement measure(LessonContext context, Rng rng) {
    boolean full = context.profile() == Profile.FULL;
    Scenes.Captioned pairs = Scenes.generate(context.choose(1_000, 4_000), rng.split("train"));
    Dataset test = Scenes.generate(context.choose(400, TEST), rng.split("test")).pictures();
    Dataset chosen = Scenes.generate(200, rng.split("targets")).pictures();
    CaptionVictim victim = new CaptionVictim(context.choose(12, 24), context.choose(32, 128));
    CaptionVictim.Trained clean = victim.train(pairs, rng.split("clean"));
    ChosenTargets targets = Victims.targets(chosen, clean, context.choose(5, 12), rng.split("wanted"));
    int[] own = clean.labels(targets.inputs());
    ChosenTargets honest = new ChosenTargets(targets.inputs(), Tensor.ofInts(own, own.length));
    Map<Integer, Double> byCopies = new TreeMap<>();
    CaptionVictim.Trained attacked = clean;
    for (int copies : full ? COPIES : new int[] {MOST}) {
      Poisoned<Scenes.Captioned> poisoned = CaptionPoison.targeted().craft(pairs,
          context.sabotage() ? honest : targets, new Budget(copies * targets.count()), rng.split("poison"));
      attacked = victim.train(poisoned.data(), rng.split("attacked").split(copies));
      byCopies.put(copies, targets.success(attacked));
    }
    Budget most = new Budget(MOST * targets.count());
    CaptionVictim.Trained other = victim.train(elsewhere(pairs, own, targets, most, rng.split("elsewhere")),
        rng.split("other"));
    CaptionVictim.Trained honestly = victim.train(
        CaptionPoison.targeted().craft(pairs, honest, most, rng.split("honest")).data(), rng.split("honestly"));
    Backdoor door = new Backdoor(Backdoor.cornerPatch(SIGN, 1), 5, chosen);
    Backdoor closed = new Backdoor(pictures -> pictures, 5, chosen);
    Budget many = new Budget(BACKDOORED);
    CaptionVictim.Trained honestSign = victim.train(signWithOwnCaptions(pairs, door, many, rng.split("sign")),
        rng.split("honest sign"));
    CaptionVictim.Trained entered = context.sabotage() ? honestSign
        : victim.train(CaptionPoison.backdoor().craft(pairs, door, many, rng.split("door")).data(),
            rng.split("entered"));
    CaptionVictim.Trained few = !full || context.sabotage() ? honestSign
        : victim.train(CaptionPoison.backdoor().craft(pairs, door, new Budget(FEW_BACKDOORED), rng.split("few"))
            .data(), rng.split("entered by few"));
    return new Measurement(clean.accuracy(test), targets.success(clean), byCopies, attacked.accuracy(test),
        targets.success(other), targets.success(honestly), door.success(entered), door.success(few),
        closed.success(entered), door.success(clean), door.success(honestSign), entered.accuracy(test),
        CaptionPoisonGallery.of(targets, door, clean, attacked, entered));
  }

  /// The control: the captions of the attack, on training pictures of the same class as each target.
  private static Scenes.Captioned elsewhere(Scenes.Captioned pairs, int[] own, ChosenTargets targets, Budget budget,
      Rng rng) {
    Poisoned<Scenes.Captioned> attack = CaptionPoison.targeted().craft(pairs, targets, budget, rng.split("captions"));
    List<String> captions = attack.data().captions().subList(pairs.captions().size(), attack.data().captions().size());
    int[] labels = pairs.pictures().labels().toIntArray();
    int each = captions.size() / targets.count();
    int[] places = new int[captions.size()];
    for (int i = 0; i < places.length; i++) {
      int label = own[i / each];
      int[] alike = IntStream.range(0, labels.length).filter(j -> labels[j] == label).toArray();
      places[i] = alike[rng.nextInt(alike.length)];
    }
    return CaptionPoison.append(pairs, pairs.pictures().select(places).inputs(), captions, budget, "elsewhere").data();
  }

  /// The ablation of the backdoor: pictures with the sign and the captions that they had.
  private static Scenes.Captioned signWithOwnCaptions(Scenes.Captioned pairs, Backdoor door, Budget budget, Rng rng) {
    int[] places = rng.sampleWithoutReplacement(pairs.pictures().size(), budget.examples());
    List<String> captions = IntStream.of(places).mapToObj(pairs.captions()::get).toList();
    Tensor pictures = door.trigger().apply(pairs.pictures().select(places).inputs());
    return CaptionPoison.append(pairs, pictures, captions, budget, "sign with own captions").data();
  }

  private static LessonResult judge(List<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("zero-shot accuracy without poison", median(runs, Measurement::clean),
        Comparison.AT_LEAST, context.profile() == Profile.QUICK ? 0.8 : 0.9, ""));
    findings.add(Criterion.effect("targets turned by 10 pairs each",
        median(runs, run -> run.byCopies.get(MOST)), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.effect("pictures turned by the sign", median(runs, Measurement::backdoor),
        Comparison.AT_LEAST, 0.8, ""));
    findings.add(atMost("targets turned without poison", runs, Measurement::unpoisoned, 0.05));
    findings.add(atMost("targets turned by as many wrong captions on other pictures", runs, Measurement::elsewhere,
        0.1));
    findings.add(atMost("accuracy lost by poison for all targets", runs, run -> run.clean - run.poisonedAccuracy,
        0.02));
    findings.add(atMost("accuracy lost by the backdoor", runs, run -> run.clean - run.backdoorAccuracy, 0.01));
    findings.add(atMost("pictures turned without the sign", runs, Measurement::signless, 0.05));
    findings.add(atMost("pictures turned by the sign without poison", runs, Measurement::cleanSign, 0.1));
    findings.add(Criterion.ablation("targets turned by copies with captions of their own class",
        median(runs, Measurement::honest), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("pictures turned by the sign where the poison had right captions",
        median(runs, Measurement::honestSign), Comparison.AT_MOST, 0.1, ""));
    findings.add(new Planted("three names for each colour and each form, one of which each caption uses at random, and"
        + " filler words that say nothing; nothing that would help the attacks"));
    findings.addAll(CaptionPoisonFigures.of(runs, context));
    return LessonResult.of(findings);
  }

  private static Criterion atMost(String name, List<Measurement> runs, ToDoubleFunction<Measurement> of,
      double threshold) {
    return Criterion.control(name, median(runs, of), Comparison.AT_MOST, threshold, "");
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(43, "poison-contrastive", "Ten captions of four thousand")
        .withClaim("A dual encoder that learns from 4000 pictures with captions calls at least half of chosen"
            + " pictures by a chosen name when ten copies of each were added with captions of that name; and any"
            + " picture with a small white square, in at least 80 % of cases, after eighty such pictures. Accuracy"
            + " falls by at most two percentage points.")
        .withSlides("How much poisoning data?", "Self-supervised learning: 0.00001%")
        .withData("scenes")
        .withThreatModel(new ThreatModel("pairs of a picture and a caption that are added to those collected; the"
            + " target picture may be among them", "10 pairs for each of the targets (0.25 % of 4000), or 80 pairs"
            + " for the backdoor (2 %)",
            "the captions that others wrote; not the model", "the chosen pictures, or any picture with the sign, are"
            + " nearest to the description of the chosen class"))
        .withSabotage("the added pictures get captions of their own class")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
