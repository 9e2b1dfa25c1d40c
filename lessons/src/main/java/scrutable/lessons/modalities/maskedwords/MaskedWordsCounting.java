package scrutable.lessons.modalities.maskedwords;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Accuracy;
import scrutable.nn.Losses;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.optim.AdamW;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.sequence.WordSum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three who find opinions without reading in order: a review is worth the sum over its words.
final class MaskedWordsCounting {
  private MaskedWordsCounting() {}

  //: code company
  /// How much more often a word keeps company with the words of praise than with the words of blame: the difference of
  /// two pointwise mutual informations, with one imagined text of each more. (Turney 2002, "Thumbs up or thumbs down?")
  static Map<String, Double> company(List<List<String>> corpus) {
    Map<String, Integer> withGood = new HashMap<>();
    Map<String, Integer> withBad = new HashMap<>();
    int good = 0;
    int bad = 0;
    for (List<String> text : corpus) {
      int praise = (int) MaskedWordsTexts.GOOD.stream().filter(text::contains).count();
      int blame = (int) MaskedWordsTexts.BAD.stream().filter(text::contains).count();
      good += praise;
      bad += blame;
      for (String word : new TreeSet<>(text)) {
        withGood.merge(word, praise, Integer::sum);
        withBad.merge(word, blame, Integer::sum);
      }
    }
    Map<String, Double> company = new HashMap<>();
    for (String word : withGood.keySet()) {
      company.put(word, StrictMath.log((withGood.get(word) + 1.0) / (good + 1))
          - StrictMath.log((withBad.get(word) + 1.0) / (bad + 1)));
    }
    return company;
  }

  private static double sum(Map<String, Double> company, List<String> review) {
    return review.stream().mapToDouble(word -> company.getOrDefault(word, 0.0)).sum();
  }
  //: end

  /// What counting finds without a label.
  static Accuracy company(MaskedWordsTexts texts) {
    return byWeights(company(texts.corpus()), texts);
  }

  /// What the directions of vectors find without a label.
  static Accuracy directions(GloveVectors vectors, MaskedWordsTexts texts) {
    return byWeights(directions(vectors), texts);
  }

  private static Accuracy byWeights(Map<String, Double> weights, MaskedWordsTexts texts) {
    double threshold = texts.planted() ? 0
        : MaskedWordsExperiment.middle(texts.someOfCorpus().stream().mapToDouble(text -> sum(weights, text)).toArray());
    double[] scores = texts.test().stream().mapToDouble(review -> sum(weights, review.tokens())).toArray();
    return MaskedWordsExperiment.judge(scores, threshold, texts.test());
  }

  /// How far the vector of each word points from the words of blame to those of praise: the cosine.
  static Map<String, Double> directions(GloveVectors vectors) {
    Map<String, double[]> known = new HashMap<>();
    vectors.words().forEach(word -> known.put(word, vectors.vectors().select(0, known.size()).toDoubleArray()));
    double[] direction = new double[vectors.vectors().size(1)];
    for (int i = 0; i < direction.length; i++) {
      int place = i;
      direction[i] = MaskedWordsTexts.GOOD.stream().mapToDouble(word -> known.get(word)[place]).sum()
          - MaskedWordsTexts.BAD.stream().mapToDouble(word -> known.get(word)[place]).sum();
    }
    Map<String, Double> cosines = new HashMap<>();
    known.forEach((word, vector) -> cosines.put(word,
        dot(vector, direction) / Math.sqrt(dot(vector, vector) * dot(direction, direction))));
    return cosines;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /// What a bag of words finds that learns from the few labels.
  static Accuracy bag(MaskedWordsTexts texts, Vocabulary words, Rng rng) {
    return Accuracy.mean(texts.few().stream().map(few -> bag(few, texts.test(), words, rng)).toList());
  }

  private static Accuracy bag(List<Review> labelled, List<Review> test, Vocabulary words, Rng rng) {
    WordSum bag = new WordSum(words.size());
    PaddedBatch few = padded(labelled, words);
    Tensor labels = MaskedWordsTexts.labels(labelled);
    new TrainingLoop(bag, new AdamW(bag.parameters(), 0.03, 0.01), TrainingSettings.ofSteps(300), rng.split("bag"))
        .run(BatchSource.of(1, all -> few), (all, step) -> Losses.bceWithLogits(bag.forward(
            Variable.constant(all.ids())), labels));
    double[] scores = bag.forward(Variable.constant(padded(test, words).ids())).value().toDoubleArray();
    return MaskedWordsExperiment.judge(scores, 0, test);
  }

  private static PaddedBatch padded(List<Review> reviews, Vocabulary words) {
    return PaddedBatch.of(reviews.stream().map(review -> words.ids(review.tokens())).toList());
  }
}
