package scrutable.nn.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class CaptionedPainterTest {
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(20);
  private static final Tensor CAPTIONS = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);

  private static CaptionedPainter painter(int seed) {
    return new CaptionedPainter(SCHEDULE, 4, 2, 16, 8, 2, Rng.seed(seed));
  }

  private static Tensor pictures() {
    return Rng.seed(5).normal(2, 1, 2, 2);
  }

  @Test
  void theLossIsTheWeightedErrorOfTheGuess() {
    CaptionedPainter painter = painter(1);
    Tensor clean = pictures();
    NoiseSchedule.Noised noised = new NoiseSchedule.Noised(Rng.seed(6).normal(2, 1, 2, 2), new int[] {1, 15}, clean);
    double[] guess = painter.guess(Variable.constant(noised.pictures()), noised.times(), CAPTIONS).value()
        .toDoubleArray();
    double[] wanted = clean.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < 8; i++) {
      double left = SCHEDULE.alphaBar(noised.times()[i / 4]);
      double weight = Math.min(left / (1 - left), 5);
      sum += weight * (guess[i] - wanted[i]) * (guess[i] - wanted[i]) / 8;
    }
    assertTrue(SCHEDULE.alphaBar(1) / (1 - SCHEDULE.alphaBar(1)) > 5, "the limit is reached at the first time");
    assertEquals(sum, painter.loss(clean, noised, CAPTIONS).item(), 1e-5);
  }

  @Test
  void guessAndNoiseTogetherMakeTheNoisyPicture() {
    CaptionedPainter painter = painter(2);
    Tensor noisy = pictures();
    for (int time : new int[] {1, 10, 20}) {
      double left = SCHEDULE.alphaBar(time);
      Tensor guess = painter.guess(Variable.constant(noisy), new int[] {time, time}, CAPTIONS).value();
      Tensor noise = painter.told(CAPTIONS).noise(noisy, time);
      assertArrayEquals(noisy.toDoubleArray(),
          guess.mul(Math.sqrt(left)).add(noise.mul(Math.sqrt(1 - left))).toDoubleArray(), 1e-5);
    }
  }

  @Test
  void beforeItHasLearnedACaptionChangesNothingAndAfterwardsItDoes() {
    CaptionedPainter painter = painter(3);
    Tensor noisy = pictures();
    assertArrayEquals(painter.toldNothing().noise(noisy, 7).toFloatArray(),
        painter.told(CAPTIONS).noise(noisy, 7).toFloatArray());
    learn(painter, 2);
    Tensor none = painter.told(Tensor.zeros(2, 2)).noise(noisy, 7);
    assertArrayEquals(none.toFloatArray(), painter.toldNothing().noise(noisy, 7).toFloatArray());
    assertTrue(none.sub(painter.told(CAPTIONS).noise(noisy, 7)).abs().max().item() > 1e-4);
  }

  /// Caption 0 is a bright picture, caption 1 a dark one.
  private static void learn(CaptionedPainter painter, int steps) {
    Adam optimizer = new Adam(painter.parameters(), 5e-3);
    Rng noise = Rng.seed(8);
    int batch = 16;
    float[] pixels = new float[batch * 4];
    float[] said = new float[batch * 2];
    for (int i = 0; i < batch; i++) {
      Arrays.fill(pixels, 4 * i, 4 * i + 4, i % 2 == 0 ? 0.8f : -0.8f);
      said[2 * i + i % 2] = i < 14 ? 1 : 0;
    }
    Tensor clean = Tensor.of(pixels, batch, 1, 2, 2);
    Tensor captions = Tensor.of(said, batch, 2);
    for (int i = 0; i < steps; i++) {
      Variable loss = painter.loss(clean, SCHEDULE.draw(clean, noise), captions);
      optimizer.step(Gradients.of(loss, painter.parameters()));
    }
  }

  @Test
  void itPaintsWhatItWasTaughtAndBothIfItIsToldNothing() {
    CaptionedPainter painter = painter(4);
    learn(painter, 150);
    AncestralSampler sampler = AncestralSampler.everyStep(SCHEDULE, -1, 1);
    double[] told = sampler.sample(painter.told(CAPTIONS), 2, Rng.seed(9), 1, 2, 2).toDoubleArray();
    for (int i = 0; i < 8; i++) {
      assertEquals(i < 4 ? 0.8 : -0.8, told[i], 0.3);
    }
    double[] free = sampler.sample(painter.toldNothing(), 40, Rng.seed(9), 1, 2, 2).toDoubleArray();
    long bright = Arrays.stream(free).filter(pixel -> pixel > 0.3).count();
    long dark = Arrays.stream(free).filter(pixel -> pixel < -0.3).count();
    assertTrue(bright > 30 && dark > 30, bright + " bright and " + dark + " dark of 160");
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    CaptionedPainter painter = painter(1);
    Variable noisy = Variable.constant(pictures());
    String message = assertThrows(IllegalArgumentException.class,
        () -> painter.guess(noisy, new int[] {1, 2}, Tensor.zeros(2, 3))).getMessage();
    assertTrue(message.contains("captions (N, 2)"), message);
    assertThrows(IllegalArgumentException.class, () -> painter.guess(noisy, new int[] {1}, CAPTIONS));
    assertThrows(IllegalArgumentException.class,
        () -> painter.guess(Variable.constant(Tensor.zeros(2, 5)), new int[] {1, 2}, CAPTIONS));
    assertThrows(UnsupportedOperationException.class, () -> painter.forward(noisy));
    assertThrows(IllegalArgumentException.class, () -> new CaptionedPainter(SCHEDULE, 4, 0, 16, 8, 2, Rng.seed(1)));
  }
}
