package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.sequence.Decoded;
import scrutable.nn.sequence.Decoding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Tensor;

/// A [Translator] that reads whole words as a victim. It writes greedily, and at most `mostWords` words.
public final class TranslatorVictim implements SequenceVictim {
  private final Translator translator;
  private final WordTable table;
  private final int mostWords;

  /// A victim.
  ///
  /// @throws IllegalArgumentException if the translator reads letters: their vectors are not those of words
  public TranslatorVictim(Translator translator, int mostWords) {
    if (!(translator.reader() instanceof WordTable words)) {
      throw new IllegalArgumentException("TranslatorVictim: the translator should read whole words from a WordTable,"
          + " not " + translator.reader().getClass().getSimpleName());
    }
    if (mostWords < 1) {
      throw new IllegalArgumentException("TranslatorVictim: it should write at least one word, not " + mostWords);
    }
    this.translator = translator;
    this.table = words;
    this.mostWords = mostWords;
  }

  @Override
  public Vocabulary sources() {
    return table.words();
  }

  @Override
  public Vocabulary targets() {
    return translator.target();
  }

  @Override
  public Tensor table() {
    return table.weight().value();
  }

  @Override
  public List<List<String>> translate(List<List<String>> sentences) {
    return translator.translate(sentences, mostWords);
  }

  /// Writes freely, then runs once more over what was written, as in training: the decoder's choices have no
  /// derivative, the logits have one.
  @Override
  public Written write(Variable vectors, int[] lengths) {
    Translator.State start = translator.read(vectors, lengths);
    List<int[]> read = new ArrayList<>();
    List<int[]> chosen = new ArrayList<>();
    for (Decoded decoded : Decoding.greedy(translator, start, lengths.length, mostWords + 1)) {
      int[] tokens = decoded.tokens();
      int[] choices = new int[decoded.choices()];
      int[] before = new int[choices.length];
      before[0] = Vocabulary.BOS;
      for (int t = 0; t < choices.length; t++) {
        choices[t] = t < tokens.length ? tokens[t] : Vocabulary.EOS;
        if (t > 0) {
          before[t] = tokens[t - 1];
        }
      }
      read.add(before);
      chosen.add(choices);
    }
    return new Written(PaddedBatch.of(chosen), translator.logits(start, PaddedBatch.of(read)));
  }
}
