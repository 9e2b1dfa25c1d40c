package scrutable.lessons.modalities.maskedwords;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.tensor.Rng;

/// A network learns which word belongs where, from reviews of which nobody said what they mean. Then a sentence with a
/// blank is written behind a review, and the word that it likes there is taken for the opinion.
///
/// @param reader   who has learned from the reviews as they are
/// @param measured what was found
record MaskedWordsExperiment(MaskedWordsReader reader, Measurement measured) {
  private static final double RATE = 0.01;

  /// The share of right answers, of all reviews and of each kind.
  record Accuracy(double all, double plain, double negation, double contrast) {
    static Accuracy mean(List<Accuracy> some) {
      return new Accuracy(mean(some, Accuracy::all), mean(some, Accuracy::plain), mean(some, Accuracy::negation),
          mean(some, Accuracy::contrast));
    }

    private static double mean(List<Accuracy> some, ToDoubleFunction<Accuracy> of) {
      return some.stream().mapToDouble(of).sum() / some.size();
    }
  }

  /// What was measured. Where nothing else is said, the first prompt was used.
  ///
  /// @param byPrompt     without a label, by prompt
  /// @param uncalibrated the same without subtracting what the empty review gets
  /// @param noClosings   without a label, by who has learned from reviews without closings, where there are some with
  /// @param counting     the words' company: without a label and without a network
  /// @param vectors      without a label, by the directions of published vectors, where a network starts from these
  /// @param fewPrompted  after 32 labels; like all that follows from labels the mean of all times that some are told
  /// @param fewScratch   by the same network that has read nothing before, after the same 32 labels
  /// @param fewBag       by a bag of words, after the same
  /// @param learnedFew   the share of the 32 that the network from scratch has got right
  /// @param exchanged    without a label, by who has learned from exchanged opinions
  /// @param wordsRight   the share of words of the test that the reader names, each from the others
  /// @param unigram      the same by who always names the commonest
  /// @param between      the same by who has counted what stands between two words
  /// @param exchangedRight the same by who has learned from exchanged opinions
  /// @param turned       the share of opinion words that exchanging has turned round
  record Measurement(List<Accuracy> byPrompt, List<Accuracy> uncalibrated, Optional<Accuracy> noClosings,
      Accuracy counting, Optional<Accuracy> vectors, Accuracy fewPrompted, Accuracy fewScratch, Accuracy fewBag,
      double learnedFew, Accuracy exchanged, double wordsRight, double unigram, double between, double exchangedRight,
      double turned, int shared, int promptsInCorpus) {
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
  static MaskedWordsExperiment of(MaskedWordsTexts texts, Optional<MaskedWordsTexts> without, boolean sham, int steps,
      Rng rng, Progress progress) {
    List<Review> test = texts.test();
    List<String> first = MaskedWordsTexts.PROMPTS.getFirst();
    MaskedWordsReader reader = MaskedWordsReader.of(texts, steps, rng, progress, "filling blanks");
    MaskedWordsTexts exchanged = sham ? texts : texts.exchanged(rng.split("exchange"));
    MaskedWordsReader other = MaskedWordsReader.of(exchanged, steps, rng, progress,
        "filling blanks, opinions exchanged");
    Optional<Accuracy> unsummed = without.map(reviews -> withoutLabels(
        MaskedWordsReader.of(reviews, steps, rng, progress, "filling blanks, no closings"), first, reviews));
    MaskedWordsReader beginner = MaskedWordsReader.untrained(reader.words(), texts.vectors(), rng.split("scratch"));
    List<MaskedWordsReader> prompted = taught(reader, texts, first, RATE / 10, rng);
    List<MaskedWordsReader> scratch = taught(beginner, texts, first, RATE, rng);
    double learned = IntStream.range(0, scratch.size())
        .mapToDouble(i -> accuracy(scratch.get(i), first, 0, texts.few().get(i)).all).sum() / scratch.size();
    return new MaskedWordsExperiment(reader, new Measurement(
        MaskedWordsTexts.PROMPTS.stream().map(prompt -> withoutLabels(reader, prompt, texts)).toList(),
        MaskedWordsTexts.PROMPTS.stream().map(prompt -> accuracy(reader, prompt, 0, test)).toList(), unsummed,
        MaskedWordsCounting.company(texts), texts.vectors().map(known -> MaskedWordsCounting.directions(known, texts)),
        accuracy(prompted, first, test), accuracy(scratch, first, test),
        MaskedWordsCounting.bag(texts, reader.words(), rng), learned, withoutLabels(other, first, texts),
        reader.wordsRight(MaskedWordsTexts.tokens(test)), texts.commonest(), texts.between(), other.wordsRight(
            MaskedWordsTexts.tokens(test)), texts.turned(exchanged), texts.shared(), texts.promptsInCorpus()));
  }

  private static List<MaskedWordsReader> taught(MaskedWordsReader reader, MaskedWordsTexts texts, List<String> prompt,
      double rate, Rng rng) {
    return texts.few().stream().map(few -> reader.taught(few, prompt, rate, rng.split("few"))).toList();
  }

  //: code calibrate
  /// The threshold is what the prompt leans to when nothing stands before it: no label is needed. No published sentence
  /// is anything like nothing; there it is the middle of what is said of the corpus, which is right if half is praise.
  static Accuracy withoutLabels(MaskedWordsReader reader, List<String> prompt, MaskedWordsTexts texts) {
    double threshold = texts.planted() ? reader.read(List.of(List.of()), prompt)[0]
        : middle(reader.read(texts.someOfCorpus(), prompt));
    return accuracy(reader, prompt, threshold, texts.test());
  }

  private static Accuracy accuracy(MaskedWordsReader reader, List<String> prompt, double threshold,
      List<Review> test) {
    return judge(reader.read(MaskedWordsTexts.tokens(test), prompt), threshold, test);
  }
  //: end

  private static Accuracy accuracy(List<MaskedWordsReader> readers, List<String> prompt, List<Review> test) {
    return Accuracy.mean(readers.stream().map(reader -> accuracy(reader, prompt, 0, test)).toList());
  }

  /// The median.
  static double middle(double[] scores) {
    double[] sorted = Arrays.stream(scores).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

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
}
