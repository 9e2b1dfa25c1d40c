package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.Detachment;
import scrutable.attacks.sequence.Insertion;
import scrutable.attacks.sequence.Insertion.Place;
import scrutable.attacks.sequence.InsertionResult;
import scrutable.attacks.sequence.InsertionResult.Hallucination;
import scrutable.attacks.sequence.InsertionSearch;
import scrutable.attacks.sequence.SentenceTranslator;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.hallucinations.HallucinationsAttack.Results;
import scrutable.nn.Progress;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.validation.AdjustedBleu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Up to three tokens are put into sentences that are translated well, until the translation has nothing to do with the
/// sentence. The same is tried with a token that means nothing, on a translation word by word, and on a translator that
/// has learned from sentences into which tokens had been put.
///
/// @param made the translator
record HallucinationsExperiment(SmallTranslator made, Measurement measured) {
  static final List<Place> PLACES = List.of(Place.BEGINNING, Place.MIDDLE, Place.LAST_BUT_ONE);
  private static final int MOST = 3;
  private static final int WIDTH = 3;
  private static final int SHORTEST = 3;
  /// What BLEU of the validation may be lost by learning to endure tokens.
  private static final double LOST = 0.02;
  private static final int COMMON = 8;
  private static final double UNLIKELY = 0.1;
  private static final String END = ".";

  /// How much is tried.
  ///
  /// @param searched  sentences of which each is searched for tokens that derail it
  /// @param sentences into which tokens are put that are drawn at random
  /// @param draws     how often into each
  /// @param rare      sentences of rare words that are translated after learning from wrong pairs
  record Amount(int searched, int sentences, int draws, int rare) {
    static final Amount FULL = new Amount(60, 300, 100, 200);
    static final Amount QUICK = new Amount(2, 6, 20, 20);
  }

  /// What was measured.
  ///
  /// @param clean     how well the translator translates the test
  /// @param taught    how well the one does that has learned from sentences with tokens
  /// @param shared    sentences of the test that are not new
  /// @param attack    on the translator
  /// @param filler    on the translator, with fillers
  /// @param lexicon   on the translation word by word
  /// @param defence   on the one that has learned from sentences with tokens
  /// @param drawn     the most tokens, drawn at random and not searched for, on the translator
  /// @param endured   the same on the one that has learned from sentences with tokens
  /// @param inserted  the share of the sentences that it learned from with a token in them
  /// @param attention how well a hallucination is told from a translation by where the decoder looks: the area under
  ///     the curve; NaN if there is none
  /// @param falseAlarms the share of right translations that count as hallucinations beside another right one
  /// @param paraphrases of how many
  record Measurement(SmallTranslator.Quality clean, SmallTranslator.Quality taught, int shared, Results attack,
      Results filler, Results lexicon, Results defence, Results drawn, Results endured, double inserted,
      double attention, double falseAlarms, int paraphrases) {}

  /// Trains, attacks and measures.
  ///
  /// @param amount   how much is tried
  /// @param disarmed whether only the filler is put in, as in the sabotaged run
  /// @param sham     whether the training of the defended translator is left without tokens
  static HallucinationsExperiment of(HallucinationsTexts texts, Amount amount, boolean disarmed, boolean sham, Rng rng,
      Progress progress) {
    SmallTranslator made = texts.made();
    Taught taught = taught(made, sham ? 0 : MOST, rng.split("defence"), progress);
    Detachment detachment = detachment(made);
    List<String> tokens = disarmed ? List.of(texts.filler().orElse(END))
        : HallucinationsAttack.tokens(made.words().words()).values().stream().flatMap(Collection::stream).toList();
    List<List<String>> kept = kept(made, amount.sentences);
    HallucinationsAttack all = new HallucinationsAttack(kept, new InsertionSearch(tokens, PLACES, MOST, WIDTH),
        detachment, rng.split("places"), progress);
    HallucinationsAttack attack = all.onFirst(amount.searched);
    SentenceTranslator victim = greedy(made.translator());
    SentenceTranslator prepared = greedy(taught.translator);
    Results attacked = attack.on("the translator", victim);
    return new HallucinationsExperiment(made, new Measurement(SmallTranslator.quality(made.translator(), made.test()),
        SmallTranslator.quality(taught.translator, made.test()), made.shared(), attacked,
        texts.filler().isEmpty() ? Results.NONE : attack.withFillers(victim, MOST),
        attack.on("a lexicon", texts.wordByWord()), attack.on("the taught translator", prepared),
        all.atRandom("the translator", victim, MOST, amount.draws),
        all.atRandom("the taught translator", prepared, MOST, amount.draws), taught.inserted,
        attentionArea(made.translator(), attacked), texts.falseAlarms(detachment), texts.paraphrases().size()));
  }

  /// What has nothing to do with something else, in the language of the targets.
  static Detachment detachment(SmallTranslator made) {
    return Detachment.learnedFrom(targets(made.train()), targets(made.validation()), COMMON, UNLIKELY);
  }

  private static SentenceTranslator greedy(Translator translator) {
    return sentences -> translator.translate(sentences, SmallTranslator.LONGEST);
  }

  private static List<List<String>> targets(List<Translation> pairs) {
    return pairs.stream().map(Translation::target).toList();
  }

  //: code kept
  /// Sentences of the test whose translations have something to do with the right ones.
  private static List<List<String>> kept(SmallTranslator made, int count) {
    List<List<String>> written = made.translator().translate(made.test().stream().map(Translation::source).toList(),
        SmallTranslator.LONGEST);
    return IntStream.range(0, written.size())
        .filter(i -> made.test().get(i).source().size() >= SHORTEST
            && AdjustedBleu.of(made.test().get(i).target(), written.get(i)) > AdjustedBleu.KEPT)
        .mapToObj(i -> made.test().get(i).source()).limit(count).toList();
  }
  //: end

  /// The translator that has learned from sentences with tokens put in.
  ///
  /// @param inserted the share of the sentences that it learned from with a token in them
  private record Taught(Translator translator, double inserted) {}

  //: code taught
  /// Trained again, with other tokens, if on the validation it translates worse than the translator without tokens.
  private static Taught taught(SmallTranslator made, int most, Rng rng, Progress progress) {
    double enough = SmallTranslator.quality(made.translator(), made.validation()).bleu() - LOST;
    return Retraining.until(taught -> SmallTranslator.quality(taught.translator, made.validation()).bleu() >= enough,
        Retraining.MOST, again -> {
          Insertions insertions = new Insertions(made.words().words().words(), most,
              again == 0 ? rng : rng.split("again " + again));
          Translator translator = made.learnedFrom(made.train(), insertions::into,
              made.training().epochs() * 3 / 2, progress);
          return new Taught(translator, insertions.share());
        });
  }
  //: end

  //: code defence
  /// Doubles what is learned from: beside each pair stands the same with random tokens in its source.
  static final class Insertions {
    private final List<String> words;
    private final int most;
    private final Rng rng;
    private long seen;
    private long changed;

    Insertions(List<String> words, int most, Rng rng) {
      this.words = words;
      this.most = most;
      this.rng = rng;
    }

    List<Translation> into(List<Translation> batch, long step) {
      Rng stream = rng.split(step);
      List<Translation> result = new ArrayList<>(batch);
      for (Translation pair : batch) {
        List<String> source = pair.source();
        int tokens = most == 0 ? 0 : 1 + stream.nextInt(most);
        for (int put = 0; put < tokens; put++) {
          source = new Insertion(words.get(stream.nextInt(words.size())), stream.nextInt(source.size())).into(source);
        }
        result.add(new Translation(source, pair.target()));
        changed += tokens > 0 ? 1 : 0;
        seen += 2;
      }
      return result;
    }

    double share() {
      return (double) changed / seen;
    }
  }
  //: end

  /// The largest share of the attention, over all words of a translation, that one word of the source gets.
  static double mostLookedAt(Tensor attention) {
    double[] sums = new double[attention.size(1)];
    for (int t = 0; t < attention.size(0); t++) {
      for (int s = 0; s < sums.length; s++) {
        sums[s] += attention.get(t, s) / attention.size(0);
      }
    }
    return Arrays.stream(sums).max().orElseThrow();
  }

  /// How often a hallucination looks more at one word than the translation of another sentence does.
  private static double attentionArea(Translator translator, Results attacked) {
    List<Double> clean = new ArrayList<>();
    List<Double> derailed = new ArrayList<>();
    for (InsertionResult result : attacked.each()) {
      clean.add(mostLookedAt(translator.attention(result.sentence(), result.translation())));
      result.hallucinations().stream().findFirst().ifPresent(first ->
          derailed.add(mostLookedAt(translator.attention(first.source(), first.translation()))));
    }
    double wins = 0;
    for (double one : derailed) {
      wins += clean.stream().mapToDouble(other -> one > other ? 1 : one == other ? 0.5 : 0).sum();
    }
    return wins / ((double) clean.size() * derailed.size());
  }

  /// The first hallucination of each sentence that has one, in the order of the sentences.
  List<Hallucination> firsts() {
    return measured.attack.each().stream().filter(InsertionResult::success)
        .map(result -> result.hallucinations().getFirst()).toList();
  }
}
