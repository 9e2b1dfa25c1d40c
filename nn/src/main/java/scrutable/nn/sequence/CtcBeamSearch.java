package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Looks for the likeliest transcript, where [Ctc#greedy] looks for the likeliest alignment.
///
/// Frame by frame it keeps the `width` likeliest beginnings of transcripts ("prefixes"). All alignments of a prefix are
/// added up, in two sums: those that end in a blank, and those that end in the last label. Only the first kind can take
/// the same label once more as a *new* label. With a width of all prefixes the probabilities are exact; with a small
/// one they are lower bounds. Graves et al. 2006, section 3.2; in this form Hannun et al. 2014, "First-pass large
/// vocabulary continuous speech recognition using bi-directional recurrent DNNs", algorithm 1, without a language
/// model.
///
/// @param width how many prefixes are kept
/// @param blank the class of the blank
public record CtcBeamSearch(int width, int blank) {
  /// Checks the width.
  public CtcBeamSearch {
    Decoding.requireAtLeastOne("the width of the beam", width);
  }

  /// A transcript and its log-probability, in nats.
  public record Transcript(List<Integer> labels, double logProbability) {
    /// The labels as an array.
    public int[] toArray() {
      return labels.stream().mapToInt(label -> label).toArray();
    }
  }

  /// The log-probabilities of the alignments of a prefix.
  private static final class Sums {
    private double endingInBlank = Double.NEGATIVE_INFINITY;
    private double endingInLabel = Double.NEGATIVE_INFINITY;

    double total() {
      return logAdd(endingInBlank, endingInLabel);
    }
  }

  /// Reads one input.
  ///
  /// @param logProbabilities `(T, K)`, of the frames that count: logits would give other transcripts
  /// @return the likeliest transcripts found, at most `width`, the likeliest first
  /// @throws IllegalArgumentException if the shape does not fit, or a number is above 0 or NaN
  public List<Transcript> search(Tensor logProbabilities) {
    if (logProbabilities.rank() != 2) {
      throw new IllegalArgumentException("CtcBeamSearch: log-probabilities should be (T, K), not "
          + Shape.text(logProbabilities.shape()));
    }
    int classes = logProbabilities.size(1);
    Ctc.requireBlank(blank, classes);
    double[] frames = logProbabilities.toDoubleArray();
    requireLogProbabilities(frames, classes);
    Map<List<Integer>, Sums> beam = new LinkedHashMap<>();
    Sums certain = new Sums();
    certain.endingInBlank = 0;
    beam.put(List.of(), certain);
    for (int t = 0; t < frames.length / classes; t++) {
      beam = best(extended(beam, frames, t * classes, classes));
    }
    return beam.entrySet().stream().map(entry -> new Transcript(entry.getKey(), entry.getValue().total()))
        .sorted(Comparator.comparingDouble(transcript -> -transcript.logProbability)).toList();
  }

  /// All prefixes one frame later.
  private Map<List<Integer>, Sums> extended(Map<List<Integer>, Sums> beam, double[] frames, int at, int classes) {
    Map<List<Integer>, Sums> next = new LinkedHashMap<>();
    beam.forEach((prefix, sums) -> {
      double total = sums.total();
      int last = prefix.isEmpty() ? blank : prefix.getLast();
      Sums same = next.computeIfAbsent(prefix, p -> new Sums());
      same.endingInBlank = logAdd(same.endingInBlank, total + frames[at + blank]);
      if (last != blank) {
        same.endingInLabel = logAdd(same.endingInLabel, sums.endingInLabel + frames[at + last]);
      }
      for (int k = 0; k < classes; k++) {
        double before = k == last ? sums.endingInBlank : total;
        if (k != blank && before + frames[at + k] > Double.NEGATIVE_INFINITY) {
          List<Integer> longer = new ArrayList<>(prefix);
          longer.add(k);
          Sums other = next.computeIfAbsent(List.copyOf(longer), p -> new Sums());
          other.endingInLabel = logAdd(other.endingInLabel, before + frames[at + k]);
        }
      }
    });
    return next;
  }

  /// The likeliest prefixes; of equally likely ones those that were met first.
  private Map<List<Integer>, Sums> best(Map<List<Integer>, Sums> beam) {
    Map<List<Integer>, Sums> kept = new LinkedHashMap<>();
    beam.entrySet().stream().sorted(Comparator.comparingDouble(entry -> -entry.getValue().total())).limit(width)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }

  private static void requireLogProbabilities(double[] frames, int classes) {
    for (int i = 0; i < frames.length; i++) {
      if (!(frames[i] <= 1e-4)) {
        throw new IllegalArgumentException("CtcBeamSearch: class " + i % classes + " of frame " + i / classes
            + " has the log-probability " + frames[i] + "; pass logits through a log-softmax first");
      }
    }
  }

  /// `log(e^a + e^b)`.
  private static double logAdd(double a, double b) {
    double largest = Math.max(a, b);
    return largest == Double.NEGATIVE_INFINITY ? largest
        : largest + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - largest));
  }
}
