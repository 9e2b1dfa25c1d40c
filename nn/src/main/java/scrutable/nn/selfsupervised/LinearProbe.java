package scrutable.nn.selfsupervised;

import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Lbfgs;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// How good features are: a linear classifier on top of a frozen encoder, from a few labelled examples.
///
/// Softmax regression on features that are standardised with the labelled examples' mean and deviation, with
/// a penalty on the squared weights, minimised to the end: the answer depends on the features and on nothing
/// else, neither on a learning rate nor on a random start.
public final class LinearProbe {
  private static final int CHUNK = 500;

  private LinearProbe() {}

  /// The encoder with the classifier on top of it; the encoder's parameters stay as they are.
  ///
  /// @param labelled the only labels that are used
  /// @param penalty on half the sum of the squared weights, as a share of the mean loss
  public static Module fit(Module encoder, Dataset labelled, double penalty) {
    Tensor features = features(encoder, labelled.inputs());
    Tensor mean = features.mean(false, 0);
    Tensor deviation = features.sub(mean).square().mean(false, 0).add(1e-8).sqrt();
    Tensor standardised = features.sub(mean).div(deviation);
    Linear classifier = Linear.of(Tensor.zeros(labelled.classCount(), features.size(1)),
        Tensor.zeros(labelled.classCount()));
    Lbfgs.Options options = new Lbfgs.Options(1, 10, 200, true, 1e-5, 1e-9);
    new Lbfgs(classifier.parameters(), options).step(() -> {
      Variable size = classifier.weight().square().sum().mul(penalty / 2);
      return Losses.crossEntropy(classifier.forward(standardised), labelled.labels()).add(size);
    });
    return new Sequential(encoder, new Standardize(mean, deviation), classifier).eval();
  }

  /// An encoder's features of many inputs, `(M, F)`, in evaluation mode and in pieces that fit the cache.
  public static Tensor features(Module encoder, Tensor inputs) {
    int pieces = (inputs.size(0) + CHUNK - 1) / CHUNK;
    Tensor[] features = new Tensor[pieces];
    for (int i = 0; i < pieces; i++) {
      Tensor piece = inputs.slice(0, i * CHUNK, Math.min((i + 1) * CHUNK, inputs.size(0)));
      features[i] = encoder.evaluating(() -> Graph.withoutRecording(() -> encoder.forward(piece).value()));
    }
    return Joining.concat(0, features);
  }

  /// `(x - mean) / deviation`, with numbers that are not learned.
  private record Standardize(Tensor mean, Tensor deviation) implements Module {
    Standardize {
      mean = mean.keep();
      deviation = deviation.keep();
    }

    @Override
    public Variable forward(Variable x) {
      return x.sub(Variable.constant(mean)).div(Variable.constant(deviation));
    }
  }
}
