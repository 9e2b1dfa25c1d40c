package scrutable.lessons.modalities.audioctc;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import scrutable.attacks.audio.AudioAttackResult;
import scrutable.attacks.audio.CtcAttack;
import scrutable.attacks.audio.Decibels;
import scrutable.attacks.audio.RandomSigns;
import scrutable.attacks.audio.SpeechVictim;
import scrutable.attacks.audio.Transcriber;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.modalities.audioctc.AudioCtcSpeech.Utterances;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
import scrutable.nn.layer.LogMel;
import scrutable.nn.model.Listener;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.EditDistance;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network learns to write down what it hears. Then sounds are changed, hardly audibly, until it writes down what
/// somebody else wants.
///
/// Carlini and Wagner, "Audio adversarial examples: targeted attacks on speech-to-text", 2018.
///
/// @param speech   what was learned from and attacked
/// @param listener that was attacked
/// @param sounds   before the attack, `(N, T)`, as a file holds them
/// @param targets  what each should be heard as
/// @param made     by the attack
/// @param judged   the attack, heard by the most likely symbol of each step
/// @param noise    a control: random signs as loud as the attack
/// @param measured what it showed
record AudioCtcExperiment(AudioCtcSpeech speech, Listener listener, Tensor sounds, List<String> targets,
    CtcAttack.Made made, AudioAttackResult judged, AudioAttackResult noise, Measurement measured) {
  private static final double RATE = 3e-3;
  private static final int BATCH = 10;
  private static final int BEAM = 10;

  /// How much is done.
  ///
  /// @param training   how many utterances there are to learn from
  /// @param epochs     how often each is heard
  /// @param test       how many utterances measure how well it hears
  /// @param attacked   how many of them are attacked, at most all
  /// @param iterations of the attack
  /// @param draws      of random signs for each
  record Effort(int training, int epochs, int test, int attacked, int iterations, int draws) {}

  /// What is done to the sounds.
  ///
  /// @param attack   with its settings; its steps are shuffled to disarm it
  /// @param loudness of random signs, as a share of that of the attack: 1, less for a control that is none
  record Weapons(CtcAttack attack, double loudness) {}

  /// What a run showed, as shares and in dB.
  ///
  /// @param errorRate      letters that are heard wrongly in other utterances, of all their letters
  /// @param sameAsFile     of the sounds that are attacked, those that are heard alike before they are a file
  /// @param hits           of the attacked files, those that are heard as the target, letter for letter
  /// @param hitsOfBoth     those that are heard so by greedy and by beam decoding
  /// @param decibels       how loud each change is beside its sound
  /// @param changedByNoise of all draws of random signs, those that change what is heard
  /// @param noiseMore      by how many dB the quietest of the random signs is louder than the attack on the same sound
  /// @param hitsOfShuffled of the sounds attacked with shuffled signs, those that are heard as the target
  /// @param shuffledMore   by how many dB the quietest of these changes is louder than the first bound
  /// @param shared         test sounds that were learned from
  /// @param longest        letters of the longest target that was heard
  record Measurement(double errorRate, double sameAsFile, double hits, double hitsOfBoth, double[] decibels,
      double changedByNoise, double noiseMore, double hitsOfShuffled, double shuffledMore, int shared, int longest) {}

  /// Learns, attacks, and listens to what came of it.
  static AudioCtcExperiment of(AudioCtcSpeech speech, Effort effort, Weapons weapons, Rng rng, Progress progress) {
    Utterances test = speech.test();
    Listener listener = train(speech, effort.epochs, rng, progress);
    SpeechVictim victim = SpeechVictim.of(listener, listener.blank());

    Tensor asSpoken = test.samples().slice(0, 0, effort.attacked);
    Tensor sounds = CtcAttack.asFiles(asSpoken);
    Rng draws = rng.split("targets");
    List<String> targets = IntStream.range(0, effort.attacked).mapToObj(n -> speech.transcript(draws)).toList();
    List<int[]> labels = targets.stream().map(speech::labels).toList();
    //: code judge
    CtcAttack.Made made = weapons.attack.perturb(victim, sounds, labels, rng.split("attack"), progress);
    AudioAttackResult judged = judge(victim, sounds, made.sounds());
    boolean[] hits = judged.hits(labels);
    boolean[] byBeam = judge(victim.beam(BEAM), sounds, made.sounds()).hits(labels);

    CtcAttack.Made shuffled = weapons.attack.with(CtcAttack.Steps.SHUFFLED_SIGNS)
        .perturb(victim, sounds, labels, rng.split("shuffled"), progress);
    AudioAttackResult ablated = judge(victim, sounds, shuffled.sounds());
    Noise noise = noise(victim, sounds, judged, weapons.loudness, effort.draws, rng.split("signs"));
    //: end
    List<int[]> before = victim.transcripts(asSpoken);
    boolean[] ofShuffled = ablated.hits(labels);
    Measurement measured = new Measurement(
        EditDistance.characterErrorRate(test.transcripts(), speech.texts(victim.transcripts(test.samples()))),
        share(effort.attacked, n -> Arrays.equals(before.get(n), judged.before().get(n))),
        share(effort.attacked, n -> hits[n]), share(effort.attacked, n -> hits[n] && byBeam[n]),
        judged.decibels(), noise.changed, noise.more, share(effort.attacked, n -> ofShuffled[n]),
        least(ablated.decibels()) - 20 * StrictMath.log10(weapons.attack.firstBound()),
        speech.shared(), longest(targets, hits));
    return new AudioCtcExperiment(speech, listener, sounds, targets, made, judged, noise.first, measured);
  }

  //: code train
  private static Listener train(AudioCtcSpeech speech, int epochs, Rng rng, Progress progress) {
    LogMel ear = new LogMel(AudioCtcSpeech.SAMPLE_RATE, 200, 80, speech.bands());      // 25 ms every 10 ms
    Listener listener = new Listener(ear, speech.letters().length(), speech.width(), rng.split("initialise"));
    Utterances training = speech.training();
    Tensor heard = Graph.withoutRecording(() -> listener.hear(Variable.constant(training.samples())).value());
    List<int[]> labels = training.transcripts().stream().map(speech::labels).toList();
    long steps = (long) epochs * Math.ceilDiv(training.count(), BATCH);
    TrainingLoop loop = new TrainingLoop(listener, new Adam(listener.parameters(), RATE),
        TrainingSettings.of(epochs, BATCH).withSchedule(Schedule.cosine(RATE, RATE / 50, steps)).withClipping(5)
            .withProgress(progress, "learning to hear"), rng.split("shuffle"));
    loop.run(BatchSource.of(training.count(), rows -> rows), rows -> {
      Variable batch = Variable.constant(Indexing.select(heard, 0, Tensor.wrap(rows, rows.length)));
      PaddedBatch transcripts = PaddedBatch.of(Arrays.stream(rows).mapToObj(labels::get).toList());
      return listener.lossPerExample(listener.understand(batch), transcripts).mean();
    });
    return listener;
  }
  //: end

  private static AudioAttackResult judge(Transcriber victim, Tensor sounds, Tensor candidates) {
    return AudioAttackResult.judge(victim, sounds, AudioCtcSpeech.SAMPLE_RATE, candidates);
  }

  /// Random signs as loud as an attack.
  ///
  /// @param first   what the first draw did
  /// @param changed of all draws for all sounds, the share that changed what is heard
  /// @param more    by how many dB the quietest of them is louder than the attack on the same sound
  private record Noise(AudioAttackResult first, double changed, double more) {}

  private static Noise noise(SpeechVictim victim, Tensor sounds, AudioAttackResult attack, double loudness, int draws,
      Rng rng) {
    double[] bounds = Arrays.stream(Decibels.peaks(attack.changes())).map(bound -> loudness * bound).toArray();
    AudioAttackResult first = null;
    int changed = 0;
    double more = Double.POSITIVE_INFINITY;
    for (int draw = 0; draw < draws; draw++) {
      AudioAttackResult result = judge(victim, sounds, RandomSigns.add(sounds, bounds, rng.split(draw)));
      first = first == null ? result : first;
      changed += result.changedTranscripts();
      for (int n = 0; n < bounds.length; n++) {
        more = Math.min(more, result.decibels()[n] - attack.decibels()[n]);
      }
    }
    return new Noise(first, changed / (double) (draws * bounds.length), more);
  }

  /// The share of sounds of which something is true.
  private static double share(int count, IntPredicate of) {
    return IntStream.range(0, count).filter(of).count() / (double) count;
  }

  private static double least(double[] levels) {
    return Arrays.stream(levels).min().orElseThrow();
  }

  private static int longest(List<String> targets, boolean[] hits) {
    return IntStream.range(0, hits.length).filter(n -> hits[n]).map(n -> targets.get(n).length()).max().orElse(0);
  }
}
