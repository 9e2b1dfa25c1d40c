package scrutable.nn.model;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.DotAttention;
import scrutable.nn.layer.EncoderAttention;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.Decoded;
import scrutable.nn.sequence.Decoding;
import scrutable.nn.sequence.NextToken;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Sequences;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network that translates: it reads a sentence, then writes another, word after word, and looks back at what it has
/// read before each word.
///
/// ```
/// memory_s  = each source word beside its neighbours                            the encoder
/// h_t       = GRU(vector of y_(t-1), h_(t-1)),  h_0 = tanh(W mean of memory)    the decoder
/// context_t = sum over s of attention(h_t, memory_s) memory_s
/// p(y_t)    = softmax(U tanh(V [h_t, context_t]))
/// ```
///
/// Training knows the right beginning of each target and so needs one run ([#loss]); when translating, the decoder
/// reads what it has written itself ([#translate]), or a beam of it, as it is a [NextToken].
///
/// Bahdanau, Cho and Bengio 2015, "Neural machine translation by jointly learning to align and translate"; attention
/// behind the decoder's step as in Luong, Pham and Manning 2015, without feeding its answer back; the encoder is
/// convolutional ([SentenceEncoder]), as recurrence costs most of the time of so small a network.
///
/// Parts: `reader`, `encoder`, `bridge`, `written` (the table of target words), `decoder`, `attention`, `seen`,
/// `output`.
public final class Translator implements Module, NextToken<Translator.State> {
  private static final int AT_ONCE = 128;

  private final WordVectors reader;
  private final Vocabulary target;
  private final SentenceEncoder encoder;
  private final Linear bridge;
  private final PaddedEmbedding written;
  private final Gru decoder;
  private final DotAttention attention;
  private final Linear seen;
  private final Linear output;

  /// A translator with new parameters.
  ///
  /// @param reader how it sees the words of the source
  /// @param target the words that it can write
  /// @param longest how many words a source may have
  /// @param hidden the size of the decoder's state
  public Translator(WordVectors reader, Vocabulary target, int longest, int hidden, Rng rng) {
    if (longest < 1 || hidden < 1) {
      throw new IllegalArgumentException("Translator: the longest source and the state need a size of at least 1, not "
          + longest + " and " + hidden);
    }
    int width = reader.width();
    this.reader = reader;
    this.target = target;
    this.encoder = new SentenceEncoder(longest, width, rng);
    this.bridge = new Linear(width, hidden, rng);
    this.written = PaddedEmbedding.of(rng.normalAround(0, 1, target.size(), width), Vocabulary.PAD);
    this.decoder = new Gru(width, hidden, rng);
    // Standard normal keys: the first weights already differ from word to word, and what to look at is learned sooner.
    this.attention = DotAttention.of(Linear.of(rng.normalAround(0, 1, hidden, width), Tensor.zeros(hidden)));
    this.seen = new Linear(hidden + width, hidden, rng);
    this.output = new Linear(hidden, target.size(), rng);
  }

  /// What the decoder knows between two words.
  ///
  /// @param memory what was read
  /// @param hidden its state, `(N, H)`
  public record State(EncoderAttention.Memory memory, Variable hidden) {}

  /// How it sees words of the source.
  public WordVectors reader() {
    return reader;
  }

  /// The words that it can write.
  public Vocabulary target() {
    return target;
  }

  //: code translator
  /// Reads sentences: the state before the first word is written.
  public State read(List<List<String>> sentences) {
    return read(reader.of(sentences), sentences.stream().mapToInt(List::size).toArray());
  }

  /// Reads word vectors `(N, S, D)`, which need not belong to any words.
  public State read(Variable vectors, int[] lengths) {
    Variable states = encoder.read(vectors, lengths);
    return new State(attention.remember(states, lengths), bridge.forward(Sequences.mean(states, lengths)).tanh());
  }

  /// The logits `(N, T, V)` of each next word, if these words are what was written so far.
  ///
  /// @param start what [#read] gives
  /// @param words `(N, T)`, beginning with [Vocabulary#BOS]
  public Variable logits(State start, PaddedBatch words) {
    Variable states = decoder.run(written.forward(words.ids()), start.hidden, words.lengths()).outputs();
    return logits(states, attention.attend(states, start.memory));
  }

  private Variable logits(Variable states, EncoderAttention.Attended attended) {
    return output.forward(seen.forward(Variable.concat(2, states, attended.context())).tanh());
  }

  /// The mean cross-entropy of the target words and their ends, in nats per word.
  public Variable loss(List<Translation> pairs) {
    PaddedBatch targets = PaddedBatch.of(pairs.stream().map(pair -> target.idsWithEnds(pair.target())).toList());
    State start = read(pairs.stream().map(Translation::source).toList());
    return Sequences.crossEntropy(logits(start, targets.inputs()), targets.targets());
  }
  //: end

  @Override
  public Step<State> step(State state, Tensor last) {
    Variable next = decoder.step(written.forward(last), state.hidden);
    Variable states = next.unsqueeze(1);
    Variable logits = logits(states, attention.attend(states, state.memory)).squeeze(1);
    return new Step<>(new State(state.memory, next), Functions.logSoftmax(logits).value());
  }

  @Override
  public State select(State state, Tensor rows) {
    return new State(state.memory.select(rows), Variable.constant(Indexing.select(state.hidden.value(), 0, rows)));
  }

  /// Translates, taking the likeliest word at each step; a translation that does not end by itself is cut off after
  /// `mostWords`.
  public List<List<String>> translate(List<List<String>> sentences, int mostWords) {
    return write(sentences, mostWords).stream().map(each -> target.tokens(each.tokens())).toList();
  }

  /// The same as numbers, with their probabilities.
  public List<Decoded> write(List<List<String>> sentences, int mostWords) {
    return Graph.withoutRecording(() -> {
      List<Decoded> all = new ArrayList<>();
      for (int from = 0; from < sentences.size(); from += AT_ONCE) {
        List<List<String>> some = sentences.subList(from, Math.min(from + AT_ONCE, sentences.size()));
        all.addAll(Decoding.greedy(this, read(some), some.size(), mostWords + 1));
      }
      return all;
    });
  }

  /// Where the decoder looks before it writes each word of a translation: `(T, S)`, each row with the sum 1.
  ///
  /// @param sentence    the source, S words
  /// @param translation T words; what is looked at before each of them
  public Tensor attention(List<String> sentence, List<String> translation) {
    return Graph.withoutRecording(() -> {
      State start = read(List.of(sentence));
      PaddedBatch words = PaddedBatch.of(List.of(target.idsWithEnds(translation))).inputs();
      Variable states = decoder.run(written.forward(words.ids()), start.hidden, words.lengths()).outputs();
      return attention.attend(states, start.memory).weights().value().select(0, 0).slice(0, 0, translation.size());
    });
  }

  /// Not available: a translator reads sentences and writes others; see [#loss] and [#translate].
  @Override
  public Variable forward(Variable input) {
    throw new UnsupportedOperationException("a translator has no single input; use loss(pairs) or"
        + " translate(sentences)");
  }

  @Override
  public void describe(Parts parts) {
    parts.child("reader", reader).child("encoder", encoder).child("bridge", bridge).child("written", written)
        .child("decoder", decoder).child("attention", attention).child("seen", seen).child("output", output);
  }

  @Override
  public String toString() {
    return outline();
  }
}
