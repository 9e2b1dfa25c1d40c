package scrutable.lessons.modalities.genetictext;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import scrutable.attacks.text.ReaderVictim;
import scrutable.nn.Losses;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.optim.AdamW;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.LabelledBatch;
import scrutable.nn.sequence.NGramModel;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// Somebody who has learned to tell praise from blame.
///
/// @param words  those of the texts that were learned from
/// @param victim the reader, as an attack sees it
/// @param pairs  how often which word followed which, in the same texts: the language model of the attack
record GeneticTextReader(Vocabulary words, ReaderVictim victim, NGramModel pairs) {
  private static final int BATCH = 64;
  private static final int POOL = 20;
  private static final double RATE = 0.01;
  private static final double WEIGHT_DECAY = 0.01;
  private static final double GAPS = 0.1;

  /// Learns from the same reviews in each epoch, or from what is made of them.
  ///
  /// @param epochs how often each review is seen
  /// @param redraw what becomes of a review before it is learned from, in each epoch anew
  static GeneticTextReader train(GeneticTextTexts reviews, int epochs, UnaryOperator<List<String>> redraw, Rng rng,
      Progress progress) {
    //: code train
    List<List<String>> texts = new ArrayList<>();
    int[] labels = new int[epochs * reviews.train().size()];
    for (int i = 0; i < labels.length; i++) {
      Review review = reviews.train().get(i % reviews.train().size());
      texts.add(redraw.apply(review.tokens()));
      labels[i] = review.label();
    }
    Vocabulary words = reviews.wordsKnown(texts, epochs);
    List<int[]> ids = texts.stream().map(words::ids).toList();
    GruReader network = reviews.untrained(words, rng.split("initialise"));
    BatchSource<LabelledBatch> batches = LabelledBatch.source(ids, labels, POOL);
    TrainingSettings settings = TrainingSettings.of(1, BATCH).withRate(step -> RATE * (1 - step.share()))
        .withProgress(progress, "training a reader");
    AdamW optimizer = new AdamW(network.parameters(), RATE, WEIGHT_DECAY);
    new TrainingLoop(network, optimizer, settings, rng.split("shuffle")).run(batches, (batch, step) -> {
      PaddedBatch withGaps = batch.sequences().withGaps(GAPS, rng.split("gaps").split(step.number()));
      return Losses.bceWithLogits(network.forward(withGaps.ids()), batch.labels());
    });
    //: end
    return new GeneticTextReader(words, new ReaderVictim(words, network), NGramModel.of(2, words.size(), ids));
  }

  /// The share of reviews whose opinion is found.
  double accuracy(List<Review> test) {
    return readRightly(test).size() / (double) test.size();
  }

  /// The reviews whose opinion is found: whatever is wrong already cannot be attacked.
  List<Review> readRightly(List<Review> test) {
    double[][] logits = victim.logits(test.stream().map(Review::tokens).toList());
    return IntStream.range(0, logits.length)
        .filter(i -> logits[i][1] > 0 == (test.get(i).label() == Reviews.PRAISE)).mapToObj(test::get).toList();
  }
}
