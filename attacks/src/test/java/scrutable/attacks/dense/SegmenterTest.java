package scrutable.attacks.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

class SegmenterTest {
  private static final Tensor WEIGHTS = Rng.seed(1).normal(4, 3, 1, 1);
  private static final Tensor BIAS = Rng.seed(2).normal(4);
  private static final Module LINEAR = Conv2d.of(WEIGHTS, BIAS, Window.square(1, 1, 0));

  /// One linear map for every pixel: the gradient of its cross-entropy is `W^T (softmax(z) - onehot(label))`.
  @Test
  void theGradientIsThatOfTheSumOfAllPixels() {
    Tensor images = Rng.seed(3).uniform(2, 3, 4, 5);
    int[] labels = Rng.seed(4).permutation(40);
    for (int i = 0; i < labels.length; i++) {
      labels[i] %= 4;
    }
    Tensor gradient = Segmenter.of(LINEAR).lossGradient(images, Tensor.wrap(labels, 2, 4, 5));
    for (int n = 0; n < 2; n++) {
      for (int p = 0; p < 20; p++) {
        double[] odds = odds(images, n, p);
        odds[labels[20 * n + p]] -= 1;
        for (int c = 0; c < 3; c++) {
          double expected = 0;
          for (int k = 0; k < 4; k++) {
            expected += WEIGHTS.get(k, c, 0, 0) * odds[k];
          }
          assertEquals(expected, gradient.get(n, c, p / 5, p % 5), 1e-5);
        }
      }
    }
  }

  private static double[] odds(Tensor images, int n, int p) {
    double[] odds = new double[4];
    double sum = 0;
    for (int k = 0; k < 4; k++) {
      double logit = BIAS.get(k);
      for (int c = 0; c < 3; c++) {
        logit += WEIGHTS.get(k, c, 0, 0) * images.get(n, c, p / 5, p % 5);
      }
      odds[k] = Math.exp(logit);
      sum += odds[k];
    }
    for (int k = 0; k < 4; k++) {
      odds[k] /= sum;
    }
    return odds;
  }

  @Test
  void manyPicturesGetWhatEachGetsAlone() {
    Segmenter segmenter = Segmenter.of(LINEAR);
    Tensor images = Rng.seed(5).uniform(150, 3, 2, 2);
    Tensor labels = segmenter.labels(images);
    Tensor gradients = segmenter.lossGradient(images, labels);
    for (int i : new int[] {0, 63, 64, 127, 128, 149}) {
      Tensor one = images.slice(0, i, i + 1);
      assertArrayEquals(segmenter.labels(one).toIntArray(), labels.slice(0, i, i + 1).toIntArray());
      assertArrayEquals(segmenter.lossGradient(one, labels.slice(0, i, i + 1)).toFloatArray(),
          gradients.slice(0, i, i + 1).toFloatArray(), 1e-6f);
    }
  }

  @Test
  void theLeastLikelyClassHasTheSmallestLogitOfEveryPixel() {
    Tensor images = Rng.seed(6).uniform(3, 3, 4, 4);
    Tensor logits = Segmenter.of(LINEAR).logits(images);
    Tensor least = Segmenter.of(LINEAR).leastLikely(images);
    assertArrayEquals(logits.min(false, 1).toFloatArray(),
        Indexing.gather(logits, 1, least.unsqueeze(1)).squeeze(1).toFloatArray());
  }

  @Test
  void theNetworkIsAskedInEvaluationAndFoundAsItWasLeft() {
    BatchNorm2d norm = new BatchNorm2d(3);
    Module network = new Sequential(norm, Conv2d.of(WEIGHTS, BIAS, Window.square(1, 1, 0)));
    network.train();
    Tensor images = Rng.seed(7).uniform(2, 3, 4, 4);
    float[] before = network.state().get("0.running_mean").toFloatArray();
    Segmenter.of(network).lossGradient(images, Segmenter.of(network).labels(images));
    assertArrayEquals(before, network.state().get("0.running_mean").toFloatArray());
    assertTrue(norm.isTraining());
  }

  @Test
  void whatIsNoAnswerForEveryPixelIsRefused() {
    Tensor images = Rng.seed(8).uniform(2, 3, 4, 4);
    assertRefused("for every pixel", () -> Segmenter.of(new Flatten()).labels(images));
    assertRefused("for every pixel", () -> Segmenter.of(new Conv2d(3, 4, 3, Rng.seed(9))).labels(images));
    assertRefused("not finite", () -> Segmenter.of(x -> x.div(0)).labels(images));
    assertRefused("pictures must be", () -> Segmenter.of(LINEAR).labels(images.reshape(2, 48)));
    assertRefused("one class for every pixel",
        () -> Segmenter.of(LINEAR).lossGradient(images, Tensor.wrap(new int[8], 2, 4)));
  }

  private static void assertRefused(String words, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(words), message);
  }
}
