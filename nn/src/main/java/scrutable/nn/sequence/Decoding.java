package scrutable.nn.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.autograd.Graph;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Writing many sequences at once, token by token: always the likeliest token, or one drawn by chance.
///
/// Sequences that are finished leave the batch, so that time is spent on the others only; what is written in a row does
/// not depend on the other rows, unless it is drawn. See [BeamSearch] for more than one attempt a sequence.
public final class Decoding {
  private Decoding() {}

  /// The likeliest token at each step, the first of several.
  ///
  /// @param start      the state before [Vocabulary#BOS] is read
  /// @param count      N, the number of sequences in that state
  /// @param maxChoices after how many tokens, the end included, a sequence is cut off
  /// @return one for each row
  public static <S> List<Decoded> greedy(NextToken<S> model, S start, int count, int maxChoices) {
    return write(model, start, count, maxChoices, logits -> Sampling.categorical(logits, 0, null));
  }

  /// A token drawn at each step; see [Sampling#categorical].
  ///
  /// `logProbability` of the result is that of the model at temperature 1.
  public static <S> List<Decoded> sample(NextToken<S> model, S start, int count, int maxChoices, double temperature,
      Rng rng) {
    return write(model, start, count, maxChoices, logits -> Sampling.categorical(logits, temperature, rng));
  }

  private static <S> List<Decoded> write(NextToken<S> model, S start, int count, int maxChoices,
      Function<Tensor, Tensor> choose) {
    requireAtLeastOne("the number of tokens", maxChoices);
    requireAtLeastOne("the number of sequences", count);
    return Graph.withoutRecording(() -> {
      Decoded[] written = Stream.generate(Decoded::empty).limit(count).toArray(Decoded[]::new);
      int[] rows = IntStream.range(0, count).toArray();                     // who is still writing
      int[] last = new int[count];
      Arrays.fill(last, Vocabulary.BOS);
      S state = start;
      for (int step = 0; step < maxChoices && rows.length > 0; step++) {
        NextToken.Step<S> next = model.step(state, Tensor.wrap(last, last.length));
        int[] chosen = choose.apply(logProbabilities(next, rows.length)).toIntArray();
        for (int i = 0; i < rows.length; i++) {
          Decoded soFar = written[rows[i]];
          double logProbability = soFar.logProbability() + next.logProbabilities().get(i, chosen[i]);
          written[rows[i]] = soFar.followedBy(chosen[i], logProbability);
        }
        int[] on = IntStream.range(0, rows.length).filter(i -> chosen[i] != Vocabulary.EOS).toArray();
        state = on.length == rows.length ? next.state() : model.select(next.state(), Tensor.ofInts(on, on.length));
        rows = pick(rows, on);
        last = pick(chosen, on);
      }
      return List.of(written);
    });
  }

  private static int[] pick(int[] from, int[] indices) {
    return Arrays.stream(indices).map(i -> from[i]).toArray();
  }

  /// What a model answers, checked.
  static Tensor logProbabilities(NextToken.Step<?> step, int rows) {
    Tensor result = step.logProbabilities();
    if (result.rank() != 2 || result.size(0) != rows || result.size(1) <= Vocabulary.EOS) {
      throw new IllegalArgumentException("the model should give log-probabilities (" + rows + ", V) of a vocabulary"
          + " that knows the end of a sequence, not " + Shape.text(result.shape()));
    }
    return result;
  }

  static void requireAtLeastOne(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("decoding: " + what + " must be at least 1, not " + number);
    }
  }
}
