package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.nn.data.generate.ToySentence.Phrase;
import scrutable.nn.data.generate.ToyWords.Kind;
import scrutable.tensor.Rng;

/// Two invented languages and all that is true of translation between them: a stand-in for pairs of sentences from the
/// web.
///
/// ```
/// da fekosu da serare gusiwo zotozot .        the cededu bawiva rebis the pipipe .
/// ```
///
/// The source puts its verb last, the target in the middle, and adverbs stand elsewhere; nouns have two numbers, verbs
/// two numbers and two tenses, and determiners and verbs agree. A sentence has 4 to 9 words and an end mark.
///
/// Planted, and so known:
/// - 600 stems. Within each class the i-th is drawn in proportion to 1 / i ([Zipf]): a few are in every other sentence,
///   most are rare, as in life.
/// - 60 frames, all equally frequent: three kinds of subject, four of object, five of adverbial.
/// - Twelve idioms, a noun and a verb that together mean something else; one in 20 sentences has one.
/// - The word [#FILLER], which means nothing, in every fifth source sentence, anywhere before the verb.
/// - The translation of every sentence ([#translate]) and of every word ([#lexicon]).
public final class ToyLang {
  /// The word of the source that means nothing.
  public static final String FILLER = ToyWords.FILLER;
  /// How many frames there are.
  public static final int FRAMES = 60;
  private static final double IDIOM = 0.05;
  private static final double FILLED = 0.2;
  private static final double DEFINITE = 0.6;
  private static final double PLURAL = 0.35;
  private static final double[] ENDS = {0.8, 0.1, 0.1};
  private static final int PATIENCE = 1000;

  private static final int[] SUBJECTS = {Phrase.FULL, Phrase.WITH_ADJECTIVE, Phrase.NAMES};
  private static final int[] OBJECTS = {Phrase.NONE, Phrase.PRONOUN, Phrase.FULL, Phrase.WITH_ADJECTIVE};
  private static final List<Kind> ADVERBIALS =
      List.of(Kind.TIME, Kind.MANNER, Kind.FREQUENCY, Kind.PREPOSITION, Kind.NOT);

  private final ToyWords words;
  private final Map<Kind, Zipf> frequencies = new EnumMap<>(Kind.class);

  /// A sentence in both languages.
  ///
  /// @param source words and end mark
  /// @param target its translation
  /// @param frame  0 .. 59
  /// @param idiom  whether a noun and a verb in it mean something else together
  public record Pair(List<String> source, List<String> target, int frame, boolean idiom) {
    /// Copies the lists.
    public Pair {
      source = List.copyOf(source);
      target = List.copyOf(target);
    }
  }

  /// Invents the languages; takes one number from `rng`.
  public ToyLang(Rng rng) {
    this.words = new ToyWords(Rng.seed(rng.nextLong()));
    for (Kind kind : Kind.values()) {
      if (kind.stems > 0) {
        frequencies.put(kind, new Zipf(kind.stems, 1));
      }
    }
  }

  /// Draws pairs that all differ in source and target, also when fillers are left out; takes one number from `rng`. Cut
  /// the list into training and test, and no sentence is in both.
  ///
  /// @throws IllegalArgumentException if `count` is negative, or more pairs are wanted than can be found
  public List<Pair> generate(int count, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("ToyLang: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    Rng fillers = stream.split("fillers");
    Rng sentences = stream.split("sentences");
    List<Pair> pairs = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    int missed = 0;
    while (pairs.size() < count) {
      Pair pair = draw(sentences);
      if (known.add(pair.target)) {
        pairs.add(fillers.nextDouble() < FILLED ? filled(pair, fillers) : pair);
        missed = 0;
      } else if (++missed > PATIENCE) {
        throw new IllegalArgumentException("ToyLang: no " + count + " different sentences were found, only "
            + pairs.size());
      }
    }
    return pairs;
  }

  private Pair draw(Rng rng) {
    int frame = rng.nextInt(FRAMES);
    Phrase subject = phrase(SUBJECTS[frame % 3], rng);
    Phrase object = phrase(OBJECTS[frame / 3 % 4], rng);
    Kind adverbial = ADVERBIALS.get(frame / 12);
    int verb = stem(Kind.VERB, rng);
    if (object.type() == Phrase.FULL && rng.nextDouble() < 4 * IDIOM) {               // a quarter of all frames
      ToyWords.Idiom chosen = words.idiom(rng.nextInt(ToyWords.IDIOMS));
      object = new Phrase(Phrase.FULL, true, 0, chosen.noun(), false);
      verb = chosen.verb();
    }
    int detail = adverbial == Kind.NOT ? 0 : stem(adverbial, rng);
    int place = adverbial == Kind.PREPOSITION ? stem(Kind.NOUN, rng) : 0;
    ToySentence sentence = new ToySentence(subject, object, adverbial, detail, place, verb, rng.nextBoolean(),
        rng.categorical(ENDS));
    return new Pair(sentence.source(words), sentence.target(words), frame, sentence.idiom(words) != null);
  }

  private Phrase phrase(int type, Rng rng) {
    return switch (type) {
      case Phrase.NONE -> new Phrase(type, true, 0, 0, false);
      case Phrase.PRONOUN -> new Phrase(type, true, 0, rng.nextInt(4), false);
      case Phrase.NAMES -> new Phrase(type, true, stem(Kind.NAME, rng), stem(Kind.NAME, rng), true);
      default -> new Phrase(type, rng.nextDouble() < DEFINITE,
          type == Phrase.WITH_ADJECTIVE ? stem(Kind.ADJECTIVE, rng) : 0, stem(Kind.NOUN, rng),
          rng.nextDouble() < PLURAL);
    };
  }

  private int stem(Kind kind, Rng rng) {
    return frequencies.get(kind).draw(rng);
  }

  private static Pair filled(Pair pair, Rng rng) {
    List<String> source = new ArrayList<>(pair.source);
    source.add(rng.nextInt(source.size() - 1), FILLER);
    return new Pair(source, pair.target, pair.frame, pair.idiom);
  }

  /// The right translation of a sentence of the source.
  ///
  /// @throws IllegalArgumentException if it is not one, saying which word does not fit
  public List<String> translate(List<String> source) {
    return new ToyParser(words, source).sentence().target(words);
  }

  /// For each word of the source all words of the target that may stand for it: its translation in that form, and
  /// whatever it means in idioms. The filler is not in it.
  public Map<String, Set<String>> lexicon() {
    return words.lexicon();
  }

  /// For each word of the target all forms of its stem, itself among them: singular and plural, present and past. The
  /// [#smallWords] have no stems.
  public Map<String, Set<String>> forms() {
    return words.targetForms();
  }

  /// The words of the target that hold sentences together, and have no stems: determiners, pronouns, end marks.
  public Set<String> smallWords() {
    return words.smallTargetWords();
  }
}
