package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.BidirectionalGru;
import scrutable.nn.layer.DotAttention;
import scrutable.nn.layer.EncoderAttention;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// All pieces together: an encoder, a decoder with attention, buckets, the loss and both ways of writing, on a task
/// whose answer is known: the tokens in reversed order.
@DisplayName("A translator whose encoder is recurrent")
class RecurrentTranslatorTest {
  private static final int TOKENS = 8;                              // four symbols and four others
  private static final int WIDTH = 16;

  private record Example(int[] source, int[] target) {}

  private record Batch(PaddedBatch source, PaddedBatch target) {
    static Batch of(List<Example> examples) {
      return new Batch(PaddedBatch.of(examples.stream().map(Example::source).toList()),
          PaddedBatch.of(examples.stream().map(Example::target).toList()));
    }
  }

  private record State(EncoderAttention.Memory memory, Variable hidden) {}

  private static final class Translator implements Module, NextToken<State> {
    private final PaddedEmbedding embedding;
    private final BidirectionalGru encoder;
    private final Linear bridge;
    private final Gru decoder;
    private final DotAttention attention;
    private final Linear output;

    Translator(Rng rng) {
      embedding = new PaddedEmbedding(TOKENS, WIDTH, Vocabulary.PAD, rng);
      encoder = new BidirectionalGru(WIDTH, WIDTH, rng);
      bridge = new Linear(2 * WIDTH, WIDTH, rng);
      decoder = new Gru(WIDTH, WIDTH, rng);
      attention = new DotAttention(WIDTH, 2 * WIDTH, rng);
      output = new Linear(3 * WIDTH, TOKENS, rng);
    }

    State start(PaddedBatch source) {
      Gru.Run run = encoder.run(embedding.forward(source.ids()), source.lengths());
      return new State(attention.remember(run.outputs(), source.lengths()), bridge.forward(run.last()).tanh());
    }

    Variable loss(Batch batch) {
      State start = start(batch.source());
      PaddedBatch inputs = batch.target().inputs();
      Variable states = decoder.run(embedding.forward(inputs.ids()), start.hidden(), inputs.lengths()).outputs();
      return Sequences.crossEntropy(logits(states, start.memory()), batch.target().targets());
    }

    private Variable logits(Variable states, EncoderAttention.Memory memory) {
      Variable context = attention.attend(states, memory).context();
      return output.forward(Variable.concat(2, states, context));
    }

    @Override
    public Step<State> step(State state, Tensor last) {
      Variable next = decoder.step(embedding.forward(last), state.hidden());
      Variable logits = logits(next.unsqueeze(1), state.memory()).squeeze(1);
      return new Step<>(new State(state.memory(), next), Functions.logSoftmax(logits).value());
    }

    @Override
    public State select(State state, Tensor rows) {
      return new State(state.memory().select(rows),
          Variable.constant(Indexing.select(state.hidden().value(), 0, rows)));
    }

    @Override
    public Variable forward(Variable input) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void describe(Parts parts) {
      parts.child("embedding", embedding).child("encoder", encoder).child("bridge", bridge).child("decoder", decoder)
          .child("attention", attention).child("output", output);
    }
  }

  private static List<Example> examples(int count, Rng rng) {
    List<Example> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 1 + rng.nextInt(4);
      int[] source = new int[length];
      int[] target = new int[length + 2];
      target[0] = Vocabulary.BOS;
      target[length + 1] = Vocabulary.EOS;
      for (int t = 0; t < length; t++) {
        source[t] = 4 + rng.nextInt(TOKENS - 4);
        target[length - t] = source[t];
      }
      result.add(new Example(source, target));
    }
    return result;
  }

  @Test
  void learnsToReverseWhatItReads() {
    Rng rng = Rng.seed(1);
    Translator translator = new Translator(rng.split("initialise"));
    LengthBuckets<Example, Batch> source = new LengthBuckets<>(examples(1200, rng.split("training")),
        example -> example.source().length, Batch::of, 4);
    Adam optimizer = new Adam(translator.parameters(), 1e-2);
    Rng shuffle = rng.split("shuffle");
    for (int epoch = 0; epoch < 5; epoch++) {
      for (Batch batch : source.batches(32, shuffle)) {
        optimizer.step(Gradients.of(translator.loss(batch), translator.parameters()));
      }
    }
    List<Example> test = examples(100, rng.split("test"));
    PaddedBatch sources = Batch.of(test).source();
    List<Decoded> written = Decoding.greedy(translator, translator.start(sources), 100, 8);
    int right = 0;
    for (int n = 0; n < 100; n++) {
      int[] expected = test.get(n).target();
      right += Arrays.equals(Arrays.copyOfRange(expected, 1, expected.length - 1),
          written.get(n).tokens()) ? 1 : 0;
    }
    assertTrue(right >= 90, right + " of 100");
    Batch whole = Batch.of(test.subList(0, 20));
    List<Decoded> beams = new BeamSearch(3, 8).searchEach(translator, translator.start(whole.source()), 20);
    double sum = 0;
    for (int n = 0; n < 20; n++) {
      assertTrue(beams.get(n).logProbability() >= written.get(n).logProbability() - 1e-4);
      Batch alone = Batch.of(List.of(new Example(test.get(n).source(), withEnds(written.get(n).tokens()))));
      double loss = translator.loss(alone).item() * (written.get(n).tokens().length + 1);
      assertEquals(-loss, written.get(n).logProbability(), 1e-3, "step by step as in one go");
      sum += loss;
    }
    assertTrue(sum > 0);
    Parameter table = translator.embedding.weight();
    assertArrayEquals(new float[WIDTH], table.value().select(0, Vocabulary.PAD).toFloatArray());
  }

  private static int[] withEnds(int[] tokens) {
    int[] result = new int[tokens.length + 2];
    result[0] = Vocabulary.BOS;
    System.arraycopy(tokens, 0, result, 1, tokens.length);
    result[tokens.length + 1] = Vocabulary.EOS;
    return result;
  }
}
