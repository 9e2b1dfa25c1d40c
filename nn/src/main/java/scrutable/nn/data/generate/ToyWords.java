package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.tensor.Rng;

/// The words of [ToyLang]: 600 invented stems in both languages, their forms, and a few small words.
///
/// A stem has the same number in both languages. Within its class, stem 0 is the most frequent.
final class ToyWords {
  /// What a word is.
  enum Kind {
    NOUN(150), ADJECTIVE(230), VERB(60), TIME(40), MANNER(80), FREQUENCY(15), PREPOSITION(10), NAME(15),
    PRONOUN(0), DETERMINER(0), AND(0), NOT(0), END(0);

    final int stems;

    Kind(int stems) {
      this.stems = stems;
    }
  }

  /// A word of the source.
  ///
  /// @param index which stem of its kind
  /// @param form  which of its forms: of a noun 0 is the singular and 1 the plural; of a verb past adds 2; of a
  ///     determiner 2 is added if it is not definite
  record Word(Kind kind, int index, int form) {}

  static final int PLURAL = 1;
  static final int PAST = 2;
  static final int INDEFINITE = 2;
  static final String FILLER = "jo";
  static final List<String> ENDS = List.of(".", "!", "?");
  static final int IDIOMS = 12;

  private static final List<String> DETERMINERS = List.of("da", "di", "na", "ne");
  private static final List<String> TARGET_DETERMINERS = List.of("the", "the", "a", "some");
  private static final List<String> PRONOUNS = List.of("im", "ir", "es", "sem");
  private static final List<String> TARGET_PRONOUNS = List.of("him", "her", "it", "them");

  private final Map<String, Word> sources = new LinkedHashMap<>();
  private final Map<Word, String> sourceForms = new HashMap<>();
  private final Map<Word, String> targetForms = new HashMap<>();
  private final Map<Integer, Idiom> idioms = new LinkedHashMap<>();

  /// A noun and a verb that mean something else together.
  ///
  /// @param noun       the object, definite and in the singular
  /// @param verb       what is done to it
  /// @param targetNoun what stands for the noun
  /// @param targetVerb what stands for the verb
  record Idiom(int noun, int verb, int targetNoun, int targetVerb) {}

  ToyWords(Rng rng) {
    Syllables source = new Syllables("bdfgklmnrstwz", "aeiou", rng.split("source"));
    Syllables target = new Syllables("bcdfhlmnprstvw", "aeiou", rng.split("target"));
    for (int form = 0; form < DETERMINERS.size(); form++) {
      add(new Word(Kind.DETERMINER, 0, form), DETERMINERS.get(form), TARGET_DETERMINERS.get(form));
    }
    for (int i = 0; i < PRONOUNS.size(); i++) {
      add(new Word(Kind.PRONOUN, i, 0), PRONOUNS.get(i), TARGET_PRONOUNS.get(i));
    }
    add(new Word(Kind.AND, 0, 0), "un", "and");
    add(new Word(Kind.NOT, 0, 0), "nik", "not");
    for (int i = 0; i < ENDS.size(); i++) {
      add(new Word(Kind.END, i, 0), ENDS.get(i), ENDS.get(i));
    }
    Rng lengths = rng.split("lengths");
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.stems; i++) {
        List<String> there = invent(source, 2 + lengths.nextInt(2), sourceEndings(kind));
        List<String> here = invent(target, 2 + lengths.nextInt(2), targetEndings(kind));
        for (int form = 0; form < there.size(); form++) {
          add(new Word(kind, i, form), there.get(form), here.get(form));
        }
      }
    }
    addIdioms(rng.split("idioms"));
  }

  private void add(Word word, String source, String target) {
    sources.put(source, word);
    sourceForms.put(word, source);
    targetForms.put(word, target);
  }

  private static List<String> sourceEndings(Kind kind) {
    return switch (kind) {
      case NOUN -> List.of("", "n");
      case VERB -> List.of("t", "nt", "te", "nten");
      default -> List.of("");
    };
  }

  private static List<String> targetEndings(Kind kind) {
    return switch (kind) {
      case NOUN -> List.of("", "s");
      case VERB -> List.of("s", "", "d", "d");
      default -> List.of("");
    };
  }

  /// The forms of a new stem, none of which is a form of another.
  private static List<String> invent(Syllables syllables, int count, List<String> endings) {
    while (true) {
      String stem = syllables.word(count, "");
      List<String> forms = endings.stream().map(ending -> stem + ending).toList();
      if (forms.stream().noneMatch(form -> !form.equals(stem) && syllables.isTaken(form))) {
        forms.forEach(syllables::reserve);
        return forms;
      }
    }
  }

  /// Idioms are made of frequent words, so that each is met often enough to be learned.
  private void addIdioms(Rng rng) {
    int[] nouns = rng.sampleWithoutReplacement(60, 2 * IDIOMS);
    int[] verbs = rng.sampleWithoutReplacement(40, 2 * IDIOMS);
    for (int i = 0; i < IDIOMS; i++) {
      idioms.put(i, new Idiom(nouns[i], verbs[i], nouns[i + IDIOMS], verbs[i + IDIOMS]));
    }
  }

  Idiom idiom(int number) {
    return idioms.get(number);
  }

  /// The idiom of a noun and a verb; null if they mean what they say.
  Idiom idiom(int noun, int verb) {
    return idioms.values().stream().filter(idiom -> idiom.noun == noun && idiom.verb == verb).findFirst().orElse(null);
  }

  /// What a word of the source is; null if it is none.
  Word word(String source) {
    return sources.get(source);
  }

  String source(Kind kind, int index, int form) {
    return sourceForms.get(new Word(kind, index, form));
  }

  String target(Kind kind, int index, int form) {
    return targetForms.get(new Word(kind, index, form));
  }

  /// For each word of the target that has a stem, all of its forms.
  Map<String, Set<String>> targetForms() {
    Map<Word, Set<String>> ofStems = new LinkedHashMap<>();
    Map<String, Set<String>> forms = new LinkedHashMap<>();
    for (Word word : sources.values()) {
      if (word.kind.stems > 0) {
        String target = targetForms.get(word);
        Set<String> ofStem = ofStems.computeIfAbsent(new Word(word.kind, word.index, 0), w -> new LinkedHashSet<>());
        ofStem.add(target);
        forms.put(target, ofStem);
      }
    }
    return forms;
  }

  /// The words of the target that have no stem.
  Set<String> smallTargetWords() {
    Set<String> small = new LinkedHashSet<>();
    sources.values().stream().filter(word -> word.kind.stems == 0).map(targetForms::get).forEach(small::add);
    return small;
  }

  /// For each word of the source all words that may stand for it, in idioms as well.
  Map<String, Set<String>> lexicon() {
    Map<String, Set<String>> lexicon = new LinkedHashMap<>();
    sources.forEach((source, word) -> lexicon.computeIfAbsent(source, s -> new LinkedHashSet<>())
        .add(targetForms.get(word)));
    for (Idiom idiom : idioms.values()) {
      List<String> noun = List.of(source(Kind.NOUN, idiom.noun, 0));
      List<String> verbs = new ArrayList<>();
      Set<String> meanings = new LinkedHashSet<>();
      meanings.add(target(Kind.NOUN, idiom.targetNoun, 0));
      for (int form = 0; form < 4; form++) {
        verbs.add(source(Kind.VERB, idiom.verb, form));
        meanings.add(target(Kind.VERB, idiom.targetVerb, form));
      }
      noun.forEach(word -> lexicon.get(word).addAll(meanings));
      verbs.forEach(word -> lexicon.get(word).addAll(meanings));
    }
    return lexicon;
  }
}
