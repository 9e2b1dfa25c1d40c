package scrutable.lessons.reality.scalinglaws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.reality.CharacterText;
import scrutable.lessons.reality.scalinglaws.ScalingFactsExperiment.Curve;
import scrutable.lessons.reality.scalinglaws.ScalingTextExperiment.Trained;
import scrutable.nn.Progress;
import scrutable.tensor.Rng;

class ScalingLawsTest {
  private static final double[] SIZES = {10, 100, 1_000};
  private static final CharacterText TEXT = CharacterText.drawn(16_800, 1_000, Rng.seed(1));

  @Test
  void aPowerHasNoBendAndAnExponentialHas() {
    double[] power = {8, 4, 2};
    Curve straight = new Curve(SIZES, power, power);
    assertEquals(0, straight.bend(), 1e-12);
    assertEquals(StrictMath.log10(2), straight.law().exponent(), 1e-12);
    double[] exponential = Arrays.stream(SIZES).map(size -> StrictMath.exp(-size / 500)).toArray();
    double expected = (1_000 - 100) / 500.0 / StrictMath.log(10) - (100 - 10) / 500.0 / StrictMath.log(10);
    assertEquals(expected, new Curve(SIZES, exponential, exponential).bend(), 1e-9);
  }

  @Test
  void theWorstPointDecidesHowFarACurveIsFromItsFormula() {
    assertEquals(0.5, new Curve(SIZES, new double[] {4.04, 1, 1.98}, new double[] {4, 2, 2}).worst(), 1e-12);
    assertTrue(Double.isNaN(new Curve(SIZES, new double[] {4, 2, 1}, new double[] {4, 2, Double.NaN}).worst()));
  }

  @Test
  void tablesLoseWhatTheFormulaSays() {
    ScalingFactsExperiment facts = ScalingFactsExperiment.of(1.5, 4, 4, Rng.seed(5), Progress.silent());
    assertTrue(facts.bySamples().worst() < 0.1 && facts.byRooms().worst() < 0.2);
    assertTrue(facts.evenly().bend() > 10 * facts.bySamples().bend(), "facts that are all alike are known all at once");
    assertTrue(facts.bySize().errors()[0] > 0.5, "a network that has seen four batches knows little");
  }

  private static List<Trained> trained(double floor, double scale, double exponent, double last) {
    return IntStream.rangeClosed(1, 6).mapToObj(i -> {
      double size = StrictMath.pow(3, i);
      return new Trained(size, 1, i == 6 ? last : floor + scale * StrictMath.pow(size, -exponent));
    }).toList();
  }

  @Test
  void theLawIsFittedToAllButTheLastAndSaysWhatTheLastLoses() {
    double exact = 0.4 + 2 * StrictMath.pow(729, -0.6);
    List<Trained> planted = trained(0.4, 2, 0.6, 9);
    assertEquals(exact, ScalingTextExperiment.predicted(planted, Trained::parameters), 1e-6);
    assertEquals(1 - exact / 9, ScalingTextExperiment.missedBy(planted, Trained::parameters), 1e-6);
    assertEquals(0.4, ScalingTextExperiment.law(planted, Trained::parameters).orElseThrow().floor(), 1e-6);
  }

  @Test
  void aLossThatDoesNotFallHasNoLaw() {
    List<Trained> flat = trained(0.4, 0, 1, 0.4);
    assertTrue(ScalingTextExperiment.law(flat, Trained::parameters).isEmpty());
    assertTrue(Double.isNaN(ScalingTextExperiment.missedBy(flat, Trained::parameters)));
  }

  @Test
  void disarmedNetworksAreCalledLargerAndAreAllTheSame() {
    ScalingTextExperiment run = ScalingTextExperiment.of(TEXT, true, true, Rng.seed(2), Progress.silent());
    assertEquals(1, run.bySize().stream().map(Trained::loss).distinct().count());
    assertEquals(0, run.moved(), "a sham control moves nothing");
    assertEquals(6, run.bySize().stream().map(Trained::parameters).distinct().count());
    assertEquals(81 * 4 + 5 * TEXT.vocabulary(), run.bySize().getFirst().parameters());
    assertArrayEquals(new double[] {1_050, 2_100, 4_200, 8_400, 16_800},
        run.byText().stream().mapToDouble(Trained::characters).toArray());
  }

  @Test
  void shufflingKeepsTheCharactersAndMovesThem() {
    CharacterText shuffled = TEXT.shuffled(Rng.seed(3));
    assertTrue(TEXT.moved(shuffled) > 0.8);
    assertEquals(0, TEXT.moved(TEXT));
    assertFalse(Arrays.equals(TEXT.test(), shuffled.test()));
    assertThrows(IllegalStateException.class, () -> TEXT.moved(TEXT.first(2)));
  }

  @Test
  void charactersOfTheTestOnlyAreUnknown() {
    assertEquals(24 + 4, TEXT.vocabulary(), "18 consonants, 5 vowels, the space, and the four symbols");
    assertTrue(Arrays.stream(TEXT.train()).allMatch(id -> id >= 4));
  }
}
