package scrutable.tensor.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON text by recursive descent, one method for each rule of the grammar, strictly as RFC 8259
/// defines it.
///
/// The text may come from a stranger: repeated names and deep nesting, which would overflow the stack, are
/// errors, and so is everything that lenient readers forgive (comments, trailing commas, bare words, leading
/// zeros, raw control characters).
final class JsonReader {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private final int mostLevels;
  private final boolean halfPairs;
  private int valuesLeft;
  private int at;

  /// @param mostLevels how many arrays and objects may lie inside one another
  /// @param mostValues how many values there may be altogether, which bounds the memory
  /// @param halfPairs whether strings may hold half a surrogate pair, as an escape: Java's can, UTF-8 cannot
  JsonReader(String text, int mostLevels, int mostValues, boolean halfPairs) {
    this.text = text;
    this.mostLevels = mostLevels;
    this.valuesLeft = mostValues;
    this.halfPairs = halfPairs;
  }

  /// The value that fills the whole text; white space may surround it.
  ///
  /// @throws JsonException if there is none
  Json read() {
    Json value = value(0);
    if (at < text.length()) {
      throw malformed("the text should end here, but goes on with " + found());
    }
    return value;
  }

  /// @param level how many arrays and objects lie around this value
  private Json value(int level) {
    if (--valuesLeft < 0) {
      throw malformed("there are too many values");
    }
    skipSpace();
    Json value = switch (peek()) {
      case '{' -> fields(inside(level));
      case '[' -> items(inside(level));
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
    skipSpace();
    return value;
  }

  private int inside(int level) {
    if (level == mostLevels) {
      throw malformed("values are nested more than " + mostLevels + " levels deep");
    }
    at++;
    return level + 1;
  }

  private Json fields(int level) {
    Map<String, Json> fields = new LinkedHashMap<>();
    skipSpace();
    if (accept('}')) {
      return new Json.Fields(fields);
    }
    do {
      skipSpace();
      int start = at;
      String name = string();
      skipSpace();
      require(':');
      if (fields.putIfAbsent(name, value(level)) != null) {
        throw new JsonException(text, start, "a name appears a second time: " + Printable.quoted(name));
      }
    } while (another('}'));
    return new Json.Fields(fields);
  }

  private Json items(int level) {
    List<Json> items = new ArrayList<>();
    skipSpace();
    if (accept(']')) {
      return new Json.Items(items);
    }
    do {
      items.add(value(level));
    } while (another(']'));
    return new Json.Items(items);
  }

  /// Steps over a comma (then there is another entry) or over `end`.
  private boolean another(char end) {
    if (peek() != ',' && peek() != end) {
      throw malformed("expected ',' or '" + end + "', found " + found());
    }
    return text.charAt(at++) == ',';
  }

  private String string() {
    require('"');
    StringBuilder result = new StringBuilder();
    while (!accept('"')) {
      char c = next();
      if (c < ' ') {
        at--;
        throw malformed("a control character inside a string must be escaped, found " + found());
      }
      result.append(c == '\\' ? escaped() : c);
    }
    if (!halfPairs) {
      requirePairs(result);
    }
    return result.toString();
  }

  private char escaped() {
    char c = next();
    if (c == 'u') {
      int unit = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(peek(), 16);
        if (digit < 0 || peek() > 'f') {
          throw malformed("expected four hexadecimal digits after \\u, found " + found());
        }
        unit = unit * 16 + digit;
        at++;
      }
      return (char) unit;
    }
    int kind = ESCAPES.indexOf(c);
    if (kind < 0) {
      at--;
      throw malformed("no such escape in JSON: a backslash followed by " + found());
    }
    return ESCAPED.charAt(kind);
  }

  private void requirePairs(CharSequence string) {
    if (string.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c))) {
      throw malformed("the string that ends here holds half a surrogate pair");
    }
  }

  private Json number() {
    int start = at;
    accept('-');
    if (!accept('0')) {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      digits();
    }
    return new Json.Number(text.substring(start, at));
  }

  private void digits() {
    if (!isDigit(peek())) {
      throw malformed("a value or a digit was expected, found " + found());
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw malformed("a value was expected, perhaps " + word + "; found " + found());
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean accept(char wanted) {
    boolean here = peek() == wanted;
    at += here ? 1 : 0;
    return here;
  }

  private void require(char wanted) {
    if (!accept(wanted)) {
      throw malformed("expected '" + wanted + "', found " + found());
    }
  }

  /// The next character without stepping over it; NUL stands for the end, since JSON allows it nowhere.
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char next() {
    if (at == text.length()) {
      throw malformed("the text ends inside a string");
    }
    return text.charAt(at++);
  }

  private String found() {
    return at < text.length() ? Printable.quoted(text.substring(at, at + 1)) : "the end of the text";
  }

  private JsonException malformed(String problem) {
    return new JsonException(text, at, problem);
  }
}
