package scrutable.lessons.generation.texttoimage;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.PlainScenes;
import scrutable.nn.generative.AncestralSampler;
import scrutable.nn.generative.CaptionedPainter;
import scrutable.nn.generative.GuidedDenoiser;
import scrutable.nn.generative.NoiseSchedule;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.nn.optim.Schedule;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learns by removing noise to paint what captions say, and paints.
final class ScenePainter {
  static final int PIXELS = 3 * PlainScenes.SIZE * PlainScenes.SIZE;
  private static final int SAMPLING_STEPS = 25;
  private static final int WIDTH = 256;
  private static final int CONDITION = 64;
  private static final int BLOCKS = 3;
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 2e-3;
  private static final double LAST_RATE = 1e-4;
  private static final double AVERAGE = 0.995;
  private static final double UNTOLD = 0.1;
  private static final String NOTHING = "";

  private final NoiseSchedule schedule = NoiseSchedule.cosine(100);
  private final BagOfWords words;
  private final CaptionedPainter network;
  private final ExponentialMovingAverage average;

  /// Pictures with what is said of them.
  private record Told(Tensor pictures, List<String> texts) {}

  /// @param words that it understands
  ScenePainter(BagOfWords words, Rng rng) {
    this.words = words;
    this.network = new CaptionedPainter(schedule, PIXELS, words.vocabulary().size(), WIDTH, CONDITION, BLOCKS, rng);
    this.average = new ExponentialMovingAverage(network.parameters(), AVERAGE);
  }

  //: code learn
  /// Learns. Of one picture in ten it is told nothing, so that it also knows what pictures look like of which nothing
  /// is said.
  ///
  /// @param pictures `(N, 3, 12, 12)`
  /// @param texts what is said of each
  /// @param afterEachStep is told how many steps are over
  void learn(Tensor pictures, List<String> texts, int steps, Rng rng, Progress progress, LongConsumer afterEachStep) {
    BatchSource<Told> source = BatchSource.of(texts.size(), rows -> new Told(
        Indexing.select(pictures, 0, Tensor.wrap(rows, rows.length)),
        IntStream.of(rows).mapToObj(texts::get).toList()));
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH)
        .withSchedule(Schedule.cosine(LEARNING_RATE, LAST_RATE, steps))
        .withProgress(progress, "learning to paint")
        .afterEachStep(report -> {
          average.update();
          afterEachStep.accept(report.step().number() + 1);
        });
    Rng noise = rng.split("noise");
    Rng silence = rng.split("silence");
    new TrainingLoop(network, new Adam(network.parameters(), LEARNING_RATE), settings, rng.split("shuffle"))
        .run(source, batch -> {
          List<String> told = batch.texts.stream()
              .map(text -> silence.nextDouble() < UNTOLD ? NOTHING : text).toList();
          return network.loss(batch.pictures, schedule.draw(batch.pictures, noise), words.of(told));
        });
  }
  //: end

  //: code paint
  /// Paints.
  ///
  /// @param texts one for each picture
  /// @param weight of guidance; 0 for none
  /// @return `(N, 3, 12, 12)`
  Tensor paint(List<String> texts, double weight, Rng rng) {
    GuidedDenoiser guided = new GuidedDenoiser(network.told(words.of(texts)), network.toldNothing(), weight);
    return average.averaged(() -> AncestralSampler.strided(schedule, SAMPLING_STEPS, -1, 1)
        .sample(guided, texts.size(), rng, 3, PlainScenes.SIZE, PlainScenes.SIZE));
  }
  //: end

  /// How many multiplications a training takes: forwards, and backwards for inputs and weights.
  long multiplications(int steps) {
    return 3L * BATCH * steps * network.parameterCount();
  }
}
