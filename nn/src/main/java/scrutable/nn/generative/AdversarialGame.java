package scrutable.nn.generative;

import java.util.Arrays;
import java.util.function.LongConsumer;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.Indexing;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two networks learn against each other, in turns: the discriminator to tell real pictures from made ones, the
/// generator to make pictures that it takes for real.
///
/// ```java
/// var game = new AdversarialGame(new AdversarialPair(generator, discriminator),
///     new Adam(generator.parameters(), 1e-3, 0.5, 0.999, 1e-8),
///     new Adam(discriminator.parameters(), 1e-3, 0.5, 0.999, 1e-8), 0.9);
/// game.play(pictures, AdversarialGame.Rules.of(4_000, 32, 32), rng, done -> {});
/// ```
///
/// There is no loss that falls while this goes well: each player's success is the other's failure. Where both stand
/// still, the discriminator says 1/2 to everything.
///
/// Source: Goodfellow et al., "Generative adversarial nets" (2014), algorithm 1 with k = 1.
public final class AdversarialGame {
  private final AdversarialPair pair;
  private final Optimizer ofGenerator;
  private final Optimizer ofDiscriminator;
  private final double target;
  private final Recycler memory = new Recycler();

  /// @param ofGenerator steps the generator's parameters, and no others
  /// @param ofDiscriminator steps the discriminator's
  /// @param target what the discriminator shall say of real pictures: 1, or 0.9; see
  ///     [AdversarialLosses#discriminator]
  /// @throws IllegalArgumentException if an optimiser holds other parameters than those of its player
  public AdversarialGame(AdversarialPair pair, Optimizer ofGenerator, Optimizer ofDiscriminator, double target) {
    requireOwn("generator", pair.generator(), ofGenerator);
    requireOwn("discriminator", pair.discriminator(), ofDiscriminator);
    this.pair = pair;
    this.ofGenerator = ofGenerator;
    this.ofDiscriminator = ofDiscriminator;
    this.target = target;
  }

  /// How a game is played.
  ///
  /// @param turns how often each player steps
  /// @param batch how many pictures each sees in a step
  /// @param noiseWidth how many numbers the generator makes a picture from
  /// @param discriminatorLearns false for a discriminator that stays as it was built, so that there is no game
  public record Rules(long turns, int batch, int noiseWidth, boolean discriminatorLearns) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if `turns` is negative, or another number below 1
    public Rules {
      if (turns < 0 || batch < 1 || noiseWidth < 1) {
        throw new IllegalArgumentException("AdversarialGame: a game has turns, a batch and noise, not " + turns + ", "
            + batch + " and " + noiseWidth);
      }
    }

    /// Both learn.
    public static Rules of(long turns, int batch, int noiseWidth) {
      return new Rules(turns, batch, noiseWidth, true);
    }

    /// Only the generator learns.
    public Rules withFrozenDiscriminator() {
      return new Rules(turns, batch, noiseWidth, false);
    }
  }

  /// Plays. In each turn the discriminator steps on real pictures, drawn with replacement, and on as many made ones;
  /// then the generator steps on fresh noise. Learning rates are those of the optimisers for the first half, and fall
  /// to 0 in a straight line over the second.
  ///
  /// @param pictures the real ones, `(N, ...)`
  /// @param afterEachTurn is told how many turns are over
  //: code play
  public void play(Tensor pictures, Rules rules, Rng rng, LongConsumer afterEachTurn) {
    double rateOfGenerator = ofGenerator.learningRate();
    double rateOfDiscriminator = ofDiscriminator.learningRate();
    Rng draw = rng.split("draw");
    Rng noise = rng.split("noise");
    for (long turn = 0; turn < rules.turns; turn++) {
      double share = Math.min(1, 2 * (1 - turn / (double) rules.turns));
      ofGenerator.setLearningRate(rateOfGenerator * share);
      ofDiscriminator.setLearningRate(rateOfDiscriminator * share);
      if (rules.discriminatorLearns) {
        int[] rows = new int[rules.batch];
        Arrays.setAll(rows, i -> draw.nextInt(pictures.size(0)));
        Tensor real = Indexing.select(pictures, 0, Tensor.wrap(rows, rows.length));
        discriminatorTurn(real, noise.normal(rules.batch, rules.noiseWidth));
      }
      generatorTurn(noise.normal(rules.batch, rules.noiseWidth));
      afterEachTurn.accept(turn + 1);
    }
  }
  //: end

  private static void requireOwn(String name, Module player, Optimizer optimizer) {
    if (!player.parameters().equals(optimizer.parameters())) {
      throw new IllegalArgumentException("AdversarialGame: the optimiser of the " + name + " must step the parameters"
          + " of the " + name + " and no others; otherwise one player moves in the other's turn");
    }
  }

  /// One step of the discriminator; the generator stays as it is.
  ///
  /// @param real pictures `(N, ...)`
  /// @param noise what the generator starts from, `(M, ...)`
  /// @return the loss before the step
  //: code turns
  public double discriminatorTurn(Tensor real, Tensor noise) {
    return memory.run(() -> {
      Variable loss = pair.discriminatorLoss(real, noise, target);
      ofDiscriminator.step(Gradients.of(loss, ofDiscriminator.parameters()));
      return loss.item();
    });
  }

  /// One step of the generator; the discriminator stays as it is.
  ///
  /// @return the loss before the step
  public double generatorTurn(Tensor noise) {
    return memory.run(() -> {
      Variable loss = pair.generatorLoss(noise);
      ofGenerator.step(Gradients.of(loss, ofGenerator.parameters()));
      return loss.item();
    });
  }
  //: end
}
