package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.signal.MelFilters;

@DisplayName("Loudness in mel bands")
class LogMelTest {
  @Test
  void isTheLogarithmOfTheFilteredPowersOfEachFrame() {
    int length = 20;
    int hop = 8;
    int bands = 4;
    double[] sound = Rng.seed(1).normalAround(0, 0.3, 60).toDoubleArray();
    double[] weights = new MelFilters(bands, length, 800, 0, 400).matrix(DType.FLOAT64).toDoubleArray();
    LogMel ear = new LogMel(800, length, hop, bands);
    double[] heard = ear.forward(Tensor.wrap(sound.clone(), 1, 60)).value().toDoubleArray();
    assertEquals(6 * bands, heard.length);
    assertEquals(6, ear.frameCount(60));
    for (int f = 0; f < 6; f++) {
      double[] expected = new double[bands];
      for (int k = 0; k <= length / 2; k++) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < length; i++) {
          double faded = sound[f * hop + i] * Math.pow(Math.sin(Math.PI * i / length), 2);
          real += faded * Math.cos(2 * Math.PI * k * i / length);
          imaginary += faded * Math.sin(2 * Math.PI * k * i / length);
        }
        for (int b = 0; b < bands; b++) {
          expected[b] += weights[k * bands + b] * (real * real + imaginary * imaginary);
        }
      }
      for (int b = 0; b < bands; b++) {
        assertEquals(Math.log(expected[b] + 1e-6), heard[f * bands + b], 1e-9, "frame " + f + ", band " + b);
      }
    }
  }

  @Test
  void ofSilenceIsFinite() {
    float[] heard = new LogMel(8000, 200, 80, 32).forward(Tensor.zeros(2, 400)).value().toFloatArray();
    for (float band : heard) {
      assertEquals(Math.log(1e-6), band, 1e-4);
    }
  }

  @Test
  void ofATonePeaksInItsBand() {
    double[] edges = new MelFilters(32, 200, 8000, 0, 4000).edges();
    LogMel ear = new LogMel(8000, 200, 80, 32);
    for (int band = 3; band < 32; band += 7) {
      double hertz = edges[band + 1];
      double[] tone = new double[200];
      for (int i = 0; i < tone.length; i++) {
        tone[i] = 0.5 * Math.sin(2 * Math.PI * hertz * i / 8000);
      }
      assertArrayEquals(new int[] {band},
          ear.forward(Tensor.wrap(tone, 1, 200)).value().reshape(1, 32).argmax(1).toIntArray());
    }
  }

  @Test
  void letsTheGradientThroughToTheSamples() {
    LogMel ear = new LogMel(800, 20, 8, 4);
    Tensor sounds = Rng.seed(2).normalAround(0, 0.3, 2, 44).to(DType.FLOAT64);
    Tensor weights = Rng.seed(3).normal(2, 4, 4).to(DType.FLOAT64);
    assertTrue(GradientCheck.check(x -> ear.forward(x[0]).mul(Variable.constant(weights)).sum(), sounds).passed());
  }

  @Test
  void saysWhatItNeeds() {
    LogMel ear = new LogMel(8000, 200, 80, 32);
    assertThrows(IllegalArgumentException.class, () -> ear.forward(Tensor.zeros(400)));
    assertThrows(IllegalArgumentException.class, () -> ear.forward(Tensor.zeros(1, 199)));
    assertThrows(IllegalArgumentException.class, () -> new LogMel(8000, 50, 20, 60));
  }
}
