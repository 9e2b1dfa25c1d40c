package scrutable.attacks.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Wav;

@DisplayName("What an attack on sounds achieved")
class AudioAttackResultTest {
  private static final SpeechVictim VICTIM = Ears.victim();
  private static final Tensor SOUNDS = Tensor.of(new float[] {0.2f, 0.2f, 0.5f, 0.2f, 0.2f, 0.2f, 0.2f, 0.5f}, 2, 4);

  private static AudioAttackResult judge(Tensor candidates) {
    return AudioAttackResult.judge(VICTIM, SOUNDS, 8000, candidates);
  }

  @Test
  void isHeardInTheFilesThatWereWritten() throws MalformedFileException {
    AudioAttackResult result = judge(SOUNDS.add(Tensor.of(new float[] {0.2f, 0, 0, 0, 0, 0, 0.4f, 0}, 2, 4)));
    assertArrayEquals(new int[] {0}, result.before().get(0));
    assertArrayEquals(new int[] {1}, result.before().get(1));
    assertArrayEquals(new int[] {0}, result.after().get(0), "0 in both steps is one 0");
    assertArrayEquals(new int[] {0}, result.after().get(1));
    assertEquals(1, result.changedTranscripts());
    assertArrayEquals(new boolean[] {false, true}, result.hits(List.of(new int[] {0, 0}, new int[] {0})));
    assertEquals(20 * Math.log10(0.4), result.decibels()[0], 1e-3);
    assertEquals(20 * Math.log10(0.8), result.decibels()[1], 1e-3);
    Wav file = Wav.decode(result.file(1), "file");
    assertEquals(8000, file.sampleRate());
    assertArrayEquals(result.changes().select(0, 1).toFloatArray(), file.samples().select(0, 0)
        .sub(CtcAttack.asFiles(SOUNDS).select(0, 1)).toFloatArray());
  }

  @Test
  void doesNotCountWhatRoundingTakesAway() {
    float lessThanHalfAStep = 0.4f / 32768;
    SpeechVictim fine = SpeechVictim.of(hearsAbove(lessThanHalfAStep / 2), 1);
    Tensor quiet = Tensor.of(new float[] {-0.5f, 0, -0.5f, 0}, 1, 4);
    Tensor candidates = quiet.add(lessThanHalfAStep);
    assertArrayEquals(new int[] {0, 0}, fine.transcripts(candidates).getFirst(), "before it is written it is heard");
    AudioAttackResult result = AudioAttackResult.judge(fine, quiet, 8000, candidates);
    assertArrayEquals(new int[0], result.after().getFirst());
    assertEquals(0, result.changedTranscripts());
    assertEquals(Double.NEGATIVE_INFINITY, result.decibels()[0]);
  }

  /// Hears label 0 in samples above a threshold, however small.
  private static Module hearsAbove(double threshold) {
    return sounds -> {
      Variable excess = sounds.sub(threshold).mul(1e6).unsqueeze(2);
      return Variable.concat(2, excess, excess.neg());
    };
  }

  @Test
  void doesNotCountWhatClippingTakesAway() {
    Tensor loud = Tensor.of(new float[] {0.2f, 0.99f, 0.2f, 0.2f}, 1, 4);
    Tensor louder = Tensor.of(new float[] {5, 4, 0.2f, 0.2f}, 1, 4);
    assertArrayEquals(new int[] {0}, VICTIM.transcripts(louder).getFirst(), "5 is more than 4");
    AudioAttackResult result = AudioAttackResult.judge(VICTIM, loud, 8000, louder);
    assertEquals(20 * Math.log10((32767 / 32768.0 - 0.2) / 0.99), result.decibels()[0], 1e-3);
    Tensor both = Tensor.of(new float[] {4, 5, 0.2f, 0.2f}, 1, 4);
    assertArrayEquals(AudioAttackResult.judge(VICTIM, loud, 8000, both).after().getFirst(), result.after().getFirst(),
        "in a file, 4 and 5 are the same");
  }

  @Test
  void isRefusedForOtherShapesSilenceAndNumbersThatAreNone() {
    assertThrows(IllegalStateException.class, () -> judge(SOUNDS.slice(1, 0, 2)));
    assertThrows(IllegalArgumentException.class, () -> judge(SOUNDS.div(0)));
    Tensor silence = Tensor.zeros(2, 4);
    String message = assertThrows(IllegalArgumentException.class,
        () -> AudioAttackResult.judge(VICTIM, silence, 8000, silence)).getMessage();
    assertTrue(message.contains("silent"), message);
    assertThrows(IllegalArgumentException.class, () -> judge(SOUNDS).hits(List.of()));
  }

  @Test
  void aBeamHearsTheLikeliestTranscriptWhereTheLikeliestAlignmentIsBlank() {
    // Twice p(0) = 0.4: 0 has 1 - 0.6^2 = 0.64, nothing 0.36.
    double[] logits = {Math.log(0.4), Math.log(0.6), Math.log(0.4), Math.log(0.6)};
    Module network = sounds -> Variable.constant(Tensor.of(logits, 1, 2, 2));
    SpeechVictim victim = SpeechVictim.of(network, 1);
    assertArrayEquals(new int[0], victim.transcripts(Tensor.zeros(1, 2)).getFirst());
    assertArrayEquals(new int[] {0}, victim.beam(4).transcripts(Tensor.zeros(1, 2)).getFirst());
  }

  @Test
  void levelsAreThoseOfTheGreatestSamples() {
    Tensor changes = Tensor.of(new float[] {0.001f, -0.01f, 0, 0.05f}, 2, 2);
    Tensor sounds = Tensor.of(new float[] {-1, 0.3f, 0.5f, 0}, 2, 2);
    assertArrayEquals(new double[] {-40, -20}, Decibels.of(changes, sounds), 1e-5);
    assertArrayEquals(new double[] {1, 0.5}, Decibels.peaks(sounds));
    assertThrows(IllegalArgumentException.class, () -> Decibels.of(changes, sounds.slice(0, 0, 1)));
    assertThrows(IllegalArgumentException.class, () -> Decibels.peaks(Tensor.of(new float[] {Float.NaN}, 1, 1)));
  }

  @Test
  void randomSignsLieAtTheBoundAndAreDrawnByACoin() {
    Tensor sounds = CtcAttack.asFiles(Rng.seed(1).uniformBetween(-0.5, 0.5, 2, 1000));
    float[] change = RandomSigns.add(sounds, new double[] {0.01, 0.1}, Rng.seed(2)).sub(sounds).toFloatArray();
    int up = 0;
    for (int i = 0; i < change.length; i++) {
      assertEquals(i < 1000 ? 0.01 : 0.1, Math.abs(change[i]), 0.6 / 32768);
      up += change[i] > 0 ? 1 : 0;
    }
    assertTrue(Math.abs(up - 1000) < 120, up + " of 2000 signs are +");
    assertThrows(IllegalArgumentException.class, () -> RandomSigns.add(sounds, new double[] {0.1}, Rng.seed(2)));
    assertThrows(IllegalArgumentException.class,
        () -> RandomSigns.add(sounds, new double[] {0.1, Double.NaN}, Rng.seed(2)));
  }
}
