package scrutable.attacks;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Joining;
import scrutable.tensor.Recycler;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// A network as a victim: images `(N, ...)` in, logits `(N, K)` out, with full access.
///
/// The network is asked in evaluation mode, and its modes are restored afterwards. Only gradients of the
/// input are computed, none of a parameter. Images are worked on in pieces, and because each image of a
/// network in evaluation mode is on its own, the answers do not depend on the pieces.
///
/// Not thread-safe: the modes of the network are switched during a question. The kernels inside use all
/// threads.
public final class Classifier implements WhiteBox {
  private static final int PIECE = 256;

  private final Module network;
  private final int piece;
  private final Recycler memory = new Recycler();
  private long queries;
  private long gradientEvaluations;

  private Classifier(Module network, int piece) {
    this.network = network;
    this.piece = piece;
  }

  /// Makes a network the victim.
  public static Classifier of(Module network) {
    return of(network, PIECE);
  }

  /// Makes a network the victim that is asked about at most `piece` images at a time: a question of memory
  /// only.
  ///
  /// @throws IllegalArgumentException if `piece` is not positive
  public static Classifier of(Module network, int piece) {
    if (piece < 1) {
      throw new IllegalArgumentException("Classifier: a piece must hold at least one image, not " + piece);
    }
    return new Classifier(network, piece);
  }

  /// How many images have been classified so far without a gradient.
  public long queries() {
    return queries;
  }

  /// For how many images a gradient has been computed so far.
  public long gradientEvaluations() {
    return gradientEvaluations;
  }

  @Override
  public Tensor logits(Tensor images) {
    requireImages(images);
    queries += images.size(0);
    List<Tensor> answers = new ArrayList<>();
    network.evaluating(() -> Graph.withoutRecording(() -> {
      for (int from = 0; from < images.size(0); from += piece) {
        Tensor some = images.slice(0, from, end(from, images));
        answers.add(memory.run(() -> answer(Variable.constant(some)).value().keep()));
      }
      return answers;
    }));
    return join(answers);
  }

  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    requireImages(images);
    if (goal.count() != images.size(0)) {
      throw new IllegalArgumentException("there are " + images.size(0) + " images but " + goal.count()
          + " goals");
    }
    gradientEvaluations += images.size(0);
    List<LossGradient> answers = new ArrayList<>();
    network.evaluating(() -> {
      for (int from = 0; from < images.size(0); from += piece) {
        int to = end(from, images);
        Tensor some = images.slice(0, from, to);
        Goal goals = goal.only(from, to);
        answers.add(memory.run(() -> pieceOfGradient(loss, some, goals)));
      }
      return answers;
    });
    return new LossGradient(join(answers.stream().map(LossGradient::logits).toList()),
        join(answers.stream().map(LossGradient::losses).toList()),
        join(answers.stream().map(LossGradient::gradient).toList()));
  }

  private LossGradient pieceOfGradient(AttackLoss loss, Tensor images, Goal goal) {
    Variable input = Variable.tracked(images);
    Variable logits = answer(input);
    goal.requireBelow(logits.size(1));
    Variable losses = loss.perExample(logits, goal);
    if (losses.rank() != 1 || losses.size(0) != images.size(0)) {
      throw new IllegalArgumentException("an attack loss gives one number per example, "
          + Shape.text(images.size(0)) + ", not " + Shape.text(losses.shape()));
    }
    Tensor gradient = Gradients.of(losses.sum(), input).get(input);
    return new LossGradient(logits.value().keep(), losses.value().keep(), gradient.keep());
  }

  private Variable answer(Variable images) {
    Variable logits = network.forward(images);
    if (logits.rank() != 2 || logits.size(0) != images.size(0)) {
      throw new IllegalArgumentException("a classifier gives one row of logits per image, (" + images.size(0)
          + ", K), but this network gives " + Shape.text(logits.shape()) + " for images "
          + Shape.text(images.shape()));
    }
    if (logits.value().map(UnaryFunction.IS_FINITE).min().item() == 0) {
      throw new IllegalArgumentException("the network gives logits that are not finite; an attack on it would"
          + " prove nothing. NumericsGuard finds the operation they come from");
    }
    return logits;
  }

  private int end(int from, Tensor images) {
    return Math.min(images.size(0), from + piece);
  }

  private static Tensor join(List<Tensor> pieces) {
    return pieces.size() == 1 ? pieces.get(0) : Joining.concat(0, pieces.toArray(Tensor[]::new));
  }

  private static void requireImages(Tensor images) {
    if (images.rank() < 2 || images.size(0) == 0) {
      throw new IllegalArgumentException("images must be (N, ...) with at least one image, not "
          + Shape.text(images.shape()) + "; unsqueeze(0) makes a batch of a single image");
    }
  }

  @Override
  public String toString() {
    return "Classifier, " + queries + " queries and " + gradientEvaluations + " gradients so far, of " + network;
  }
}
