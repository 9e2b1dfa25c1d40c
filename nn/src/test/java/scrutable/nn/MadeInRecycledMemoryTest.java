package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.classical.DecisionTree;
import scrutable.nn.classical.KMeans;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.KernelDensity;
import scrutable.nn.classical.LinearRegression;
import scrutable.nn.classical.LogisticRegression;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.classical.RandomFourierFeatures;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.AdditiveAttention;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.BidirectionalGru;
import scrutable.nn.layer.Conv1d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.ConvTranspose2d;
import scrutable.nn.layer.DotAttention;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.GroupNorm;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.layer.PositionEmbedding;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.TransformerBlock;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Lbfgs;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.RmsProp;
import scrutable.nn.optim.Sgd;
import scrutable.nn.selfsupervised.DualEncoder;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.sequence.TiedSoftmax;
import scrutable.tensor.DType;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What is made inside of a run of a [Recycler] and lasts by its nature is as good after the run as if it had been made
/// outside.
class MadeInRecycledMemoryTest {

  /// Something that lasts, and a use of it that tells one from another.
  interface Maker extends Supplier<Supplier<double[]>> {}

  @ParameterizedTest
  @MethodSource({"optimizers", "layers", "learners"})
  void itWorksAfterTheRunAsIfMadeOutside(Maker maker) {
    double[] expected = maker.get().get();
    Recycler memory = new Recycler();
    Supplier<double[]> made = memory.run(maker);
    Supplier<double[]> another = memory.run(maker);                   // works in the memory of the first
    assertArrayEquals(expected, memory.run(made));
    assertArrayEquals(expected, another.get());
  }

  private static Tensor numbers(int... shape) {
    return Rng.seed(7).normal(shape).mul(1.5);
  }

  private static Tensor doubles(int... shape) {
    return numbers(shape).to(DType.FLOAT64);
  }

  static Stream<Named<Maker>> optimizers() {
    return Stream.of(
        optimizer("Sgd", parameters -> new Sgd(parameters, 0.1, 0.9, true, 1e-3)),
        optimizer("Adam", parameters -> new Adam(parameters, 0.1)),
        optimizer("AdamW", parameters -> new AdamW(parameters, 0.1, 0.01)),
        optimizer("RmsProp", parameters -> new RmsProp(parameters, 0.1, 0.99, 1e-8, 0.9)),
        Named.of("ExponentialMovingAverage", () -> {
          Parameter weights = new Parameter(numbers(6));
          ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(weights), 0.5);
          return () -> {
            weights.assign(weights.value().mul(3));
            average.update();
            return average.averaged(() -> weights.value().toDoubleArray());
          };
        }),
        Named.of("Lbfgs", () -> {
          Parameter weights = new Parameter(doubles(6));
          Lbfgs lbfgs = new Lbfgs(List.of(weights), new Lbfgs.Options(1, 5, 2, true, 1e-9, 1e-12));
          lbfgs.step(() -> weights.square().square().sum());
          return () -> {
            lbfgs.step(() -> weights.square().square().sum());
            return weights.value().toDoubleArray();
          };
        }));
  }

  private static Named<Maker> optimizer(String name, Function<List<Parameter>, Optimizer> of) {
    return Named.of(name, () -> {
      Parameter weights = new Parameter(numbers(6));
      Optimizer optimizer = of.apply(List.of(weights));
      optimizer.step(Gradients.of(weights.square().sum(), List.of(weights)));
      return () -> {
        optimizer.step(Gradients.of(weights.square().sum(), List.of(weights)));
        return weights.value().toDoubleArray();
      };
    });
  }

  static Stream<Named<Maker>> layers() {
    return Stream.of(
        layer("Linear", rng -> new Linear(6, 3, rng), 4, 6),
        layer("Linear.of", rng -> Linear.of(numbers(3, 6), numbers(3)), 4, 6),
        layer("Conv1d", rng -> new Conv1d(2, 3, 3, rng), 2, 2, 8),
        layer("Conv2d with Relu", rng -> new Sequential(new Conv2d(2, 3, 3, rng), new Relu()), 2, 2, 5, 5),
        layer("ConvTranspose2d", rng -> new ConvTranspose2d(2, 3, 3, rng), 2, 2, 5, 5),
        layer("BatchNorm1d", rng -> new BatchNorm1d(6), 4, 6),
        layer("BatchNorm2d", rng -> new BatchNorm2d(2), 2, 2, 5, 5),
        layer("LayerNorm", rng -> new LayerNorm(6), 4, 6),
        layer("GroupNorm", rng -> new GroupNorm(2, 4), 2, 4, 3),
        layer("Gru", rng -> new Gru(6, 3, rng), 2, 5, 6),
        layer("BidirectionalGru", rng -> new BidirectionalGru(6, 3, rng), 2, 5, 6),
        layer("DotAttention", rng -> new DotAttention(6, 6, rng), 2, 5, 6),
        layer("AdditiveAttention", rng -> new AdditiveAttention(6, 6, 3, rng), 2, 5, 6),
        layer("PositionEmbedding", rng -> new PositionEmbedding(7, 6, rng), 2, 5, 6),
        layer("TransformerBlock", rng -> new TransformerBlock(6, 2, rng).causal(), 2, 5, 6),
        layer("TransformerBlock with QK-norm", rng -> new TransformerBlock(6, 2, rng).withQueryKeyNorm(), 2, 5, 6),
        Named.of("PaddedEmbedding", () -> {
          PaddedEmbedding embedding = new PaddedEmbedding(5, 3, 0, Rng.seed(1));
          return () -> embedding.forward(Tensor.ofInts(new int[] {4, 0, 2}, 3)).value().toDoubleArray();
        }),
        Named.of("TiedSoftmax", () -> {
          TiedSoftmax softmax = new TiedSoftmax(new Embedding(5, 3, Rng.seed(1)).weight());
          return () -> softmax.forward(numbers(2, 3)).value().toDoubleArray();
        }),
        layer("Dropout", rng -> new Dropout(0.5, rng), 4, 6),
        Named.of("Embedding", () -> {
          Embedding embedding = Embedding.of(numbers(5, 3));
          return () -> embedding.forward(Variable.constant(Tensor.ofInts(new int[] {4, 0, 4}, 3))).value()
              .toDoubleArray();
        }));
  }

  /// A layer that has been applied once, so that what it remembers of its inputs was made inside too.
  private static Named<Maker> layer(String name, Function<Rng, Module> of, int... inputShape) {
    return Named.of(name, () -> {
      Module module = of.apply(Rng.seed(3));
      module.forward(numbers(inputShape));
      return () -> module.forward(numbers(inputShape).mul(2)).add(module.eval().forward(numbers(inputShape)))
          .value().toDoubleArray();
    });
  }

  static Stream<Named<Maker>> learners() {
    Supplier<Tensor> labels = () -> Tensor.ofInts(new int[] {0, 1, 0, 1, 1, 0, 1, 0}, 8);
    return Stream.of(
        regression("ridge, dual", () -> LinearRegression.ridge(doubles(3, 6), doubles(3, 2), 0.1)),
        regression("ridge, primal", () -> LinearRegression.ridge(doubles(9, 6), doubles(9, 2), 0.1)),
        regression("minimum norm, wide", () -> LinearRegression.minimumNorm(doubles(3, 6), doubles(3, 2))),
        regression("minimum norm, tall", () -> LinearRegression.minimumNorm(doubles(9, 6), doubles(9, 2))),
        regression("minimum norm, without full rank",
            () -> LinearRegression.minimumNorm(Tensor.full(1, DType.FLOAT64, 9, 6), doubles(9, 2))),
        learner("RandomFourierFeatures", RandomFourierFeatures.draw(6, 5, 1, Rng.seed(1))::take,
            features -> features::of),
        learner("LogisticRegression", none -> LogisticRegression.fit(numbers(8, 6), labels.get(), 0.1),
            fit -> fit::decisionFunction),
        learner("SupportVectorMachine",
            none -> SupportVectorMachine.fit(numbers(8, 6), labels.get(), Kernel.rbf(0.5), 1),
            machine -> machine::decisionFunction),
        learner("KMeans", none -> KMeans.fit(numbers(8, 6), 2, Rng.seed(1)), means -> means::predict),
        learner("KernelDensity", none -> KernelDensity.gaussian(numbers(8, 6), 1), density -> density::logDensity),
        learner("NearestNeighborClassifier",
            none -> NearestNeighborClassifier.fit(numbers(8, 6), labels.get(), 2, 3), near -> near::predict),
        learner("DecisionTree", none -> DecisionTree.grow(
            Tensor.ofInts(new int[] {0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0}, 8, 2), labels.get(), 2, 2),
            tree -> none -> tree.predict(Tensor.ofInts(new int[] {0, 1, 1, 0}, 2, 2))),
        learner("LinearProbe", none -> LinearProbe.fit(new Linear(6, 4, Rng.seed(2)),
            new Dataset("some", numbers(8, 6), labels.get(), List.of("no", "yes")), 0.1),
            probe -> x -> probe.forward(x).value()),
        learner("DualEncoder.zeroShot", none -> new DualEncoder(new Linear(6, 4, Rng.seed(2)),
            new Linear(3, 4, Rng.seed(3)), 0.1).zeroShot(numbers(2, 3)), judge -> x -> judge.forward(x).value()));
  }

  private static Named<Maker> regression(String name, Supplier<LinearRegression> fit) {
    return Named.of(name, () -> {
      LinearRegression model = fit.get();
      return () -> model.predict(doubles(4, 6)).toDoubleArray();
    });
  }

  private static <T> Named<Maker> learner(String name, Function<Integer, T> fit,
      Function<T, Function<Tensor, Tensor>> use) {
    return Named.of(name, () -> {
      T model = fit.apply(3);
      return () -> use.apply(model).apply(numbers(4, 6)).toDoubleArray();
    });
  }
}
