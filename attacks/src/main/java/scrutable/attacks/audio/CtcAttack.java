package scrutable.attacks.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Progress;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Wav;
import scrutable.tensor.io.WavEncoding;

/// Changes sounds until a network writes down a given transcript, then ever more quietly.
///
/// For each sound x, with u = 0 and the bound b = `firstBound` times the greatest sample of x at first,
///
/// ```
/// repeat:
///   d = b u
///   g = gradient by u of the CTC loss of the target, given clip(x + d) + noise
///   u = clip(Adam(u, sign(g)), -1, 1) with the rate `rate`
///   every 10 iterations, if the 16-bit file of clip(x + d) is heard as the target, by greedy and by beam decoding:
///     keep it;  b = 0.8 min(b, max|d|)
/// ```
///
/// Adam sees signs, so a sample counts the same whether its gradient is large or small, and the rate is a share of the
/// bound. The noise keeps the change from living on less than a step of the file, which rounding would take away. All
/// sounds are attacked side by side and none depends on the others.
///
/// Carlini and Wagner 2018, "Audio adversarial examples: targeted attacks on speech-to-text", section III, in the form
/// of their program attack.py: the loss alone, without a weight for the size of the change. There u is clipped inside
/// of the function that is differentiated, so a sample that has left the bound has the gradient 0 and can hardly come
/// back; here it is brought back after each step.
///
/// @param iterations how many
/// @param firstBound as a share of the greatest sample, above 0 and at most 1
/// @param rate       of Adam, in bounds
/// @param steps      what becomes of the signs
public record CtcAttack(int iterations, double firstBound, double rate, Steps steps) {
  /// How many iterations there are between two looks at what the victim hears.
  public static final int EVERY = 10;
  private static final int BEAM = 10;
  private static final double SHRINK = 0.8;
  private static final double NOISE = 2 / 32768.0;
  /// The greatest sample that a file can hold.
  private static final double TOP = 1 - 1 / 32768.0;

  /// What becomes of the signs of the gradient before a step is made of them.
  public enum Steps {
    /// They are taken as they are.
    SIGNS,
    /// Those of one sound change places among each other: steps of the same size that know nothing. An ablation.
    SHUFFLED_SIGNS
  }

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a number is not as above
  public CtcAttack {
    if (iterations < 1 || !(firstBound > 0 && firstBound <= 1) || !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("CtcAttack: needed are at least 1 iteration, a first bound above 0 and at most"
          + " 1, and a rate above 0, not " + iterations + ", " + firstBound + " and " + rate);
    }
  }

  /// A first bound of a quarter, -12 dB, and a rate of a tenth of the bound.
  public static CtcAttack of(int iterations) {
    return new CtcAttack(iterations, 0.25, 0.1, Steps.SIGNS);
  }

  /// The same with other steps.
  public CtcAttack with(Steps other) {
    return new CtcAttack(iterations, firstBound, rate, other);
  }

  /// What an attack made; whether it is any good is said by [AudioAttackResult].
  ///
  /// @param sounds `(N, T)`, as a 16-bit file holds them: of each the quietest that was heard as its target, or else
  ///     the last
  /// @param bounds of each sound after every 10 iterations, as a share of its greatest sample
  public record Made(Tensor sounds, double[][] bounds) {}

  /// Attacks sounds.
  ///
  /// @param sounds  `(N, T)`, `float32`, as a 16-bit file holds them
  /// @param targets what each should be heard as
  /// @throws IllegalArgumentException if a sound is silent, outside [-1, 1), or its target has more labels than the
  ///     victim has steps
  public Made perturb(SpeechVictim victim, Tensor sounds, List<int[]> targets, Rng rng, Progress progress) {
    victim.requirePossible(sounds, targets);
    Attempt attempt = new Attempt(victim, sounds, targets);
    Rng noise = rng.split("noise");
    Rng order = rng.split("order");
    for (int i = 0; i < iterations; i++) {
      progress.update("attacking", i, iterations);
      attempt.step(noise, order);
      if ((i + 1) % EVERY == 0 || i + 1 == iterations) {
        attempt.look(i / EVERY);
      }
    }
    return new Made(Joining.stack(0, attempt.best), attempt.trace);
  }

  /// Sounds as they are read again from a 16-bit file.
  public static Tensor asFiles(Tensor sounds) {
    return new Wav(sounds, 1).rounded(WavEncoding.PCM_16).samples();     // the rate does not matter to rounding
  }

  /// The state of an attack.
  private final class Attempt {
    private final Recycler memory = new Recycler();
    private final SpeechVictim victim;
    private final Transcriber beam;
    private final Tensor sounds;
    private final List<int[]> targets;
    private final PaddedBatch padded;
    private final double[] peaks;
    private final double[] shares;                 // the bounds, as shares of the peaks
    private final Parameter u;
    private final Adam adam;
    private final boolean[] heard;
    private final double[][] trace;
    private final Tensor[] best;

    Attempt(SpeechVictim victim, Tensor sounds, List<int[]> targets) {
      this.victim = victim;
      this.beam = victim.beam(BEAM);
      this.sounds = sounds;
      this.targets = targets;
      this.padded = PaddedBatch.of(targets);
      this.peaks = Decibels.peaks(sounds);
      for (int n = 0; n < peaks.length; n++) {
        if (!(peaks[n] > 0 && peaks[n] <= 1)) {
          throw new IllegalArgumentException("CtcAttack: the greatest sample of sound " + n + " is " + peaks[n]
              + "; it should be above 0 and at most 1");
        }
      }
      this.shares = new double[peaks.length];
      Arrays.fill(shares, firstBound);
      this.u = new Parameter(Tensor.zeros(sounds.dtype(), sounds.shape()));
      this.adam = new Adam(List.of(u), rate);
      this.heard = new boolean[peaks.length];
      this.trace = new double[peaks.length][Math.ceilDiv(iterations, EVERY)];
      this.best = new Tensor[peaks.length];
    }

    //: code attack
    void step(Rng noise, Rng order) {
      memory.run(() -> {
        Variable sent = Variable.constant(sounds).add(change()).clamp(-1, TOP)
            .add(Variable.constant(noise.normalAround(0, NOISE, sounds.shape()).to(sounds.dtype())));
        Variable loss = victim.losses(sent, padded).sum();
        Tensor signs = Gradients.of(loss, u).get(u).sign();
        Tensor direction = steps == Steps.SIGNS ? signs : shuffled(signs, order);
        adam.step(Gradients.ofTensors(Map.of(u, direction)));
        u.assign(u.value().clamp(-1, 1).keep());
      });
    }

    /// `d = b u`.
    private Variable change() {
      return u.mul(Variable.constant(bounds()));
    }

    /// Keeps what is heard as its target in the file, and asks for less from there on.
    void look(int at) {
      Tensor change = change().value();
      Tensor files = asFiles(sounds.add(change));
      double[] reached = Decibels.peaks(change);
      List<int[]> greedy = victim.transcripts(files);
      List<int[]> byBeam = beam.transcripts(files);
      for (int n = 0; n < peaks.length; n++) {
        boolean hit = Arrays.equals(greedy.get(n), targets.get(n)) && Arrays.equals(byBeam.get(n), targets.get(n));
        if (hit || !heard[n]) {
          best[n] = files.select(0, n);
        }
        if (hit) {
          heard[n] = true;
          shares[n] = SHRINK * Math.min(shares[n], reached[n] / peaks[n]);
        }
        trace[n][at] = shares[n];
      }
    }
    //: end

    private Tensor bounds() {
      double[] bounds = new double[peaks.length];
      for (int n = 0; n < bounds.length; n++) {
        bounds[n] = shares[n] * peaks[n];
      }
      return Tensor.wrap(bounds, bounds.length, 1).to(sounds.dtype());
    }
  }

  private static Tensor shuffled(Tensor signs, Rng order) {
    Tensor[] rows = new Tensor[signs.size(0)];
    for (int n = 0; n < rows.length; n++) {
      int[] places = order.permutation(signs.size(1));
      rows[n] = Indexing.select(signs.select(0, n), 0, Tensor.wrap(places, places.length));
    }
    return Joining.stack(0, rows);
  }
}
