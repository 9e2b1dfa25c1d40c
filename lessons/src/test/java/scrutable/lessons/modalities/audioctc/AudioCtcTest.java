package scrutable.lessons.modalities.audioctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.audio.CtcAttack;
import scrutable.attacks.audio.Decibels;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Sound;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Effort;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Measurement;
import scrutable.lessons.modalities.audioctc.AudioCtcExperiment.Weapons;
import scrutable.lessons.modalities.audioctc.AudioCtcLesson.Limits;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Tones;
import scrutable.tensor.Rng;

class AudioCtcTest {
  private static final double[] QUIET = {-30, -24, -26, -28};

  private static Status status(Measurement... runs) {
    return LessonResult.of(AudioCtcLesson.judge(List.of(runs), Limits.TONES)).status();
  }

  private static Measurement run(double errors, double hits, double beam, double[] decibels) {
    return new Measurement(errors, 1, hits, beam, decibels, 0.02, 0, 0, 0, 0, 10);
  }

  @Test
  void passesOnlyIfAllIsAsItShouldBe() {
    Measurement good = run(0.01, 1, 0.9, QUIET);
    assertEquals(Status.PASS, status(good, good));
    assertEquals(Status.GATE_FAILED, status(good, run(0.06, 1, 1, QUIET)));
    assertEquals(Status.GATE_FAILED, status(new Measurement(0, 0.9, 1, 1, QUIET, 0, 0, 0, 0, 0, 10)));
    assertEquals(Status.EFFECT_ABSENT, status(run(0, 0.8, 0.8, QUIET)));
    assertEquals(Status.EFFECT_ABSENT, status(run(0, 1, 0.8, QUIET)), "what only one way of reading hears");
    assertEquals(Status.EFFECT_ABSENT, status(run(0, 1, 1, new double[] {-30, -19, -19})));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(new Measurement(0, 1, 1, 1, QUIET, 0.2, 0, 0, 0, 0, 10)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(new Measurement(0, 1, 1, 1, QUIET, 0, 0, 0.1, 0, 0, 10)));
  }

  @Test
  void lessIsAskedForWhatPeopleSay() {
    Measurement middling = run(0.08, 0.8, 0.8, new double[] {-16, -17, -18});
    assertEquals(Status.GATE_FAILED, status(middling));
    assertEquals(Status.PASS, LessonResult.of(AudioCtcLesson.judge(List.of(middling), Limits.DIGITS)).status());
  }

  @Test
  void aControlThatIsQuieterThanTheAttackIsNoControl() {
    assertEquals(Status.DOSE_WRONG, status(new Measurement(0, 1, 1, 1, QUIET, 0, -6, 0, 0, 0, 10)));
    assertEquals(Status.DOSE_WRONG, status(new Measurement(0, 1, 1, 1, QUIET, 0, 0, 0, -3, 0, 10)));
    assertEquals(Status.DOSE_WRONG, status(new Measurement(0, 1, 1, 1, QUIET, 0, 0, 0, 0, 1, 10)));
    assertEquals(Status.DOSE_WRONG,
        status(new Measurement(0, 1, 1, 1, QUIET, 0, Double.NEGATIVE_INFINITY, 0, 0, 0, 10)));
  }

  /// Of a network that has hardly begun to learn.
  @Test
  void measuresTheLevelOfTheControlAndShowsWhatCanBeListenedTo() {
    AudioCtcExperiment experiment = AudioCtcExperiment.of(AudioCtcSpeech.tones(4, 2, Rng.seed(1)),
        new Effort(4, 1, 2, 1, 10, 2), new Weapons(CtcAttack.of(10), 0.5), Rng.seed(1), Progress.silent());
    Measurement measured = experiment.measured();
    assertEquals(20 * Math.log10(0.5), measured.noiseMore(), 0.1, "half as loud");
    assertEquals(measured.decibels()[0], Decibels.of(experiment.judged().changes(), experiment.sounds())[0], 1e-9);
    assertTrue(measured.errorRate() > 0.5 && measured.hits() == 0, "it has not learned anything yet");
    assertEquals(0, measured.shared());
    List<Sound> sounds = AudioCtcFigures.of(experiment, -20).stream().filter(Sound.class::isInstance)
        .map(Sound.class::cast).toList();
    assertEquals(3, sounds.size());
    assertArrayEquals(experiment.judged().file(0), sounds.get(1).file(), "the very file that was judged");
    assertEquals(Tones.SAMPLES, sounds.get(2).wav().samples().size(1));
  }

  @Test
  void aTranscriptIsReadBackFromItsLabels() {
    AudioCtcSpeech speech = AudioCtcSpeech.tones(1, 1, Rng.seed(1));
    String said = speech.test().transcripts().getFirst();
    assertArrayEquals(Tones.labels(said), speech.labels(said));
    assertEquals(said, speech.text(speech.labels(said)));
    for (int n = 0; n < 100; n++) {
      int length = speech.transcript(Rng.seed(n)).length();
      assertTrue(length >= Tones.FEWEST && length <= Tones.MOST, "length " + length);
    }
  }

  @Test
  void threeDigitsAreSpokenInTwoSecondsAndNoneInTrainingAndTest() throws IOException {
    assumeTrue(System.getenv("SCRUTABLE_DATA") != null, "without SCRUTABLE_DATA there are no published data sets");
    AudioCtcSpeech speech = AudioCtcSpeech.digits(20, 10, Rng.seed(1), Progress.silent());
    assertEquals(0, speech.shared());
    for (int n = 0; n < 20; n++) {
      assertTrue(speech.training().transcripts().get(n).matches("[0-9]{3}"));
      float[] samples = speech.training().samples().select(0, n).toFloatArray();
      assertEquals(16_000, samples.length);
      double greatest = 0;
      for (float sample : samples) {
        greatest = Math.max(greatest, Math.abs(sample));
      }
      // the loudest of three digits between -6 and 6 dB, and noise of up to a tenth of it
      assertTrue(greatest > 0.19 && greatest < 1, "greatest sample " + greatest);
    }
  }
}
