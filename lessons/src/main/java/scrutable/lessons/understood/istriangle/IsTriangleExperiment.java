package scrutable.lessons.understood.istriangle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Shapes;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.GlobalAveragePool2d;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.Hypothesis;
import scrutable.nn.validation.LossMatrix;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A rule of three lines and two learners that were shown triangles and discs, on pictures like those and on changed
/// ones; beside the error of the rule, the one that geometry predicts without looking at a picture.
///
/// @param rows what each test set showed, by its name
record IsTriangleExperiment(Map<String, Row> rows) {
  static final int MOST_SHIFT = 4;
  private static final int COUNT = 1_000;
  private static final int EPOCHS = 20;
  private static final int BATCH = 50;
  private static final LossMatrix ERRORS = LossMatrix.zeroOne(2);

  /// One test set.
  ///
  /// @param predicted the rule's error as predicted by geometry; NaN where nothing is predicted
  /// @param mispredicted the same for another rule, `u < l`
  /// @param agreement the share of pictures on which the rule and the CNN say the same
  /// @param height how far down the middle of what is drawn lies, in pixels, on average
  /// @param told   the share of shapes of which the other rule would say something else; NaN as above
  /// @param shared how many of the pictures were trained on
  record Row(int shift, double rule, double predicted, double mispredicted, double logistic, double cnn,
      double agreement, double height, double told, int shared) {
    boolean isShifted() {
      return shift != 0;
    }
  }

  Row clean() {
    return rows.get("clean");
  }

  /// The largest difference over all test sets for which something is predicted.
  double largestGap(ToDoubleFunction<Row> difference) {
    return rows.values().stream().filter(row -> !Double.isNaN(row.predicted))
        .mapToDouble(row -> Math.abs(difference.applyAsDouble(row))).max().orElse(Double.NaN);
  }

  /// How far a shifted set is from where its shift puts it, the largest of all, in pixels.
  double largestMisplacement() {
    return rows.values().stream().filter(Row::isShifted)
        .mapToDouble(row -> Math.abs(row.height - clean().height - row.shift)).max().orElse(Double.NaN);
  }

  /// @param rule  that judges
  /// @param other the rule whose errors are predicted for comparison
  static IsTriangleExperiment of(TriangleRule rule, TriangleRule other, Rng rng) {
    Shapes.Options standard = Shapes.Options.standard();
    Dataset train = Shapes.generate(COUNT, standard, rng.split("train"));
    Hypothesis logistic = learn(logistic(rng.split("logistic")), train, rng.split("logistic order"));
    Hypothesis cnn = learn(convolutional(rng.split("cnn")), train, rng.split("cnn order"));
    Map<String, Row> rows = new LinkedHashMap<>();
    testSets(standard).forEach((name, options) ->
        rows.put(name, row(rule, other, logistic, cnn, Shapes.sample(COUNT, options, rng.split("test")), options,
            train)));
    return new IsTriangleExperiment(rows);
  }

  /// One weight per pixel and class.
  private static Module logistic(Rng rng) {
    return new Sequential(new Flatten(), new Linear(256, 2, rng));
  }

  /// Two convolutions, the average of each channel, and a linear layer: 1,282 parameters.
  ///
  /// The average does not know where in the picture something was seen. With a weight for each place instead,
  /// the network never learns about heights at which it saw no shape, and fails on shifted ones as the rule does.
  private static Module convolutional(Rng rng) {
    return new Sequential(
        new Conv2d(1, 8, 3, rng), new Relu(), new MaxPool2d(2),                     // (N, 8, 7, 7)
        new Conv2d(8, 16, 3, rng), new Relu(),                                      // (N, 16, 5, 5)
        new GlobalAveragePool2d(), new Linear(16, 2, rng));
  }

  /// The learners are told what is a triangle, never how to see one.
  private static Hypothesis learn(Module network, Dataset data, Rng shuffle) {
    TrainingSettings settings = TrainingSettings.of(EPOCHS, BATCH);
    new ClassifierTraining(network, new Adam(network.parameters(), 1e-2), settings, shuffle).run(data);
    return pictures -> Graph.withoutRecording(
        () -> network.evaluating(() -> network.forward(pictures).value().argmax(1)));
  }

  /// The same shapes each time, changed in one way.
  static Map<String, Shapes.Options> testSets(Shapes.Options standard) {
    Map<String, Shapes.Options> sets = new LinkedHashMap<>();
    sets.put("clean", standard);
    for (int shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
      if (shift != 0) {
        sets.put("shifted by " + shift, standard.withShift(shift));
      }
    }
    sets.put("triangles inverted", standard.withClasses(Shapes.Kind.TRIANGLE).upsideDown());
    sets.put("outline only", standard.outlined());
    sets.put("0.7 times as large", standard.withScale(0.7));
    sets.put("1.2 times as large", standard.withScale(1.2));
    sets.put("black on white", standard.negative());
    return sets;
  }

  private static Row row(TriangleRule rule, TriangleRule other, Hypothesis logistic, Hypothesis cnn,
      Shapes.Sample sample, Shapes.Options options, Dataset train) {
    Dataset data = sample.dataset();
    Tensor byRule = rule.predict(data.inputs());
    Tensor byCnn = cnn.predict(data.inputs());
    boolean predictable = !options.inverted() && !options.outlineOnly() && !options.contrastInverted()
        && options.scale() == 1;
    return new Row(options.shift(), ERRORS.empirical(data.labels(), byRule),
        predictable ? predictedError(TriangleRule.OF_THE_SLIDE, sample, options.shift()) : Double.NaN,
        predictable ? predictedError(other, sample, options.shift()) : Double.NaN,
        ERRORS.empirical(logistic, data), ERRORS.empirical(data.labels(), byCnn),
        agreement(byRule.toIntArray(), byCnn.toIntArray()), meanHeight(data.inputs()),
        predictable ? toldApart(TriangleRule.OF_THE_SLIDE, other, sample, options.shift()) : Double.NaN,
        data.countSharedWith(train));
  }

  /// The mean row of what is drawn.
  private static double meanHeight(Tensor pictures) {
    double[] ink = pictures.sum(false, 0, 1, 3).toDoubleArray();
    double sum = 0;
    double weighted = 0;
    for (int row = 0; row < ink.length; row++) {
      sum += ink[row];
      weighted += row * ink[row];
    }
    return weighted / sum;
  }

  /// The share of shapes of which two rules say different things, by geometry.
  private static double toldApart(TriangleRule one, TriangleRule other, Shapes.Sample sample, int shift) {
    return (double) sample.geometry().stream().filter(shape -> one.calledTriangle(shape.kind(), shape.height(), shift)
        != other.calledTriangle(shape.kind(), shape.height(), shift)).count() / sample.geometry().size();
  }

  private static double agreement(int[] one, int[] other) {
    return (double) IntStream.range(0, one.length).filter(i -> one[i] == other[i]).count() / one.length;
  }

  //: code predicted-error
  /// The rule's error by geometry: from the kind and the height of each shape, not from its pixels.
  private static double predictedError(TriangleRule rule, Shapes.Sample sample, int shift) {
    int wrong = 0;
    for (Shapes.Geometry shape : sample.geometry()) {
      boolean called = rule.calledTriangle(shape.kind(), shape.height(), shift);
      wrong += called == (shape.kind() == Shapes.Kind.TRIANGLE) ? 0 : 1;
    }
    return (double) wrong / sample.geometry().size();
  }
  //: end
}
