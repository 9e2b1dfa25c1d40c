package scrutable.nn.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// SimCLR: pictures without labels, each changed at random in two ways; a network learns which two belong
/// together, and so what survives the changes.
///
/// `L = NT-Xent(g(f(view1(x))), g(f(view2(x))))`
///
/// The encoder `f` is what is wanted; the head `g` is thrown away after training. The loss makes `g f`
/// blind to whatever the changes change; behind the head, `f` may still know it.
///
/// Chen et al. 2020, "A simple framework for contrastive learning of visual representations", algorithm 1.
///
/// @param views the random change that makes a view
/// @param temperature of the loss
/// @param epochs how many times every image is used
/// @param batch how many images are told from one another in each step
/// @param learningRate of Adam in the first step; it falls to a tenth along half a cosine
public record SimClr(Augmentation views, double temperature, int epochs, int batch, double learningRate) {
  private static final double LAST_RATE = 0.1;

  public SimClr {
    if (epochs < 0 || batch < 2 || !(temperature > 0)) {
      throw new IllegalArgumentException("SimClr: " + epochs + " epochs must not be negative, a batch of "
          + batch + " have at least 2 images, and the temperature " + temperature + " be positive");
    }
  }

  /// Is told of every epoch.
  @FunctionalInterface
  public interface EpochObserver {
    /// @param epoch counted from 1
    /// @param meanLoss of the steps of this epoch
    void afterEpoch(int epoch, double meanLoss);
  }

  /// Trains encoder and head where they are.
  ///
  /// @param images `(M, C, H, W)`; the last ones of an epoch that fill no batch are left out
  /// @param encoder maps images to features `(N, F)`
  /// @param head maps features to the vectors that are compared, `(N, D)`
  /// @throws IllegalArgumentException if the images do not fill one batch
  public void train(Tensor images, Module encoder, Module head, Rng rng, EpochObserver observer) {
    int steps = images.size(0) / batch;
    if (steps == 0) {
      throw new IllegalArgumentException("SimClr: " + images.size(0) + " images do not fill one batch of "
          + batch);
    }
    List<Parameter> parameters = new ArrayList<>(encoder.parameters());
    parameters.addAll(head.parameters());
    Adam optimizer = new Adam(parameters, learningRate);
    Schedule schedule = Schedule.cosine(learningRate, LAST_RATE * learningRate,
        Math.max(1, (long) epochs * steps));
    Rng shuffle = rng.split("shuffle");
    Rng changes = rng.split("views");
    encoder.train();
    head.train();
    for (int epoch = 0; epoch < epochs; epoch++) {
      Tensor order = Tensor.wrap(shuffle.permutation(images.size(0)), images.size(0));
      double sum = 0;
      for (int step = 0; step < steps; step++) {
        Tensor picks = order.slice(0, step * batch, (step + 1) * batch);
        Variable loss = loss(Indexing.select(images, 0, picks), encoder, head, changes);
        optimizer.setLearningRate(schedule.rate((long) epoch * steps + step));
        optimizer.step(Gradients.of(loss, parameters));
        sum += loss.item();
      }
      observer.afterEpoch(epoch + 1, sum / steps);
    }
    encoder.eval();
    head.eval();
  }

  /// The loss of one batch of images.
  Variable loss(Tensor images, Module encoder, Module head, Rng changes) {
    Variable one = head.forward(encoder.forward(views.apply(images, changes)));
    Variable other = head.forward(encoder.forward(views.apply(images, changes)));
    return Contrast.ntXent(one, other, temperature);
  }
}
