package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.autograd.Graph;
import scrutable.tensor.Tensor;

/// Looks for the likeliest sequence by keeping the `width` best beginnings.
///
/// At each step every unfinished beginning is continued by every token; of all these and the finished ones, the `width`
/// likeliest stay. The search is over when all that stay are finished, or at the cut-off. Width 1 is greedy decoding; a
/// width of all possible sequences is exhaustive search; anything between may miss the best, and a greater width is not
/// always better (Sutskever et al. 2014, "Sequence to sequence learning", section 3.2).
///
/// Probability falls with every token, so the likeliest sequences are short ones. The results are therefore ordered by
/// `logProbability / choices^lengthPower` (Wu et al. 2016, section 7, in its simplest form): 0 is the plain
/// probability, 1 the mean per token. The search itself always compares plain probabilities.
///
/// @param width       how many beginnings are kept
/// @param maxChoices  after how many tokens, the end included, a sequence is cut off
/// @param lengthPower 0 or more
public record BeamSearch(int width, int maxChoices, double lengthPower) {
  /// Checks the settings.
  public BeamSearch {
    Decoding.requireAtLeastOne("the width of the beam", width);
    Decoding.requireAtLeastOne("the number of tokens", maxChoices);
    if (!(lengthPower >= 0 && lengthPower < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("BeamSearch: the power of the length should be finite and not negative, not "
          + lengthPower);
    }
  }

  /// Without a reward for length.
  public BeamSearch(int width, int maxChoices) {
    this(width, maxChoices, 0);
  }

  /// A beginning; `row` is where its state stands, -1 if it is finished.
  private record Beginning(Decoded written, int row) {
    double logProbability() {
      return written.logProbability();
    }
  }

  /// Writes one sequence.
  ///
  /// @param start the state of one row, before [Vocabulary#BOS] is read
  /// @return the best sequences found, at most `width`, the best first
  /// @throws IllegalArgumentException if the model gives NaN, or allows nothing at all
  public <S> List<Decoded> search(NextToken<S> model, S start) {
    return Graph.withoutRecording(() -> {
      List<Beginning> beam = List.of(new Beginning(Decoded.empty(), 0));
      S state = start;
      for (int step = 0; step < maxChoices && beam.stream().anyMatch(b -> !b.written.ended()); step++) {
        List<Beginning> running = beam.stream().filter(b -> !b.written.ended()).toList();
        NextToken.Step<S> next = model.step(state, lastTokens(running));
        beam = best(beam, Decoding.logProbabilities(next, running.size()));
        int[] rows = beam.stream().filter(b -> !b.written.ended()).mapToInt(Beginning::row).toArray();
        state = rows.length == 0 ? null : model.select(next.state(), Tensor.wrap(rows, rows.length));
      }
      return beam.stream().map(Beginning::written)
          .sorted(Comparator.comparingDouble(written -> -score(written))).toList();
    });
  }

  private static Tensor lastTokens(List<Beginning> running) {
    int[] last = running.stream().map(b -> b.written.tokens())
        .mapToInt(tokens -> tokens.length == 0 ? Vocabulary.BOS : tokens[tokens.length - 1]).toArray();
    return Tensor.wrap(last, last.length);
  }

  /// The likeliest of the finished beginnings and of all continuations of the others; the earlier wins a tie.
  private List<Beginning> best(List<Beginning> beam, Tensor logProbabilities) {
    int tokens = logProbabilities.size(1);
    double[] all = logProbabilities.toDoubleArray();
    List<Candidate> candidates = new ArrayList<>();
    int row = 0;
    for (Beginning beginning : beam) {
      if (beginning.written.ended()) {
        candidates.add(new Candidate(beginning, -1, -1, beginning.logProbability()));
        continue;
      }
      for (int token = 0; token < tokens; token++) {
        double logProbability = beginning.logProbability() + all[row * tokens + token];
        if (Double.isNaN(logProbability)) {
          throw new IllegalArgumentException("BeamSearch: the log-probability of token " + token + " is NaN");
        }
        if (logProbability > Double.NEGATIVE_INFINITY) {
          candidates.add(new Candidate(beginning, row, token, logProbability));
        }
      }
      row++;
    }
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("BeamSearch: all tokens have the probability 0; nothing can be written");
    }
    return candidates.stream().sorted(Comparator.comparingDouble(c -> -c.logProbability)).limit(width)
        .map(Candidate::beginning).toList();
  }

  /// A finished beginning (row -1), or one that is continued by a token.
  private record Candidate(Beginning from, int row, int token, double logProbability) {
    Beginning beginning() {
      return row < 0 ? from : new Beginning(from.written.followedBy(token, logProbability), row);
    }
  }

  /// What the results are ordered by.
  public double score(Decoded written) {
    return lengthPower == 0 ? written.logProbability()
        : written.logProbability() / StrictMath.pow(Math.max(written.choices(), 1), lengthPower);
  }

  /// Writes one sequence for each row of a state: the best that is found.
  ///
  /// @param count the number of rows
  public <S> List<Decoded> searchEach(NextToken<S> model, S start, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> search(model, model.select(start, Tensor.wrap(new int[] {n}, 1))).getFirst()).toList();
  }
}
