package scrutable.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON text as a tree of values, read strictly as RFC 8259 defines it.
///
/// Meant for headers that may come from strangers: repeated keys, deep nesting and too many values are
/// errors, and so is everything that lenient readers forgive (comments, trailing commas, bare words, leading
/// zeros, unpaired surrogates).
sealed interface Json {
  /// `{"key": value, ...}`, in the order of the text.
  record Members(Map<String, Json> members) implements Json {}

  /// `[value, ...]`.
  record Elements(List<Json> elements) implements Json {}

  record Text(String text) implements Json {}

  /// A number as it was written; nothing is rounded.
  record Number(String digits) implements Json {}

  /// `true`, `false` or `null`.
  record Word(String word) implements Json {}

  /// What is wrong with a text, and at which character.
  final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;
    private final int position;

    MalformedException(int position, String problem) {
      super(problem);
      this.position = position;
    }

    int position() {
      return position;
    }
  }

  /// Reads one value that fills the whole text; white space may surround it.
  ///
  /// @param depth how many arrays and objects may lie inside one another
  /// @param values how many values there may be altogether, which bounds the memory
  static Json parse(String text, int depth, int values) throws MalformedException {
    return new Parser(text, depth, values).whole();
  }

  /// The text as a JSON string, with its quotation marks.
  static String quote(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        result.append('\\').append(c);
      } else if (c < ' ') {
        result.append(String.format("\\u%04x", (int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }

  /// Recursive descent: one method for each rule of the grammar.
  final class Parser {
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private final int maximumDepth;
    private int valuesLeft;
    private int position;

    private Parser(String text, int maximumDepth, int maximumValues) {
      this.text = text;
      this.maximumDepth = maximumDepth;
      this.valuesLeft = maximumValues;
    }

    private Json whole() throws MalformedException {
      Json value = value(0);
      if (position < text.length()) {
        throw malformed("the JSON text should end here, but goes on with " + found());
      }
      return value;
    }

    private Json value(int depth) throws MalformedException {
      if (depth > maximumDepth) {
        throw malformed("JSON values are nested more than " + maximumDepth + " deep");
      }
      if (--valuesLeft < 0) {
        throw malformed("the JSON text has too many values");
      }
      skipSpace();
      Json value = switch (peek()) {
        case '{' -> members(depth);
        case '[' -> elements(depth);
        case '"' -> new Text(string());
        case 't' -> word("true");
        case 'f' -> word("false");
        case 'n' -> word("null");
        default -> number();
      };
      skipSpace();
      return value;
    }

    private Json members(int depth) throws MalformedException {
      Map<String, Json> members = new LinkedHashMap<>();
      position++;
      skipSpace();
      if (peek() == '}') {
        position++;
        return new Members(members);
      }
      do {
        skipSpace();
        int start = position;
        String key = string();
        skipSpace();
        require(':');
        if (members.putIfAbsent(key, value(depth + 1)) != null) {
          throw new MalformedException(start, "a key appears a second time: "
              + quote(key.length() <= 100 ? key : key.substring(0, 100) + "..."));
        }
      } while (another('}'));
      return new Members(members);
    }

    private Json elements(int depth) throws MalformedException {
      List<Json> elements = new ArrayList<>();
      position++;
      skipSpace();
      if (peek() == ']') {
        position++;
        return new Elements(elements);
      }
      do {
        elements.add(value(depth + 1));
      } while (another(']'));
      return new Elements(elements);
    }

    /// Steps over a comma (then there is another entry) or over `end`.
    private boolean another(char end) throws MalformedException {
      if (peek() != ',' && peek() != end) {
        throw malformed("expected ',' or '" + end + "', found " + found());
      }
      return text.charAt(position++) == ',';
    }

    private String string() throws MalformedException {
      require('"');
      StringBuilder result = new StringBuilder();
      while (peek() != '"') {
        char c = next();
        if (c < ' ') {
          position--;
          throw malformed("a control character inside a string must be escaped, found " + found());
        }
        result.append(c == '\\' ? escaped() : c);
      }
      position++;
      requirePairs(result);
      return result.toString();
    }

    private char escaped() throws MalformedException {
      char c = next();
      if (c == 'u') {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0 || peek() > 'f') {
            throw malformed("expected four hexadecimal digits after \\u, found " + found());
          }
          unit = unit * 16 + digit;
          position++;
        }
        return (char) unit;
      }
      int kind = ESCAPES.indexOf(c);
      if (kind < 0) {
        position--;
        throw malformed("no such escape in JSON: a backslash followed by " + found());
      }
      return ESCAPED.charAt(kind);
    }

    private void requirePairs(CharSequence string) throws MalformedException {
      for (int i = 0; i < string.length(); i++) {
        char c = string.charAt(i);
        if (Character.isHighSurrogate(c) && i + 1 < string.length()
            && Character.isLowSurrogate(string.charAt(i + 1))) {
          i++;
        } else if (Character.isSurrogate(c)) {
          throw malformed("the string that ends here holds half a surrogate pair");
        }
      }
    }

    private Json number() throws MalformedException {
      int start = position;
      if (peek() == '-') {
        position++;
      }
      if (peek() == '0') {
        position++;
      } else {
        digits();
      }
      if (peek() == '.') {
        position++;
        digits();
      }
      if (peek() == 'e' || peek() == 'E') {
        position++;
        if (peek() == '+' || peek() == '-') {
          position++;
        }
        digits();
      }
      return new Number(text.substring(start, position));
    }

    private void digits() throws MalformedException {
      if (!isDigit(peek())) {
        throw malformed("expected a JSON value or a digit, found " + found());
      }
      while (isDigit(peek())) {
        position++;
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private Json word(String word) throws MalformedException {
      if (!text.startsWith(word, position)) {
        throw malformed("expected " + word + ", found " + found());
      }
      position += word.length();
      return new Word(word);
    }

    private void skipSpace() {
      while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
        position++;
      }
    }

    private void require(char expected) throws MalformedException {
      if (peek() != expected) {
        throw malformed("expected '" + expected + "', found " + found());
      }
      position++;
    }

    /// The next character without stepping over it; the NUL character stands for the end, where JSON allows
    /// none.
    private char peek() {
      return position < text.length() ? text.charAt(position) : 0;
    }

    private char next() throws MalformedException {
      if (position == text.length()) {
        throw malformed("the text ends inside a string");
      }
      return text.charAt(position++);
    }

    private String found() {
      return position < text.length() ? quote(text.substring(position, position + 1)) : "the end of the text";
    }

    private MalformedException malformed(String problem) {
      return new MalformedException(position, problem);
    }
  }
}
