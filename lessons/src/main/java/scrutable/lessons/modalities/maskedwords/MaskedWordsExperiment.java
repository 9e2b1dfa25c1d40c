package scrutable.lessons.modalities.maskedwords;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.optim.AdamW;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.sequence.WordSum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network learns which word belongs where, from reviews of which nobody said what they mean. Then a sentence with a
/// blank is written behind a review, and the word that it likes there is taken for the opinion.
///
/// @param reader   who has learned from the reviews as they are
/// @param measured what was found
record MaskedWordsExperiment(MaskedWordsReader reader, Measurement measured) {
  private static final double RATE = 0.01;

  /// The share of right answers, of all reviews and of each kind.
  record Accuracy(double all, double plain, double negation, double contrast) {}

  /// What was measured. Where nothing else is said, the first prompt was used.
  ///
  /// @param byPrompt     without a label, by prompt
  /// @param uncalibrated the same without subtracting what the empty review gets
  /// @param noClosings   without a label, by who has learned from reviews without closings
  /// @param counting     the words' company: without a label and without a network
  /// @param fewPrompted  after 32 labels
  /// @param fewScratch   by the same network that has read nothing before, after the same 32 labels
  /// @param fewBag       by a bag of words, after the same
  /// @param learnedFew   the share of the 32 that the network from scratch has got right
  /// @param exchanged    without a label, by who has learned from exchanged opinions
  /// @param wordsRight   the share of words of the test that the reader names, each from the others
  /// @param unigram      the same by who always names the commonest
  /// @param between      the same by who has counted what stands between two words
  /// @param exchangedRight the same by who has learned from exchanged opinions
  /// @param turned       the share of opinion words that exchanging has turned round
  record Measurement(List<Accuracy> byPrompt, List<Accuracy> uncalibrated, Accuracy noClosings, Accuracy counting,
      Accuracy fewPrompted, Accuracy fewScratch, Accuracy fewBag, double learnedFew, Accuracy exchanged,
      double wordsRight, double unigram, double between, double exchangedRight, double turned, int shared,
      int promptsInCorpus) {
    Accuracy zero() {
      return byPrompt.getFirst();
    }

    double spread() {
      double[] all = byPrompt.stream().mapToDouble(Accuracy::all).toArray();
      return Arrays.stream(all).max().orElseThrow() - Arrays.stream(all).min().orElseThrow();
    }
  }

  /// Learns, asks, and does the same with exchanged opinions, by counting, and with a few labels.
  ///
  /// @param without the same reviews drawn without closings
  /// @param sham    whether exchanging leaves everything where it is
  static MaskedWordsExperiment of(MaskedWordsTexts texts, MaskedWordsTexts without, boolean sham, int steps, Rng rng,
      Progress progress) {
    List<Review> test = texts.test();
    List<String> first = MaskedWordsTexts.PROMPTS.getFirst();
    MaskedWordsReader reader = MaskedWordsReader.of(texts.corpus(), steps, rng, progress, "filling blanks");
    MaskedWordsTexts exchanged = sham ? texts : texts.exchanged(rng.split("exchange"));
    MaskedWordsReader other = MaskedWordsReader.of(exchanged.corpus(), steps, rng, progress,
        "filling blanks, opinions exchanged");
    MaskedWordsReader unsummed = MaskedWordsReader.of(without.corpus(), steps, rng, progress,
        "filling blanks, no closings");
    Map<String, Double> company = company(texts.corpus());
    MaskedWordsReader prompted = reader.taught(texts.labelled(), first, RATE / 10, rng.split("few"));
    MaskedWordsReader scratch = MaskedWordsReader.untrained(reader.words(), rng.split("scratch"))
        .taught(texts.labelled(), first, RATE, rng.split("few"));
    return new MaskedWordsExperiment(reader, new Measurement(
        MaskedWordsTexts.PROMPTS.stream().map(prompt -> withoutLabels(reader, prompt, test)).toList(),
        MaskedWordsTexts.PROMPTS.stream().map(prompt -> accuracy(reader, prompt, 0, test)).toList(),
        withoutLabels(unsummed, first, test),
        judge(test.stream().mapToDouble(review -> sum(company, review.tokens())).toArray(), 0, test),
        accuracy(prompted, first, 0, test), accuracy(scratch, first, 0, test), bag(texts, reader.words(), rng),
        accuracy(scratch, first, 0, texts.labelled()).all, withoutLabels(other, first, test),
        reader.wordsRight(MaskedWordsTexts.tokens(test)), texts.commonest(), texts.between(),
        other.wordsRight(MaskedWordsTexts.tokens(test)), texts.turned(exchanged), texts.shared(),
        texts.promptsInCorpus()));
  }

  //: code calibrate
  /// The threshold is what the prompt leans to when nothing stands before it: no label is needed.
  static Accuracy withoutLabels(MaskedWordsReader reader, List<String> prompt, List<Review> test) {
    return accuracy(reader, prompt, reader.read(List.of(List.of()), prompt)[0], test);
  }

  private static Accuracy accuracy(MaskedWordsReader reader, List<String> prompt, double threshold,
      List<Review> test) {
    return judge(reader.read(MaskedWordsTexts.tokens(test), prompt), threshold, test);
  }
  //: end

  static Accuracy judge(double[] scores, double threshold, List<Review> test) {
    double[] count = new double[Kind.values().length];
    double[] right = new double[count.length];
    for (int i = 0; i < scores.length; i++) {
      int kind = test.get(i).kind().ordinal();
      count[kind]++;
      right[kind] += scores[i] > threshold == (test.get(i).label() == Reviews.PRAISE) ? 1 : 0;
    }
    return new Accuracy(Arrays.stream(right).sum() / scores.length, right[0] / count[0], right[1] / count[1],
        right[2] / count[2]);
  }

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

  /// A bag of words that learns from the few labels.
  private static Accuracy bag(MaskedWordsTexts texts, Vocabulary words, Rng rng) {
    WordSum bag = new WordSum(words.size());
    PaddedBatch few = padded(texts.labelled(), words);
    Tensor labels = MaskedWordsTexts.labels(texts.labelled());
    new TrainingLoop(bag, new AdamW(bag.parameters(), 0.03, 0.01), TrainingSettings.ofSteps(300), rng.split("bag"))
        .run(BatchSource.of(1, all -> few), (all, step) -> Losses.bceWithLogits(bag.forward(
            Variable.constant(all.ids())), labels));
    return judge(bag.forward(Variable.constant(padded(texts.test(), words).ids())).value().toDoubleArray(), 0,
        texts.test());
  }

  private static PaddedBatch padded(List<Review> reviews, Vocabulary words) {
    return PaddedBatch.of(reviews.stream().map(review -> words.ids(review.tokens())).toList());
  }
}
