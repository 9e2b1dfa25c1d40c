package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Tones.Spoken;
import scrutable.tensor.Rng;

@DisplayName("Utterances of tones")
class TonesTest {
  private static final Tones.Sample SAMPLE = Tones.generate(60, Rng.seed(1));

  private static float[] sound(int n) {
    return SAMPLE.samples().select(0, n).toFloatArray();
  }

  @Test
  void hearTheLettersThatArePlantedWhereTheyArePlanted() {
    for (int n = 0; n < SAMPLE.count(); n++) {
      StringBuilder heard = new StringBuilder();
      for (Spoken each : SAMPLE.spoken().get(n)) {
        heard.append(likeliest(sound(n), each, SAMPLE.voices()[n]));
      }
      assertEquals(SAMPLE.transcripts().get(n), heard.toString(), "utterance " + n);
    }
  }

  /// The letter of whose two tones the weaker is the strongest: a correlation with a sine and a cosine, no filter bank.
  private static char likeliest(float[] sound, Spoken spoken, double voice) {
    char best = '?';
    double most = 0;
    for (char letter : Tones.LETTERS.toCharArray()) {
      double[] both = Tones.frequencies(letter);
      double weaker = Math.min(power(sound, spoken, both[0] * voice), power(sound, spoken, both[1] * voice));
      if (weaker > most) {
        most = weaker;
        best = letter;
      }
    }
    return best;
  }

  private static double power(float[] sound, Spoken spoken, double frequency) {
    double cosine = 0;
    double sine = 0;
    for (int i = spoken.from(); i < spoken.to(); i++) {
      double angle = 2 * Math.PI * frequency * i / Tones.SAMPLE_RATE;
      cosine += sound[i] * Math.cos(angle);
      sine += sound[i] * Math.sin(angle);
    }
    return cosine * cosine + sine * sine;
  }

  @Test
  void needBothTonesOfALetter() {
    Map<Double, Integer> uses = new HashMap<>();
    Set<List<Double>> chords = new HashSet<>();
    for (char letter : Tones.LETTERS.toCharArray()) {
      double[] both = Tones.frequencies(letter);
      assertTrue(chords.add(List.of(both[0], both[1])), "the chord of " + letter + " is that of another letter");
      uses.merge(both[0], 1, Integer::sum);
      uses.merge(both[1], 1, Integer::sum);
    }
    uses.forEach((frequency, count) -> assertTrue(count == 2 || count == 3, frequency + " Hz: " + count));
  }

  @Test
  void haveSixToTenLettersWithSilenceBetweenThem() {
    Set<Integer> lengths = new HashSet<>();
    for (int n = 0; n < SAMPLE.count(); n++) {
      List<Spoken> letters = SAMPLE.spoken().get(n);
      lengths.add(letters.size());
      int place = (Tones.SAMPLES - 960) / letters.size();
      for (int i = 0; i < letters.size(); i++) {
        Spoken each = letters.get(i);
        double share = (each.to() - each.from()) / (double) place;
        assertTrue(share > 0.34 && share <= 0.5, "share " + share);
        assertTrue(each.from() >= 480 + i * place && each.to() <= 480 + (i + 1) * place - place / 5, each.toString());
      }
    }
    assertEquals(Set.of(6, 7, 8, 9, 10), lengths);
  }

  @Test
  void areAsLoudAsTheyShouldBeAndAsNoisyInTheSilences() {
    for (int n = 0; n < SAMPLE.count(); n++) {
      float[] sound = sound(n);
      double peak = 0;
      for (float sample : sound) {
        peak = Math.max(peak, Math.abs(sample));
      }
      assertTrue(peak > 0.25 && peak <= 1, "peak " + peak);
      double noise = 0;
      int from = SAMPLE.spoken().get(n).getFirst().to();
      int to = SAMPLE.spoken().get(n).get(1).from();
      for (int i = from; i < to; i++) {
        noise += sound[i] * sound[i] / (to - from);
      }
      double level = 10 * Math.log10(noise) - 20 * Math.log10(peak);
      assertTrue(level > -42 && level < -10, "noise at " + level + " dB");
    }
  }

  @Test
  void doNotDependOnHowManyFollow() {
    Tones.Sample few = Tones.generate(2, Rng.seed(1));
    assertArrayEquals(few.samples().toFloatArray(), SAMPLE.samples().slice(0, 0, 2).toFloatArray());
    assertEquals(SAMPLE.transcripts().subList(0, 2), few.transcripts());
  }

  @Test
  void takeOneNumber() {
    Rng some = Rng.seed(3);
    Rng none = Rng.seed(3);
    Tones.generate(4, some);
    none.nextLong();
    assertEquals(none.nextLong(), some.nextLong());
  }

  @Test
  void areWrittenAsLabelsAndBack() {
    assertArrayEquals(new int[] {0, 9, 9, 2}, Tones.labels("ajjc"));
    assertEquals("ajjc", Tones.text(new int[] {0, 9, 9, 2}));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Tones.labels("abk")).getMessage().contains("'k'"));
  }

  @Test
  void cannotBeFewerThanNone() {
    assertThrows(IllegalArgumentException.class, () -> Tones.generate(-1, Rng.seed(1)));
  }
}
