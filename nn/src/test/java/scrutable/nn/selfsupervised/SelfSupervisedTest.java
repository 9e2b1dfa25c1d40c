package scrutable.nn.selfsupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Noise;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.train.Metrics;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class SelfSupervisedTest {

  @Test
  void theLossOfSimClrComparesTwoFreshViewsOfEachImage() {
    Linear encoder = new Linear(3, 4, Rng.seed(1));
    Linear head = new Linear(4, 2, Rng.seed(2));
    Tensor images = Rng.seed(3).normal(6, 3);
    Augmentation noise = Noise.ofPoints(0.3);
    Rng same = Rng.seed(4);
    Variable one = head.forward(encoder.forward(noise.apply(images, same)));
    Variable other = head.forward(encoder.forward(noise.apply(images, same)));
    double expected = Contrast.ntXent(one, other, 0.5).item();
    SimClr simClr = new SimClr(noise, 0.5, 1, 6, 1e-3);
    assertEquals(expected, simClr.loss(images, new Sequential(encoder, head), Rng.seed(4)).item());
  }

  @Test
  void simClrLearnsToTellPicturesApartOnAnyNumberOfThreads() {
    Tensor points = Rng.seed(5).normal(64, 4);
    float[] one = Parallel.withThreads(1, () -> trained(points));
    assertArrayEquals(one, Parallel.withThreads(2, () -> trained(points)));
  }

  private static float[] trained(Tensor points) {
    Module encoder = new Sequential(new Linear(4, 16, Rng.seed(6)), new Relu());
    Module head = new Linear(16, 8, Rng.seed(7));
    List<Double> losses = new ArrayList<>();
    new SimClr(Noise.ofPoints(0.1), 0.5, 12, 16, 1e-2)
        .train(points, encoder, head, Rng.seed(8), report -> losses.add(report.training().loss()));
    assertEquals(12, losses.size());
    assertTrue(losses.getLast() < losses.getFirst() - 0.2, losses.toString());
    return encoder.parameters().getFirst().value().toFloatArray();
  }

  @Test
  void theProbeMinimisesItsLossAndLeavesTheEncoderAlone() {
    Dataset blobs = Blobs.generate(60, Rng.seed(9));
    Linear encoder = new Linear(blobs.inputShape()[0], 5, Rng.seed(10));
    float[] before = encoder.weight().value().toFloatArray();
    Module probe = LinearProbe.fit(encoder, blobs, 1e-2);
    assertArrayEquals(before, encoder.weight().value().toFloatArray());
    assertTrue(Metrics.accuracy(probe, blobs, 60) > 0.9);
    // At the minimum the mean prediction of each class is its share: the bias is not penalised.
    Tensor p = Softmaxes.softmax(probe.forward(blobs.inputs()).value()).mean(false, 0);
    int[] counts = blobs.countPerClass();
    for (int k = 0; k < counts.length; k++) {
      assertEquals(counts[k] / 60.0, p.get(k), 1e-3);
    }
  }

  @Test
  void featuresInPiecesAreThoseOfAllAtOnce() {
    Linear encoder = new Linear(2, 3, Rng.seed(11));
    Tensor inputs = Rng.seed(12).normal(1_003, 2);
    assertArrayEquals(encoder.forward(inputs).value().toFloatArray(),
        LinearProbe.features(encoder, inputs).toFloatArray(), 1e-6f);
  }

  @Test
  void bagsHoldTheShareOfEachKnownWord() {
    WordShares words = WordShares.ofWordsIn(List.of("a red ball", "a blue ball"));
    assertEquals(4, words.size());
    Tensor bags = words.of(List.of("ball red a a", "green ball", "green"));
    assertArrayEquals(new float[] {0.5f, 0.25f, 0.25f, 0, 0, 0, 1, 0, 0, 0, 0, 0}, bags.toFloatArray());
  }

  /// Four pictures of one bright pixel each, many times, with a caption that names the pixel.
  private static Tensor pixels(int count) {
    float[] pictures = new float[4 * count];
    for (int i = 0; i < count; i++) {
      pictures[4 * i + i % 4] = 1;
    }
    return Tensor.wrap(pictures, count, 1, 2, 2);
  }

  private static DualEncoder dual(double temperature) {
    Module images = new Sequential(new Flatten(), new Linear(4, 8, Rng.seed(13)));
    return new DualEncoder(images, Linear.withoutBias(4, 8, Rng.seed(14)), temperature);
  }

  @Test
  void aDualEncoderNamesPicturesWithoutEverSeeingALabel() {
    DualEncoder dual = dual(0.2);
    dual.train(pixels(32), pixels(32).reshape(32, 4), new DualEncoder.Settings(60, 4, 0.02), Rng.seed(15));
    Module classifier = dual.zeroShot(Tensor.identity(4, DType.FLOAT32));
    Dataset judged = new Dataset("pixels", pixels(4), Tensor.range(4), List.of("a", "b", "c", "d"));
    assertEquals(1, Metrics.accuracy(classifier, judged, 4));
    // The logits are cosines over the temperature, which was learned.
    Tensor cosines = dual.pictureVectors(pixels(4)).matmul(
        dual.sentenceVectors(Tensor.identity(4, DType.FLOAT32)).t());
    assertArrayEquals(cosines.div(dual.temperature()).toDoubleArray(),
        classifier.forward(pixels(4)).value().toDoubleArray(), 1e-4);
    assertTrue(dual.temperature() != 0.2 && dual.temperature() > 0.01);
  }

  @Test
  void theTemperatureOfADualEncoderStartsWhereItIsSetAndHasALimit() {
    assertEquals(0.2, dual(0.2).temperature(), 1e-6);
    assertEquals(0.01, dual(0.001).temperature(), 1e-12);
    double hot = dual(0.001).loss(pixels(4), pixels(4).reshape(4, 4)).item();
    assertEquals(dual(0.01).loss(pixels(4), pixels(4).reshape(4, 4)).item(), hot, 1e-3);
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> dual(0));
    assertThrows(IllegalArgumentException.class, () -> dual(1).train(pixels(4), Tensor.zeros(3, 4),
        new DualEncoder.Settings(1, 2, 0.1), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new SimClr(Augmentation.none(), 0.5, 1, 9, 0.1)
        .train(Tensor.zeros(8, 2), dual(1).zeroShot(Tensor.ones(2, 4)), dual(1).zeroShot(Tensor.ones(2, 4)),
            Rng.seed(1), report -> {}));
    assertThrows(IllegalArgumentException.class, () -> new SimClr(Augmentation.none(), 0.5, 1, 1, 0.1));
  }
}
