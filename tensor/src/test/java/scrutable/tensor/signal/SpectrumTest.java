package scrutable.tensor.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Windows, the transform and the filters, against closed forms.
class SpectrumTest {
  private static double[] real(double[] frame) {
    return product(frame, new Dft(frame.length).cosines(DType.FLOAT64));
  }

  private static double[] imaginary(double[] frame) {
    return product(frame, new Dft(frame.length).sines(DType.FLOAT64));
  }

  private static double[] product(double[] frame, Tensor matrix) {
    return Tensor.of(frame, 1, frame.length).matmul(matrix).toDoubleArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 15, 200})
  void anImpulseHasAllFrequenciesAlike(int length) {
    for (int place = 0; place < length; place++) {
      var impulse = new double[length];
      impulse[place] = 1;
      double[] re = real(impulse);
      double[] im = imaginary(impulse);
      for (int k = 0; k < re.length; k++) {
        assertEquals(1, re[k] * re[k] + im[k] * im[k], 1e-15);
        double angle = 2 * Math.PI * (k * place % length) / length;
        assertEquals(Math.cos(angle), re[k], 3e-15);
        assertEquals(-Math.sin(angle), im[k], 3e-15);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"200, 0, 0.3", "200, 17, 0.3", "200, 100, 0", "9, 2, 1.1", "8, 2, 0"})
  void aToneFillsItsOwnBinOnly(int length, int bin, double phase) {
    var tone = new double[length];
    for (int n = 0; n < length; n++) {
      tone[n] = Math.cos(2 * Math.PI * bin * n / length + phase);
    }
    double height = bin == 0 || 2 * bin == length ? length * Math.cos(phase) : length / 2.0;
    double[] re = real(tone);
    double[] im = imaginary(tone);
    for (int k = 0; k < re.length; k++) {
      double expected = k == bin ? Math.abs(height) : 0;
      assertEquals(expected, Math.hypot(re[k], im[k]), 1e-11 * length);
    }
    assertTrue(bin == 0 || 2 * bin == length || Math.abs(Math.atan2(im[bin], re[bin]) - phase) < 1e-11);
  }

  /// Parseval: the energy of the samples is that of all bins.
  @ParameterizedTest
  @ValueSource(ints = {7, 64, 101, 200})
  void energyIsKept(int length) {
    double[] frame = Rng.seed(length).normal(length).toDoubleArray();
    double[] re = real(frame);
    double[] im = imaginary(frame);
    double energy = 0;
    double spectral = 0;
    for (double x : frame) {
      energy += x * x;
    }
    for (int k = 0; k < re.length; k++) {
      spectral += (re[k] * re[k] + im[k] * im[k]) * (k == 0 || 2 * k == length ? 1 : 2);
    }
    assertEquals(energy, spectral / length, 1e-12 * energy);
  }

  @Test
  void quartersOfATurnAreExactAndTheTablesSymmetricToTheBit() {
    assertEquals(0.0, Turn.cos(1, 4));
    assertEquals(-1.0, Turn.cos(2, 4));
    assertEquals(1.0, Turn.sin(1, 4));
    assertEquals(0.0, Turn.sin(2, 4));
    assertEquals(-1.0, Turn.sin(3, 4));
    for (int whole : new int[] {5, 8, 12, 200, 201}) {
      for (int part = 0; part < whole; part++) {
        assertEquals(Math.cos(2 * Math.PI * part / whole), Turn.cos(part, whole), 3e-15);
        assertEquals(Math.sin(2 * Math.PI * part / whole), Turn.sin(part, whole), 3e-15);
        assertEquals(Turn.cos(part, whole), Turn.cos(-part, whole));
        assertEquals(Turn.sin(part, whole), -Turn.sin(-part, whole) + 0.0);
        assertEquals(Turn.cos(part, whole), Turn.cos(part + 1_000_000L * whole, whole));
      }
    }
  }

  @Test
  void theWindowFadesInAndOutAndItsCopiesAddUpToOne() {
    assertEquals("[0.0, 0.5, 1.0, 0.5]", java.util.Arrays.toString(Windows.hann(4).toDoubleArray()));
    double[] window = Windows.hann(200).toDoubleArray();
    for (int n = 0; n < 100; n++) {
      assertEquals(1, window[n] + window[n + 100], 1e-15);
      assertEquals(Math.pow(Math.sin(Math.PI * n / 200), 2), window[n], 1e-15);
    }
    assertThrows(IllegalArgumentException.class, () -> Windows.hann(0));
  }

  /// The window spreads a tone over three bins: -1/4, 1/2, -1/4 of the length.
  @Test
  void theSpectrumOfTheWindowIsThreeBins() {
    double[] re = real(Windows.hann(64).toDoubleArray());
    assertEquals(32, re[0], 1e-12);
    assertEquals(-16, re[1], 1e-12);
    for (int k = 2; k < re.length; k++) {
      assertEquals(0, re[k], 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "700, 781.17", "1000, 999.99", "300, 401.97", "4000, 2146.06", "8000, 2840.02"})
  void theMelScaleHasItsKnownValues(double hertz, double mel) {
    assertEquals(mel, MelFilters.mel(hertz), 0.005);
    assertEquals(hertz, MelFilters.hertz(MelFilters.mel(hertz)), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"32, 200, 8000, 0, 4000", "40, 400, 16000, 20, 7600", "1, 16, 100, 0, 50"})
  void theFiltersAreTrianglesThatShareTheirEdges(int bands, int length, int rate, double low, double high) {
    var filters = new MelFilters(bands, length, rate, low, high);
    double[] edges = filters.edges();
    Tensor matrix = filters.matrix(DType.FLOAT64);
    double step = (MelFilters.mel(high) - MelFilters.mel(low)) / (bands + 1);
    for (int i = 0; i < edges.length; i++) {
      assertEquals(MelFilters.mel(low) + i * step, MelFilters.mel(edges[i]), 1e-9);
    }
    for (int bin = 0; bin <= length / 2; bin++) {
      double hertz = (double) bin * rate / length;
      double sum = 0;
      for (int band = 0; band < bands; band++) {
        double weight = matrix.get(bin, band);
        sum += weight;
        assertEquals(edges[band] < hertz && hertz < edges[band + 2], weight > 0);
        double nearest = Math.min(1, Math.abs(hertz - edges[band + 1]));
        assertTrue(weight <= 1 && (weight < 1 || nearest < 1e-9));
      }
      if (hertz >= edges[1] && hertz <= edges[bands]) {
        assertEquals(1, sum, 1e-12, "between the first and the last peak the triangles add up to 1");
      }
    }
  }

  @Test
  void filtersThatMakeNoSenseAreRefused() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> new MelFilters(128, 200, 8000, 0, 4000).matrix(DType.FLOAT32)).getMessage();
    assertTrue(message.startsWith("mel: band 0, from 0.0 to ") && message.contains("take fewer bands"), message);
    assertThrows(IllegalArgumentException.class, () -> new MelFilters(8, 200, 8000, 0, 4001));
    assertThrows(IllegalArgumentException.class, () -> new MelFilters(8, 200, 8000, Double.NaN, 4000));
    assertThrows(IllegalArgumentException.class, () -> new MelFilters(8, 200, 8000, 300, 300));
    assertThrows(IllegalArgumentException.class, () -> new MelFilters(0, 200, 8000, 0, 4000));
    assertThrows(IllegalArgumentException.class, () -> new Dft(0));
    assertThrows(IllegalArgumentException.class, () -> new Dft(65_537));
  }

  /// All of it in `float32`, as it is used: the loudest band of a tone is the one around its frequency.
  @Test
  void aToneIsLoudestInTheBandAroundIt() {
    var frames = new Frames(200, 80);
    var dft = new Dft(200);
    var filters = new MelFilters(32, 200, 8000, 0, 4000);
    for (int hertz : new int[] {350, 1000, 2200, 3500}) {
      var samples = new float[800];
      for (int n = 0; n < samples.length; n++) {
        samples[n] = (float) Math.sin(2 * Math.PI * hertz * n / 8000);
      }
      Tensor cut = frames.of(Tensor.wrap(samples, 1, 800)).mul(Windows.hann(200).to(DType.FLOAT32));
      Tensor re = cut.matmul(dft.cosines(DType.FLOAT32));
      Tensor im = cut.matmul(dft.sines(DType.FLOAT32));
      Tensor bands = re.square().add(im.square()).matmul(filters.matrix(DType.FLOAT32));
      double[] edges = filters.edges();
      for (int f = 0; f < frames.count(800); f++) {
        int loudest = (int) bands.argmax(2).get(0, f);
        assertTrue(edges[loudest] < hertz && hertz < edges[loudest + 2], hertz + " Hz in band " + loudest);
      }
    }
  }
}
