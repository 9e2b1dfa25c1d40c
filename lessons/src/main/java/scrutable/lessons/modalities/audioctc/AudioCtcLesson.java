package scrutable.lessons.modalities.audioctc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.audio.CtcAttack;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Effort;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Measurement;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Weapons;
import scrutable.tensor.Rng;

/// L19: a sound that is heard as something else; the method is in [AudioCtcExperiment].
public final class AudioCtcLesson implements Lesson {
  /// What is asked for.
  ///
  /// @param errors of the letters of other utterances, at most, in per cent
  /// @param hits   of the attacked files, at least, in per cent
  /// @param level  of the change beside its sound, at most, in dB
  record Limits(double errors, double hits, double level) {
    static final Limits TONES = new Limits(5, 90, -20);
    static final Limits DIGITS = new Limits(10, 80, -15);
  }

  private static final int SEEDS = 1;
  private static final Effort QUICK = new Effort(40, 1, 10, 2, 10, 1);
  private static final Effort FULL = new Effort(600, 8, 100, 10, 300, 10);
  private static final Effort FULL_DIGITS = new Effort(2000, 12, 100, 10, 300, 10);

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = context.data().equals("tones");
    Effort effort = context.profile() == Profile.QUICK ? QUICK : drawn ? FULL : FULL_DIGITS;
    CtcAttack attack = CtcAttack.of(effort.iterations());
    Weapons weapons = new Weapons(context.sabotage() ? attack.with(CtcAttack.Steps.SHUFFLED_SIGNS) : attack,
        context.sham() ? 0.5 : 1);
    AudioCtcExperiment first = null;
    List<Measurement> measured = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      AudioCtcSpeech speech = drawn ? AudioCtcSpeech.tones(effort.training(), effort.test(), rng)
          : AudioCtcSpeech.digits(effort.training(), effort.test(), rng, context.progress());
      AudioCtcExperiment experiment = AudioCtcExperiment.of(speech, effort, weapons, rng, context.progress());
      measured.add(experiment.measured());
      first = first == null ? experiment : first;
    }
    Limits limits = drawn ? Limits.TONES : Limits.DIGITS;
    List<Finding> findings = new ArrayList<>(judge(measured, limits));
    if (drawn) {
      findings.add(new Planted("ten letters, each a chord of two tones of which neither belongs to it alone; six to ten"
          + " letters in a second, in places of equal length with silence between them; a voice that shifts all tones"
          + " by up to 5 %; white noise from 12 to 40 dB below the letters"));
    }
    findings.addAll(headlines(measured));
    findings.addAll(AudioCtcFigures.of(first, limits.level));
    return LessonResult.of(findings);
  }

  /// The criteria alone. All seeds attack equally many sounds, so means over them are shares of all sounds.
  static List<Finding> judge(List<Measurement> measured, Limits limits) {
    return List.of(
        Criterion.gate("letters heard wrongly in other utterances",
            100 * greatest(measured, Measurement::errorRate), Comparison.AT_MOST, limits.errors, "%"),
        Criterion.gate("sounds heard alike before and after they are written to a file",
            100 * mean(measured, Measurement::sameAsFile), Comparison.EXACTLY, 100, "%"),
        Criterion.effect("attacked files heard as the target, letter for letter",
            100 * mean(measured, Measurement::hits), Comparison.AT_LEAST, limits.hits, "%"),
        Criterion.effect("attacked files heard so by greedy and by beam decoding",
            100 * mean(measured, Measurement::hitsOfBoth), Comparison.AT_LEAST, limits.hits, "%"),
        Criterion.effect("level of the change beside its sound, median of all files", decibels(measured).median(),
            Comparison.AT_MOST, limits.level, "dB"),
        Criterion.control("files with random signs as loud as the attack that are heard otherwise",
            100 * mean(measured, Measurement::changedByNoise), Comparison.AT_MOST, 10, "%"),
        Criterion.dose("by how much the quietest random signs are louder than the attack on the same sound",
            least(measured, Measurement::noiseMore), Comparison.AT_LEAST, -0.1, "dB"),
        Criterion.ablation("files attacked with shuffled signs that are heard as the target",
            100 * mean(measured, Measurement::hitsOfShuffled), Comparison.EXACTLY, 0, "%"),
        Criterion.dose("by how much the quietest change with shuffled signs is louder than the attack's first bound",
            least(measured, Measurement::shuffledMore), Comparison.AT_LEAST, -0.1, "dB"),
        Criterion.dose("sounds that training and test share", greatest(measured, Measurement::shared),
            Comparison.EXACTLY, 0, ""));
  }

  private static List<Finding> headlines(List<Measurement> measured) {
    Spread decibels = decibels(measured);
    return List.of(
        Headline.percent("error-rate", greatest(measured, Measurement::errorRate)),
        Headline.percent("hits", mean(measured, Measurement::hits), 0),
        new Headline("median-level", decibels.median(), 1, "dB"),
        new Headline("quietest-level", decibels.min(), 1, "dB"),
        new Headline("loudest-level", decibels.max(), 1, "dB"),
        Headline.percent("changed-by-noise", mean(measured, Measurement::changedByNoise)),
        new Headline("longest", greatest(measured, Measurement::longest), 0, ""));
  }

  private static Spread decibels(List<Measurement> measured) {
    return Spread.of(measured.stream().flatMapToDouble(run -> Arrays.stream(run.decibels())).toArray());
  }

  private static double mean(List<Measurement> measured, ToDoubleFunction<Measurement> of) {
    return measured.stream().mapToDouble(of).average().orElseThrow();
  }

  private static double greatest(List<Measurement> measured, ToDoubleFunction<Measurement> of) {
    return Spread.of(measured.stream().mapToDouble(of).toArray()).max();
  }

  private static double least(List<Measurement> measured, ToDoubleFunction<Measurement> of) {
    return Spread.of(measured.stream().mapToDouble(of).toArray()).min();
  }

  @Override
  public Card card() {
    return Card.of(19, "audio-ctc", "What the network hears")
        .withClaim("A network that writes down what it hears, with hardly a mistake, writes down any other transcript"
            + " of an attacker's choice, letter for letter, when something is added to the sound whose loudest sample"
            + " is, in the median, less than a tenth of the loudest of the sound. It does so for the 16-bit file that"
            + " was written. Random signs as loud as that change next to nothing, and the same steps in another order"
            + " never reach a target.")
        .withSlides("What will a state-of-the-art neural network transcribe?",
            "\"It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of"
                + " foolishness, it was the epoch of belief, it was the epoch of incredulity\"")
        .withData("tones", "fsdd")
        .withThreatModel(new ThreatModel("the samples of a sound before it is written to a file",
            "each sample by at most a quarter of the greatest sample of the sound (-12 dB), and as much less as the"
                + " attack finds to be enough; in the median at most a tenth (-20 dB)",
            "the network, with its front end", "a transcript drawn at random, letter for letter"))
        .withSabotage("the attack's steps are taken in a shuffled order, like those of the ablation")
        .withSham("the random signs are half as loud as the attack")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
