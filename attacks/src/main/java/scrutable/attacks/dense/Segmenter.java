package scrutable.attacks.dense;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Recycler;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// A segmentation network as a victim: pictures `(N, C, H, W)` in, logits `(N, K, H, W)` out, with full access.
///
/// The network is asked in evaluation mode, and its modes are restored afterwards; no gradient of a parameter is
/// computed. Anything that can be differentiated is a network here, an ensemble over several scales as well: the
/// gradient through all of it is what an adaptive attack needs.
public final class Segmenter implements DenseDecision {
  private static final int PIECE = 64;
  private final Module network;
  private final Recycler memory = new Recycler();

  private Segmenter(Module network) {
    this.network = network;
  }

  /// Makes a network the victim.
  public static Segmenter of(Module network) {
    return new Segmenter(network);
  }

  /// The logits of pictures, `(N, K, H, W)`.
  public Tensor logits(Tensor images) {
    requireImages(images);
    List<Tensor> answers = new ArrayList<>();
    network.evaluating(() -> Graph.withoutRecording(() -> {
      for (int from = 0; from < images.size(0); from += PIECE) {
        Tensor some = images.slice(0, from, Math.min(from + PIECE, images.size(0)));
        answers.add(memory.run(() -> answer(Variable.constant(some)).value().keep()));
      }
      return answers;
    }));
    return Joining.concat(0, answers.toArray(Tensor[]::new));
  }

  /// The class with the largest logit at every pixel, the first of equals: `int32 (N, H, W)`.
  @Override
  public Tensor labels(Tensor images) {
    return logits(images).argmax(1);
  }

  /// The class with the smallest logit at every pixel, the first of equals: `int32 (N, H, W)`.
  public Tensor leastLikely(Tensor images) {
    return logits(images).neg().argmax(1);
  }

  /// The gradient, by each picture, of the sum of the cross-entropies of its pixels.
  ///
  /// The sum, not the mean: a pixel counts the same in a large picture as in a small one, and each picture is on its
  /// own.
  ///
  /// @param images `(N, C, H, W)`
  /// @param labels what each pixel is compared with, `int32 (N, H, W)`
  /// @return the shape of the pictures
  public Tensor lossGradient(Tensor images, Tensor labels) {
    requireImages(images);
    requireLabels("labels", labels, images);
    List<Tensor> gradients = new ArrayList<>();
    network.evaluating(() -> {
      for (int from = 0; from < images.size(0); from += PIECE) {
        int to = Math.min(from + PIECE, images.size(0));
        Tensor some = images.slice(0, from, to);
        Tensor theirs = labels.slice(0, from, to);
        gradients.add(memory.run(() -> {
          Variable input = Variable.tracked(some);
          Variable losses = Losses.crossEntropyPerExample(answer(input).permute(0, 2, 3, 1), theirs);
          return Gradients.of(losses.sum(), input).get(input).keep();
        }));
      }
      return gradients;
    });
    return Joining.concat(0, gradients.toArray(Tensor[]::new));
  }

  private Variable answer(Variable images) {
    Variable logits = network.forward(images);
    if (logits.rank() != 4 || logits.size(0) != images.size(0) || logits.size(2) != images.size(2)
        || logits.size(3) != images.size(3)) {
      throw new IllegalArgumentException(
          "a segmenter gives logits for every pixel, (N, K, H, W), but this network gives "
          + Shape.text(logits.shape()) + " for pictures " + Shape.text(images.shape()));
    }
    if (logits.value().map(UnaryFunction.IS_FINITE).min().item() == 0) {
      throw new IllegalArgumentException("the network gives logits that are not finite; an attack on it would prove"
          + " nothing");
    }
    return logits;
  }

  private static void requireImages(Tensor images) {
    if (images.rank() != 4 || images.size(0) == 0) {
      throw new IllegalArgumentException("pictures must be (N, C, H, W) with one or more, not "
          + Shape.text(images.shape()));
    }
  }

  /// Checks that there is a class for every pixel.
  static void requireLabels(String name, Tensor labels, Tensor images) {
    if (labels.dtype() != DType.INT32 || !labels.hasShape(images.size(0), images.size(2), images.size(3))) {
      throw new IllegalArgumentException(name + " must be int32 (N, H, W), one class for every pixel of pictures "
          + Shape.text(images.shape()) + ", not " + labels.dtype() + " " + Shape.text(labels.shape()));
    }
  }
}
