package scrutable.lessons.poisoning.captionpoison;

import java.util.Map;
import java.util.TreeMap;
import scrutable.attacks.poisoning.Backdoor;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.CaptionPoison;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.lessons.poisoning.CaptionVictim;
import scrutable.lessons.poisoning.CaptionsElsewhere;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A dual encoder that learns from pictures with captions, some of which an adversary wrote.
///
/// Carlini and Terzis, "Poisoning and backdooring contrastive learning", ICLR 2022.
///
/// Shares of targets, and accuracies on other test pictures:
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
/// @param doses what control and ablations really added
/// @param models what can be asked further
record CaptionPoisonExperiment(double clean, double unpoisoned, Map<Integer, Double> byCopies, double poisonedAccuracy,
    double elsewhere, double honest, double backdoor, double fewBackdoor, double signless, double cleanSign,
    double honestSign, double backdoorAccuracy, CaptionPoisonDoses doses, Models models) {
  static final int[] COPIES = {1, 3, 10};
  static final int MOST = 10;
  static final int BACKDOORED = 80;
  static final int FEW_BACKDOORED = 20;
  private static final int SIGN = 4;
  private static final int TEST = 1_000;

  /// What was attacked, and the models without poison, with ten pairs for each target, and with the backdoor.
  record Models(ChosenTargets targets, Backdoor door, CaptionVictim.Trained clean, CaptionVictim.Trained attacked,
      CaptionVictim.Trained entered) {}

  /// Learns from captions without poison, then from captions with each kind of it.
  ///
  /// @param full     with all budgets and pictures, or with few
  /// @param disarmed whether the added pictures get captions of their own class
  /// @param sham     whether the pictures of the control keep the captions that they had
  static CaptionPoisonExperiment of(boolean full, boolean disarmed, boolean sham, Rng rng) {
    Scenes.Captioned pairs = Scenes.generate(full ? 4_000 : 1_000, rng.split("train"));
    Dataset test = Scenes.generate(full ? TEST : 400, rng.split("test")).pictures();
    Dataset chosen = Scenes.generate(200, rng.split("targets")).pictures();
    CaptionVictim victim = new CaptionVictim(full ? 24 : 12, full ? 128 : 32);
    CaptionVictim.Trained clean = victim.train(pairs, rng.split("clean"));
    ChosenTargets targets = Victims.targets(chosen, clean, full ? 12 : 5, rng.split("wanted"));
    int[] own = clean.labels(targets.inputs());
    ChosenTargets honest = new ChosenTargets(targets.inputs(), Tensor.ofInts(own, own.length));
    Map<Integer, Double> byCopies = new TreeMap<>();
    CaptionVictim.Trained attacked = clean;
    Scenes.Captioned poisoned = pairs;
    for (int copies : full ? COPIES : new int[] {MOST}) {
      poisoned = CaptionPoison.targeted().craft(pairs,
          disarmed ? honest : targets, new Budget(copies * targets.count()), rng.split("poison")).data();
      attacked = victim.train(poisoned, rng.split("attacked").split(copies));
      byCopies.put(copies, targets.success(attacked));
    }
    Budget most = new Budget(MOST * targets.count());
    Scenes.Captioned elsewhere = CaptionsElsewhere.of(pairs, poisoned, own, sham, rng.split("elsewhere"));
    CaptionVictim.Trained other = victim.train(elsewhere, rng.split("other"));
    Scenes.Captioned copied =
        CaptionPoison.targeted().craft(pairs, honest, most, rng.split("honest")).data();
    CaptionVictim.Trained honestly = victim.train(copied, rng.split("honestly"));
    Backdoor door = new Backdoor(Backdoor.cornerPatch(SIGN, 1), 5, chosen);
    Backdoor closed = new Backdoor(pictures -> pictures, 5, chosen);
    Budget many = new Budget(BACKDOORED);
    Scenes.Captioned signed = signWithOwnCaptions(pairs, door, many, rng.split("sign"));
    CaptionVictim.Trained honestSign = victim.train(signed, rng.split("honest sign"));
    CaptionVictim.Trained entered = disarmed ? honestSign
        : victim.train(CaptionPoison.backdoor().craft(pairs, door, many, rng.split("door")).data(),
            rng.split("entered"));
    CaptionVictim.Trained few = !full || disarmed ? honestSign
        : victim.train(CaptionPoison.backdoor().craft(pairs, door, new Budget(FEW_BACKDOORED), rng.split("few"))
            .data(), rng.split("entered by few"));
    return new CaptionPoisonExperiment(clean.accuracy(test), targets.success(clean), byCopies, attacked.accuracy(test),
        targets.success(other), targets.success(honestly), door.success(entered), door.success(few),
        closed.success(entered), door.success(clean), door.success(honestSign), entered.accuracy(test),
        new CaptionPoisonDoses(targets, own, pairs, elsewhere, copied, signed,
            test.countSharedWith(pairs.pictures()) + chosen.countSharedWith(pairs.pictures())
                + chosen.countSharedWith(test)),
        new Models(targets, door, clean, attacked, entered));
  }

  //: code ablation
  /// The ablation of the backdoor: pictures with the sign and the captions that they had.
  private static Scenes.Captioned signWithOwnCaptions(Scenes.Captioned pairs, Backdoor door, Budget budget, Rng rng) {
    int[] places = rng.sampleWithoutReplacement(pairs.pictures().size(), budget.examples());
    Tensor pictures = door.trigger().apply(pairs.pictures().select(places).inputs());
    return CaptionPoison.append(pairs, pictures, CaptionsElsewhere.captionsOf(pairs, places), budget,
        "sign with own captions").data();
  }
  //: end
}
