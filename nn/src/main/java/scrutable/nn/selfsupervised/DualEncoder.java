package scrutable.nn.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import scrutable.autograd.Graph;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.data.BatchSource;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Two encoders with one space for pictures and sentences, learned from pictures with captions.
///
/// A picture and its caption should point in the same direction, pictures and captions of others elsewhere
/// ([Contrast#infoNce]). Afterwards any sentence is a classifier: a picture belongs to the class whose
/// description it is nearest to. No label was ever given; which classes there are is asked after training.
///
/// Radford et al. 2021 ("CLIP"); Jia et al. 2021 ("ALIGN"), section 4.
public final class DualEncoder {
  private static final double LARGEST_SCALE = 100;
  private static final double LAST_RATE = 0.1;

  private final Module images;
  private final Module texts;
  private final Parameter logScale;

  /// @param images maps pictures to vectors `(N, D)`
  /// @param texts maps sentences, such as bags of words `(N, V)`, to vectors `(N, D)`
  /// @param temperature what cosines are divided by at first; it is learned, but never below 0.01
  public DualEncoder(Module images, Module texts, double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("DualEncoder: the temperature must be positive, not " + temperature);
    }
    this.images = images;
    this.texts = texts;
    this.logScale = new Parameter(Tensor.scalar((float) -StrictMath.log(temperature)));
  }

  /// How [DualEncoder#train] goes.
  ///
  /// @param epochs how many times each pair is used
  /// @param batch pairs in each step; the last ones of an epoch that fill no batch are left out
  /// @param learningRate of Adam in the first step; it falls to a tenth along half a cosine
  public record Settings(int epochs, int batch, double learningRate) {
    public Settings {
      if (epochs < 0 || batch < 2) {
        throw new IllegalArgumentException("DualEncoder: " + epochs + " epochs must not be negative, and a"
            + " batch of " + batch + " needs at least 2 pairs");
      }
    }
  }

  /// Learns from pairs.
  ///
  /// @param pictures `(M, ...)`
  /// @param sentences `(M, ...)`: sentence `i` belongs to picture `i`
  /// @return how many steps were made
  public long train(Tensor pictures, Tensor sentences, Settings settings, Rng shuffle) {
    int pairs = pictures.size(0);
    int steps = pairs / settings.batch;
    if (sentences.size(0) != pairs || steps == 0) {
      throw new IllegalArgumentException("DualEncoder: pictures " + Shape.text(pictures.shape())
          + " and sentences " + Shape.text(sentences.shape()) + " should be pairs, and fill at least"
          + " one batch of " + settings.batch);
    }
    TrainingSettings training = TrainingSettings.of(settings.epochs, settings.batch).droppingLast()
        .withSchedule(Schedule.cosine(settings.learningRate(), LAST_RATE * settings.learningRate,
            Math.max(1, (long) settings.epochs * steps)));
    BatchSource<Pairs> source = BatchSource.of(pairs, rows -> {
      Tensor picks = Tensor.wrap(rows, rows.length);
      return new Pairs(Indexing.select(pictures, 0, picks), Indexing.select(sentences, 0, picks));
    });
    AtomicLong made = new AtomicLong();
    new TrainingLoop(new Adam(parameters(), settings.learningRate),
        training.afterEachStep(report -> made.incrementAndGet()), shuffle)
        .run(source, batch -> loss(batch.pictures, batch.sentences));
    return made.get();
  }

  private record Pairs(Tensor pictures, Tensor sentences) {}

  /// The loss of some pairs, a scalar.
  public Variable loss(Tensor pictures, Tensor sentences) {
    Variable scale = logScale.exp().clamp(0, LARGEST_SCALE);
    return Contrast.infoNce(images.forward(pictures), texts.forward(sentences), scale);
  }

  /// Everything that is learned: both encoders and the logarithm of `1 / temperature`.
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(images.parameters());
    parameters.addAll(texts.parameters());
    parameters.add(logScale);
    return parameters;
  }

  /// What cosines are divided by now.
  public double temperature() {
    return 1 / Math.min(StrictMath.exp(logScale.item()), LARGEST_SCALE);
  }

  /// Pictures as vectors of length 1, `(N, D)`.
  public Tensor pictureVectors(Tensor pictures) {
    return unit(LinearProbe.features(images, pictures));
  }

  /// Sentences as vectors of length 1, `(N, D)`.
  public Tensor sentenceVectors(Tensor sentences) {
    return unit(LinearProbe.features(texts, sentences));
  }

  private static Tensor unit(Tensor rows) {
    return Graph.withoutRecording(() -> Contrast.unitRows(Variable.constant(rows)).value());
  }

  /// A classifier made of one sentence for each class: the logits of a picture are its cosines with them,
  /// divided by the temperature.
  ///
  /// The sentences' vectors are those of now; the picture encoder is shared and follows further training.
  ///
  /// @param descriptions `(K, ...)`: one sentence for each class
  public Module zeroShot(Tensor descriptions) {
    return new ZeroShot(images, sentenceVectors(descriptions), temperature());
  }

  private record ZeroShot(Module images, Tensor classes, double temperature) implements Module {
    ZeroShot {
      classes = classes.keep();
    }

    @Override
    public Variable forward(Variable pictures) {
      Variable directions = Contrast.unitRows(images.forward(pictures));
      return directions.matmul(Variable.constant(classes).t()).div(temperature);
    }

    @Override
    public void describe(Parts parts) {
      parts.child("images", images);
    }
  }
}
