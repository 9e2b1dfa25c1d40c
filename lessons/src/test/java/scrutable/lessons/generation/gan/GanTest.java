package scrutable.lessons.generation.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.lessons.generation.SmallGan;
import scrutable.lessons.generation.gan.GanExperiment.Source;
import scrutable.lessons.generation.gan.GanPictures.Judge;
import scrutable.lessons.generation.gan.GanPictures.Size;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.validation.GaussianFit;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class GanTest {
  private static final GanPictures PICTURES = GanPictures.drawn(new Size(400, 600, 200), Rng.seed(1));
  private static final GanPictures SMALL = GanPictures.drawn(new Size(200, 60, 40), Rng.seed(8));
  private static final Judge JUDGE = PICTURES.judge(Rng.seed(2), Progress.silent());

  @Test
  void noPictureIsInTwoPartsAndOneThatIsWouldBeCounted() {
    assertEquals(0, PICTURES.shared());
    Tensor leaked = Joining.concat(0, PICTURES.train().slice(0, 0, 3), PICTURES.validation().slice(0, 3, 200));
    assertEquals(3, new GanPictures(PICTURES.train(), PICTURES.judged(), PICTURES.others(), leaked, PICTURES.test())
        .shared());
  }

  /// Among 30,000 pictures two often have the same hash code.
  @Test
  void picturesAreComparedByTheirPixelsAndNotByTheirHashCodes() {
    float[] one = new float[GanPictures.PIXELS];
    one[0] = 0.5f;
    one[1] = 0.25f;
    float[] other = one.clone();
    other[0] = Float.intBitsToFloat(Float.floatToIntBits(one[0]) + 1);
    other[1] = Float.intBitsToFloat(Float.floatToIntBits(one[1]) - 31);
    assertEquals(Arrays.hashCode(one), Arrays.hashCode(other));
    GanPictures pictures = new GanPictures(Tensor.of(one, 1, GanPictures.PIXELS), SMALL.judged(),
        Tensor.of(other, 1, GanPictures.PIXELS), SMALL.validation(), SMALL.test());
    assertEquals(0, pictures.shared());
  }

  @Test
  void aCopierIsFoundOutByTheDistanceFromTheTrainingPicturesAlone() {
    Tensor copies = PICTURES.train().slice(0, 0, 200);
    assertEquals(0, PICTURES.nearest(copies));
    double honest = PICTURES.nearest(PICTURES.testRows());
    assertTrue(honest > 0);
    assertEquals(honest, PICTURES.nearest(PICTURES.others()), 0.2 * honest);
    double grain = 0.02;
    Tensor disguised = copies.add(Rng.seed(3).normal(copies.shape()).mul(grain));
    assertTrue(PICTURES.nearest(disguised) < 0.8 * honest, "grain does not hide a copy");
    assertTrue(JUDGE.frechet(copies) < JUDGE.frechet(normal()), "the judge alone likes it");
  }

  private static Tensor normal() {
    return GaussianFit.of(PICTURES.train()).draw(200, Rng.seed(4)).to(DType.FLOAT32).clamp(-1, 1);
  }

  @Test
  void theDistanceOfRealPicturesIsSmallAndGrowsWithWhatIsWrongWithThem() {
    double real = JUDGE.frechet(PICTURES.others());
    Tensor noise = Rng.seed(5).normal(PICTURES.others().shape());
    double noisy = JUDGE.frechet(PICTURES.others().add(noise.mul(0.3)).clamp(-1, 1));
    double noisier = JUDGE.frechet(PICTURES.others().add(noise).clamp(-1, 1));
    assertTrue(real < noisy && noisy < noisier, real + " " + noisy + " " + noisier);
    assertEquals(0, JUDGE.frechet(PICTURES.testRows()), 1e-6);
  }

  @Test
  void aSourceThatDrawsOneDigitCoversOneKind() {
    Dataset test = PICTURES.test();
    Tensor ones = test.ofClasses(1).inputs();
    assertTrue(JUDGE.kinds(ones.reshape(ones.size(0), GanPictures.PIXELS)).covered(0.2) <= 2);
    assertTrue(JUDGE.kinds(PICTURES.others()).covered(0.03) >= 9);
  }

  @Test
  void aFrozenDiscriminatorDoesNotMoveAndTheOtherDoes() {
    GanExperiment experiment = GanExperiment.of(SMALL, 16, true, false, Rng.seed(6), Progress.silent());
    assertEquals(0, experiment.measured().moved());
    assertTrue(experiment.game().moved() > 0);
    assertArrayEquals(new long[] {2, 4, 8, 16},
        experiment.measured().game().stream().mapToLong(GanExperiment.Moment::turns).toArray());
    assertArrayEquals(new long[] {2, 4, 8, 16},
        experiment.measured().frozen().stream().mapToLong(GanExperiment.Moment::turns).toArray());
    assertEquals(1, experiment.measured().share(Source.GAUSSIAN));
    assertArrayEquals(SMALL.others().toFloatArray(), experiment.made().get(Source.REAL).toFloatArray());
  }

  @Test
  void disarmedTheGameIsTheAblation() {
    GanExperiment disarmed = GanExperiment.of(SMALL, 8, false, false, Rng.seed(6), Progress.silent());
    assertEquals(0, disarmed.game().moved());
    assertEquals(disarmed.measured().share(Source.FROZEN), disarmed.measured().share(Source.GAN));
  }

  @Test
  void bothPlayersNumbersAreCountedPerTurn() {
    SmallGan gan = new SmallGan(10, Rng.seed(7));
    long ofDiscriminator = gan.learnedByDiscriminator().elementCount();
    assertEquals(10 * 256 + 256 + 256 * 256 + 256 + 256 + 1, ofDiscriminator);
    long ofGenerator = 32 * 256 + 256 + 2 * 256 + 256 * 256 + 256 + 2 * 256 + 256 * 10 + 10;
    assertEquals(32 * (4 * ofGenerator + 9 * ofDiscriminator), gan.multiplicationsPerTurn());
  }
}
