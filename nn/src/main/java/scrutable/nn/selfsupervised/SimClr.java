package scrutable.nn.selfsupervised;

import java.util.function.Consumer;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.BatchSource;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.train.EpochReport;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
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

  /// Trains encoder and head where they are.
  ///
  /// @param images `(M, C, H, W)`; the last ones of an epoch that fill no batch are left out
  /// @param encoder maps images to features `(N, F)`
  /// @param head maps features to the vectors that are compared, `(N, D)`
  /// @param observer is told of every epoch
  /// @throws IllegalArgumentException if the images do not fill one batch
  public void train(Tensor images, Module encoder, Module head, Rng rng, Consumer<EpochReport> observer) {
    int steps = images.size(0) / batch;
    if (steps == 0) {
      throw new IllegalArgumentException("SimClr: " + images.size(0) + " images do not fill one batch of "
          + batch);
    }
    Module both = new Sequential(encoder, head);
    Schedule schedule = Schedule.cosine(learningRate, LAST_RATE * learningRate,
        Math.max(1, (long) epochs * steps));
    TrainingSettings settings = TrainingSettings.of(epochs, batch).droppingLast().withSchedule(schedule)
        .afterEachEpoch(observer);
    BatchSource<Tensor> pictures = BatchSource.of(images.size(0),
        rows -> Indexing.select(images, 0, Tensor.wrap(rows, rows.length)));
    Rng changes = rng.split("views");
    new TrainingLoop(both, new Adam(both.parameters(), learningRate), settings, rng.split("shuffle"))
        .run(pictures, picked -> loss(picked, both, changes));
    both.eval();
  }

  /// The loss of one batch of images.
  ///
  /// @param both encoder and head
  Variable loss(Tensor images, Module both, Rng changes) {
    Variable one = both.forward(views.apply(images, changes));
    Variable other = both.forward(views.apply(images, changes));
    return Contrast.ntXent(one, other, temperature);
  }
}
