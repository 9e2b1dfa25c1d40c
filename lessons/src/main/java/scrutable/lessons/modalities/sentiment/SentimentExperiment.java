package scrutable.lessons.modalities.sentiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scrutable.lessons.modalities.sentiment.SentimentTexts.Text;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.optim.AdamW;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.LengthBuckets;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.sequence.WordSum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three readers learn from labels whether a text about a film praises it: by its words, by its pairs of words, and
/// word after word. Then the last one learns from texts whose words were shuffled.
record SentimentExperiment(Map<Reader, Trained> trained, Measurement measured) {
  private static final int BATCH = 64;
  private static final int POOL = 20;
  private static final double GAPS = 0.1;

  /// How long is learned.
  ///
  /// @param epochs through all texts
  /// @param fewest how many steps at least, where there are few labels
  /// @param sizes  the numbers of labels of the learning curve
  record Effort(int epochs, int fewest, List<Integer> sizes) {}

  /// Who reads, in order of what is seen of the order of the words.
  enum Reader {
    BAG("bag of words", 0.03),
    BIGRAMS("bigrams", 0.03),
    GRU("GRU", 0.01);

    private final String label;
    private final double learningRate;

    Reader(String label, double learningRate) {
      this.label = label;
      this.learningRate = learningRate;
    }

    String label() {
      return label;
    }

    //: code readers
    /// What counts as a word.
    List<String> tokens(List<String> words) {
      List<String> tokens = new ArrayList<>(words);
      for (int i = 1; i < words.size() && this == BIGRAMS; i++) {
        tokens.add(words.get(i - 1) + " " + words.get(i));
      }
      return tokens;
    }

    private Module build(Vocabulary words, Optional<GloveVectors> vectors, Rng rng) {
      return switch (this) {
        case BAG, BIGRAMS -> new WordSum(words.size());
        case GRU -> vectors.map(known -> new GruReader(table(words, known, rng), 32, rng))
            .orElseGet(() -> new GruReader(words.size(), 16, 32, rng));
      };
    }
    //: end

    private static Tensor table(Vocabulary words, GloveVectors known, Rng rng) {
      Vocabulary places = Vocabulary.ofTokens(known.words());
      int shift = places.size() - known.words().size();
      Tensor[] rows = new Tensor[words.size()];
      for (int id = 0; id < rows.length; id++) {
        int place = places.id(words.token(id)) - shift;
        rows[id] = place >= 0 ? known.vectors().select(0, place) : rng.normalAround(0, 0.1, known.vectors().size(1));
      }
      return Joining.stack(0, rows);
    }
  }

  /// What a reader has learned.
  ///
  /// @param words those of the training texts, and no others
  record Trained(Reader reader, Vocabulary words, Module network) {
    /// How much each text seems to praise: positive for praise.
    double[] logits(List<List<String>> texts) {
      var all = new LengthBuckets<>(texts.stream().map(reader::tokens).map(words::ids).toList(), ids -> ids.length,
          PaddedBatch::of, 1);
      List<Double> logits = new ArrayList<>();
      for (PaddedBatch batch : all.batches(4 * BATCH)) {
        for (double logit : network.forward(batch.ids()).value().toDoubleArray()) {
          logits.add(logit);
        }
      }
      return logits.stream().mapToDouble(Double::doubleValue).toArray();
    }

    Accuracy accuracy(List<Text> test) {
      double[] logits = logits(test.stream().map(Text::tokens).toList());
      int[] count = new int[2];
      int[] right = new int[2];
      for (int i = 0; i < logits.length; i++) {
        int kind = test.get(i).turned() ? 1 : 0;
        count[kind]++;
        right[kind] += logits[i] > 0 == (test.get(i).label() == 1) ? 1 : 0;
      }
      return new Accuracy((double) (right[0] + right[1]) / logits.length, (double) right[0] / count[0],
          (double) right[1] / count[1]);
    }
  }

  /// The share of right answers.
  ///
  /// @param plain  among texts whose words alone tell
  /// @param turned among those that deny or outweigh something
  record Accuracy(double all, double plain, double turned) {}

  /// What was measured.
  ///
  /// @param ordered  each reader, having learned from all labels
  /// @param sizes    the numbers of labels of the learning curves
  /// @param curves   the accuracy of each reader by the number of labels
  /// @param shuffled the GRU, having learned from and being judged by shuffled texts
  /// @param moved    the share of texts that shuffling changed
  /// @param dealt    the bag, having learned from labels that were dealt anew
  /// @param relabelled the share of labels that so became wrong
  /// @param shared   how many texts of the test are not new
  record Measurement(Map<Reader, Accuracy> ordered, List<Integer> sizes, Map<Reader, double[]> curves,
      Accuracy shuffled, double moved, Accuracy dealt, double relabelled, int shared) {
    Accuracy of(Reader reader) {
      return ordered.get(reader);
    }
  }

  /// Teaches and examines all three.
  static SentimentExperiment of(SentimentTexts texts, Effort effort, Optional<GloveVectors> vectors, Rng rng,
      Progress progress) {
    Map<Reader, Trained> trained = new EnumMap<>(Reader.class);
    Map<Reader, Accuracy> ordered = new EnumMap<>(Reader.class);
    Map<Reader, double[]> curves = new EnumMap<>(Reader.class);
    for (Reader reader : Reader.values()) {
      double[] curve = new double[effort.sizes.size()];
      for (int i = 0; i < curve.length; i++) {
        Trained one = train(reader, texts.train().subList(0, effort.sizes.get(i)), effort, vectors, rng, progress);
        trained.put(reader, one);
        ordered.put(reader, one.accuracy(texts.test()));
        curve[i] = ordered.get(reader).all;
      }
      curves.put(reader, curve);
    }
    SentimentTexts shuffled = texts.shuffled(rng.split("order"));
    Accuracy without = train(Reader.GRU, shuffled.train(), effort, vectors, rng, progress).accuracy(shuffled.test());
    SentimentTexts dealt = texts.withLabelsDealtAnew(rng.split("deal"));
    Accuracy nothing = train(Reader.BAG, dealt.train(), effort, vectors, rng, progress).accuracy(texts.test());
    return new SentimentExperiment(trained, new Measurement(ordered, effort.sizes, curves, without,
        texts.moved(shuffled), nothing, texts.relabelled(dealt), texts.shared()));
  }

  private record Batch(PaddedBatch texts, Tensor labels) {
    private record Example(int[] ids, int label) {}

    static Batch of(List<Example> examples) {
      float[] labels = new float[examples.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = examples.get(i).label;
      }
      return new Batch(PaddedBatch.of(examples.stream().map(Example::ids).toList()),
          Tensor.wrap(labels, labels.length));
    }
  }

  //: code train
  private static Trained train(Reader reader, List<Text> texts, Effort effort, Optional<GloveVectors> vectors, Rng rng,
      Progress progress) {
    Vocabulary words = Vocabulary.of(texts.stream().map(text -> reader.tokens(text.tokens())).toList());
    var batches = new LengthBuckets<>(
        texts.stream().map(text -> new Batch.Example(words.ids(reader.tokens(text.tokens())), text.label())).toList(),
        example -> example.ids().length, Batch::of, POOL);
    Module network = reader.build(words, vectors, rng.split("initialise"));
    long steps = Math.max(effort.fewest, (long) effort.epochs * batches.batchCount(BATCH));
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH)
        .withRate(step -> reader.learningRate * (1 - (double) step.number() / step.count()))
        .withProgress(progress, "training the " + reader.label + " on " + texts.size() + " labels");
    new TrainingLoop(network, new AdamW(network.parameters(), reader.learningRate, 0.01), settings,
        rng.split("shuffle")).run(batches, (batch, step) -> Losses.bceWithLogits(
            network.forward(withGaps(batch.texts(), rng.split("gaps").split(step.number()))), batch.labels()));
    return new Trained(reader, words, network);
  }

  /// One token in ten becomes the unknown one: so that is learned as well, and no single word can be relied on.
  private static Tensor withGaps(PaddedBatch texts, Rng rng) {
    int[] ids = texts.ids().toIntArray();
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ids[i] != Vocabulary.PAD && rng.nextDouble() < GAPS ? Vocabulary.UNK : ids[i];
    }
    return Tensor.wrap(ids, texts.size(), texts.steps());
  }
  //: end
}
