package scrutable.nn.data.generate;

import java.util.List;
import java.util.Locale;
import scrutable.nn.data.generate.ToySentence.Phrase;
import scrutable.nn.data.generate.ToyWords.Kind;
import scrutable.nn.data.generate.ToyWords.Word;

/// Reads a source sentence of [ToyLang] from left to right; the grammar needs no second look.
final class ToyParser {
  private final ToyWords words;
  private final List<String> tokens;
  private int next;

  ToyParser(ToyWords words, List<String> tokens) {
    this.words = words;
    this.tokens = tokens.stream().filter(token -> !token.equals(ToyWords.FILLER)).toList();
  }

  /// The meaning of the sentence.
  ///
  /// @throws IllegalArgumentException saying which word does not fit
  ToySentence sentence() {
    Phrase subject = at(Kind.NAME) ? names() : nounPhrase();
    boolean time = at(Kind.TIME);
    int detail = time ? take(Kind.TIME).index() : 0;
    Phrase object = object();
    Kind adverbial = time ? Kind.TIME : adverbial();
    int place = 0;
    if (!time) {
      detail = take(adverbial).index();
      place = adverbial == Kind.PREPOSITION ? singular(take(Kind.NOUN)).index() : 0;
    }
    Word verb = take(Kind.VERB);
    if (verb.form() % 2 != (subject.plural() ? ToyWords.PLURAL : 0)) {
      throw wrong(next - 1, "the form of the verb that fits the subject");
    }
    int end = take(Kind.END).index();
    if (next != tokens.size()) {
      throw wrong(next, "the end");
    }
    return new ToySentence(subject, object, adverbial, detail, place, verb.index(), verb.form() >= ToyWords.PAST, end);
  }

  private Phrase names() {
    int first = take(Kind.NAME).index();
    take(Kind.AND);
    return new Phrase(Phrase.NAMES, true, take(Kind.NAME).index(), first, true);
  }

  private Phrase object() {
    if (at(Kind.PRONOUN)) {
      return new Phrase(Phrase.PRONOUN, true, 0, take(Kind.PRONOUN).index(), false);
    }
    return at(Kind.DETERMINER) ? nounPhrase() : new Phrase(Phrase.NONE, true, 0, 0, false);
  }

  private Phrase nounPhrase() {
    Word determiner = take(Kind.DETERMINER);
    boolean adjective = at(Kind.ADJECTIVE);
    int which = adjective ? take(Kind.ADJECTIVE).index() : 0;
    Word noun = take(Kind.NOUN);
    if (noun.form() != determiner.form() % 2) {
      throw wrong(next - 1, "the form of the noun that fits its determiner");
    }
    return new Phrase(adjective ? Phrase.WITH_ADJECTIVE : Phrase.FULL, determiner.form() < ToyWords.INDEFINITE, which,
        noun.index(), noun.form() == ToyWords.PLURAL);
  }

  private Word singular(Word noun) {
    if (noun.form() != 0) {
      throw wrong(next - 1, "a noun in the singular");
    }
    return noun;
  }

  private Kind adverbial() {
    for (Kind kind : List.of(Kind.MANNER, Kind.FREQUENCY, Kind.PREPOSITION, Kind.NOT)) {
      if (at(kind)) {
        return kind;
      }
    }
    throw wrong(next, "an adverbial");
  }

  private boolean at(Kind kind) {
    Word word = next < tokens.size() ? words.word(tokens.get(next)) : null;
    return word != null && word.kind() == kind;
  }

  private Word take(Kind kind) {
    if (!at(kind)) {
      throw wrong(next, kind.toString().toLowerCase(Locale.ROOT));
    }
    return words.word(tokens.get(next++));
  }

  private IllegalArgumentException wrong(int at, String expected) {
    String found = at < tokens.size() ? "\"" + tokens.get(at) + "\"" : "the end";
    return new IllegalArgumentException("ToyLang: word " + at + " of " + tokens + " is " + found + ", where the grammar"
        + " expects: " + expected);
  }
}
