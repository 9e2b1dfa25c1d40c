package scrutable.nn.model;

import java.util.Arrays;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.Conv1d;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.LogMel;
import scrutable.nn.sequence.Ctc;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network that hears: sounds `(N, T)` in, logits `(N, S, letters + 1)` out, one row for every other frame.
///
/// ```
/// x = loudness in mel bands                 (N, F, bands)     the ear, nothing to learn
/// c = relu(convolution over 5 frames of x)  (N, S, width)     every other frame: S = floor((F - 1) / 2) + 1
/// h = GRU(c)                                (N, S, width)     what was heard so far
/// y = W h + b                               (N, S, letters + 1)
/// ```
///
/// The last class is the blank of [Ctc], which says that there is nothing new at this step. Its bias begins at -1: a
/// network that has learned nothing yet soon finds that blanks alone are better than noise, and stays there for some
/// epochs; with this it leaves sooner.
///
/// The order of its layers is that of Amodei et al. 2016, "Deep Speech 2", with one of each.
///
/// Parts: `ear`, `conv`, `gru`, `output`.
public final class Listener implements Module {
  private static final double LOUDNESS = 0.25;                  // mel bands in nats reach from -14 to 10
  private final LogMel ear;
  private final Conv1d conv;
  private final Gru gru;
  private final Linear output;

  /// A listener with new parameters.
  ///
  /// @param letters how many there are, without the blank
  /// @param width channels of the convolution and size of the state
  public Listener(LogMel ear, int letters, int width, Rng rng) {
    if (letters < 1 || width < 1) {
      throw new IllegalArgumentException("Listener: letters and width should be at least 1, not " + letters + " and "
          + width);
    }
    this.ear = ear;
    this.conv = new Conv1d(ear.bands(), width, 5, 2, 2, 1, rng);
    this.gru = new Gru(width, width, rng);
    Tensor weight = new Linear(width, letters + 1, rng).weight().value();
    float[] bias = new float[letters + 1];
    bias[letters] = -1;
    this.output = Linear.of(weight, Tensor.wrap(bias, bias.length));
  }

  /// The class of the blank: the last.
  public int blank() {
    return output.weight().size(0) - 1;
  }

  /// S, in how many steps a sound of `samples` samples is heard: no transcript can have more letters.
  public int steps(int samples) {
    return (ear.frameCount(samples) - 1) / 2 + 1;
  }

  //: code listener
  /// What the ear makes of sounds `(N, T)`: `(N, F, bands)`. It never changes, so one can learn from what was heard
  /// once.
  public Variable hear(Variable sounds) {
    return ear.forward(sounds).mul(LOUDNESS);
  }

  /// The logits `(N, S, letters + 1)` of what was heard.
  public Variable understand(Variable heard) {
    Variable near = conv.forward(heard.transpose(1, 2)).relu().transpose(1, 2);
    return output.forward(gru.forward(near));
  }

  @Override
  public Variable forward(Variable sounds) {
    return understand(hear(sounds));
  }

  /// Minus the log-probability of each transcript, `(N,)`, in nats.
  public Variable lossPerExample(Variable logits, PaddedBatch transcripts) {
    int[] steps = new int[logits.size(0)];
    Arrays.fill(steps, logits.size(1));
    return Ctc.lossPerExample(logits, steps, transcripts, blank());
  }
  //: end

  @Override
  public void describe(Parts parts) {
    parts.child("ear", ear).child("conv", conv).child("gru", gru).child("output", output);
  }

  @Override
  public String toString() {
    return outline();
  }
}
