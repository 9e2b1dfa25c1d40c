package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A victim without a network: it writes one word for each that it reads, with logits `x U`, linear in the vectors.
/// What an attack can reach at best is known by trying everything.
record WordByWord(Vocabulary sources, Vocabulary targets, Tensor table, Tensor weights) implements SequenceVictim {
  /// With random vectors and weights.
  static WordByWord random(int words, int width, Rng rng) {
    List<String> sources = IntStream.range(0, words).mapToObj(i -> "s" + i).toList();
    List<String> targets = IntStream.range(0, words).mapToObj(i -> "t" + i).toList();
    Vocabulary read = Vocabulary.ofTokens(sources);
    Vocabulary written = Vocabulary.ofTokens(targets);
    Tensor weights = rng.normal(width, written.size());
    for (int symbol = 0; symbol < 4; symbol++) {                   // symbols are never written: their logits are 0
      for (int d = 0; d < width; d++) {
        weights = withZero(weights, d, symbol);
      }
    }
    return new WordByWord(read, written, rng.normal(read.size(), width), weights);
  }

  private static Tensor withZero(Tensor weights, int row, int column) {
    float[] values = weights.toFloatArray();
    values[row * weights.size(1) + column] = 0;
    return Tensor.wrap(values, weights.shape());
  }

  @Override
  public List<List<String>> translate(List<List<String>> sentences) {
    List<List<String>> all = new ArrayList<>();
    for (List<String> sentence : sentences) {
      all.add(sentence.stream().map(word -> targets.token(best(logits(word)))).toList());
    }
    return all;
  }

  /// The logits of the word that is written for one that is read.
  double[] logits(String source) {
    return table.slice(0, sources.id(source), sources.id(source) + 1).matmul(weights).toDoubleArray();
  }

  private static int best(double[] logits) {
    int best = 4;
    for (int w = 5; w < logits.length; w++) {
      best = logits[w] > logits[best] ? w : best;
    }
    return best;
  }

  @Override
  public Written write(Variable vectors, int[] lengths) {
    Variable logits = vectors.matmul(Variable.constant(weights));
    List<int[]> words = new ArrayList<>();
    for (int n = 0; n < lengths.length; n++) {
      int row = n;
      words.add(IntStream.range(0, lengths[n])
          .map(t -> best(logits.value().select(0, row).select(0, t).toDoubleArray())).toArray());
    }
    return new Written(PaddedBatch.of(words), logits);
  }

  /// The same with a row of the table for each word, and weights, as given.
  static WordByWord of(List<String> sources, double[][] vectors, List<String> targets, double[][] weights) {
    float[] table = new float[(4 + sources.size()) * vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      for (int d = 0; d < vectors[i].length; d++) {
        table[(4 + i) * vectors[i].length + d] = (float) vectors[i][d];
      }
    }
    int columns = 4 + targets.size();
    float[] flat = new float[weights.length * columns];
    for (int d = 0; d < weights.length; d++) {
      for (int w = 0; w < weights[d].length; w++) {
        flat[d * columns + 4 + w] = (float) weights[d][w];
      }
    }
    return new WordByWord(Vocabulary.ofTokens(sources), Vocabulary.ofTokens(targets),
        Tensor.wrap(table, 4 + sources.size(), vectors[0].length), Tensor.wrap(flat, weights.length, columns));
  }
}
