package scrutable.lessons.modalities.translationnoise;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.text.LetterNoise;
import scrutable.attacks.text.MixedNoise;
import scrutable.attacks.text.NoisyText;
import scrutable.attacks.text.SpellingNoise;
import scrutable.nn.Progress;
import scrutable.nn.model.LetterGroups;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.Bleu;
import scrutable.nn.validation.EditDistance;
import scrutable.tensor.Rng;

/// Translators that read words letter by letter learn from clean text or from misspelled text; then all are given the
/// same sentences, misspelled in five ways.
record TranslationNoiseExperiment(Map<Reader, Translator> translators, Measurement measured) {
  private static final int POOL = 20;
  private static final int WIDTH = 64;
  private static final int LETTERS = 3;
  private static final int HIDDEN = 64;
  private static final int LONGEST = 16;
  private static final double NOISY = 0.75;

  /// How much is learned.
  ///
  /// @param together epochs from clean text, which all have in common
  /// @param apart    and then epochs from their own text
  /// @param batch    sentences in a batch
  /// @param rate     Adam's at the beginning
  record Effort(int together, int apart, int batch, double rate) {
    /// Many small steps: in few large ones some translators never find out which word to look at.
    static final Effort FULL = new Effort(6, 2, 8, 2.5e-3);
    static final Effort QUICK = new Effort(1, 1, 16, 5e-3);
  }

  //: code noises
  /// What is done to the sentences of the test.
  enum Noise {
    CLEAN("clean"), SWAP("Swap"), MID("Mid"), RAND("Rand"), KEY("Key"), NAT("Nat");

    private final String label;

    Noise(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    /// Whether a word keeps its letters.
    boolean changesOrder() {
      return this == SWAP || this == MID || this == RAND;
    }

    SpellingNoise of(TranslationNoiseTexts texts) {
      return switch (this) {
        case CLEAN -> SpellingNoise.none();
        case SWAP -> LetterNoise.SWAP;
        case MID -> LetterNoise.MID;
        case RAND -> LetterNoise.RAND;
        case KEY -> LetterNoise.KEY;
        case NAT -> texts.unseen();
      };
    }
  }

  /// Who translates, and what text it has learned from.
  enum Reader {
    PLAIN("clean text"), RAND("Rand"), MIXTURE("Rand, Key and Nat"), DIET("balanced diet"), BAG("bag of letters");

    private final String label;

    Reader(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    SpellingNoise learnsFrom(TranslationNoiseTexts texts) {
      return switch (this) {
        case PLAIN, BAG -> SpellingNoise.none();
        case RAND -> LetterNoise.RAND.sometimes(NOISY);
        case MIXTURE -> new MixedNoise(List.of(LetterNoise.RAND, LetterNoise.KEY, texts.learned())).sometimes(NOISY);
        case DIET -> MixedNoise.balancedDiet().sometimes(NOISY);
      };
    }
  }
  //: end

  /// What was measured.
  ///
  /// @param bleu         of each translator under each noise
  /// @param right        the share of words that each gets right in clean sentences: 1 - word error rate
  /// @param changed      the share of words that each noise has changed
  /// @param letters      the share of letters that each noise has changed
  /// @param shortChanged the share of words that Swap and Mid change where they are only applied to words of up to
  ///     three letters
  /// @param bagDiffers   how many sentences the bag of letters translates otherwise than clean ones under Swap, Mid and
  ///     Rand together
  /// @param bagChanged   the least share of words of the bag's sentences that one of these three has changed
  /// @param sharedSentences    how many sentences of the test are not new
  /// @param sharedMisspellings how many of its misspellings are not
  record Measurement(Map<Reader, Map<Noise, Double>> bleu, Map<Reader, Double> right, Map<Noise, Double> changed,
      Map<Noise, Double> letters, double shortChanged, int bagDiffers, double bagChanged,
      int sharedSentences, int sharedMisspellings) {
    double bleu(Reader reader, Noise noise) {
      return bleu.get(reader).get(noise);
    }

    /// The share of its BLEU on clean text that a translator loses.
    double loss(Reader reader, Noise noise) {
      return 1 - bleu(reader, noise) / bleu(reader, Noise.CLEAN);
    }
  }

  /// Teaches and examines all five.
  ///
  /// @param sorted whether all of them know no order of letters, as in the sabotaged run
  /// @param sham   whether the bag of letters is given clean text under every name
  static TranslationNoiseExperiment of(TranslationNoiseTexts texts, Effort effort, boolean sorted, boolean sham,
      Rng rng, Progress progress) {
    Map<Noise, NoisyText> tests = new EnumMap<>(Noise.class);
    for (Noise noise : Noise.values()) {
      tests.put(noise, NoisyText.of(texts.sources(), noise.of(texts), rng.split("test").split(noise.ordinal())));
    }
    Map<Reader, Translator> translators = new EnumMap<>(Reader.class);
    Translator start = translator(texts, sorted, rng.split("initialise"));
    train(start, texts, effort, Reader.PLAIN, false, rng.split("together"), progress);
    for (Reader reader : Reader.values()) {
      Translator own = translator(texts, sorted || reader == Reader.BAG, rng.split("initialise"));
      if (reader == Reader.BAG) {
        train(own, texts, effort, reader, false, rng.split("together"), progress);
      } else {
        own.load(start.state());
      }
      train(own, texts, effort, reader, true, rng.split("apart"), progress);
      translators.put(reader, own);
    }
    return new TranslationNoiseExperiment(translators, measure(translators, texts, tests, sham, rng));
  }

  private static Translator translator(TranslationNoiseTexts texts, boolean bag, Rng rng) {
    LetterGroups reader = new LetterGroups(bag ? 1 : LETTERS, WIDTH, rng);
    return new Translator(reader, Vocabulary.of(texts.train().stream().map(Translation::target).toList()), LONGEST,
        HIDDEN, rng);
  }

  //: code train
  private static void train(Translator translator, TranslationNoiseTexts texts, Effort effort, Reader reader,
      boolean ends, Rng rng, Progress progress) {
    SpellingNoise noise = reader.learnsFrom(texts);
    TrainingSettings settings = TrainingSettings.of(ends ? effort.apart : effort.together, effort.batch).withClipping(1)
        .withRate(step -> effort.rate * (1 - (ends ? step.share() : step.share() / 2)))
        .withProgress(progress, "learning from " + reader.label);
    new TrainingLoop(translator, new Adam(translator.parameters(), effort.rate), settings, rng.split("shuffle"))
        .run(Translation.batches(texts.train(), POOL), (batch, step) -> {
          NoisyText sources = NoisyText.of(batch.stream().map(Translation::source).toList(), noise,
              rng.split("noise").split(step.number()));
          return translator.loss(IntStream.range(0, batch.size())
              .mapToObj(n -> new Translation(sources.noisy().get(n), batch.get(n).target())).toList());
        });
  }
  //: end

  private static Measurement measure(Map<Reader, Translator> translators, TranslationNoiseTexts texts,
      Map<Noise, NoisyText> tests, boolean sham, Rng rng) {
    List<List<String>> references = texts.test().stream().map(Translation::target).toList();
    Map<Reader, Map<Noise, Double>> bleu = new EnumMap<>(Reader.class);
    Map<Reader, Double> right = new EnumMap<>(Reader.class);
    int bagDiffers = 0;
    double bagChanged = 1;
    for (Reader reader : Reader.values()) {
      Map<Noise, Double> row = new EnumMap<>(Noise.class);
      List<List<String>> clean = List.of();
      for (Noise noise : Noise.values()) {
        NoisyText given = tests.get(sham && reader == Reader.BAG ? Noise.CLEAN : noise);
        List<List<String>> written = translators.get(reader).translate(given.noisy(), LONGEST);
        row.put(noise, Bleu.corpus(references, written, 4, Bleu.Smoothing.NONE));
        clean = noise == Noise.CLEAN ? written : clean;
        if (reader == Reader.BAG && noise.changesOrder()) {
          bagDiffers += differing(clean, written);
          bagChanged = Math.min(bagChanged, given.changedWords());
        }
      }
      bleu.put(reader, row);
      right.put(reader, 1 - EditDistance.rate(references, clean));
    }
    Map<Noise, Double> changed = new EnumMap<>(Noise.class);
    Map<Noise, Double> letters = new EnumMap<>(Noise.class);
    tests.forEach((noise, text) -> {
      changed.put(noise, text.changedWords());
      letters.put(noise, text.changedLetters());
    });
    double shortChanged = NoisyText.of(texts.sources(), LetterNoise.SWAP.upTo(3), rng.split("short")).changedWords()
        + NoisyText.of(texts.sources(), LetterNoise.MID.upTo(3), rng.split("short")).changedWords();
    return new Measurement(bleu, right, changed, letters, shortChanged, bagDiffers, bagChanged,
        texts.sharedSentences(), texts.sharedMisspellings());
  }

  private static int differing(List<List<String>> some, List<List<String>> others) {
    return (int) IntStream.range(0, some.size()).filter(i -> !some.get(i).equals(others.get(i))).count();
  }
}
