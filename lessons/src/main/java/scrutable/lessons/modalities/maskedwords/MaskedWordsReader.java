package scrutable.lessons.modalities.maskedwords;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.model.ClozeReader;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.Schedule;
import scrutable.nn.sequence.LengthBuckets;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network that fills blanks, and what it says of a review behind which a sentence with a blank is written.
///
/// @param words   of the texts that were learned from
/// @param vectors that it started from; drawn ones if there are none
record MaskedWordsReader(Vocabulary words, Optional<GloveVectors> vectors, ClozeReader network) {
  /// A word for a blank.
  record Guess(String word, double probability) {}

  private static final int WIDTH = 32;
  private static final double SPREAD = 0.5;
  private static final int HIDDEN = 48;
  private static final int BATCH = 64;
  private static final int POOL = 20;
  private static final int STRIDE = 8;
  private static final int ASKED = 512;
  private static final double GAPS = 0.05;
  private static final double RATE = 0.01;
  private static final double WEIGHT_DECAY = 0.01;
  private static final int FEW_STEPS = 60;

  static MaskedWordsReader untrained(Vocabulary words, Optional<GloveVectors> vectors, Rng rng) {
    return new MaskedWordsReader(words, vectors, vectors
        .map(known -> ClozeReader.startingFrom(known.tableFor(words.tokens(), SPREAD, rng), HIDDEN, rng))
        .orElseGet(() -> new ClozeReader(words.size(), WIDTH, HIDDEN, rng)));
  }

  //: code learn
  /// Learns from texts alone: which word is it, given the others?
  static MaskedWordsReader of(MaskedWordsTexts texts, int steps, Rng rng, Progress progress, String stage) {
    Vocabulary words = Vocabulary.of(texts.corpus(), texts.rare(), Integer.MAX_VALUE);
    MaskedWordsReader reader = untrained(words, texts.vectors(), rng.split("initialise"));
    var source = new LengthBuckets<>(texts.corpus().stream().map(words::ids).toList(), text -> text.length,
        some -> PaddedBatch.inStrides(some, STRIDE), POOL);
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH).withClipping(1).withProgress(progress, stage)
        .withSchedule(Schedule.warmUpThenCosine(RATE, RATE / 5, Math.max(1, steps / 10), steps));
    AdamW optimizer = new AdamW(reader.network.parameters(), RATE, WEIGHT_DECAY);
    new TrainingLoop(reader.network, optimizer, settings, rng.split("shuffle")).run(source, (batch, step) -> {
      Rng draw = rng.split("draw").split(step.number());
      Tensor places = somePlaces(batch, draw);
      Tensor answers = Indexing.select(batch.ids().reshape(-1), 0, places);
      return Losses.crossEntropy(reader.network.forwardAt(batch.withGaps(GAPS, draw), places), answers);
    });
    return reader;
  }
  //: end

  /// At most [#ASKED] places with a word, drawn at random.
  private static Tensor somePlaces(PaddedBatch batch, Rng rng) {
    int[] ids = batch.ids().toIntArray();
    int[] places = IntStream.range(0, ids.length).filter(i -> ids[i] > Vocabulary.UNK).toArray();
    int[] chosen = Arrays.stream(rng.permutation(places.length)).limit(ASKED).map(i -> places[i]).toArray();
    return Tensor.wrap(chosen, chosen.length);
  }

  /// The logits `(N, V)` at the first blank of each text. A blank is a word that nobody knows.
  Variable atBlank(List<List<String>> texts) {
    PaddedBatch batch = PaddedBatch.inStrides(texts.stream().map(words::ids).toList(), STRIDE);
    int[] places = IntStream.range(0, texts.size())
        .map(n -> n * batch.steps() + texts.get(n).indexOf(MaskedWordsTexts.BLANK)).toArray();
    return network.forwardAt(batch, Tensor.wrap(places, places.length));
  }

  //: code score
  /// How much more likely words of praise are in the blank than words of blame: the logarithm of the ratio, `(N,)`.
  Variable scores(List<List<String>> texts) {
    Variable logits = atBlank(texts);
    return logLikelihood(logits, MaskedWordsTexts.GOOD).sub(logLikelihood(logits, MaskedWordsTexts.BAD));
  }

  private Variable logLikelihood(Variable logits, List<String> answers) {
    int[] ids = answers.stream().mapToInt(words::id).toArray();
    return logits.selectAll(1, Tensor.wrap(ids, ids.length)).logSumExp(false, 1);
  }
  //: end

  /// The scores behind a prompt, a few reviews at a time.
  double[] read(List<List<String>> reviews, List<String> prompt) {
    double[] scores = new double[reviews.size()];
    for (int from = 0; from < scores.length; from += BATCH) {
      int to = Math.min(from + BATCH, scores.length);
      double[] some = scores(reviews.subList(from, to).stream()
          .map(review -> MaskedWordsTexts.withPrompt(review, prompt)).toList()).value().toDoubleArray();
      System.arraycopy(some, 0, scores, from, some.length);
    }
    return scores;
  }

  /// What a prompt leans to when nothing stands before it.
  double leaning(List<String> prompt) {
    return read(List.of(List.of()), prompt)[0];
  }

  //: code few
  /// The same reader after some labels, learned by the same prompt and the same words.
  MaskedWordsReader taught(List<Review> labelled, List<String> prompt, double rate, Rng rng) {
    List<List<String>> texts = labelled.stream()
        .map(review -> MaskedWordsTexts.withPrompt(review.tokens(), prompt)).toList();
    Tensor labels = MaskedWordsTexts.labels(labelled);
    TrainingSettings settings = TrainingSettings.ofSteps(FEW_STEPS).withClipping(1);
    MaskedWordsReader pupil = untrained(words, vectors, rng.split("initialise"));
    pupil.network.load(network.state());
    new TrainingLoop(pupil.network, new AdamW(pupil.network.parameters(), rate, WEIGHT_DECAY), settings, rng)
        .run(BatchSource.of(1, all -> texts), (all, step) -> Losses.bceWithLogits(pupil.scores(all), labels));
    return pupil;
  }
  //: end

  /// What may stand in each blank of a text: the likeliest words, the best first. Blanks do not know of each other.
  List<List<Guess>> fill(List<String> text, int guesses) {
    PaddedBatch batch = PaddedBatch.of(List.of(words.ids(text)));
    int[] blanks = IntStream.range(0, text.size()).filter(t -> text.get(t).equals(MaskedWordsTexts.BLANK)).toArray();
    Tensor logits = network.forwardAt(batch, Tensor.wrap(blanks, blanks.length)).value();
    return IntStream.range(0, blanks.length).mapToObj(i -> likeliest(logits.select(0, i).toDoubleArray(), guesses))
        .toList();
  }

  private List<Guess> likeliest(double[] logits, int guesses) {
    double highest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(logit -> StrictMath.exp(logit - highest)).sum();
    return IntStream.range(Vocabulary.UNK + 1, logits.length).boxed()
        .sorted(Comparator.comparingDouble(id -> -logits[id])).limit(guesses)
        .map(id -> new Guess(words.token(id), StrictMath.exp(logits[id] - highest) / sum)).toList();
  }

  /// The share of words of some texts that are named rightly, each from all others.
  double wordsRight(List<List<String>> texts) {
    int right = 0;
    int count = 0;
    for (int from = 0; from < texts.size(); from += BATCH) {
      PaddedBatch batch = PaddedBatch.of(texts.subList(from, Math.min(from + BATCH, texts.size())).stream()
          .map(words::ids).toList());
      int[] named = network.forward(Variable.constant(batch.ids())).value().argmax(2).toIntArray();
      int[] ids = batch.ids().toIntArray();
      count += batch.tokenCount();
      right += (int) IntStream.range(0, ids.length)
          .filter(i -> ids[i] != Vocabulary.PAD && ids[i] == named[i]).count();
    }
    return (double) right / count;
  }
}
