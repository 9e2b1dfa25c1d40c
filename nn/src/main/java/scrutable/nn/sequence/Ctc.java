package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.CtcOp;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.layer.SequenceMask;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Connectionist temporal classification: transcripts learned without saying which frame belongs to which letter, and
/// the simplest way to read one off. See [CtcOp] for the definition, and [CtcBeamSearch] for a better way to read.
///
/// A network gives logits over the letters and the blank at each frame. An alignment stands for what is left when
/// repeats are merged and then blanks removed: `h h - e l l - l o` is `hello`. Between two equal letters there must be
/// a blank, so a transcript needs as many frames as it has letters and repeats ([#framesNeeded]).
///
/// Graves, Fernandez, Gomez and Schmidhuber 2006, "Connectionist temporal classification", sections 3 and 4.
public final class Ctc {
  private Ctc() {}

  /// The mean over the batch of minus the log-probability of each transcript, in nats.
  ///
  /// Long transcripts have larger losses than short ones; nothing is divided by a length.
  ///
  /// @param logits       `(N, T, K)`, before any softmax
  /// @param inputLengths how many frames of each input count
  /// @param labels       the transcripts, classes from 0 to K - 1 without the blank; what stands in the padding does
  ///     not matter
  /// @param blank        the class of the blank
  /// @throws IllegalArgumentException if shapes, lengths or labels do not fit, or a transcript needs more frames than
  ///     its input has: its loss would be infinite, and so would be the mean
  public static Variable loss(Variable logits, int[] inputLengths, PaddedBatch labels, int blank) {
    for (int n = 0; n < Math.min(labels.size(), inputLengths.length); n++) {
      int needed = framesNeeded(labels.sequence(n));
      if (needed > inputLengths[n]) {
        throw new IllegalArgumentException("ctc: transcript " + n + " needs at least " + needed + " frames, one for"
            + " each label and one between equal ones, but its input has " + inputLengths[n] + "; take more frames or"
            + " leave it out");
      }
    }
    return lossPerExample(logits, inputLengths, labels, blank).mean();
  }

  /// [#loss] of every example, `(N,)`: +infinity, with the gradient 0, where a transcript needs more frames than its
  /// input has.
  public static Variable lossPerExample(Variable logits, int[] inputLengths, PaddedBatch labels, int blank) {
    if (logits.rank() != 3) {
      throw new IllegalArgumentException("ctc: logits should be (N, T, K), not " + Shape.text(logits.shape()));
    }
    CtcOp op = new CtcOp(labels.ids(), inputLengths, labels.lengths(), blank);
    return Graph.apply(op, Functions.logSoftmax(logits));
  }

  /// How many frames a transcript needs at least: one for each label, and a blank between equal neighbours.
  public static int framesNeeded(int[] labels) {
    int needed = labels.length;
    for (int i = 1; i < labels.length; i++) {
      needed += labels[i] == labels[i - 1] ? 1 : 0;
    }
    return needed;
  }

  /// The labels that an alignment stands for: repeats are merged, then blanks removed.
  public static int[] collapse(int[] alignment, int blank) {
    int[] labels = new int[alignment.length];
    int count = 0;
    for (int t = 0; t < alignment.length; t++) {
      boolean repeat = t > 0 && alignment[t] == alignment[t - 1];
      if (!repeat && alignment[t] != blank) {
        labels[count++] = alignment[t];
      }
    }
    return Arrays.copyOf(labels, count);
  }

  /// The labels of the likeliest alignment of each input: the likeliest symbol of each frame, collapsed.
  ///
  /// The likeliest alignment need not belong to the likeliest transcript, which may have many alignments.
  ///
  /// @param logits `(N, T, K)`; log-probabilities serve as well
  /// @throws IllegalArgumentException if lengths do not fit, or a logit of a frame that counts is NaN
  public static List<int[]> greedy(Tensor logits, int[] inputLengths, int blank) {
    if (logits.rank() != 3 || logits.size(0) != inputLengths.length) {
      throw new IllegalArgumentException("greedy: logits (N, T, K) need N lengths, but they are "
          + Shape.text(logits.shape()) + " and " + inputLengths.length);
    }
    requireBlank(blank, logits.size(2));
    SequenceMask.requireLengths("greedy", inputLengths, logits.size(1));
    List<int[]> result = new ArrayList<>();
    for (int n = 0; n < inputLengths.length; n++) {
      Tensor frames = logits.select(0, n).slice(0, 0, inputLengths[n]);
      int[] alignment = Sampling.categorical(frames, 0, null).toIntArray();
      result.add(collapse(alignment, blank));
    }
    return result;
  }

  static void requireBlank(int blank, int classes) {
    if (blank < 0 || blank >= classes) {
      throw new IllegalArgumentException("ctc: the blank " + blank + " does not lie in 0 .. " + (classes - 1));
    }
  }
}
