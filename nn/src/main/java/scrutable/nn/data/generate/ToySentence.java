package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import scrutable.nn.data.generate.ToyWords.Kind;

/// A sentence of [ToyLang] as what it means: who, what, how, when. It can be written in both languages.
///
/// @param subject   of [Phrase#FULL], [Phrase#WITH_ADJECTIVE] or [Phrase#NAMES]
/// @param object    of [Phrase#NONE], [Phrase#PRONOUN], [Phrase#FULL] or [Phrase#WITH_ADJECTIVE]
/// @param adverbial the kind of the adverbial: time, manner, frequency, preposition or not
/// @param detail    which adverb, or which preposition
/// @param place     the noun behind a preposition
/// @param verb      which verb
/// @param past      whether it is over
/// @param end       which end mark
record ToySentence(Phrase subject, Phrase object, Kind adverbial, int detail, int place, int verb, boolean past,
    int end) {

  /// Somebody or something.
  ///
  /// @param type      one of the five below
  /// @param definite  "the" or "a"
  /// @param adjective which adjective, or the second name
  /// @param head      which noun, pronoun or first name
  /// @param plural    more than one; names are always two
  record Phrase(int type, boolean definite, int adjective, int head, boolean plural) {
    static final int NONE = 0;
    static final int PRONOUN = 1;
    static final int FULL = 2;
    static final int WITH_ADJECTIVE = 3;
    static final int NAMES = 4;
  }

  private int verbForm() {
    return (subject.plural ? ToyWords.PLURAL : 0) + (past ? ToyWords.PAST : 0);
  }

  /// The idiom in it; null if every word means what it says.
  ToyWords.Idiom idiom(ToyWords words) {
    boolean fits = object.type == Phrase.FULL && object.definite && !object.plural;
    return fits ? words.idiom(object.head, verb) : null;
  }

  /// The source, verb last: subject, time, object, any other adverbial, verb.
  List<String> source(ToyWords words) {
    List<String> result = new ArrayList<>(phrase(subject, words::source));
    if (adverbial == Kind.TIME) {
      result.add(words.source(Kind.TIME, detail, 0));
    }
    result.addAll(phrase(object, words::source));
    if (adverbial != Kind.TIME) {
      result.addAll(adverbial(words::source));
    }
    result.add(words.source(Kind.VERB, verb, verbForm()));
    result.add(ToyWords.ENDS.get(end));
    return result;
  }

  /// The target, verb in the middle: time, subject, frequency or negation, verb, object, manner or place.
  List<String> target(ToyWords words) {
    List<String> result = new ArrayList<>();
    boolean before = adverbial == Kind.FREQUENCY || adverbial == Kind.NOT;
    if (adverbial == Kind.TIME) {
      result.add(words.target(Kind.TIME, detail, 0));
    }
    result.addAll(phrase(subject, words::target));
    if (before) {
      result.addAll(adverbial(words::target));
    }
    ToyWords.Idiom idiom = idiom(words);
    result.add(words.target(Kind.VERB, idiom == null ? verb : idiom.targetVerb(), verbForm()));
    Phrase meant = idiom == null ? object : new Phrase(Phrase.FULL, true, 0, idiom.targetNoun(), false);
    result.addAll(phrase(meant, words::target));
    if (!before && adverbial != Kind.TIME) {
      result.addAll(adverbial(words::target));
    }
    result.add(ToyWords.ENDS.get(end));
    return result;
  }

  /// How a word is written in a language.
  private interface Writing {
    String of(Kind kind, int index, int form);
  }

  private List<String> adverbial(Writing writing) {
    String first = writing.of(adverbial, adverbial == Kind.NOT ? 0 : detail, 0);
    return adverbial == Kind.PREPOSITION ? List.of(first, writing.of(Kind.NOUN, place, 0)) : List.of(first);
  }

  private static List<String> phrase(Phrase phrase, Writing writing) {
    int number = phrase.plural ? ToyWords.PLURAL : 0;
    String determiner = writing.of(Kind.DETERMINER, 0, number + (phrase.definite ? 0 : ToyWords.INDEFINITE));
    return switch (phrase.type) {
      case Phrase.NONE -> List.of();
      case Phrase.PRONOUN -> List.of(writing.of(Kind.PRONOUN, phrase.head, 0));
      case Phrase.FULL -> List.of(determiner, writing.of(Kind.NOUN, phrase.head, number));
      case Phrase.WITH_ADJECTIVE -> List.of(determiner, writing.of(Kind.ADJECTIVE, phrase.adjective, 0),
          writing.of(Kind.NOUN, phrase.head, number));
      default -> List.of(writing.of(Kind.NAME, phrase.head, 0), writing.of(Kind.AND, 0, 0),
          writing.of(Kind.NAME, phrase.adjective, 0));
    };
  }
}
