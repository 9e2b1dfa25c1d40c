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
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.optim.AdamW;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.LabelledBatch;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.sequence.WordSum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// Three readers learn from labels whether a text about a film praises it: by its words, by its pairs of words, and
/// word after word. Then the last one learns from texts whose words were shuffled.
record SentimentExperiment(Map<Reader, Trained> trained, Measurement measured) {
  private static final int BATCH = 64;
  private static final int POOL = 20;
  private static final double GAPS = 0.1;
  private static final double WEIGHT_DECAY = 0.01;

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
        case GRU -> vectors.map(known -> new GruReader(known.tableFor(words.tokens(), 0.1, rng), 32, rng))
            .orElseGet(() -> new GruReader(words.size(), 16, 32, rng));
      };
    }
    //: end
  }

  /// What a reader has learned.
  ///
  /// @param words those of the training texts, and no others
  record Trained(Reader reader, Vocabulary words, Module network) {
    /// How much each text seems to praise: positive for praise.
    double[] logits(List<List<String>> texts) {
      double[] logits = new double[texts.size()];
      for (int from = 0; from < logits.length; from += 4 * BATCH) {
        List<List<String>> some = texts.subList(from, Math.min(from + 4 * BATCH, logits.length));
        PaddedBatch batch = PaddedBatch.of(some.stream().map(reader::tokens).map(words::ids).toList());
        System.arraycopy(network.forward(batch.ids()).value().toDoubleArray(), 0, logits, from, some.size());
      }
      return logits;
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
  ///
  /// @param sham whether shuffling and dealing leave everything where it is
  static SentimentExperiment of(SentimentTexts texts, boolean sham, Effort effort, Optional<GloveVectors> vectors,
      Rng rng, Progress progress) {
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
    SentimentTexts shuffled = sham ? texts : texts.shuffled(rng.split("order"));
    Accuracy without = train(Reader.GRU, shuffled.train(), effort, vectors, rng, progress).accuracy(shuffled.test());
    SentimentTexts dealt = sham ? texts : texts.withLabelsDealtAnew(rng.split("deal"));
    Accuracy nothing = train(Reader.BAG, dealt.train(), effort, vectors, rng, progress).accuracy(texts.test());
    return new SentimentExperiment(trained, new Measurement(ordered, effort.sizes, curves, without,
        texts.moved(shuffled), nothing, texts.relabelled(dealt), texts.shared()));
  }

  //: code train
  private static Trained train(Reader reader, List<Text> texts, Effort effort, Optional<GloveVectors> vectors, Rng rng,
      Progress progress) {
    List<List<String>> tokens = texts.stream().map(text -> reader.tokens(text.tokens())).toList();
    Vocabulary words = Vocabulary.of(tokens);
    BatchSource<LabelledBatch> batches = LabelledBatch.source(tokens.stream().map(words::ids).toList(),
        texts.stream().mapToInt(Text::label).toArray(), POOL);
    Module network = reader.build(words, vectors, rng.split("initialise"));
    long steps = Math.max(effort.fewest, (long) effort.epochs * batches.batchCount(BATCH));
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH)
        .withRate(step -> reader.learningRate * (1 - (double) step.number() / step.count()))
        .withProgress(progress, "training the " + reader.label + " on " + texts.size() + " labels");
    AdamW optimizer = new AdamW(network.parameters(), reader.learningRate, WEIGHT_DECAY);
    new TrainingLoop(network, optimizer, settings, rng.split("shuffle")).run(batches, (batch, step) -> {
      PaddedBatch withGaps = batch.sequences().withGaps(GAPS, rng.split("gaps").split(step.number()));
      return Losses.bceWithLogits(network.forward(withGaps.ids()), batch.labels());
    });
    return new Trained(reader, words, network);
  }
  //: end
}
