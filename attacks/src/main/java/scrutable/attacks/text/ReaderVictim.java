package scrutable.attacks.text;

import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Recycler;
import scrutable.tensor.Tensor;

/// A [GruReader] as a victim that is known through and through. Its one logit z, for the class 1, is read as the
/// logits `(0, z)` of two classes.
public final class ReaderVictim implements TextVictim, TextGradient {
  private static final int PIECE = 256;
  private final Vocabulary words;
  private final GruReader reader;
  private final Recycler memory = new Recycler();

  /// @param words what the reader has learned to read; others are unknown to it
  public ReaderVictim(Vocabulary words, GruReader reader) {
    this.words = words;
    this.reader = reader;
  }

  @Override
  public double[][] logits(List<List<String>> texts) {
    double[][] logits = new double[texts.size()][];
    for (int from = 0; from < logits.length; from += PIECE) {
      List<List<String>> some = texts.subList(from, Math.min(from + PIECE, logits.length));
      PaddedBatch batch = PaddedBatch.of(some.stream().map(words::ids).toList());
      double[] z = memory.run(() -> Graph.withoutRecording(() -> reader.forward(batch.ids()).value().toDoubleArray()));
      for (int i = 0; i < z.length; i++) {
        logits[from + i] = new double[] {0, z[i]};
      }
    }
    return logits;
  }

  /// Of `(0, z)` the score is z towards class 1, and -z away from it.
  @Override
  public double[][] gradient(List<String> text, TextGoal goal) {
    Variable vectors = Variable.tracked(reader.vectors(PaddedBatch.of(List.of(words.ids(text))).ids()).value());
    Variable logit = reader.read(vectors, text.size()).sum();
    Tensor gradient = Gradients.of(logit, vectors).get(vectors).mul(goal.label() == 0 ? 1 : -1);
    double[] all = gradient.toDoubleArray();
    double[][] rows = new double[text.size()][all.length / text.size()];
    for (int t = 0; t < rows.length; t++) {
      System.arraycopy(all, t * rows[t].length, rows[t], 0, rows[t].length);
    }
    return rows;
  }

  @Override
  public double[] vector(String word) {
    return reader.vectors(PaddedBatch.of(List.of(words.ids(List.of(word)))).ids()).value().toDoubleArray();
  }
}
