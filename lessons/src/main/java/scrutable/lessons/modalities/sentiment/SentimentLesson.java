package scrutable.lessons.modalities.sentiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Effort;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Measurement;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Reader;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.GloveVectors;
import scrutable.tensor.Rng;

/// L34: what labels teach about reviews of films, with and without the order of the words; the method is in
/// [SentimentExperiment].
public final class SentimentLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int REAL_SEEDS = 5;
  private static final int TRAIN = 8_000;
  private static final int TEST = 4_000;
  private static final Effort QUICK = new Effort(4, 300, List.of(TRAIN));
  private static final Effort FULL = new Effort(6, 300, List.of(10, 100, 300, 1_000, 3_000, TRAIN));

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = context.data().equals("reviews");
    Optional<GloveVectors> vectors = drawn ? Optional.empty()
        : Optional.of(GloveVectors.load(DataLocations.fromEnvironment(), context.progress()));
    List<SentimentExperiment> experiments = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, drawn ? SEEDS : REAL_SEEDS))) {
      Rng rng = Rng.seed(seed);
      SentimentTexts texts = drawn ? SentimentTexts.drawn(TRAIN, context.choose(TEST / 2, TEST), rng.split("data"))
          : SentimentTexts.published(rng.split("data"), context.progress());
      SentimentTexts read = context.sabotage() ? sabotaged(texts, drawn, rng.split("sabotage")) : texts;
      experiments.add(SentimentExperiment.of(read, context.sham(), effort(context, drawn, read.train().size()), vectors,
          rng, context.progress()));
    }
    return judge(experiments, drawn);
  }

  /// Without what the claim is about: the order, or for real sentences, where the order is worth little, the labels.
  private static SentimentTexts sabotaged(SentimentTexts texts, boolean drawn, Rng rng) {
    return drawn ? texts.shuffled(rng) : texts.withLabelsDealtAnew(rng);
  }

  private static Effort effort(LessonContext context, boolean drawn, int labels) {
    if (drawn) {
      return context.profile() == Profile.QUICK ? QUICK : FULL;
    }
    return new Effort(4, 300,
        context.profile() == Profile.QUICK ? List.of(labels) : List.of(100, 300, 1_000, 3_000, labels));
  }

  private static LessonResult judge(List<SentimentExperiment> experiments, boolean drawn) {
    Runs<Measurement> runs = new Runs<>(experiments.stream().map(SentimentExperiment::measured).toList());
    List<Finding> findings = new ArrayList<>(drawn ? ofReviews(runs) : ofSentences(runs));
    findings.addAll(SentimentFigures.of(runs, experiments.getFirst().trained(), drawn));
    return LessonResult.of(findings);
  }

  private static List<Finding> ofReviews(Runs<Measurement> runs) {
    return List.of(
        Criterion.gate("reviews of the test with a sentence frame that is also in the training",
            runs.spread(Measurement::shared).max(), Comparison.EXACTLY, 0, ""),
        Criterion.gate("accuracy of the bag of words on plain reviews",
            runs.median(run -> run.of(Reader.BAG).plain()), Comparison.AT_LEAST, 0.95, ""),
        Criterion.gate("accuracy of the GRU on plain reviews",
            runs.median(run -> run.of(Reader.GRU).plain()), Comparison.AT_LEAST, 0.95, ""),
        Criterion.effect("accuracy of the GRU on all reviews",
            runs.median(run -> run.of(Reader.GRU).all()), Comparison.AT_LEAST, 0.95, ""),
        Criterion.effect("accuracy of the GRU on negation and contrast, minus that of the bag of words",
            runs.median(run -> run.of(Reader.GRU).turned() - run.of(Reader.BAG).turned()), Comparison.AT_LEAST, 0.2,
            ""),
        Criterion.control("accuracy of the GRU on plain reviews, minus that of the bag of words",
            runs.median(run -> run.of(Reader.GRU).plain() - run.of(Reader.BAG).plain()), Comparison.AT_MOST, 0.03, ""),
        Criterion.ablation("accuracy on negation and contrast of a GRU that learns from and reads shuffled words, minus"
            + " that of the bag of words", runs.median(run -> run.shuffled().turned() - run.of(Reader.BAG).turned()),
            Comparison.AT_MOST, 0.05, ""),
        Criterion.dose("share of the reviews that shuffling changed", runs.spread(Measurement::moved).min(),
            Comparison.AT_LEAST, 0.95, ""),
        Criterion.dose("accuracy of the GRU for shuffled words on plain reviews: it has learned",
            runs.median(run -> run.shuffled().plain()), Comparison.AT_LEAST, 0.9, ""),
        new Planted("the opinion, chosen before the first word; in negation and contrast praise and blame are made of"
            + " the same words, so that no bag of words can tell them apart; the sentence frames of the test, one in"
            + " four, are not in the training, nor is any sentence of the slide"));
  }

  private static List<Finding> ofSentences(Runs<Measurement> runs) {
    double bag = runs.median(run -> run.of(Reader.BAG).all());
    return List.of(
        Criterion.gate("sentences of the test that are also in the training", runs.spread(Measurement::shared).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.effect("accuracy of the bag of words", bag, Comparison.AT_LEAST, 0.75, ""),
        Criterion.effect("accuracy of the bag of words: not better than what is published for words alone", bag,
            Comparison.AT_MOST, 0.79, ""),
        Criterion.effect("accuracy of the bigrams, minus that of the bag of words",
            runs.median(run -> run.of(Reader.BIGRAMS).all() - run.of(Reader.BAG).all()), Comparison.AT_LEAST, -0.005,
            ""),
        Criterion.effect("accuracy of the GRU that starts from GloVe vectors",
            runs.median(run -> run.of(Reader.GRU).all()), Comparison.AT_LEAST, 0.74, ""),
        Criterion.control("distance from one half of the accuracy of a bag of words whose labels were dealt anew",
            runs.median(run -> Math.abs(run.dealt().all() - 0.5)), Comparison.AT_MOST, 0.05, ""),
        Criterion.dose("share of the labels that dealing changed", runs.median(Measurement::relabelled),
            Comparison.AT_LEAST, 0.45, ""));
  }

  @Override
  public Card card() {
    return Card.of(34, "sentiment-supervised", "What labels teach")
        .withClaim("Of reviews that say what they mean, a sum of word weights tells praise from blame as well as a"
            + " network that reads in order. Where something is denied or outweighed it guesses, and the network,"
            + " taught by the same 8,000 labels, is right in at least 20 percentage points more; shuffle the words of"
            + " each sentence, and the lead is gone.")
        .withSlides("Sentiment Analysis",
            "I loved this movie! It was the best movie I've ever seen in my life!",
            "Positive",
            "This was a total waste of time, there was nothing good at all.",
            "Negative",
            "This movie was entertaining, there wasn't anything bad about it.",
            "Positive",
            "I actually really liked this movie even though I heard bad things.",
            "Positive")
        .withData("reviews", "rt-polarity")
        .withSabotage("the words inside each sentence are shuffled, in training and in the test; on rt-polarity the"
            + " labels to learn from are dealt anew")
        .withSham("the words of the ablation are not shuffled, and the labels of the control are not dealt anew")
        .withSeconds(30);
  }
}
