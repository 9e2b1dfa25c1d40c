package scrutable.lessons.generation;

import java.util.function.LongConsumer;
import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.generative.AdversarialGame;
import scrutable.nn.generative.AdversarialGame.Rules;
import scrutable.nn.generative.AdversarialPair;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.Sigmoid;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A generator and a discriminator of small pictures, each of three layers, as those of 2014 were; pictures are rows of
/// pixels in [-1, 1].
public final class SmallGan {
  private static final int NOISE = 32;
  private static final int BATCH = 32;
  private static final int WIDTH = 256;
  private static final double GENERATOR_RATE = 1e-3;
  private static final double DISCRIMINATOR_RATE = 5e-4;
  private static final double CALLED_REAL = 0.9;
  private static final double AVERAGE = 0.995;

  private final Module generator;
  private final Module discriminator;
  private final ExponentialMovingAverage average;

  //: code networks
  /// A pair that has not learned anything.
  public SmallGan(int pixels, Rng rng) {
    generator = new Sequential(                                                         // (N, 32) to (N, pixels)
        new Linear(NOISE, WIDTH, rng), new BatchNorm1d(WIDTH), new Relu(),
        new Linear(WIDTH, WIDTH, rng), new BatchNorm1d(WIDTH), new Relu(),
        new Linear(WIDTH, pixels, rng), new Tanh());
    discriminator = new Sequential(                                                     // (N, pixels) to (N, 1)
        new Linear(pixels, WIDTH, rng), new LeakyRelu(0.2),
        new Linear(WIDTH, WIDTH, rng), new LeakyRelu(0.2),
        new Linear(WIDTH, 1, rng));
    average = new ExponentialMovingAverage(generator.parameters(), AVERAGE);
  }
  //: end

  /// Noise to draw `count` pictures from.
  public static Tensor noise(int count, Rng rng) {
    return rng.normal(count, NOISE);
  }

  /// Lets the two play.
  ///
  /// @param pictures `(N, pixels)`, the real ones
  /// @param turns how often each player steps
  /// @param learns false for a discriminator that stays as it is
  /// @param afterEachTurn is told how many turns are over
  public void play(Tensor pictures, long turns, boolean learns, Rng rng, LongConsumer afterEachTurn) {
    Rules rules = Rules.of(turns, BATCH, NOISE);
    new AdversarialGame(new AdversarialPair(generator, discriminator),
        new Adam(generator.parameters(), GENERATOR_RATE, 0, 0.999, 1e-8),
        new Adam(discriminator.parameters(), DISCRIMINATOR_RATE, 0, 0.999, 1e-8), CALLED_REAL)
        .play(pictures, learns ? rules : rules.withFrozenDiscriminator(), rng, done -> {
          average.update();
          afterEachTurn.accept(done);
        });
  }

  /// The pictures that the generator makes of noise, with the running mean of its weights.
  ///
  /// Batch normalisation takes mean and variance from the pictures that are drawn together, as in the game: they should
  /// be many.
  public Tensor draw(Tensor noise) {
    return average.averaged(() -> answers(generator, noise));
  }

  /// The mean probability of being real that the discriminator gives to pictures.
  public double belief(Tensor pictures) {
    return answers(new Sequential(discriminator, new Sigmoid()), pictures).mean().item();
  }

  /// All numbers that the discriminator has learned, in one row.
  public Tensor learnedByDiscriminator() {
    return Joining.concat(0, discriminator.parameters().stream()
        .map(parameter -> parameter.value().reshape(parameter.value().elementCount())).toArray(Tensor[]::new));
  }

  /// How many multiplications a turn takes: each network is passed forwards, then backwards for its inputs and for its
  /// weights, by the discriminator's turn on two batches, by the generator's on one.
  public long multiplicationsPerTurn() {
    long ofGenerator = generator.parameterCount();
    long ofDiscriminator = discriminator.parameterCount();
    return BATCH * (ofGenerator + 6 * ofDiscriminator + 3 * ofGenerator + 3 * ofDiscriminator);
  }

  private static Tensor answers(Module network, Tensor inputs) {
    return Graph.withoutRecording(() -> network.forward(inputs).value());
  }
}
