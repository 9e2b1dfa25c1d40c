package scrutable.attacks.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.sequence.Ctc;
import scrutable.nn.sequence.CtcBeamSearch;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.tensor.Recycler;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// A network that listens as a victim: sounds `(N, T)` in, logits `(N, S, K)` out, with full access.
///
/// As a [Transcriber] it reads off the likeliest symbol of each step ([Ctc#greedy]); [#beam] gives one that looks for
/// the likeliest transcript. The network is asked in evaluation mode, and its modes are restored afterwards.
public final class SpeechVictim implements Transcriber {
  private final Module network;
  private final int blank;
  private final Recycler memory = new Recycler();

  private SpeechVictim(Module network, int blank) {
    this.network = network;
    this.blank = blank;
  }

  /// Makes a network the victim.
  ///
  /// @param blank the class of the blank
  public static SpeechVictim of(Module network, int blank) {
    return new SpeechVictim(network, blank);
  }

  /// The likeliest alignment, collapsed.
  @Override
  public List<int[]> transcripts(Tensor sounds) {
    Tensor logits = logits(sounds);
    return Ctc.greedy(logits, steps(logits), blank);
  }

  /// The same network, read with a beam of this width.
  public Transcriber beam(int width) {
    CtcBeamSearch search = new CtcBeamSearch(width, blank);
    return sounds -> {
      Tensor logits = logits(sounds);
      Tensor logProbabilities = Functions.logSoftmax(Variable.constant(logits)).value();
      List<int[]> transcripts = new ArrayList<>();
      for (int n = 0; n < sounds.size(0); n++) {
        transcripts.add(search.search(logProbabilities.select(0, n)).getFirst().toArray());
      }
      return transcripts;
    };
  }

  /// The logits of sounds, `(N, S, K)`.
  public Tensor logits(Tensor sounds) {
    return network.evaluating(() -> Graph.withoutRecording(
        () -> memory.run(() -> answer(Variable.constant(sounds)).value().keep())));
  }

  /// Minus the log-probability of each transcript, `(N,)`, in nats; to be differentiated by the sounds.
  Variable losses(Variable sounds, PaddedBatch transcripts) {
    Variable logits = network.evaluating(() -> answer(sounds));
    return Ctc.lossPerExample(logits, steps(logits.value()), transcripts, blank);
  }

  /// Checks that there is one transcript for each sound, and that each can be heard in it at all.
  void requirePossible(Tensor sounds, List<int[]> transcripts) {
    if (transcripts.size() != sounds.size(0)) {
      throw new IllegalArgumentException("there should be a target for each of the " + sounds.size(0)
          + " sounds, not " + transcripts.size());
    }
    int steps = logits(sounds).size(1);
    for (int n = 0; n < transcripts.size(); n++) {
      int needed = Ctc.framesNeeded(transcripts.get(n));
      if (needed > steps) {
        throw new IllegalArgumentException("target " + n + " needs " + needed + " steps, one for each label and one"
            + " between equal ones, but the victim hears the sound in " + steps + ": no change of it can be heard as"
            + " that target; take a shorter one or a longer sound");
      }
    }
  }

  private Variable answer(Variable sounds) {
    Variable logits = network.forward(sounds);
    if (logits.rank() != 3 || logits.size(0) != sounds.size(0)) {
      throw new IllegalArgumentException("a network that listens gives logits (N, S, K), but this one gives "
          + Shape.text(logits.shape()) + " for sounds " + Shape.text(sounds.shape()));
    }
    if (logits.value().map(UnaryFunction.IS_FINITE).min().item() == 0) {
      throw new IllegalArgumentException("the network gives logits that are not finite; an attack on it would prove"
          + " nothing");
    }
    return logits;
  }

  private static int[] steps(Tensor logits) {
    int[] steps = new int[logits.size(0)];
    Arrays.fill(steps, logits.size(1));
    return steps;
  }
}
