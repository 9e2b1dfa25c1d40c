package scrutable.lessons.reality.scalinglaws;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.reality.CharacterText;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.BatchSource;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.sequence.NGramModel;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.PowerLaw;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Part B: language models of growing width learn from the same text, each place of which they are asked for once. The
/// law of all but the largest says what the largest will lose; then it is trained. Another law is for more text.
///
/// The laws: Kaplan et al., "Scaling laws for neural language models", 2020, sections 1.2 and 3. The model: Bengio et
/// al., "A neural probabilistic language model", 2003, section 2.
///
/// @param bySize   all widths; the last is the one that is predicted
/// @param byText   the last but one, with growing shares of the text; the last of them, all of it, is predicted
/// @param shuffled the smallest and the largest, taught by the same characters in random order
/// @param counts   the loss of counting, with 0, 1, 2 and 3 characters of context
/// @param unigram  the loss of counting without context, on the shuffled text
/// @param moved    the share of places at which shuffling put another character
/// @param entropy  of the text, what nobody gets below; 0 if it is not known
record ScalingTextExperiment(List<Trained> bySize, List<Trained> byText, List<Trained> shuffled, double[] counts,
    double unigram, double moved, double entropy) {
  static final int[] WIDTHS = {4, 8, 16, 32, 64, 128};
  static final int BATCH = 512;
  private static final int[] PARTS = {16, 8, 4, 2};
  private static final int STEADY = 16;
  private static final int CONTEXT = 10;
  private static final int VECTOR = 8;
  private static final int ORDERS = 4;
  private static final double RATE = 0.02;

  /// A language model after training.
  ///
  /// @param parameters of its two layers; those of the table of characters, the same in all, do not count
  /// @param characters it has learned from
  /// @param loss       on the test text, in nats per character
  record Trained(double parameters, double characters, double loss) {}

  /// Places in a text: what stands before each, `int32 (N, 10)`, and what stands there, `int32 (N,)`.
  private record Places(Tensor context, Tensor next) {
    static Places of(int[] text, int... ends) {
      int[] before = new int[ends.length * CONTEXT];
      int[] next = new int[ends.length];
      for (int i = 0; i < ends.length; i++) {
        System.arraycopy(text, ends[i], before, i * CONTEXT, CONTEXT);
        next[i] = text[ends[i] + CONTEXT];
      }
      return new Places(Tensor.wrap(before, ends.length, CONTEXT), Tensor.wrap(next, ends.length));
    }
  }

  /// Trains all networks.
  ///
  /// @param disarmed whether the networks that are called larger are as small as the smallest
  /// @param sham     whether the characters of the control stay where they are
  static ScalingTextExperiment of(CharacterText text, boolean disarmed, boolean sham, Rng rng, Progress progress) {
    List<Trained> bySize = Arrays.stream(WIDTHS)
        .mapToObj(width -> mean(text, width, disarmed ? WIDTHS[0] : width, rng, progress)).toList();
    int fixed = disarmed ? WIDTHS[0] : WIDTHS[WIDTHS.length - 2];
    List<Trained> byText = IntStream.concat(Arrays.stream(PARTS), IntStream.of(1))
        .mapToObj(part -> train(text.first(part), fixed, fixed, rng.split("network").split(0), progress)).toList();
    CharacterText mixed = sham ? text : text.shuffled(rng.split("mix"));
    int largest = WIDTHS[WIDTHS.length - 1];
    List<Trained> shuffled = List.of(train(mixed, WIDTHS[0], WIDTHS[0], rng, progress),
        train(mixed, largest, largest, rng, progress));
    double[] counts = IntStream.rangeClosed(1, ORDERS).mapToDouble(order -> counted(text, order)).toArray();
    return new ScalingTextExperiment(bySize, byText, shuffled, counts, counted(mixed, 1), text.moved(mixed),
        text.entropy());
  }

  /// Narrow networks end well or badly by the luck of their first weights, and cost little: the mean of several.
  private static Trained mean(CharacterText text, int called, int width, Rng rng, Progress progress) {
    List<Trained> all = IntStream.range(0, Math.max(1, STEADY / width))
        .mapToObj(i -> train(text, called, width, rng.split("network").split(i), progress)).toList();
    return new Trained(all.getFirst().parameters, all.getFirst().characters,
        all.stream().mapToDouble(Trained::loss).average().orElseThrow());
  }

  private static double counted(CharacterText text, int order) {
    return NGramModel.of(order, text.vocabulary(), List.of(text.train())).crossEntropy(List.of(text.test()), 0);
  }

  //: code train
  /// Teaches one network; all differ in nothing but the width.
  private static Trained train(CharacterText text, int called, int width, Rng rng, Progress progress) {
    Module network = network(text.vocabulary(), width, rng.split("initialise"));
    BatchSource<Places> places = BatchSource.of(text.train().length - CONTEXT, ends -> Places.of(text.train(), ends));
    int steps = places.size() / BATCH;
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH)
        .withSchedule(Schedule.warmUpThenCosine(RATE, RATE / 100, Math.ceilDiv(steps, 20), steps))
        .withProgress(progress, "text, width " + width);
    new TrainingLoop(network, new Adam(network.parameters(), RATE, 0.9, 0.99, 1e-8), settings, rng.split("shuffle"))
        .run(places, batch -> Losses.crossEntropy(network.forward(batch.context), batch.next));
    Places test = Places.of(text.test(), IntStream.range(0, text.test().length - CONTEXT).toArray());
    return new Trained(network(text.vocabulary(), called, rng).parameterCount() - VECTOR * text.vocabulary(),
        text.train().length, Losses.crossEntropy(network.forward(test.context), test.next).item());
  }

  /// Ten characters become vectors, their row goes through a hidden layer, and out come the logits of the next.
  private static Module network(int vocabulary, int width, Rng rng) {
    return new Sequential(new Embedding(vocabulary, VECTOR, rng), new Flatten(),
        new Linear(CONTEXT * VECTOR, width, rng), new Relu(), new Linear(width, vocabulary, rng));
  }
  //: end

  //: code predict
  /// The law of all but the last: `floor + scale x^-exponent`; none if the loss does not fall.
  static Optional<PowerLaw> law(List<Trained> trained, ToDoubleFunction<Trained> x) {
    List<Trained> known = trained.subList(0, trained.size() - 1);
    double[] losses = known.stream().mapToDouble(Trained::loss).toArray();
    return known.getLast().loss < known.getFirst().loss
        ? Optional.of(PowerLaw.fitWithFloor(known.stream().mapToDouble(x).toArray(), losses)) : Optional.empty();
  }

  /// What the law says the last will lose, and by how much of its loss that is wrong; NaN without a law.
  static double predicted(List<Trained> trained, ToDoubleFunction<Trained> x) {
    return law(trained, x).map(law -> law.predict(x.applyAsDouble(trained.getLast()))).orElse(Double.NaN);
  }

  static double missedBy(List<Trained> trained, ToDoubleFunction<Trained> x) {
    return Math.abs(predicted(trained, x) / trained.getLast().loss - 1);
  }
  //: end

  /// The same of a law with a given floor, 0 for none.
  double missedWithFloor(double floor) {
    List<Trained> known = bySize.subList(0, bySize.size() - 1);
    PowerLaw law = PowerLaw.fit(known.stream().mapToDouble(Trained::parameters).toArray(),
        known.stream().mapToDouble(Trained::loss).toArray(), floor);
    return Math.abs(law.predict(bySize.getLast().parameters) / bySize.getLast().loss - 1);
  }

  /// The exponent of the raw loss between the two networks for shuffled text, which should not be there.
  double shuffledExponent() {
    Trained small = shuffled.getFirst();
    Trained large = shuffled.getLast();
    return StrictMath.log(small.loss / large.loss) / StrictMath.log(large.parameters / small.parameters);
  }

  /// How far the networks for shuffled text are from counting, at most, in nats.
  double shuffledFromCounting() {
    return shuffled.stream().mapToDouble(network -> Math.abs(network.loss - unigram)).max().orElseThrow();
  }
}
